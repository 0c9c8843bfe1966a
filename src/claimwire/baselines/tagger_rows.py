"""Sentences of labelled articles as a tagger learns from them."""

from __future__ import annotations

from collections.abc import Sequence

from ..schema import ClaimBase
from .parts import parts_of_claim
from .reading import ArticleReading
from .tagger import TaggerRow
from .tagging import tags_of


def tagger_rows(reading: ArticleReading, claims: Sequence[ClaimBase]) -> list[TaggerRow]:
    """Return the sentences of an article with the tags that its claims give their tokens."""
    parts = [parts_of_claim(claim) for claim in claims]
    found = []
    for passage, row in zip(reading.passages, reading.tokens, strict=True):
        near = [
            one
            for one in parts
            if any(start < passage.end and passage.start < end for own in one.pieces.values() for start, end in own)
        ]
        found.append(TaggerRow(row, tags_of(row.where, near), reading.article.article_id))
    return found
