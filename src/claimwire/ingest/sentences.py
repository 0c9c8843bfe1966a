"""Find the sentences of an article's text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..schema import Segment, Span
from ..schema.vocab import SegmentKind

SENTENCE_RECIPE = "sentencex/1"
"""`sentencex` on every paragraph by itself, with the corrections below; the dateline is not a sentence."""

WHITE_SPACE = re.compile(r"\s")


def sentences(text: str, segments: Iterable[Segment], language: str = "en") -> Iterator[Span]:
    """Yield the sentences of every kept segment except the dateline, without the white space around them.

    `language` is an ISO 639 code. Spans are in code points of `text`.
    """
    for segment in segments:
        if segment.start is None or segment.kind is SegmentKind.DATELINE:
            continue
        assert segment.end is not None
        for start, end in _in_paragraph(text[segment.start : segment.end], language):
            yield Span(start=segment.start + start, end=segment.start + end)


def _in_paragraph(paragraph: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the sentences of a paragraph.

    White space becomes plain spaces first, because sentencex panics on some no-break spaces. A piece that begins with a
    lowercase letter is joined to the one before it, because a sentence continues after a quotation that ends in `?`.
    """
    from sentencex import segment

    plain = WHITE_SPACE.sub(" ", paragraph)
    ranges: list[tuple[int, int]] = []
    searched = 0
    for piece in segment(language, plain):
        start = plain.index(piece, searched)
        searched = start + len(piece)
        stripped = piece.strip()
        if not stripped:
            continue
        start += piece.index(stripped)
        if ranges and (stripped[0].islower() or not any(c.isalnum() for c in stripped)):
            ranges[-1] = (ranges[-1][0], start + len(stripped))
        else:
            ranges.append((start, start + len(stripped)))
    yield from ranges
