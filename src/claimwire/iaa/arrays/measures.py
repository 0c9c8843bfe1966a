"""The measures, each computed from sums over documents, so that a resample of documents is a weighted sum.

A statistic has `columns`, an array with one row per document, and turns sums of those columns into its value: the sums
over all documents give the study's value, sums in which a document counts as often as it was drawn give a resample's.
`of(sums, weights)` takes one row of sums per resample, and the weights these were made with (one column per document).
It returns one value per resample, NaN if the measure is undefined.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ...ranges import Floats, Ints
from .layout import per_document

MISSING = -1
"""The code of a value that does not exist because the annotator did not annotate the unit."""

FEW_VALUES = 64
"""Up to this number of different values, each has a column; with more, counts of values are summed row by row."""

CHUNK = 32
"""How many resamples are summed at a time if there are more values than `FEW_VALUES`."""

TINY = 1e-12
"""Expected disagreement up to this is the rounding of 0."""


class Statistic(Protocol):
    """A measure that can be computed for any weighting of the documents."""

    @property
    def columns(self) -> Floats:
        """What is summed: one row per document."""
        ...

    def of(self, sums: Floats, weights: Floats) -> Floats:
        """Return the measure for each row of sums; NaN if it is undefined."""
        ...


@dataclass(frozen=True)
class Share:
    """A share of hits in trials, each summed over documents: agreement counts, precision, recall, F1, prevalence."""

    hits: Floats
    trials: Floats

    @property
    def columns(self) -> Floats:
        """Hits and trials."""
        return np.stack((self.hits, self.trials), axis=1)

    def of(self, sums: Floats, weights: Floats) -> Floats:
        """Return hits divided by trials; NaN if there are no trials."""
        return ratio(sums[:, 0], sums[:, 1])


@dataclass(frozen=True)
class NominalAlpha:
    """Krippendorff's alpha for values that are equal or not.

    `pairable` has for each document the number of values in units that two or more annotators valued, and `agreeing`
    the ordered pairs of equal values within such units, those of a unit of m values divided by m - 1. How often a value
    occurs in a document is in `count`, next to the document and the number of the value (0 to `values` - 1); sorted by
    value.
    """

    pairable: Floats
    agreeing: Floats
    count: Floats
    document: Ints
    value: Ints
    values: int

    @property
    def columns(self) -> Floats:
        """Pairable and agreeing values, and the counts of each value if there are few."""
        few = self.values if self.values <= FEW_VALUES else 0
        columns = np.zeros((len(self.pairable), 2 + few))
        columns[:, 0], columns[:, 1] = self.pairable, self.agreeing
        if few:
            columns[self.document, 2 + self.value] = self.count
        return columns

    def of(self, sums: Floats, weights: Floats) -> Floats:
        """Return alpha; NaN if all values are the same or there is no pair."""
        n = sums[:, 0]
        same = (sums[:, 2:] * (sums[:, 2:] - 1)).sum(axis=1) if self.values <= FEW_VALUES else self._same(weights)
        return alpha(1 - ratio(sums[:, 1], n), 1 - ratio(same, n * (n - 1)))

    def _same(self, weights: Floats) -> Floats:
        """Return how many ordered pairs of equal values can be made of all values."""
        pairs = np.zeros(len(weights))
        first = np.flatnonzero(np.diff(self.value, prepend=-1))
        count = self.count.astype(np.float32)[:, None]  # whole numbers, exact below 2^24
        for begin in range(0, len(weights), CHUNK):
            rows = np.ascontiguousarray(weights[begin : begin + CHUNK].T, dtype=np.float32)
            totals = np.add.reduceat(rows[self.document] * count, first, axis=0).astype(np.float64)
            pairs[begin : begin + CHUNK] = (totals * (totals - 1)).sum(axis=0)
        return pairs


@dataclass(frozen=True)
class IntervalAlpha:
    """Krippendorff's alpha for numbers, at the squared distance; with several coordinates, their sum.

    `pairable` has for each document the number of values in units that two or more annotators valued, `distances` the
    squared distances between the values of a unit, those of a unit of m values divided by m - 1. `total` and `squares`
    have one column per coordinate: the sum of the values and of their squares. Values are differences from the mean of
    all, so that squares keep their precision.
    """

    pairable: Floats
    total: Floats
    squares: Floats
    distances: Floats

    @property
    def columns(self) -> Floats:
        """Pairable values and distances, then sums and squares."""
        return np.column_stack((self.pairable, self.distances, self.total, self.squares))

    def of(self, sums: Floats, weights: Floats) -> Floats:
        """Return alpha; NaN if all values are the same or there is no pair."""
        n, width = sums[:, 0], self.total.shape[1]
        spread = n[:, None] * sums[:, 2 + width :] - sums[:, 2 : 2 + width] ** 2
        return alpha(ratio(sums[:, 1], n), ratio(2 * spread.clip(min=0).sum(axis=1), n * (n - 1)))


def nominal_alpha(values: Ints, document: Ints, documents: int, size: Ints | None = None) -> NominalAlpha:
    """Return the alpha statistic of nominal values.

    `values` has one row per unit and one column per annotator, with codes from 0 on, or `MISSING`; `document` is the
    unit's document, `size` how many units a row stands for (1 by default).
    """
    values, document, weight = _merged_units(values, document, documents, size)
    given = values != MISSING
    valued = given.sum(axis=1)
    pairable = valued > 1
    values, given, valued = values[pairable], given[pairable], valued[pairable]
    document, weight = document[pairable], weight[pairable]
    equal = np.zeros(len(values))
    for i in range(values.shape[1]):
        for j in range(i):
            equal += 2 * ((values[:, i] == values[:, j]) & given[:, i])
    cells = np.repeat(document, values.shape[1])[given.ravel()]
    numbers, codes = _numbered(values.ravel()[given.ravel()])
    keys, counts = _tally(codes * documents + cells, np.repeat(weight, values.shape[1])[given.ravel()])
    return NominalAlpha(
        pairable=per_document(document, documents, weight * valued),
        agreeing=per_document(document, documents, weight * equal / (valued - 1)),
        count=counts,
        document=keys % documents,
        value=keys // documents,
        values=numbers,
    )


def _merged_units(values: Ints, document: Ints, documents: int, size: Ints | None) -> tuple[Ints, Ints, Floats]:
    """Return values, documents and weights; units of one document with the same values are one row if that saves rows.

    A row of values and its document are packed into one number, in a number system with a digit for each code.
    """
    weight = np.ones(len(values)) if size is None else size.astype(np.float64)
    width = int(values.max(initial=0)) + 2
    patterns = width ** values.shape[1]
    if patterns * documents > len(values):
        return values, document, weight
    key = document.copy()
    for column in values.T:
        key = key * width + column + 1
    packed, weight = _tally(key, weight)
    columns = [packed // width**place % width - 1 for place in reversed(range(values.shape[1]))]
    return np.stack(columns, axis=1), packed // patterns, weight


def _numbered(values: Ints) -> tuple[int, Ints]:
    """Return how many different values there are, and the values numbered without gaps, in their order."""
    occurs = np.bincount(values) > 0
    return int(occurs.sum()), (np.cumsum(occurs) - 1)[values]


def _tally(keys: Ints, weights: Floats) -> tuple[Ints, Floats]:
    """Return the different keys, sorted, and the sum of each one's weights, which are above 0."""
    if keys.max(initial=0) <= 4 * len(keys):  # dense enough for an array with a cell for each possible key
        totals = per_document(keys, int(keys.max(initial=0)) + 1, weights)
        different = np.flatnonzero(totals)
        return different, totals[different]
    different, place = np.unique(keys, return_inverse=True)
    return different, per_document(place.ravel(), len(different), weights)


def interval_alpha(values: list[Floats], document: Ints, documents: int) -> IntervalAlpha:
    """Return the alpha statistic of numbers, given as one array per coordinate.

    Each array has one row per unit and one column per annotator; a value that is NaN in one coordinate is missing.
    """
    given = np.logical_and.reduce([~np.isnan(coordinate) for coordinate in values])
    valued = given.sum(axis=1)
    pairable = valued > 1
    given, valued, document = given[pairable], valued[pairable], document[pairable]
    total, squares, distances = [], [], np.zeros(documents)
    for coordinate in values:
        kept = np.where(given, coordinate[pairable], 0)
        numbers = np.where(given, kept - (kept.sum() / max(given.sum(), 1)), 0)
        sums, square_sums = numbers.sum(axis=1), (numbers**2).sum(axis=1)
        total.append(per_document(document, documents, sums))
        squares.append(per_document(document, documents, square_sums))
        # the sum of (x - y)^2 over ordered pairs of a unit's m values is 2 (m times the squares' sum - the sum squared)
        distances += per_document(document, documents, 2 * (valued * square_sums - sums**2) / (valued - 1))
    return IntervalAlpha(
        pairable=per_document(document, documents, valued),
        total=np.stack(total, axis=1),
        squares=np.stack(squares, axis=1),
        distances=distances,
    )


def positive_agreement(values: Ints, document: Ints, documents: int, size: Ints | None = None) -> Share:
    """Return how often others agree with a yes: of the other annotators' values of units that one valued 1, those of 1.

    For two annotators this is 2a / (2a + b + c) of the fourfold table (Cicchetti and Feinstein 1990), which is F1 too;
    for more it is the specific agreement over all pairs (Spitzer and Fleiss 1974). A unit counts as often as `size`
    says.
    """
    valued = (values != MISSING).sum(axis=1)
    positive = (values == 1).sum(axis=1) * (1 if size is None else size)
    others = (values == 1).sum(axis=1) - 1
    hits = per_document(document, documents, positive * others)
    return Share(hits, per_document(document, documents, positive * (valued - 1)))


def prevalence(values: Ints, document: Ints, documents: int) -> Share:
    """Return the share of 1 among the values of units that two or more annotators valued."""
    given = (values != MISSING).sum(axis=1)
    valued = np.where(given > 1, given, 0)
    positive = np.where(given > 1, (values == 1).sum(axis=1), 0)
    return Share(per_document(document, documents, positive), per_document(document, documents, valued))


def ratio(hits: Floats, trials: Floats) -> Floats:
    """Return hits divided by trials, NaN if there are no trials."""
    shares: Floats = np.divide(hits, trials, out=np.full(np.shape(trials), np.nan), where=trials > 0)
    return shares


def alpha(observed: Floats, expected: Floats) -> Floats:
    """Return 1 - observed / expected disagreement, NaN if none is expected."""
    return 1 - ratio(observed, np.where(expected > TINY, expected, 0))
