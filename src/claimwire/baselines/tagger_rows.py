"""Sentences of labelled articles as a tagger learns from them."""

from __future__ import annotations

from collections.abc import Sequence

from ..schema import ClaimBase
from .parts import parts_of_claim
from .reading import ArticleReading
from .tagger import TaggerRow
from .tagging import PartsByPlace, tags_of


def tagger_rows(reading: ArticleReading, claims: Sequence[ClaimBase]) -> list[TaggerRow]:
    """Return the sentences of an article with the tags that its claims give their tokens."""
    parts = PartsByPlace(parts_of_claim(claim) for claim in claims)
    return [
        TaggerRow(row, tags_of(row.where, parts.within(passage.start, passage.end)), reading.article.article_id)
        for passage, row in zip(reading.passages, reading.tokens, strict=True)
    ]
