"""Unknown digits, parts of a year, and marks: held against days that are counted out one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from edtf_strings import DIGIT, FEW, STRINGS, one_date
from hypothesis import given
from hypothesis import strategies as st

from claimwire.dates import Bounds, bounds
from claimwire.errors import EdtfError


def counted_days(first_year: int, last_year: int) -> list[str]:
    day, days = date(first_year, 1, 1), []
    while day.year <= last_year:
        days.append(day.isoformat())
        day += timedelta(days=1)
    return days


DAYS = counted_days(1890, 1919)
"""Thirty years, of which 1900 is no leap year."""

YEARS = st.sampled_from(["1890", "1900", "1904", "1919", "189X", "190X", "191X"])
MASKS = st.one_of(
    YEARS,
    st.tuples(YEARS, st.tuples(st.sampled_from("01X"), DIGIT).map("".join)).map("-".join),
    st.tuples(YEARS, st.tuples(st.sampled_from("01X"), DIGIT).map("".join), st.tuples(FEW, DIGIT).map("".join)).map(
        "-".join
    ),
)


def counted(mask: str) -> Bounds | None:
    """Return the first and last of the days whose digits are those of a mask; none if there is none."""
    matching = re.compile(mask.replace("X", "[0-9]") + "-[0-9][0-9]" * (2 - mask.count("-")))
    found = [day for day in DAYS if matching.fullmatch(day)]
    return Bounds(date.fromisoformat(found[0]), date.fromisoformat(found[-1])) if found else None


def found(edtf: str) -> Bounds | None:
    try:
        return bounds(edtf)
    except EdtfError:
        return None


@given(MASKS)
def test_unknown_digits_are_any_that_make_a_day(mask: str) -> None:
    assert found(mask) == counted(mask)


def test_every_mask_of_a_day_in_a_month() -> None:
    """All 121 for a month of 28, 29, 30 and 31 days."""
    for month in ("1901-02", "1904-02", "1904-04", "1904-05"):
        for tens in "0123456789X":
            for ones in "0123456789X":
                assert found(f"{month}-{tens}{ones}") == counted(f"{month}-{tens}{ones}")


def test_every_mask_of_a_month_in_a_year() -> None:
    """What is not a month may be a part of the year; with an X it is not."""
    for tens in "0123456789X":
        for ones in "0123456789X":
            number = tens + ones
            if not number.isdigit() or not 21 <= int(number) <= 41:
                assert found(f"1904-{number}") == counted(f"1904-{number}")


MONTHS = {
    "3 4 5": "21 25 31",
    "6 7 8": "22 26 32",
    "9 10 11": "23 27 29",
    "12 13 14": "24 28 30",
    "1 2 3": "33",
    "4 5 6": "34",
    "7 8 9": "35",
    "10 11 12": "36",
    "1 2 3 4": "37",
    "5 6 7 8": "38",
    "9 10 11 12": "39",
    "1 2 3 4 5 6": "40",
    "7 8 9 10 11 12": "41",
}
"""The months of a year, counted on into the next, and the parts of a year that have them."""


def parts() -> Iterator[tuple[str, int, int]]:
    for months, numbers in MONTHS.items():
        for number in numbers.split():
            yield number, int(months.split()[0]), int(months.split()[-1])


def month_of(year: int, month: int) -> str:
    return f"{year + (month - 1) // 12:04}-{(month - 1) % 12 + 1:02}"


def test_every_part_of_a_year_has_its_months() -> None:
    assert sorted(number for number, _, _ in parts()) == [str(number) for number in range(21, 42)]


@given(st.integers(1, 9998), st.sampled_from(list(parts())))
def test_a_part_of_a_year_begins_with_its_first_month_and_ends_with_its_last(
    year: int, part: tuple[str, int, int]
) -> None:
    number, first, last = part
    expected = Bounds(bounds(month_of(year, first)).lower, bounds(month_of(year, last)).upper)
    assert bounds(f"{year:04}-{number}") == expected
    assert bounds(f"{year:04}-{number}/{year:04}-{number}") == expected


@pytest.mark.parametrize("number", [number for number, _, _ in parts()])
def test_a_part_of_some_year_lies_between_those_of_the_first_and_the_last(number: str) -> None:
    assert bounds(f"201X-{number}") == Bounds(bounds(f"2010-{number}").lower, bounds(f"2019-{number}").upper)


@given(st.integers(1, 9999), st.integers(1, 6))
def test_significant_digits_are_those_that_all_years_share(year: int, digits: int) -> None:
    first = [other for other in range(1, 10_000) if len(str(other)) == len(str(year))]
    years = [other for other in first if str(other)[:digits] == str(year)[:digits]]
    assert bounds(f"{year:04}S{digits}") == Bounds(date(years[0], 1, 1), date(years[-1], 12, 31))


# Any string that the grammar makes


@given(STRINGS)
def test_marks_widen_nothing(edtf: str) -> None:
    assert found(edtf) == found(re.sub("[?~%]", "", edtf))


@given(STRINGS)
def test_what_the_grammar_makes_has_bounds_in_order_or_is_refused(edtf: str) -> None:
    if (has := found(edtf)) is not None and has.lower is not None and has.upper is not None:
        assert has.lower <= has.upper


@given(one_date(), one_date())
def test_an_interval_begins_as_its_start_and_ends_as_its_end(start: str, end: str) -> None:
    first, last = found(start), found(end)
    whole = None if first is None or last is None else Bounds(first.lower, last.upper)
    if whole is not None and str(whole.lower) > str(whole.upper):
        whole = None
    assert found(f"{start}/{end}") == whole
    assert found(f"{start}/..") == (None if first is None else Bounds(first.lower, None))
    assert found(f"../{end}") == (None if last is None else Bounds(None, last.upper))


@given(st.lists(one_date(), min_size=1, max_size=5))
def test_a_set_is_bounded_by_its_earliest_and_latest(dates: list[str]) -> None:
    each = [found(one) for one in dates]
    days = [day for one in each if one is not None for day in (one.lower, one.upper) if day is not None]
    expected = Bounds(min(days), max(days)) if None not in each else None
    assert found(f"[{','.join(dates)}]") == found(f"{{{','.join(dates)}}}") == expected
