"""Ranges of code points as arrays, for code that compares too many of them to go through them one by one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

CHUNK = 20_000
"""How many ranges are compared with others at a time, so that memory stays small."""


@dataclass(frozen=True)
class Ranges:
    """Half-open ranges of code points, sorted by their start, and the number of what each belongs to."""

    start: Ints
    end: Ints
    owner: Ints

    @classmethod
    def sorted_of(cls, start: Ints, end: Ints, owner: Ints) -> Ranges:
        """Return ranges in any order as sorted ones."""
        order = np.lexsort((owner, end, start))
        return cls(start[order], end[order], owner[order])

    def of(self, wanted: Flags) -> Ranges:
        """Return the ranges whose owner is wanted; `wanted` has a flag for each possible owner."""
        kept = wanted[self.owner]
        return Ranges(self.start[kept], self.end[kept], self.owner[kept])


NO_RANGES = Ranges(*(np.zeros(0, dtype=np.int64) for _ in range(3)))
"""No ranges at all."""


@dataclass(frozen=True)
class Pairs:
    """Pairs of claims of two layers that share code points: the number of each claim, and how many they share."""

    one: Ints
    other: Ints
    common: Ints

    def of(self, wanted: Flags) -> Pairs:
        """Return some of the pairs."""
        return Pairs(self.one[wanted], self.other[wanted], self.common[wanted])


def overlaps(one: Ranges, other: Ranges) -> Pairs:
    """Return all pairs of owners, one of each layer, whose ranges share code points."""
    if not len(one.start) or not len(other.start):
        return Pairs(*(np.zeros(0, dtype=np.int64) for _ in range(3)))
    width = int(other.owner.max()) + 1
    longest = (other.end - other.start).max()
    keys, commons = [], []
    for begin in range(0, len(one.start), CHUNK):
        start, end, owner = (column[begin : begin + CHUNK] for column in (one.start, one.end, one.owner))
        # whatever meets a range starts before its end, and not more than the longest range before its start
        first = np.searchsorted(other.start, start - longest, side="right")
        many = np.searchsorted(other.start, end, side="left") - first
        a = np.repeat(np.arange(len(first)), many)
        b = np.repeat(first - np.cumsum(many) + many, many) + np.arange(many.sum())
        common = np.minimum(end[a], other.end[b]) - np.maximum(start[a], other.start[b])
        meets = common > 0
        keys.append(owner[a[meets]] * width + other.owner[b[meets]])
        commons.append(common[meets])
    pair, place = np.unique(np.concatenate(keys), return_inverse=True)
    total = np.bincount(place.ravel(), np.concatenate(commons), len(pair)).astype(np.int64)
    return Pairs(pair // width, pair % width, total)
