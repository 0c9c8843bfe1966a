"""Finding an article's spans in another copy of its text, by the anchors.

A span is `exact` where the copy is the text the anchors were made from, character for character, or where all words
of the span and the punctuation at its edges were found at the very offsets that are recorded. It is `relocated` where
they were found at others, and `lost` where they were not found, or not with certainty: a wrong place is worse than
none. Found means: every run that the span touches has its hash in the copy, at one and the same shift, so that the
span's words and those around it are the same. What stands between the words may differ (white space, the shape of
quotation marks, also punctuation within the span).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ..corpus.records import sha256_text
from ..errors import HydrationError
from ..schema import ArticleAnchors, Span, SpanAnchor, WordRun
from .alignment import align
from .anchors import ANCHOR_RECIPE
from .words import Word, is_blank, plain_marks, words

Status = Literal["exact", "relocated", "lost"]


@dataclass(frozen=True)
class Place:
    """Where a span stands in a copy; `span` is None where it is lost."""

    status: Status
    span: Span | None


Places = Mapping[Span, Place]
"""Every span that the anchors know, as it was recorded, and its place in the copy."""


def relocate(anchors: ArticleAnchors, text: str) -> Places:
    """Return the place in `text` of every span that the anchors know.

    Raises `HydrationError` where the anchors were made by another recipe than this one.
    """
    spans = [Span(start=anchor.start, end=anchor.end) for anchor in anchors.anchors]
    if sha256_text(text) == anchors.text_sha256:
        return {span: Place("exact", span) for span in spans}
    if anchors.recipe != ANCHOR_RECIPE:
        raise HydrationError(
            f"the anchors of {anchors.article_id} were made by {anchors.recipe}, this claimwire knows {ANCHOR_RECIPE}; "
            "make them again with `claimwire dehydrate --anchors`, or install the claimwire that made them"
        )
    found = words(text)
    shifts = align(anchors, [word.form for word in found])
    return {
        span: _place(span, _relocated(anchor, anchors.runs, shifts, text, found))
        for span, anchor in zip(spans, anchors.anchors, strict=True)
    }


def _place(recorded: Span, found: Span | None) -> Place:
    if found is None:
        return Place("lost", None)
    return Place("exact" if found == recorded else "relocated", found)


def _relocated(
    anchor: SpanAnchor, runs: Sequence[WordRun], shifts: Sequence[int | None], text: str, found: Sequence[Word]
) -> Span | None:
    """Return where a span stands: None where not all its runs are placed at one shift, or its edges differ."""
    last = anchor.first + anchor.words
    touched = [n for n, run in enumerate(runs) if run.first < last and anchor.first < run.first + run.words]
    moved = {shifts[n] for n in touched}
    if not anchor.words or len(moved) != 1:
        return None
    (shift,) = moved
    if shift is None:
        return None
    begin, end = anchor.first + shift, last + shift
    start = _start(text, found[begin - 1].end if begin else 0, found[begin].start, anchor.lead)
    stop = _stop(text, found[end - 1].end, found[end].start if end < len(found) else len(text), anchor.trail)
    return None if start is None or stop is None else Span(start=start, end=stop)


def _start(text: str, from_: int, word: int, lead: str) -> int | None:
    """Return where a span begins whose punctuation before its first word is `lead`; None where the copy has other."""
    if not lead:
        return word
    places = range(from_, word)
    return next((at for at in places if not is_blank(text[at]) and plain_marks(text[at:word]) == lead), None)


def _stop(text: str, word: int, to: int, trail: str) -> int | None:
    """Return where a span ends whose punctuation behind its last word is `trail`; None where the copy has other."""
    if not trail:
        return word
    places = range(to, word, -1)
    return next((at for at in places if not is_blank(text[at - 1]) and plain_marks(text[word:at]) == trail), None)
