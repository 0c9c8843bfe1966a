"""The first paragraph of a text, which a dateline may stand before."""

from __future__ import annotations

from ...schema.vocab import SegmentKind
from ..reading import Piece, TextLine
from ..sentences.datelines import dateline_end


def opening(line: TextLine) -> list[Piece]:
    """Return the dateline, if there is one, and the first paragraph; a dateline may have its line for itself."""
    cut = line.start + _dateline_length(line.text)
    pieces = (Piece(SegmentKind.DATELINE, line.start, cut), Piece(SegmentKind.BODY, cut, line.end))
    return [piece for piece in pieces if piece.start < piece.end]


def has_dateline(text: str) -> bool:
    """Return whether a paragraph begins with a dateline, or is one."""
    return _dateline_length(text) > 0


def _dateline_length(text: str) -> int:
    return dateline_end(text) or min(dateline_end(f"{text} A boat left."), len(text))
