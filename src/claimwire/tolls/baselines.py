"""Predictions that any model should beat."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median, quantiles

from .task import Interval, Question

Baseline = Callable[[Sequence[Question], Sequence[Question]], list[Interval]]
"""Takes questions with answers to learn from, and questions to predict; returns an interval for each of the latter."""

LEAST_GROWTHS = 10
"""Fewest questions of an hour to learn its growth from; with fewer, those of all hours count."""


def as_is(train: Sequence[Question], asked: Sequence[Question]) -> list[Interval]:
    """Predict that nothing changes: the bounds of the newest figure; an open upper end is closed at its number."""
    return [_told(question) for question in asked]


def median_growth(train: Sequence[Question], asked: Sequence[Question]) -> list[Interval]:
    """Predict from the bounds told to these times the median growth of train: answer over the number told by the hour.

    Nothing grows if there is nothing to learn from.
    """
    growths = _growths(train, asked)
    found = []
    for question in asked:
        told, growth = _told(question), median(growths.get(question.hour) or [1.0])
        found.append(Interval(told.lower * min(1.0, growth), told.upper * max(1.0, growth)))
    return found


def growth_quantiles(train: Sequence[Question], asked: Sequence[Question]) -> list[Interval]:
    """Predict the number told by the hour times the first and the ninth decile of the growth of train."""
    growths = _growths(train, asked)
    found = []
    for question in asked:
        known = growths.get(question.hour) or [1.0]
        deciles = quantiles(known, n=10, method="inclusive") if len(known) > 1 else known * 9
        number = question.newest.number
        found.append(Interval(number * deciles[0], number * deciles[-1]))
    return found


BASELINES: Mapping[str, Baseline] = {
    "as-is": as_is,
    "median-growth": median_growth,
    "growth-quantiles": growth_quantiles,
}
"""The baselines by the names that the command has for them."""


def _told(question: Question) -> Interval:
    newest = question.newest
    upper = newest.number if newest.upper is None else float(newest.upper)
    return Interval(min(float(newest.lower), upper), upper)


def _growths(train: Sequence[Question], asked: Sequence[Question]) -> dict[int, list[float]]:
    """Return the growths by hour: of that hour, or of all hours where there are too few."""
    every = [(question.hour, question.answer / question.newest.number) for question in train if question.newest.number]
    found = {}
    for hour in {question.hour for question in asked}:
        own = [growth for at, growth in every if at == hour]
        found[hour] = own if len(own) >= LEAST_GROWTHS else [growth for _, growth in every]
    return found
