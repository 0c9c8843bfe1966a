"""Pieces of code points as plain tuples, for code that handles too many of them to use `claimwire.schema.Span`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, Protocol, TypeVar

Pieces = tuple[tuple[int, int], ...]
"""Half-open ranges of code points, in text order, that do not overlap or touch."""


CELL = 128
"""Code points of a cell of `PieceIndex`: about a sentence."""
Owner = TypeVar("Owner")


class PieceIndex(Generic[Owner]):
    """Pieces with what each belongs to; those that meet a range are found without going through all others."""

    def __init__(self) -> None:
        self._cells: dict[int, list[tuple[int, int, Owner]]] = {}

    def add(self, start: int, end: int, owner: Owner) -> None:
        """Add a piece of at least one code point."""
        for cell in range(start // CELL, (end - 1) // CELL + 1):
            self._cells.setdefault(cell, []).append((start, end, owner))

    def meeting(self, start: int, end: int) -> Iterator[tuple[int, int, Owner]]:
        """Yield start, end and owner of each piece that shares a code point with a range, once each."""
        first = start // CELL
        for cell in range(first, (end - 1) // CELL + 1):
            for a, b, owner in self._cells.get(cell, ()):
                if a < end and start < b and cell == max(first, a // CELL):
                    yield a, b, owner


class HasBounds(Protocol):
    """What has a start and an end, such as a span."""

    @property
    def start(self) -> int:
        """The first code point."""
        ...

    @property
    def end(self) -> int:
        """The code point behind the last."""
        ...


def merge_pieces(ranges: Iterable[tuple[int, int]]) -> Pieces:
    """Return ranges in text order; those that overlap or touch are merged."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def without(ranges: Iterable[tuple[int, int]], holes: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield what of some ranges no hole covers, range by range."""
    cut = merge_pieces(holes)
    ends = [end for _, end in cut]
    for start, end in ranges:
        place = start
        for number in range(bisect_right(ends, start), len(cut)):
            if cut[number][0] >= end:
                break
            if place < cut[number][0]:
                yield place, cut[number][0]
            place = cut[number][1]
        if place < end:
            yield place, end


def pieces_of(spans: Sequence[HasBounds]) -> Pieces:
    """Return spans as pieces."""
    if len(spans) == 1:
        return ((spans[0].start, spans[0].end),)
    return merge_pieces((span.start, span.end) for span in spans)
