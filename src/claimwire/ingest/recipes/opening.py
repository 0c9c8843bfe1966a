"""The first paragraph of a text, which a dateline may stand before."""

from __future__ import annotations

from ...schema.vocab import SegmentKind
from ..reading import Piece, TextLine
from ..sentences.datelines import dateline_end


def opening(line: TextLine) -> list[Piece]:
    """Return the dateline, if there is one, and the first paragraph."""
    length = dateline_end(line.text)
    if not length:
        return [line.piece(SegmentKind.BODY)]
    cut = line.start + length
    return [Piece(SegmentKind.DATELINE, line.start, cut), Piece(SegmentKind.BODY, cut, line.end)]
