"""What became of a corpus's texts and spans when it was hydrated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import Field

from ..schema import Record, Span
from .readings import Origin

TextStatus = Literal["identical", "altered", "not found", "in the repository"]


class LostSpan(Record):
    """A line of `lost.jsonl`: what a hydrated copy does not have of a claim."""

    article_id: str = Field(description="the article")
    claim_id: str = Field(description="the claim")
    layer_id: str | None = Field(default=None, description="the annotator's layer it stands in; absent in the gold")
    field: str = Field(description="the field the span stands in, or that names a claim which was left out")
    span: Span | None = Field(default=None, description="the span in the recorded text; absent for a reference")
    left_out: bool = Field(description="whether the whole claim was left out, and not only this span of a slot")


@dataclass(frozen=True)
class ArticleReport:
    """What became of one article: of its text, and of each distinct span of its claims in gold and layers."""

    article_id: str
    document: str | None
    text: TextStatus
    spans: int
    exact: int
    relocated: int
    lost: int


@dataclass(frozen=True)
class HydrationReport:
    """What became of a corpus."""

    corpus_id: str
    articles: tuple[ArticleReport, ...]
    lost: tuple[LostSpan, ...]
    problems: tuple[str, ...]
    origins: Mapping[str, Origin] = field(default_factory=dict)
    """The files that texts were read from, by article id."""

    @property
    def spans(self) -> int:
        """Number of distinct spans of all articles."""
        return sum(article.spans for article in self.articles)

    @property
    def has_text(self) -> bool:
        """Whether the hydrated corpus has the text of any article."""
        return any(article.text != "not found" for article in self.articles)

    @property
    def share_lost(self) -> float:
        """Share of the spans that are lost, those of articles without a text included; 0.0 if there are none."""
        return sum(article.lost for article in self.articles) / self.spans if self.spans else 0.0
