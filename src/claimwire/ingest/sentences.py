"""Finding the sentences of an article's text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..schema import Segment, Span
from ..schema.vocab import SegmentKind

SENTENCE_RECIPE = "sentencex/1"
"""`sentencex` on every paragraph by itself, with the repairs below; the dateline is no sentence."""

WHITE_SPACE = re.compile(r"\s")


def sentences(text: str, segments: Iterable[Segment], language: str = "en") -> Iterator[Span]:
    """Yield the sentences of every kept segment but the dateline, without the white space around them."""
    for segment in segments:
        if segment.start is None or segment.kind is SegmentKind.DATELINE:
            continue
        assert segment.end is not None
        for start, end in _in_paragraph(text[segment.start : segment.end], language):
            yield Span(start=segment.start + start, end=segment.start + end)


def _in_paragraph(paragraph: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the sentences of a paragraph.

    White space is mapped to plain spaces first: sentencex panics on some no-break spaces. A piece that begins with a
    small letter is put back behind the one before it, for a sentence goes on behind a quotation that ends in `?`.
    """
    from sentencex import segment

    plain = WHITE_SPACE.sub(" ", paragraph)
    found: list[tuple[int, int]] = []
    place = 0
    for piece in segment(language, plain):
        start = plain.index(piece, place)
        place = start + len(piece)
        stripped = piece.strip()
        if not stripped:
            continue
        start += piece.index(stripped)
        if found and (stripped[0].islower() or not any(c.isalnum() for c in stripped)):
            found[-1] = (found[-1][0], start + len(stripped))
        else:
            found.append((start, start + len(stripped)))
    yield from found
