"""Pieces of code points as plain tuples, for code that handles too many of them to use `claimwire.schema.Span`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

Pieces = tuple[tuple[int, int], ...]
"""Half-open ranges of code points, in text order, that do not overlap or touch."""


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


def pieces_of(spans: Sequence[HasBounds]) -> Pieces:
    """Return spans as pieces."""
    if len(spans) == 1:
        return ((spans[0].start, spans[0].end),)
    return merge_pieces((span.start, span.end) for span in spans)
