"""The days of the calendar that are meant by digits of which some are X, by a part of a year, or by an estimated year.

The calendar is that of Python's `datetime`: the Gregorian one, before its introduction too, years 1 to 9999. Where an
X stands for a digit, what lies outside the calendar is not meant: `000X` begins with the year 1.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, date
from functools import lru_cache
from itertools import product

from .days import Bounds

UP, DOWN = "0123456789", "9876543210"
"""The digits that an X stands for, in the order in which they are tried."""


def _parts(first_number: int, months: int, *first_months: int) -> dict[str, tuple[int, int]]:
    """Return parts of a year that are equally long, by their numbers: first month, and how many months they have."""
    return {str(number): (month, months) for number, month in enumerate(first_months, start=first_number)}


PARTS_OF_YEAR = {
    **_parts(21, 3, 3, 6, 9, 12),  # spring, summer, autumn, winter, wherever it is
    **_parts(25, 3, 3, 6, 9, 12),  # the same, northern
    **_parts(29, 3, 9, 12, 3, 6),  # the same, southern
    **_parts(33, 3, 1, 4, 7, 10),  # quarters
    **_parts(37, 4, 1, 5, 9),  # quadrimesters
    **_parts(40, 6, 1, 7),  # halves
}
"""The parts of a year that may stand in the place of a month.

The EDTF numbers them and leaves their months open. The seasons here are the meteorological ones, three whole months
each: 21 to 24 are those of the north. A winter (24, 28) and a southern summer (30) begin in December of their year and
end in February of the next. Quarters, quadrimesters and halves are counted from January.
"""


def matching_days(year: str, month: str = "XX", day: str = "XX") -> Bounds | None:
    """Return the first and last day of the calendar whose digits are those given; None if there is no such day."""
    first, last = next(_days(year, month, day, UP), None), next(_days(year, month, day, DOWN), None)
    return None if first is None else Bounds(first, last)


def part_of_year(year: str, number: str) -> Bounds | None:
    """Return the first and last day of a part of a year that may have X among its digits.

    None if it does not lie within the calendar, or if its end does not: the winter of 9999.
    """
    first_month, months = PARTS_OF_YEAR[number]
    first, last = next(_years(year, UP), None), next(_years(year, DOWN), None)
    if first is None or last is None:
        return None
    years_on, last_month = divmod(first_month + months - 2, 12)
    if last + years_on > MAXYEAR:
        return None
    days = monthrange(last + years_on, last_month + 1)[1]
    return Bounds(date(first, first_month, 1), date(last + years_on, last_month + 1, days))


def estimated_year(year: int, significant_digits: int) -> Bounds | None:
    """Return the years whose first digits are those of a year: 1900 to 1999 for 1950 with two significant digits.

    A year has no more digits than it has: with as many, or more, it is that year. None outside the calendar.
    """
    size = 10 ** max(0, len(str(year)) - significant_digits)
    first = year // size * size
    if first < MINYEAR or first + size - 1 > MAXYEAR:
        return None
    return Bounds(date(first, 1, 1), date(first + size - 1, 12, 31))


def _years(digits: str, order: str) -> Iterator[int]:
    """Yield the years that some digits can be, with X for any, upwards or downwards."""
    choices = (order if digit == "X" else digit for digit in digits)
    years = (int("".join(chosen)) for chosen in product(*choices))
    return (year for year in years if MINYEAR <= year <= MAXYEAR)


@lru_cache(maxsize=512)
def _numbers(digits: str, most: int) -> tuple[int, ...]:
    """Return the months or days, from 1 to the most there are, whose two digits are those given."""
    return tuple(
        number
        for number in range(1, most + 1)
        if all(given in ("X", digit) for given, digit in zip(digits, f"{number:02}", strict=True))
    )


def _days(year: str, month: str, day: str, order: str) -> Iterator[date]:
    step = 1 if order == UP else -1
    months, days = _numbers(month, 12)[::step], _numbers(day, 31)[::step]
    for y in _years(year, order):
        for m in months:
            length = monthrange(y, m)[1]
            yield from (date(y, m, d) for d in days if d <= length)
