"""Intervals by resampling documents: the claims of one article are no independent draws, the articles are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ...ranges import Flags, Floats
from .measures import Statistic

RESAMPLES = 1000
"""How many times the documents are drawn anew."""

SEED = 20230919
"""The seed of the draws; with the same documents it gives the same intervals."""

LEVEL = 0.95
"""The share of resampled values that lie within an interval (percentile method)."""

COLUMNS = 1000
"""About how many columns of statistics are summed at a time: few large products are much quicker than many small."""


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
class Question:
    """A statistic to be estimated, and on how many units it rests."""

    statistic: Statistic
    units: int


def drawn(counting: Flags, resamples: int = RESAMPLES, seed: int = SEED) -> Floats:
    """Return how often each document counts: once each in the first row, then a row for each resample.

    Documents are drawn from those that count; where fewer than two do there is no resample, for nothing would vary.
    """
    places = np.flatnonzero(counting)
    once = np.asarray(counting, dtype=np.float64)[None, :]
    if len(places) < 2:
        return once
    draws = np.random.default_rng(seed).integers(0, len(places), size=(resamples, len(places)))
    flat = np.arange(resamples)[:, None] * len(counting) + places[draws]
    counts = np.bincount(flat.ravel(), minlength=resamples * len(counting))
    return np.concatenate((once, counts.reshape(resamples, len(counting))))


def estimates(weights: Floats, questions: Sequence[Question]) -> Iterator[Estimate]:
    """Yield an estimate for each question; the first row of weights gives values, the others intervals."""
    waiting: list[tuple[Question, Floats]] = []
    width = 0
    for question in questions:
        columns = question.statistic.columns
        if waiting and width + columns.shape[1] > COLUMNS:
            yield from _answers(weights, waiting)
            waiting, width = [], 0
        waiting.append((question, columns))
        width += columns.shape[1]
    if waiting:
        yield from _answers(weights, waiting)


def _answers(weights: Floats, waiting: Sequence[tuple[Question, Floats]]) -> Iterator[Estimate]:
    sums = weights @ np.concatenate([columns for _, columns in waiting], axis=1)
    at = 0
    for question, columns in waiting:
        own = sums[:, at : at + columns.shape[1]]
        at += columns.shape[1]
        yield _estimate(question, question.statistic.of(own, weights))


def _estimate(question: Question, values: Floats) -> Estimate:
    if np.isnan(values[0]):
        return Estimate(None, None, None, question.units)
    value = float(values[0])
    defined = values[1:][~np.isnan(values[1:])]
    if not len(defined):
        return Estimate(value, None, None, question.units)
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(value, float(low), float(high), question.units, len(defined))
