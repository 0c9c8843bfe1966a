"""Stretches of days, and calendar months before a day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Bounds:
    """The first and last day a date can mean, both inclusive; None where it is open on that side."""

    lower: date | None
    upper: date | None

    def meets(self, other: Bounds) -> bool:
        """Return whether some day lies within both."""
        starts = [day for day in (self.lower, other.lower) if day is not None]
        ends = [day for day in (self.upper, other.upper) if day is not None]
        return not starts or not ends or max(starts) <= min(ends)

    def days_before(self, day: date) -> int | None:
        """Return how many days the end of this is before `day`; None if it is open, negative if it is later."""
        return None if self.upper is None else (day - self.upper).days


def months_before(day: date, months: int) -> date:
    """Return the day some calendar months before another: the same of its month, or the last if there is no such day.

    The first day of all stands for what is earlier.
    """
    number = day.year * 12 + day.month - 1 - months
    year, month = number // 12, number % 12 + 1
    if year < date.min.year:
        return date.min
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def is_months_before(begin: Bounds, published: Bounds, months: int) -> bool | None:
    """Return whether a day within `begin` is some calendar months or more before publication; None if that is open."""
    if published.lower is None or published.upper is None:
        return None
    if begin.upper is not None and begin.upper <= months_before(published.lower, months):
        return True
    if begin.lower is not None and begin.lower > months_before(published.upper, months):
        return False
    return None
