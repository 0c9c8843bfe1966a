"""Intervals by resampling documents: the claims of one article are no independent draws, the articles are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .line import Flags, Floats
from .measures import Statistic

RESAMPLES = 1000
"""How many times the documents are drawn anew."""

SEED = 20230919
"""The seed of the draws; with the same documents it gives the same intervals."""

LEVEL = 0.95
"""The share of resampled values that lie within an interval (percentile method)."""


@dataclass(frozen=True)
class Estimate:
    """A measure's value and the interval around it; None where it is undefined.

    `units` says on how many units it rests; `resamples` in how many resamples it was defined.
    """

    value: float | None
    low: float | None
    high: float | None
    units: int
    resamples: int = 0


@dataclass(frozen=True)
class Resampling:
    """The documents that count, and how often each was drawn in each resample."""

    documents: int
    weights: Floats

    @classmethod
    def of(cls, counting: Flags, resamples: int = RESAMPLES, seed: int = SEED) -> Resampling:
        """Draw from the documents that count; none is drawn where fewer than two do, for nothing would vary."""
        places = np.flatnonzero(counting)
        if len(places) < 2:
            return cls(len(places), np.zeros((0, len(counting))))
        draws = np.random.default_rng(seed).integers(0, len(places), size=(resamples, len(places)))
        flat = np.arange(resamples)[:, None] * len(counting) + places[draws]
        counts = np.bincount(flat.ravel(), minlength=resamples * len(counting))
        return cls(len(places), counts.reshape(resamples, len(counting)).astype(np.float64))

    def estimate(
        self, statistic: Statistic, units: int, elsewhere: Callable[[], float | None] = lambda: None
    ) -> Estimate:
        """Return a statistic's value with its interval; the value is what `elsewhere` returns, unless that is None."""
        value = float(statistic.over(np.ones((1, self.weights.shape[1])))[0])
        if np.isnan(value):
            return Estimate(None, None, None, units)
        values = statistic.over(self.weights)
        values = values[~np.isnan(values)]
        point = elsewhere()
        low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]) if len(values) else (None, None)
        return Estimate(
            value=value if point is None else point,
            low=None if low is None else float(low),
            high=None if high is None else float(high),
            units=units,
            resamples=len(values),
        )
