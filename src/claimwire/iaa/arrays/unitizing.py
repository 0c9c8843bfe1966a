"""Krippendorff's alpha for unitizing: whether annotators cut the same units out of a continuum.

The measure is that of Krippendorff (1995), as corrected in *Content Analysis*, 2nd edition (2004), section 11.6. A
label's units in one annotator's layer are the pieces of its claims' spans, overlapping pieces joined to one; what lies
between units is gaps. Two units that overlap disagree by the squares of the distances of their beginnings and of their
ends, a unit within a gap by the square of its length.

Several documents are one continuum in which no unit or gap goes from one document into the next. If every document has
the same annotators this is the published formula; if not, each document's observed disagreement is weighted as the
other alphas weight units with unequal numbers of values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...ranges import Flags, Floats, Ints, Ranges
from ..study import SPANS
from .layout import Layout, per_document
from .measures import ratio

SINGLE = 5
"""How many columns a unitizing statistic has before those for each length of a unit."""


@dataclass(frozen=True)
class UnitizingAlpha:
    """The alpha statistic of one label's units; arrays have one row per document.

    `squares` and `rooms` have one column per length that a unit has, l: the sum of the squares of the units of that
    length, and in how many places of the gaps such a unit fits.
    """

    extent: Floats
    """The length of the document times its annotators."""
    observed: Floats
    """The squared differences of both orders of each pair of annotators, divided by the annotators less one."""
    units: Floats
    """How many units there are."""
    cubes: Floats
    """The sum of (2l³ - 3l² + l) / 3 over units of length l."""
    edges: Floats
    """The sum of l (l - 1) over units of length l."""
    squares: Floats
    rooms: Floats

    @property
    def columns(self) -> Floats:
        """What is summed: the single columns, then squares, then rooms."""
        single = (self.extent, self.observed, self.units, self.cubes, self.edges)
        return np.column_stack((*single, self.squares, self.rooms))

    def disagreements(self, sums: Floats) -> tuple[Floats, Floats]:
        """Return observed and expected disagreement.

        The published formula divides both by the continuum's length, which is left out because alpha is their ratio.
        """
        extent, observed, units, cubes, edges = sums[:, :SINGLE].T
        width = self.squares.shape[1]
        fitting = (sums[:, SINGLE : SINGLE + width] * sums[:, SINGLE + width :]).sum(axis=1)
        return ratio(observed, extent), ratio(2 * ((units - 1) * cubes + fitting), extent * (extent - 1) - edges)

    def of(self, sums: Floats, weights: Floats) -> Floats:
        """Return alpha; NaN if nobody marked a unit."""
        return PooledUnitizing([self]).of(sums, weights)


@dataclass(frozen=True)
class PooledUnitizing:
    """Alpha over the units of several labels: 1 - the sum of observed by the sum of expected disagreements."""

    parts: Sequence[UnitizingAlpha]

    @property
    def columns(self) -> Floats:
        """The columns of every part, one after another."""
        return np.concatenate([part.columns for part in self.parts], axis=1)

    def of(self, sums: Floats, weights: Floats) -> Floats:
        """Return alpha; NaN if nobody marked a unit."""
        observed, expected = np.zeros(len(sums)), np.zeros(len(sums))
        begin = 0
        for part in self.parts:
            end = begin + SINGLE + 2 * part.squares.shape[1]
            one_observed, one_expected = part.disagreements(sums[:, begin:end])
            observed += np.nan_to_num(one_observed)
            expected += np.nan_to_num(one_expected)
            begin = end
        return 1 - ratio(observed, expected)


def unitizing_alpha(layout: Layout, annotators: Sequence[str], label: int) -> UnitizingAlpha:
    """Return the statistic of a label's units in some annotators' layers, over documents that two or more have."""
    documents = len(layout.base)
    present = np.array([layout.annotators[name].present for name in annotators])
    coders = present.sum(axis=0)
    counting = coders > 1
    units = [_units(layout, name, label, counting) for name in annotators]
    gaps = [_gaps(layout, own, here & counting) for own, here in zip(units, present, strict=True)]
    observed = np.zeros(documents)
    for i, one in enumerate(units):
        for j, other in enumerate(units):
            if i < j:
                both = counting & present[i] & present[j]
                observed += 2 * _difference(one.of(both), other.of(both), documents)
    length = np.concatenate([own.end - own.start for own in units]).astype(np.float64)
    document = np.concatenate([own.owner for own in units])
    sizes = np.unique(length)
    squares = np.zeros((documents, len(sizes)))
    np.add.at(squares, (document, np.searchsorted(sizes, length)), length**2)
    return UnitizingAlpha(
        extent=np.where(counting, coders * layout.length, 0).astype(np.float64),
        observed=np.divide(observed, coders - 1, out=np.zeros(documents), where=counting),
        units=per_document(document, documents),
        cubes=per_document(document, documents, (2 * length**3 - 3 * length**2 + length) / 3),
        edges=per_document(document, documents, length * (length - 1)),
        squares=squares,
        rooms=np.sum([_rooms(own, sizes, documents) for own in gaps], axis=0),
    )


def _units(layout: Layout, name: str, label: int, counting: Flags) -> Ranges:
    """Return an annotator's units of a label, owned by their documents; pieces that overlap are one unit."""
    own = layout.annotators[name]
    pieces = own.ranges(SPANS)
    if not len(pieces.start):
        return pieces
    pieces = pieces.of((own.label == label) & counting[own.document])
    if not len(pieces.start):
        return pieces
    # a unit begins where no piece before reaches, and ends as far as any of its pieces reaches
    reach = np.maximum.accumulate(pieces.end)
    first = np.concatenate(([True], pieces.start[1:] >= reach[:-1]))
    last = np.concatenate((first[1:], [True]))
    return Ranges(pieces.start[first], reach[last], own.document[pieces.owner[first]])


def _gaps(layout: Layout, units: Ranges, present: Flags) -> Ranges:
    """Return what lies between an annotator's units in the documents they annotated."""
    # every gap starts at a document's start or a unit's end, and ends at a unit's start or a document's end
    start = np.sort(np.concatenate((layout.base[present], units.end)))
    end = np.sort(np.concatenate((units.start, (layout.base + layout.length)[present])))
    room = end > start
    start, end = start[room], end[room]
    return Ranges(start, end, np.searchsorted(layout.base, start, side="right") - 1)


def _difference(one: Ranges, other: Ranges, documents: int) -> Floats:
    """Return for each document the squared differences between two annotators' units."""
    # Units of one annotator do not overlap, so those of the other that a unit overlaps are neighbours in their order:
    # from the first that ends behind its start to the last that starts before its end.
    first = np.searchsorted(other.end, one.start, side="right")
    behind = np.searchsorted(other.start, one.end, side="left")
    many = behind - first
    # All overlapping pairs as two arrays: each unit of `one` as often as it has partners, next to their numbers.
    mine = np.repeat(np.arange(len(one.start)), many)
    theirs = np.repeat(first, many) + np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    begin = (one.start[mine] - other.start[theirs]).astype(np.float64)
    end = (one.end[mine] - other.end[theirs]).astype(np.float64)
    differences = per_document(one.owner[mine], documents, begin**2 + end**2)
    # Units without a partner lie in a gap of the other annotator.
    met = np.zeros(len(other.start), dtype=np.bool_)
    met[theirs] = True
    for units, alone in ((one, many == 0), (other, ~met)):
        length = (units.end - units.start)[alone].astype(np.float64)
        differences += per_document(units.owner[alone], documents, length**2)
    return differences


def _rooms(gaps: Ranges, sizes: Floats, documents: int) -> Floats:
    """Return for each document and each length of a unit in how many places of the gaps a unit of that length fits.

    A gap of g has g - l + 1 places for a unit of l if g is at least l. Summed over the gaps of at least l, that is the
    sum of their lengths, plus their number times (1 - l).
    """
    length: Ints = gaps.end - gaps.start
    fits = np.searchsorted(sizes, length, side="right")
    totals = np.zeros((documents, len(sizes) + 1))
    counts = np.zeros((documents, len(sizes) + 1))
    np.add.at(totals, (gaps.owner, fits), length)
    np.add.at(counts, (gaps.owner, fits), 1)
    # column k has the gaps in which the k smallest sizes fit: summed from the right, those in which size k fits
    for table in (totals, counts):
        table[:] = table[:, ::-1].cumsum(axis=1)[:, ::-1]
    rooms: Floats = totals[:, 1:] + counts[:, 1:] * (1 - sizes)
    return rooms
