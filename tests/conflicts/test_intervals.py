"""Figures as intervals: what numbers a qualifier allows, and when two figures meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planted import Planting

from claimwire.conflicts.intervals import LEAST, Interval, interval, shown, shown_interval
from claimwire.schema import CasualtyFigure
from claimwire.schema.vocab import Qualifier

TOP = 60
SMALL = st.integers(0, TOP)
SOME = st.builds(lambda a, b: Interval(min(a, b), max(a, b)), SMALL, SMALL) | st.builds(Interval, SMALL, st.none())


def figure(qualifier: Qualifier, *numbers: int) -> CasualtyFigure:
    planting = Planting()
    planting.figure("a", "event", qualifier, *numbers)
    claim = planting.claims["a"]
    assert isinstance(claim, CasualtyFigure)
    return claim


def members(some: Interval) -> set[int]:
    """Return the numbers of an interval, those above all bounds in these tests standing for the rest."""
    return set(range(some.lower, (TOP + 1 if some.upper is None else some.upper) + 1))


@given(SOME, SOME)
def test_intervals_meet_where_they_have_a_number_in_common(one: Interval, other: Interval) -> None:
    assert one.meets(other) == bool(members(one) & members(other))
    assert one.meets(other) == other.meets(one)


@given(SOME, SOME)
def test_one_lies_below_another_where_its_numbers_do(one: Interval, other: Interval) -> None:
    assert one.below(other) == (max(members(one)) < min(members(other)) and one.upper is not None)


@pytest.mark.parametrize(
    ("qualifier", "numbers", "expected", "words"),
    [
        (Qualifier.EXACT, (2000,), Interval(2000, 2000), "2,000"),
        (Qualifier.MORE_THAN, (2000,), Interval(2001, None), "more than 2,000"),
        (Qualifier.AT_LEAST, (2000,), Interval(2000, None), "at least 2,000"),
        (Qualifier.LESS_THAN, (30,), Interval(0, 29), "fewer than 30"),
        (Qualifier.UP_TO, (30,), Interval(0, 30), "up to 30"),
        (Qualifier.AT_MOST, (30,), Interval(0, 30), "at most 30"),
        (Qualifier.BETWEEN, (110, 125), Interval(110, 125), "110 to 125"),
        (Qualifier.ZERO, (), Interval(0, 0), "nobody"),
        (Qualifier.APPROXIMATELY, (9000,), Interval(8500, 9500), "about 9,000"),
        (Qualifier.APPROXIMATELY, (230,), Interval(225, 235), "about 230"),
        (Qualifier.APPROXIMATELY, (227,), Interval(226, 228), "about 227"),
        (Qualifier.SEVERAL, (), Interval(2, None), "several"),
        (Qualifier.DOZENS, (), Interval(12, None), "dozens"),
        (Qualifier.NONE_STATED, (), Interval(1, None), "no number"),
    ],
)
def test_a_qualifier_says_what_numbers_are_meant(qualifier, numbers, expected, words) -> None:
    assert interval(figure(qualifier, *numbers)) == expected
    assert shown(figure(qualifier, *numbers)) == words


def test_every_qualifier_has_numbers_and_words() -> None:
    for qualifier in Qualifier:
        claim = figure(qualifier, 40)
        assert interval(claim).lower >= LEAST.get(qualifier, 0)
        assert shown(claim)


@given(st.integers(1, 10**7))
def test_what_is_rounded_to_its_first_digit_meets_about_that_number(number: int) -> None:
    unit = 10 ** (len(str(number)) - 1)
    rounded = (number + unit // 2) // unit * unit
    assert interval(figure(Qualifier.APPROXIMATELY, rounded)).meets(Interval(number, number))


def test_an_interval_is_shown_in_words() -> None:
    assert shown_interval(Interval(2001, None)) == "2,001 or more"
    assert shown_interval(Interval(6, 6)) == "6"
    assert shown_interval(Interval(0, 29)) == "0 to 29"
