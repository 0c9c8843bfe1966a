"""Pieces of code points as plain tuples, for code that handles too many of them to use `claimwire.schema.Span`."""

from __future__ import annotations

from collections.abc import Iterable

Pieces = tuple[tuple[int, int], ...]
"""Half-open ranges of code points, in text order, that do not overlap or touch."""


def merge_pieces(ranges: Iterable[tuple[int, int]]) -> Pieces:
    """Return ranges in text order, those that overlap or touch made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
