"""How good predicted intervals are: the interval score, coverage and width."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from .task import Interval, Question

ALPHA = 0.2
"""One minus the share of the answers that the intervals should hold."""


@dataclass(frozen=True)
class IntervalScore:
    """Means over some questions: lower scores are better, and coverage should be near one minus alpha.

    `score` and `width` are in people, and so mostly of the largest tolls; `log_score` is the score of the logarithms of
    one more than each number, in which all tolls count alike. All are None where there is no question.
    """

    questions: int
    score: float | None
    log_score: float | None
    coverage: float | None
    width: float | None


def interval_score(lower: float, upper: float, value: float, alpha: float = ALPHA) -> float:
    """Return the score of a central prediction interval of probability 1 - alpha: 0 is best.

    It is the width, plus 2 / alpha times how far the value lies outside. Source: Gneiting and Raftery, Strictly Proper
    Scoring Rules, Prediction, and Estimation, JASA 102 (2007), equation 43. Raises `ValueError` unless alpha is between
    0 and 1 and `lower` is at most `upper`.
    """
    if not 0 < alpha < 1:
        raise ValueError(f"alpha is between 0 and 1, found {alpha}")
    if lower > upper:
        raise ValueError(f"the lower end {lower} is above the upper end {upper}")
    return (upper - lower) + 2 / alpha * (max(lower - value, 0.0) + max(value - upper, 0.0))


def score_predictions(
    questions: Sequence[Question], predictions: Mapping[tuple[str, int], Interval], alpha: float = ALPHA
) -> IntervalScore:
    """Return the means over some questions; `predictions` has an interval for each, by toll and hour."""
    if not questions:
        return IntervalScore(0, None, None, None, None)
    pairs = [(predictions[question.key], question.answer) for question in questions]
    return IntervalScore(
        questions=len(pairs),
        score=fmean(interval_score(x.lower, x.upper, value, alpha) for x, value in pairs),
        log_score=fmean(
            interval_score(math.log1p(x.lower), math.log1p(x.upper), math.log1p(value), alpha) for x, value in pairs
        ),
        coverage=fmean(float(x.lower <= value <= x.upper) for x, value in pairs),
        width=fmean(x.upper - x.lower for x, _ in pairs),
    )
