"""Intervals by resampling documents: the claims of one article are not independent draws, the articles are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ...ranges import Flags, Floats
from .measures import Statistic

RESAMPLES = 1000
"""How many times the documents are drawn by default."""

SEED = 20230919
"""The default seed of the draws; the same documents and seed give the same intervals."""

LEVEL = 0.95
"""The share of resampled values that lie within an interval (percentile method)."""

COLUMNS = 1000
"""About how many columns of statistics are summed at a time: few large products are much faster than many small."""


@dataclass(frozen=True)
class Estimate:
    """A measure's value and the interval around it; None if undefined.

    `units` says how many units it is computed from, `resamples` in how many resamples it was defined.
    """

    value: float | None
    low: float | None
    high: float | None
    units: int
    resamples: int = 0


@dataclass(frozen=True)
class Estimator:
    """A statistic to be estimated, and how many units it is computed from."""

    statistic: Statistic
    units: int


def draw_weights(counting: Flags, resamples: int = RESAMPLES, seed: int = SEED) -> Floats:
    """Return how often each document counts: once each in the first row, then one row per resample.

    Documents are drawn from those that count; if fewer than two count there are no resamples, as nothing would vary.
    """
    places = np.flatnonzero(counting)
    once = np.asarray(counting, dtype=np.float64)[None, :]
    if len(places) < 2:
        return once
    draws = np.random.default_rng(seed).integers(0, len(places), size=(resamples, len(places)))
    flat = np.arange(resamples)[:, None] * len(counting) + places[draws]
    counts = np.bincount(flat.ravel(), minlength=resamples * len(counting))
    return np.concatenate((once, counts.reshape(resamples, len(counting))))


def estimates(weights: Floats, estimators: Sequence[Estimator]) -> Iterator[Estimate]:
    """Yield an estimate for each estimator; the first row of weights gives values, the others intervals."""
    batch: list[tuple[Estimator, Floats]] = []
    width = 0
    for estimator in estimators:
        columns = estimator.statistic.columns
        if batch and width + columns.shape[1] > COLUMNS:
            yield from _batch_estimates(weights, batch)
            batch, width = [], 0
        batch.append((estimator, columns))
        width += columns.shape[1]
    if batch:
        yield from _batch_estimates(weights, batch)


def _batch_estimates(weights: Floats, batch: Sequence[tuple[Estimator, Floats]]) -> Iterator[Estimate]:
    sums = weights @ np.concatenate([columns for _, columns in batch], axis=1)
    begin = 0
    for estimator, columns in batch:
        end = begin + columns.shape[1]
        yield _estimate(estimator.units, estimator.statistic.of(sums[:, begin:end], weights))
        begin = end


def _estimate(units: int, values: Floats) -> Estimate:
    """Return the estimate that a row of values gives: the study's own first, then one per resample."""
    if np.isnan(values[0]):
        return Estimate(None, None, None, units)
    defined = values[1:][~np.isnan(values[1:])]
    if not len(defined):
        return Estimate(float(values[0]), None, None, units)
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(float(values[0]), float(low), float(high), units, len(defined))
