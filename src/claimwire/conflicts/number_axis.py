"""An axis of whole numbers, and figures on it as a line of characters for a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .number_ranges import NumberRange

TICKS = 5
"""About how many ticks an axis has."""


@dataclass(frozen=True)
class NumberAxis:
    """The numbers that an axis begins and ends with, and the distance of its ticks."""

    low: int
    high: int
    step: int

    def ticks(self) -> list[int]:
        """Return the numbers that have a tick, both ends included."""
        return list(range(self.low, self.high + 1, self.step))

    def position(self, number: int) -> float:
        """Return where a number is, from 0 at the low end to 1 at the high end; numbers beyond are at that end."""
        return min(1.0, max(0.0, (number - self.low) / (self.high - self.low)))

    def begins_before(self, numbers: NumberRange) -> bool:
        """Return whether a range begins before the axis does."""
        return numbers.lower < self.low


def axis_for(ranges: Iterable[NumberRange]) -> NumberAxis:
    """Return the axis on which some ranges are seen well: from 0, unless all of them are far from it."""
    shown = list(ranges)
    most = max([1, *(end for numbers in shown for end in (numbers.lower, numbers.upper) if end is not None)])
    # A range from 0 is open at its start (`up to 60`): its only number that has to be on the axis is its upper end.
    least = min((numbers.lower or numbers.upper or 0 for numbers in shown), default=0)
    base = least if least > most / 2 and most > 20 else 0
    step = _step(max(1, most - base))
    return NumberAxis(base // step * step, -(-(most + step // 3 + 1) // step) * step, step)


def open_start(numbers: NumberRange) -> bool:
    """Return whether a range has no lower end of its own: `up to 60` begins at 0, but nobody says so."""
    return numbers.lower == 0 and numbers.upper != 0


def text_bar(axis: NumberAxis, numbers: NumberRange, mark: str, width: int = 32) -> str:
    """Return a figure as characters: a mark at each end, or an arrow at an end that is open or beyond the axis."""
    cells = [" "] * width
    first = round(axis.position(numbers.lower) * (width - 1))
    last = width - 1 if numbers.upper is None else round(axis.position(numbers.upper) * (width - 1))
    cells[first : last + 1] = "─" * (last + 1 - first)
    if not open_start(numbers):
        cells[first] = mark
    elif axis.begins_before(numbers):
        cells[first] = "◀"
    cells[last] = "▶" if numbers.upper is None else mark
    return "".join(cells)


def _step(length: int) -> int:
    """Return the distance of ticks: 1, 2 or 5 times a power of ten, so that a length has about `TICKS` of them."""
    unit = 1
    while True:
        for factor in (1, 2, 5):
            if length <= unit * factor * TICKS:
                return unit * factor
        unit *= 10
