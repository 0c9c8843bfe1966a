"""The measures, each as sums over documents, so that a resample of documents is a weighted sum.

A statistic has `columns`, an array with a row for each document, and turns sums of those columns into its value: the
sums over all documents give the study's value, sums in which a document counts as often as it was drawn a resample's.
`of(sums, weights)` takes a row of sums for each resample, with the weights they were made with (a column for each
document), and returns a value for each, NaN where the measure is undefined.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ...ranges import Floats, Ints
from .layout import per_document

MISSING = -1
"""The code of a value that an annotator did not give because they did not annotate the unit."""

FEW_VALUES = 64
"""Up to how many different values have a column each."""

CHUNK = 32
"""How many resamples are summed at a time where there are more values than that."""


class Statistic(Protocol):
    """A measure that can be computed for any weighting of the documents."""

    @property
    def columns(self) -> Floats:
        """What is summed over documents, which are rows."""
        ...

    def of(self, sums: Floats, weights: Floats) -> Floats:
        """Return the measure for each row of sums; NaN where it is undefined."""
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
        """Return hits by trials; NaN where there are no trials."""
        return ratio(sums[:, 0], sums[:, 1])


@dataclass(frozen=True)
class Nominal:
    """Krippendorff's alpha for values that are equal or not.

    `pairable` counts the values in units that two or more annotators valued, and `agreeing` the pairs of equal values,
    each unit's weighted by one less than its values. A value's count in a document is a row of `count`, with the
    document and the number of the value it is of; rows are sorted by value, whose numbers are 0 to `values` - 1.
    """

    pairable: Floats
    agreeing: Floats
    count: Floats
    document: Ints
    value: Ints
    values: int

    @property
    def columns(self) -> Floats:
        """Pairable and agreeing values, and the counts of each value where there are few."""
        few = self.values if self.values <= FEW_VALUES else 0
        found = np.zeros((len(self.pairable), 2 + few))
        found[:, 0], found[:, 1] = self.pairable, self.agreeing
        if few:
            found[self.document, 2 + self.value] = self.count
        return found

    def of(self, sums: Floats, weights: Floats) -> Floats:
        """Return alpha; NaN where all values are the same or there is no pair."""
        n = sums[:, 0]
        same = (sums[:, 2:] * (sums[:, 2:] - 1)).sum(axis=1) if self.values <= FEW_VALUES else self._same(weights)
        return alpha(1 - ratio(sums[:, 1], n), 1 - ratio(same, n * (n - 1)))

    def _same(self, weights: Floats) -> Floats:
        """Return how many ordered pairs of equal values can be made of all values."""
        found = np.zeros(len(weights))
        first = np.flatnonzero(np.diff(self.value, prepend=-1))
        count = self.count.astype(np.float32)[:, None]  # whole numbers, exact below 2^24
        for at in range(0, len(weights), CHUNK):
            rows = np.ascontiguousarray(weights[at : at + CHUNK].T, dtype=np.float32)
            totals = np.add.reduceat(rows[self.document] * count, first, axis=0).astype(np.float64)
            found[at : at + CHUNK] = (totals * (totals - 1)).sum(axis=0)
        return found


@dataclass(frozen=True)
class Interval:
    """Krippendorff's alpha for numbers, at the squared distance; with several coordinates, their sum.

    Rows are documents, columns coordinates: the pairable values, their sum, the sum of their squares, and the squared
    distances between the values of a unit, each unit's weighted by one less than its values. The numbers are counted
    from their mean, so that squares keep their precision.
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
        """Return alpha; NaN where all values are the same or there is no pair."""
        n, width = sums[:, 0], self.total.shape[1]
        spread = n[:, None] * sums[:, 2 + width :] - sums[:, 2 : 2 + width] ** 2
        return alpha(ratio(sums[:, 1], n), ratio(2 * spread.clip(min=0).sum(axis=1), n * (n - 1)))


def nominal(values: Ints, document: Ints, documents: int, size: Ints | None = None) -> Nominal:
    """Return the alpha statistic of nominal values.

    `values` has a row for each unit, a column for each annotator, and codes from 0 on, or `MISSING`; `document` is the
    unit's document, `size` how many units a row stands for (1 unless given).
    """
    values, document, weight = _condensed(values, document, documents, size)
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
    return Nominal(
        pairable=per_document(document, documents, weight * valued),
        agreeing=per_document(document, documents, weight * equal / (valued - 1)),
        count=counts,
        document=keys % documents,
        value=keys // documents,
        values=numbers,
    )


def _condensed(values: Ints, document: Ints, documents: int, size: Ints | None) -> tuple[Ints, Ints, Floats]:
    """Return values, documents and weights with units of one document and the same values made one, where many are."""
    weight = np.ones(len(values)) if size is None else size.astype(np.float64)
    width = int(values.max(initial=0)) + 2
    patterns = width ** values.shape[1]
    if patterns * documents > len(values):
        return values, document, weight
    key = document.copy()
    for column in values.T:
        key = key * width + column + 1
    found, weight = _tally(key, weight)
    columns = [found // width**place % width - 1 for place in reversed(range(values.shape[1]))]
    return np.stack(columns, axis=1), found // patterns, weight


def _numbered(values: Ints) -> tuple[int, Ints]:
    """Return how many different values there are, and the values numbered without gaps, in their order."""
    there = np.bincount(values) > 0
    return int(there.sum()), (np.cumsum(there) - 1)[values]


def _tally(keys: Ints, weights: Floats) -> tuple[Ints, Floats]:
    """Return the keys that there are, sorted, and the sum of each one's weights, which are above 0."""
    if keys.max(initial=0) <= 4 * len(keys):
        totals = per_document(keys, int(keys.max(initial=0)) + 1, weights)
        found = np.flatnonzero(totals)
        return found, totals[found]
    found, place = np.unique(keys, return_inverse=True)
    return found, per_document(place.ravel(), len(found), weights)


def interval(values: list[Floats], document: Ints, documents: int) -> Interval:
    """Return the alpha statistic of numbers, one array a coordinate.

    Each array has a row for each unit and a column for each annotator; NaN is a missing value, in every coordinate.
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
    return Interval(
        pairable=per_document(document, documents, valued),
        total=np.stack(total, axis=1),
        squares=np.stack(squares, axis=1),
        distances=distances,
    )


def positive_agreement(values: Ints, document: Ints, documents: int) -> Share:
    """Return how often an annotator agrees with a yes: among other annotators' values where one said 1, those of 1.

    For two annotators this is 2a / (2a + b + c) of the fourfold table (Cicchetti and Feinstein 1990); for more it is
    the specific agreement over all pairs (Spitzer and Fleiss 1974).
    """
    valued = (values != MISSING).sum(axis=1)
    positive = (values == 1).sum(axis=1)
    hits = per_document(document, documents, positive * (positive - 1))
    return Share(hits, per_document(document, documents, positive * (valued - 1)))


def prevalence(values: Ints, document: Ints, documents: int) -> Share:
    """Return the share of 1 among the values of units that two or more annotators valued."""
    given = (values != MISSING).sum(axis=1)
    valued = np.where(given > 1, given, 0)
    positive = np.where(given > 1, (values == 1).sum(axis=1), 0)
    return Share(per_document(document, documents, positive), per_document(document, documents, valued))


def ratio(hits: Floats, trials: Floats) -> Floats:
    """Return hits by trials, NaN where there are no trials."""
    found: Floats = np.divide(hits, trials, out=np.full(np.shape(trials), np.nan), where=trials > 0)
    return found


def alpha(observed: Floats, expected: Floats) -> Floats:
    """Return one less observed by expected disagreement, NaN where none is to be expected."""
    tiny = 1e-12
    return 1 - ratio(observed, np.where(expected > tiny, expected, 0))
