"""Find an article's spans in another copy of its text, by the anchors.

A span is `exact` if the copy is the text the anchors were made from, character for character, or if all words of the
span and the punctuation at its edges were found at exactly the recorded offsets. It is `relocated` if they were found
at other offsets, and `lost` if they were not found, or not with certainty: a wrong place is worse than none. Found
means that every run that the span touches has its hash in the copy, all at the same shift, so that the span's words and
those around it are the same. What is between the words may differ (white space, the shape of quotation marks, also
punctuation within the span).
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
class Relocation:
    """Where a span is in a copy; `span` is None if it is lost."""

    status: Status
    span: Span | None


Relocations = Mapping[Span, Relocation]
"""Every span that has an anchor, as it was recorded, and where it is in the copy."""


def relocate(anchors: ArticleAnchors, text: str) -> Relocations:
    """Return where in `text` every span is that has an anchor.

    Raises `HydrationError` if the anchors were made by another recipe than this one.
    """
    spans = [Span(start=anchor.start, end=anchor.end) for anchor in anchors.anchors]
    if sha256_text(text) == anchors.text_sha256:
        return {span: Relocation("exact", span) for span in spans}
    if anchors.recipe != ANCHOR_RECIPE:
        raise HydrationError(
            f"the anchors of {anchors.article_id} were made by {anchors.recipe}, this claimwire knows {ANCHOR_RECIPE}; "
            "make them again with `claimwire dehydrate --anchors`, or install the claimwire that made them"
        )
    copy_words = words(text)
    shifts = align(anchors, [word.form for word in copy_words])
    return {
        span: _relocation(span, _find(anchor, anchors.runs, shifts, text, copy_words))
        for span, anchor in zip(spans, anchors.anchors, strict=True)
    }


def _relocation(recorded: Span, current: Span | None) -> Relocation:
    """Return the status of a span, and where it is now."""
    if current is None:
        return Relocation("lost", None)
    return Relocation("exact" if current == recorded else "relocated", current)


def _find(
    anchor: SpanAnchor, runs: Sequence[WordRun], shifts: Sequence[int | None], text: str, copy_words: Sequence[Word]
) -> Span | None:
    """Return where a span is in `text`; None unless all its runs are placed at one shift and its edges are the same."""
    last = anchor.first + anchor.words
    touched = [n for n, run in enumerate(runs) if run.first < last and anchor.first < run.first + run.words]
    moved = {shifts[n] for n in touched}
    if not anchor.words or len(moved) != 1:
        return None
    (shift,) = moved
    if shift is None:
        return None
    begin, end = anchor.first + shift, last + shift
    start = _start(text, copy_words[begin - 1].end if begin else 0, copy_words[begin].start, anchor.lead)
    next_word = copy_words[end].start if end < len(copy_words) else len(text)
    stop = _stop(text, copy_words[end - 1].end, next_word, anchor.trail)
    return None if start is None or stop is None else Span(start=start, end=stop)


def _start(text: str, previous_end: int, word_start: int, lead: str) -> int | None:
    """Return where a span begins that has the punctuation `lead` before its first word; None if the copy has other."""
    if not lead:
        return word_start
    for start in range(previous_end, word_start):
        if not is_blank(text[start]) and plain_marks(text[start:word_start]) == lead:
            return start
    return None


def _stop(text: str, word_end: int, next_start: int, trail: str) -> int | None:
    """Return where a span ends that has the punctuation `trail` after its last word; None if the copy has other."""
    if not trail:
        return word_end
    for stop in range(next_start, word_end, -1):
        if not is_blank(text[stop - 1]) and plain_marks(text[word_end:stop]) == trail:
            return stop
    return None
