"""Whether scores are probabilities: Brier score, expected calibration error, and the bins of a reliability plot.

Brier: the mean squared difference of score and truth (Brier 1950). The expected calibration error is the mean, over
equally wide bins and weighted by their rows, of the difference between mean score and share of positives (Naeini,
Cooper and Hauskrecht 2015); it depends on the number of bins, and is 0 for whoever always gives the prevalence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..iaa.arrays.measures import ratio
from ..ranges import Flags, Floats, Ints
from .measures import Values

BINS = 10
"""Bins of equal width between 0 and 1; a score of 1 is in the last."""


@dataclass(frozen=True)
class ReliabilityBin:
    """The rows whose score is from `low` on and below `high`: how many, their mean score, the share of positives."""

    low: float
    high: float
    rows: int
    mean_score: float
    share: float


def calibration(scores: Floats, truth: Flags, weights: Floats) -> Values:
    """Return Brier score and expected calibration error of scores from 0 to 1, for each row of weights."""
    rows = weights.sum(axis=1)
    place = _bin_of(scores)
    gaps = np.zeros(len(weights))
    for number in range(BINS):
        own = place == number
        gaps += np.abs(weights[:, own] @ (scores[own] - truth[own]))
    return {
        "brier": ratio(weights @ (scores - truth) ** 2, rows),
        "calibration_error": ratio(gaps, rows),
    }


def reliability_bins(scores: Floats, truth: Flags) -> tuple[ReliabilityBin, ...]:
    """Return the bins that have a row, the lowest scores first."""
    place = _bin_of(scores)
    return tuple(
        ReliabilityBin(
            number / BINS,
            (number + 1) / BINS,
            int((place == number).sum()),
            float(scores[place == number].mean()),
            float(truth[place == number].mean()),
        )
        for number in range(BINS)
        if (place == number).any()
    )


def _bin_of(scores: Floats) -> Ints:
    return np.minimum((scores * BINS).astype(np.int64), BINS - 1)
