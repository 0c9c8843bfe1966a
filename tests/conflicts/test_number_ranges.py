"""Figures as intervals: what numbers a qualifier allows, and when two figures meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planted import Planting

from claimwire.conflicts.number_ranges import FEWEST, NumberRange, figure_words, number_range, range_words
from claimwire.schema import CasualtyFigure
from claimwire.schema.vocab import Qualifier

TOP = 60
SMALL = st.integers(0, TOP)
SOME = st.builds(lambda a, b: NumberRange(min(a, b), max(a, b)), SMALL, SMALL) | st.builds(
    NumberRange, SMALL, st.none()
)


APPROXIMATELY = "approximately"
"""Stands for `exact` and `approximate`."""


def figure(qualifier: Qualifier | str, *numbers: int, approximate: bool = False) -> CasualtyFigure:
    planting = Planting()
    if not isinstance(qualifier, Qualifier):
        qualifier, approximate = Qualifier.EXACT, True
    planting.figure("a", "event", qualifier, *numbers, approximate=approximate)
    claim = planting.claims["a"]
    assert isinstance(claim, CasualtyFigure)
    return claim


def members(some: NumberRange) -> set[int]:
    """Return the numbers of an interval, those above all bounds in these tests standing for the rest."""
    return set(range(some.lower, (TOP + 1 if some.upper is None else some.upper) + 1))


@given(SOME, SOME)
def test_intervals_meet_where_they_have_a_number_in_common(one: NumberRange, other: NumberRange) -> None:
    assert one.meets(other) == bool(members(one) & members(other))
    assert one.meets(other) == other.meets(one)


@given(SOME, SOME)
def test_one_lies_below_another_where_its_numbers_do(one: NumberRange, other: NumberRange) -> None:
    assert one.below(other) == (max(members(one)) < min(members(other)) and one.upper is not None)


@pytest.mark.parametrize(
    ("qualifier", "numbers", "expected", "words"),
    [
        (Qualifier.EXACT, (2000,), NumberRange(2000, 2000), "2,000"),
        (Qualifier.MORE_THAN, (2000,), NumberRange(2001, None), "more than 2,000"),
        (Qualifier.AT_LEAST, (2000,), NumberRange(2000, None), "at least 2,000"),
        (Qualifier.LESS_THAN, (30,), NumberRange(0, 29), "fewer than 30"),
        (Qualifier.UP_TO, (30,), NumberRange(0, 30), "up to 30"),
        (Qualifier.AT_MOST, (30,), NumberRange(0, 30), "at most 30"),
        (Qualifier.BETWEEN, (110, 125), NumberRange(110, 125), "110 to 125"),
        (Qualifier.ZERO, (), NumberRange(0, 0), "nobody"),
        (APPROXIMATELY, (9000,), NumberRange(8500, 9500), "about 9,000"),
        (APPROXIMATELY, (230,), NumberRange(225, 235), "about 230"),
        (APPROXIMATELY, (227,), NumberRange(226, 228), "about 227"),
        (Qualifier.SEVERAL, (), NumberRange(2, None), "several"),
        (Qualifier.SCORES, (), NumberRange(20, None), "scores"),
        (Qualifier.MILLIONS, (), NumberRange(1_000_000, None), "millions"),
        (Qualifier.DOZENS, (), NumberRange(12, None), "dozens"),
        (Qualifier.NONE_STATED, (), NumberRange(1, None), "no number"),
    ],
)
def test_a_qualifier_says_what_numbers_are_meant(qualifier, numbers, expected, words) -> None:
    assert number_range(figure(qualifier, *numbers)) == expected
    assert figure_words(figure(qualifier, *numbers)) == words


def test_a_bound_or_a_range_that_is_approximate_stretches_by_what_rounds_to_it() -> None:
    assert number_range(figure(Qualifier.BETWEEN, 50, 60, approximate=True)) == NumberRange(45, 65)
    assert figure_words(figure(Qualifier.BETWEEN, 50, 60, approximate=True)) == "about 50 to 60"
    assert number_range(figure(Qualifier.AT_LEAST, 50, approximate=True)) == NumberRange(45, None)


def test_every_qualifier_has_numbers_and_words() -> None:
    for qualifier in Qualifier:
        claim = figure(qualifier, 40)
        assert number_range(claim).lower >= FEWEST.get(qualifier, 0)
        assert figure_words(claim)


@given(st.integers(1, 10**7))
def test_what_is_rounded_to_its_first_digit_meets_about_that_number(number: int) -> None:
    unit = 10 ** (len(str(number)) - 1)
    rounded = (number + unit // 2) // unit * unit
    assert number_range(figure(APPROXIMATELY, rounded)).meets(NumberRange(number, number))


def test_an_interval_is_shown_in_words() -> None:
    assert range_words(NumberRange(2001, None)) == "2,001 or more"
    assert range_words(NumberRange(6, 6)) == "6"
    assert range_words(NumberRange(0, 29)) == "0 to 29"
