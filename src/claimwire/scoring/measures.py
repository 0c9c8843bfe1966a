"""Measures of scores against labels, with intervals by drawing documents: F1, macro-F1, AUC, average precision.

A resample is a weighting of the rows, so that all are measured at once. AUC is that of the ROC (Hanley and McNeil
1982), ties counted half; average precision is the sum over thresholds of the gain in recall times the precision there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..iaa.arrays.bootstrap import LEVEL, RESAMPLES, SEED, draw_weights
from ..iaa.arrays.measures import ratio
from ..ranges import Flags, Floats, Ints

MEASURES = ("f1", "macro_f1", "auc", "average_precision", "precision", "recall")
AT_PREVALENCE = "average_precision_at_prevalence"
"""The name of average precision at the natural share of positives, which rows that were drawn by label do not show."""

Values = dict[str, Floats]
"""The values of measures, each one value per row of weights; NaN where a measure is undefined."""


@dataclass(frozen=True)
class Figure:
    """A measured value and its 95 % interval; None where it is undefined."""

    value: float | None
    low: float | None
    high: float | None


def measure(
    scores: Floats,
    truth: Flags,
    threshold: float,
    documents: Sequence[str],
    resamples: int = RESAMPLES,
    prevalence: float | None = None,
) -> dict[str, Figure]:
    """Return every measure of the scores of rows, yes from the threshold on; documents are drawn, not rows.

    With `prevalence`, the share of positives by nature, there is average precision at that share (`AT_PREVALENCE`).
    """
    names, owner = np.unique(np.asarray(documents), return_inverse=True)
    draws = draw_weights(np.ones(len(names), dtype=bool), resamples, SEED)
    weights = draws[:, owner]
    values = by_threshold(scores >= threshold, truth, weights) | by_rank(scores, truth, weights)
    found = {name: figure(values[name]) for name in MEASURES}
    if prevalence is not None:
        found[AT_PREVALENCE] = figure(at_prevalence(scores, truth, weights, prevalence))
    return found


def figure(values: Floats) -> Figure:
    """Return the value of the first row, and the percentile interval of the others where they are defined."""
    drawn = values[1:][~np.isnan(values[1:])]
    tail = 100 * (1 - LEVEL) / 2
    low, high = np.percentile(drawn, [tail, 100 - tail]) if len(drawn) else (np.nan, np.nan)
    return Figure(*(None if np.isnan(x) else float(x) for x in (values[0], low, high)))


def by_threshold(said: Flags, truth: Flags, weights: Floats) -> Values:
    """Return precision, recall, F1 and macro-F1, the mean of the F1 of yes and of no, for each row of weights."""
    hits = weights @ (said & truth)
    false, missed, right = weights @ (said & ~truth), weights @ (~said & truth), weights @ (~said & ~truth)
    f1 = ratio(2 * hits, 2 * hits + false + missed)
    negative = ratio(2 * right, 2 * right + false + missed)
    return {
        "precision": ratio(hits, hits + false),
        "recall": ratio(hits, hits + missed),
        "f1": f1,
        "macro_f1": (f1 + negative) / 2,
    }


def by_rank(scores: Floats, truth: Flags, weights: Floats) -> Values:
    """Return AUC and average precision for each row of weights."""
    positive, negative = _by_score(scores, truth, weights)
    above = np.cumsum(negative, axis=1)
    all_positive, all_negative = positive.sum(axis=1), negative.sum(axis=1)
    beaten = (positive * (all_negative[:, None] - above + negative / 2)).sum(axis=1)
    return {
        "auc": ratio(beaten, all_positive * all_negative),
        "average_precision": _average_precision(positive, negative, all_positive),
    }


def average_precision(scores: Floats, truth: Flags, weights: Floats, positives: Floats) -> Floats:
    """Return average precision for each row of weights, where there are positives without a score.

    `positives` is how many there are, with a score or without, for each row of weights.
    """
    return _average_precision(*_by_score(scores, truth, weights), positives)


def at_prevalence(scores: Floats, truth: Flags, weights: Floats, prevalence: float) -> Floats:
    """Return average precision as it would be if a share `prevalence` of the rows, between 0 and 1, were positive.

    The rates at which positives and negatives pass a threshold stay, as in a sample that was drawn by label. It is NaN
    where there are no positives, or no negatives.
    """
    positive, negative = _by_score(scores, truth, weights)
    scaled = [
        share * ratio(part, np.broadcast_to(part.sum(axis=1)[:, None], part.shape))
        for part, share in ((positive, prevalence), (negative, 1 - prevalence))
    ]
    found = _average_precision(scaled[0], scaled[1], scaled[0].sum(axis=1))
    both = (positive.sum(axis=1) > 0) & (negative.sum(axis=1) > 0)
    return np.where(both, found, np.nan)


def _by_score(scores: Floats, truth: Flags, weights: Floats) -> tuple[Floats, Floats]:
    """Return the weights of positives and of negatives by score, the highest first: a column for each score."""
    if not len(scores):
        return np.zeros((len(weights), 0)), np.zeros((len(weights), 0))
    order = np.argsort(-scores, kind="stable")
    begins: Ints = np.flatnonzero(np.concatenate(([True], np.diff(scores[order]) != 0))).astype(np.int64)
    sorted_weights, sorted_truth = weights[:, order], truth[order]
    positive = np.add.reduceat(sorted_weights * sorted_truth, begins, axis=1)
    negative = np.add.reduceat(sorted_weights * ~sorted_truth, begins, axis=1)
    return positive, negative


def _average_precision(positive: Floats, negative: Floats, positives: Floats) -> Floats:
    found = np.cumsum(positive, axis=1)
    said = found + np.cumsum(negative, axis=1)
    precision = np.nan_to_num(ratio(found, said))
    return ratio((positive * precision).sum(axis=1), positives)


def best_threshold(scores: Floats, truth: Flags) -> float:
    """Return the threshold of the highest F1, half way between two scores, the highest of several; .5 if all is one.

    A threshold between scores does not hang on the last digit of one.
    """
    if truth.all() or not truth.any():
        return 0.5
    order = np.argsort(-scores, kind="stable")
    ranked, hits = scores[order], np.cumsum(truth[order])
    said = np.arange(1, len(ranked) + 1)
    f1 = 2 * hits / (said + truth.sum())
    ends = np.append(np.diff(ranked) != 0, True)
    best = int(np.argmax(np.where(ends, f1, -1.0)))
    below = ranked[best + 1] if best + 1 < len(ranked) else 0.0
    return float((ranked[best] + below) / 2)
