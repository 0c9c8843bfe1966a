"""An article as its models read it: sentences, what the rules find in them, and what is known of their tokens."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ..dates import Bounds, known_bounds
from ..errors import BaselineError
from ..schema import Article
from ..schema.vocab import SegmentKind
from .contract import SentenceRow
from .parts import parts_of_draft
from .rules.annotator import drafts_in
from .rules.passage import Draft, Passage, kinds_of, passages
from .tagging import PartsByPlace
from .token_features import TokenRow, token_row


@dataclass(frozen=True)
class ArticleReading:
    """The sentences of an article that may hold claims, with what is read off them, one per sentence in each list."""

    article: Article
    published: Bounds
    rules: list[Draft]
    passages: list[Passage]
    kinds: list[str]
    tokens: list[TokenRow]
    rows: list[SentenceRow]

    @cached_property
    def starts(self) -> list[int]:
        """Where the sentences begin."""
        return [passage.start for passage in self.passages]

    def number_at(self, place: int) -> int | None:
        """Return the number of the sentence that a place is in; None if it is in none."""
        number = bisect_right(self.starts, place) - 1
        return number if number >= 0 and place < self.passages[number].end else None


def read_article(article: Article) -> ArticleReading:
    """Return what is read off an article; raises `BaselineError` if it has no text."""
    if article.text is None:
        raise BaselineError(f"{article.article_id} has no text to read; name your copy of it, or hydrate it")
    published = known_bounds(article.publication.date)
    found = list(passages(article))
    rules = list(drafts_in(found, published))
    kind_at = kinds_of(article)
    kinds = [(kind_at(passage.start) or SegmentKind.BODY).value for passage in found]
    parts = PartsByPlace(map(parts_of_draft, rules))
    tokens = [
        token_row(passage, parts.within(passage.start, passage.end), published, kind)
        for passage, kind in zip(found, kinds, strict=True)
    ]
    return ArticleReading(article, published, rules, found, kinds, tokens, _rows(found))


def _rows(found: Sequence[Passage]) -> list[SentenceRow]:
    texts = [passage.text[passage.start : passage.end] for passage in found]
    return [
        SentenceRow(text, texts[n - 1] if n else None, texts[n + 1] if n + 1 < len(texts) else None)
        for n, text in enumerate(texts)
    ]
