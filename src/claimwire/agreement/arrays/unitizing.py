"""Krippendorff's alpha for unitizing: whether annotators cut the same units out of a continuum.

The measure is that of Krippendorff (1995), as corrected in *Content Analysis*, 2nd edition (2004), section 11.6. A
label's units in one annotator's layer are the pieces of its claims' spans, those that overlap made one; what lies
between is gaps. Two units that overlap disagree by the squares of the distances of their beginnings and of their
ends, a unit within a gap by the square of its length.

Several documents are one continuum that no unit or gap crosses from document to document. Where every document has
the same annotators this is the published formula; else each document's observed disagreement is weighted as that of
values in units of unequal numbers of values is in the other alphas.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...ranges import Flags, Floats, Ints, Ranges
from .layout import Line, per_document
from .measures import ratio


@dataclass(frozen=True)
class Unitizing:
    """The alpha statistic of one label's units.

    Rows are documents. `extent` is the continuum's length times the annotators; `observed` the squared differences of
    both orders of each pair, by one less than the annotators; `units` counts units; `cubes` and `edges` sum over units
    of length l what the expectation needs, (2l³ - 3l² + l) / 3 and l (l - 1). `squares` and `rooms` have a column for
    each length of a unit: the sum of squares of the units of that length, and in how many places of the gaps a unit of
    that length fits.
    """

    extent: Floats
    observed: Floats
    units: Floats
    cubes: Floats
    edges: Floats
    squares: Floats
    rooms: Floats

    @property
    def columns(self) -> Floats:
        """What is summed: the single columns, then squares, then rooms."""
        single = (self.extent, self.observed, self.units, self.cubes, self.edges)
        return np.column_stack((*single, self.squares, self.rooms))

    def disagreements(self, sums: Floats) -> tuple[Floats, Floats]:
        """Return observed and expected disagreement, both without the published formula's factor of one by length."""
        extent, observed, units, cubes, edges = sums[:, :5].T
        width = self.squares.shape[1]
        fitting = (sums[:, 5 : 5 + width] * sums[:, 5 + width :]).sum(axis=1)
        return ratio(observed, extent), ratio(2 * ((units - 1) * cubes + fitting), extent * (extent - 1) - edges)

    def of(self, sums: Floats, weights: Floats) -> Floats:
        """Return alpha; NaN where nobody marked a unit."""
        return Jointly([self]).of(sums, weights)


@dataclass(frozen=True)
class Jointly:
    """Alpha over the units of several labels: one less the sum of observed by the sum of expected disagreements."""

    parts: Sequence[Unitizing]

    @property
    def columns(self) -> Floats:
        """The columns of every part, one after another."""
        return np.concatenate([part.columns for part in self.parts], axis=1)

    def of(self, sums: Floats, weights: Floats) -> Floats:
        """Return alpha; NaN where nobody marked a unit."""
        observed, expected = np.zeros(len(sums)), np.zeros(len(sums))
        at = 0
        for part in self.parts:
            width = 5 + 2 * part.squares.shape[1]
            one, other = part.disagreements(sums[:, at : at + width])
            observed += np.nan_to_num(one)
            expected += np.nan_to_num(other)
            at += width
        return 1 - ratio(observed, expected)


def unitizing(line: Line, annotators: Sequence[str], label: int) -> Unitizing:
    """Return the statistic of a label's units in some annotators' layers, over documents that two or more have."""
    documents = len(line.base)
    present = np.array([line.layers[name].present for name in annotators])
    coders = present.sum(axis=0)
    counting = coders > 1
    units = [_units(line, name, label, counting) for name in annotators]
    gaps = [_gaps(line, own, here & counting) for own, here in zip(units, present, strict=True)]
    observed = np.zeros(documents)
    for i, one in enumerate(units):
        for j, other in enumerate(units):
            if i < j:
                both = counting & present[i] & present[j]
                observed += 2 * _difference(one.of(both), other.of(both), documents)
    length = np.concatenate([own.end - own.start for own in units]).astype(np.float64)
    home = np.concatenate([own.owner for own in units])
    sizes = np.unique(length)
    squares = np.zeros((documents, len(sizes)))
    np.add.at(squares, (home, np.searchsorted(sizes, length)), length**2)
    rooms = np.zeros((documents, len(sizes)))
    for own in gaps:
        _add_rooms(rooms, own, sizes)
    return Unitizing(
        extent=np.where(counting, coders * line.length, 0).astype(np.float64),
        observed=np.divide(observed, coders - 1, out=np.zeros(documents), where=counting),
        units=per_document(home, documents),
        cubes=per_document(home, documents, (2 * length**3 - 3 * length**2 + length) / 3),
        edges=per_document(home, documents, length * (length - 1)),
        squares=squares,
        rooms=rooms,
    )


def _units(line: Line, name: str, label: int, counting: Flags) -> Ranges:
    """Return an annotator's units of a label, owned by their documents; pieces that overlap make one unit."""
    layers = line.layers[name]
    if not len(layers.marks):
        return layers.ranges("spans")
    pieces = layers.ranges("spans").of((layers.label == label) & counting[layers.document])
    if not len(pieces.start):
        return pieces
    reach = np.maximum.accumulate(pieces.end)
    first = np.concatenate(([True], pieces.start[1:] >= reach[:-1]))
    last = np.concatenate((first[1:], [True]))
    return Ranges(pieces.start[first], reach[last], layers.document[pieces.owner[first]])


def _gaps(line: Line, units: Ranges, present: Flags) -> Ranges:
    """Return what lies between an annotator's units in the documents they annotated."""
    start = np.sort(np.concatenate((line.base[present], units.end)))
    end = np.sort(np.concatenate((units.start, (line.base + line.length)[present])))
    room = end > start
    start, end = start[room], end[room]
    return Ranges(start, end, np.searchsorted(line.base, start, side="right") - 1)


def _difference(one: Ranges, other: Ranges, documents: int) -> Floats:
    """Return, for each document, the squared differences between two annotators' units."""
    first = np.searchsorted(other.end, one.start, side="right")
    behind = np.searchsorted(other.start, one.end, side="left")
    many = behind - first
    mine = np.repeat(np.arange(len(one.start)), many)
    theirs = np.repeat(first, many) + np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    begin = (one.start[mine] - other.start[theirs]).astype(np.float64)
    finish = (one.end[mine] - other.end[theirs]).astype(np.float64)
    found = per_document(one.owner[mine], documents, begin**2 + finish**2)
    met = np.zeros(len(other.start), dtype=np.bool_)
    met[theirs] = True
    for own, alone in ((one, many == 0), (other, ~met)):
        length = (own.end - own.start)[alone].astype(np.float64)
        found += per_document(own.owner[alone], documents, length**2)
    return found


def _add_rooms(rooms: Floats, gaps: Ranges, sizes: Floats) -> None:
    """Add to each document, for each length of a unit, the places in its gaps where a unit of that length fits.

    A gap of g has g - l + 1 places for a unit of l if g is at least l: summed over the gaps of at least l, that is
    the sum of their lengths, plus their number times (1 - l).
    """
    length: Ints = gaps.end - gaps.start
    fits = np.searchsorted(sizes, length, side="right")
    totals = np.zeros((len(rooms), len(sizes) + 1))
    counts = np.zeros((len(rooms), len(sizes) + 1))
    np.add.at(totals, (gaps.owner, fits), length)
    np.add.at(counts, (gaps.owner, fits), 1)
    for table in (totals, counts):
        table[:] = table[:, ::-1].cumsum(axis=1)[:, ::-1]
    rooms += totals[:, 1:] + counts[:, 1:] * (1 - sizes)
