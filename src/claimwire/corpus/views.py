"""Articles and claims as a notebook wants them: a record together with the words that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from ..schema import LABELS, Article, ClaimBase, span_slots
from ..schema.vocab import Label


class RecordView:
    """A view of a record, `record`, whose fields are attributes of the view, too."""

    def __getattr__(self, name: str) -> Any:
        """Return a field of the record; raises `AttributeError` if it has none of that name."""
        record = self.__dict__.get("record")
        if record is None or name.startswith("__"):
            raise AttributeError(name)
        return getattr(record, name)


class ClaimView(RecordView):
    """A claim with the words of its article. Every field of the record is an attribute, too: `claim.source_name`."""

    def __init__(self, record: ClaimBase, article: Article) -> None:
        self.record = record
        self.article = article

    def __repr__(self) -> str:
        return f"<claim {self.record.claim_id}, {self.record.label}: {self.quote or self.record.said!r}>"

    @property
    def claim_id(self) -> str:
        """The id of the claim."""
        return self.record.claim_id

    @property
    def label(self) -> Label:
        """The label of the claim."""
        return self.record.label

    @property
    def quote(self) -> str | None:
        """The claim's own words, its pieces joined by an ellipsis; None if the text is not at hand."""
        return " … ".join(self.words()) if self.article.text is not None else None

    def words(self, slot: str = "spans") -> tuple[str, ...]:
        """Return the words of every piece of the claim, or of a slot of spans such as `source_spans`.

        There are none if the text is not at hand, or the claim's label has no such slot. Raises `ValueError` if no
        label has a slot of spans of that name.
        """
        if slot not in _SLOTS:
            raise ValueError(f"{slot!r} is not a slot of spans; there are: {', '.join(_SLOTS)}")
        text = self.article.text
        return () if text is None else tuple(span.of(text) for span in getattr(self.record, slot, ()))


class ArticleView(RecordView):
    """An article with its adjudicated claims and annotators' layers. The record's fields are attributes, too.

    `claims` are in the order of the text, `layers` the claims of each annotator by the annotator's id; an annotator who
    found nothing has an empty layer.
    """

    def __init__(self, record: Article, claims: Iterable[ClaimBase], layers: Mapping[str, Iterable[ClaimBase]]) -> None:
        self.record = record
        self.claims = tuple(ClaimView(claim, record) for claim in claims)
        self.layers = {
            annotator_id: tuple(ClaimView(claim, record) for claim in own) for annotator_id, own in layers.items()
        }

    def __repr__(self) -> str:
        return f"<article {self.record.article_id}, {len(self.claims)} claims, {len(self.layers)} layers>"

    @property
    def article_id(self) -> str:
        """The id of the article."""
        return self.record.article_id

    @property
    def text(self) -> str | None:
        """The article's text; None if it is not at hand."""
        return self.record.text

    @cached_property
    def sentence_words(self) -> tuple[str, ...]:
        """The words of every sentence; empty if the text is not at hand. `sentences` has their offsets."""
        text = self.record.text
        return () if text is None else tuple(sentence.of(text) for sentence in self.record.sentences)


_SLOTS = tuple(dict.fromkeys(slot for declaration in LABELS for slot in span_slots(declaration.model)))
