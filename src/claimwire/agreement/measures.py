"""The measures, each as sums over documents, so that a resample of documents is a weighted sum.

A statistic holds arrays with a row for each document. `over(weights)` takes an array with a row for each resample and
a column for each document (how often it was drawn) and returns the measure's value in each resample, NaN where it has
none there. The value of the study itself is that of one row of ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from ..errors import ClaimwireError
from .line import Floats, Ints, per_document

MISSING = -1
"""The code of a value that an annotator did not give because they did not annotate the unit."""

LIBRARY_CELLS = 2_000_000
"""Up to how many units times values times values `krippendorff` is asked; it makes arrays of that size."""

FEW_VALUES = 64
"""Up to how many different values have a table of documents by values made of them."""

CHUNK = 32
"""How many resamples are summed at a time where there are more values than that."""


class Statistic(Protocol):
    """A measure that can be computed for any weighting of the documents."""

    def over(self, weights: Floats) -> Floats:
        """Return the measure for each row of weights; NaN where it is undefined."""
        ...


@dataclass(frozen=True)
class Share:
    """A share of hits in trials, each summed over documents: agreement counts, precision, recall, F1, prevalence."""

    hits: Floats
    trials: Floats

    def over(self, weights: Floats) -> Floats:
        """Return hits by trials; NaN where there are no trials."""
        return _ratio(weights @ self.hits, weights @ self.trials)


@dataclass(frozen=True)
class Nominal:
    """Krippendorff's alpha for values that are equal or not.

    `pairable` counts the values in units that two or more annotators valued, and `agreeing` the pairs of equal values,
    each unit's weighted by one less than its values. A value's count in a document is a row of `count`, with the
    document and the value it is of; rows are sorted by value.
    """

    pairable: Floats
    agreeing: Floats
    count: Floats
    document: Ints
    value: Ints

    def over(self, weights: Floats) -> Floats:
        """Return alpha; NaN where all values are the same or there is no pair."""
        n = weights @ self.pairable
        observed = 1 - _ratio(weights @ self.agreeing, n)
        return _alpha(observed, 1 - _ratio(self._same(weights), n * (n - 1)))

    def _same(self, weights: Floats) -> Floats:
        """Return how many ordered pairs of equal values can be made of all values."""
        found = np.zeros(len(weights))
        first = np.flatnonzero(np.diff(self.value, prepend=MISSING))
        if len(first) <= FEW_VALUES:
            table = np.zeros((weights.shape[1], len(first)))
            table[self.document, np.searchsorted(self.value[first], self.value)] = self.count
            totals = weights @ table
            return (totals * (totals - 1)).sum(axis=1)  # type: ignore[no-any-return]
        for at in range(0, len(weights), CHUNK):
            rows = np.ascontiguousarray(weights[at : at + CHUNK].T)
            totals = np.add.reduceat(rows[self.document] * self.count[:, None], first, axis=0)
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

    def over(self, weights: Floats) -> Floats:
        """Return alpha; NaN where all values are the same or there is no pair."""
        n = weights @ self.pairable
        observed = _ratio(weights @ self.distances, n)
        spread = n[:, None] * (weights @ self.squares) - (weights @ self.total) ** 2
        return _alpha(observed, _ratio(2 * spread.clip(min=0).sum(axis=1), n * (n - 1)))


def nominal(values: Ints, document: Ints, documents: int, size: Ints | None = None) -> Nominal:
    """Return the alpha statistic of nominal values.

    `values` has a row for each unit, a column for each annotator, and codes from 0 on, or `MISSING`; `document` is the
    unit's document, `size` how many units a row stands for (1 unless given).
    """
    weight = np.ones(len(values)) if size is None else size.astype(np.float64)
    given = values != MISSING
    valued = given.sum(axis=1)
    pairable = valued > 1
    values, given, valued = values[pairable], given[pairable], valued[pairable]
    document, weight = document[pairable], weight[pairable]
    equal = sum(
        ((values[:, i] == values[:, j]) & given[:, i]).astype(np.float64)
        for i in range(values.shape[1])
        for j in range(values.shape[1])
        if i != j
    )
    cells = np.repeat(document, values.shape[1])[given.ravel()]
    codes = values.ravel()[given.ravel()]
    keys, counts = _tally(codes * documents + cells, np.repeat(weight, values.shape[1])[given.ravel()])
    return Nominal(
        pairable=per_document(document, documents, weight * valued),
        agreeing=per_document(document, documents, weight * equal / (valued - 1)),
        count=counts,
        document=keys % documents,
        value=keys // documents,
    )


def _tally(keys: Ints, weights: Floats) -> tuple[Ints, Floats]:
    """Return the keys that there are, sorted, and the sum of each one's weights."""
    if keys.max(initial=0) <= 4 * len(keys):
        totals = per_document(keys, int(keys.max(initial=0)) + 1, weights)
        found = np.flatnonzero(totals)
        return found, totals[found]
    found, place = np.unique(keys, return_inverse=True)
    return found, per_document(place.ravel(), len(found), weights)


def interval(values: Sequence[Floats], document: Ints, documents: int) -> Interval:
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


def library_alpha(values: Ints | Floats, level: Literal["nominal", "interval"]) -> float | None:
    """Return alpha as the `krippendorff` package computes it, or None where the arrays it makes would be large.

    `values` has a row for each unit and a column for each annotator, with `MISSING` or NaN where there is none; the
    caller sees to it that they are not all the same. Raises `ClaimwireError` where the package is not installed.
    """
    given = values != MISSING if level == "nominal" else ~np.isnan(values)
    if len(values) > LIBRARY_CELLS:
        return None
    domain, codes = np.unique(values[given], return_inverse=True)
    if len(values) * len(domain) ** 2 > LIBRARY_CELLS:
        return None
    try:
        import krippendorff
    except ImportError as error:
        raise ClaimwireError("agreement needs the krippendorff package: pip install 'claimwire[quality]'") from error
    unit = np.nonzero(given)[0]
    counts = np.bincount(unit * len(domain) + codes.ravel(), minlength=len(values) * len(domain))
    table = counts.reshape(len(values), len(domain))
    return float(krippendorff.alpha(value_counts=table, value_domain=domain, level_of_measurement=level))


def _ratio(hits: Floats, trials: Floats) -> Floats:
    """Return hits by trials, NaN where there are no trials."""
    found: Floats = np.divide(hits, trials, out=np.full(np.shape(trials), np.nan), where=trials > 0)
    return found


def _alpha(observed: Floats, expected: Floats) -> Floats:
    """Return one less observed by expected disagreement, NaN where none is to be expected."""
    tiny = 1e-12
    ratio: Floats = np.divide(observed, expected, out=np.full(len(expected), np.nan), where=expected > tiny)
    return 1 - ratio
