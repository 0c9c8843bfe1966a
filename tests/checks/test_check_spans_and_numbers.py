"""The two small calculations that checks lean on: what is left uncovered, and which numbers words hold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimwire.checks.offsets import clipped, gaps
from claimwire.proposals.quantities import numbers_in
from claimwire.schema import Span

UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TEENS = [
    "ten",
    "eleven",
    "twelve",
    *(f"{stem}teen" for stem in ("thir", "four", "fif", "six", "seven", "eigh", "nine")),
]
ONES = UNITS + TEENS
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(number: int) -> str:
    """Spell a number below a million in English."""
    if number < 20:
        return ONES[number]
    if number < 100:
        rest = f"-{ONES[number % 10]}" if number % 10 else ""
        return TENS[number // 10 - 2] + rest
    for size, name in ((1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            joint = " and " if 0 < rest < 100 else " "
            return f"{spelled(number // size)} {name}" + (f"{joint}{spelled(rest)}" if rest else "")
    raise AssertionError


@st.composite
def pieces(draw: st.DrawFn) -> tuple[Span, ...]:
    edges = sorted(draw(st.sets(st.integers(0, 60), max_size=8)))
    return tuple(Span(start=a, end=b) for a, b in zip(edges[::2], edges[1::2], strict=False))


def points(spans: tuple[Span, ...]) -> set[int]:
    return {point for span in spans for point in range(span.start, span.end)}


@settings(deadline=None)
@given(pieces(), pieces())
def test_gaps_are_what_is_left_of_the_whole(whole: tuple[Span, ...], covered: tuple[Span, ...]) -> None:
    found = tuple(gaps(whole, covered))
    assert points(found) == points(whole) - points(covered)
    assert all(span.start < span.end for span in found)


def test_a_quote_of_more_than_60_code_points_is_shown_by_its_first_and_last_30() -> None:
    assert clipped("a" * 30 + "b" * 30) == "a" * 30 + "b" * 30
    assert clipped("a" * 30 + "." + "b" * 30) == "a" * 30 + "..." + "b" * 30


@settings(deadline=None)
@given(st.integers(0, 999_999_999), st.sampled_from([",", " ", "\u00a0", "\u202f", ""]))
def test_digits_are_read_however_they_are_grouped(number: int, separator: str) -> None:
    assert numbers_in(f"more than {f'{number:,}'.replace(',', separator)} people") == (number,)


@settings(deadline=None)
@given(st.integers(1, 999_999))
def test_spelled_numbers_are_read(number: int) -> None:
    assert numbers_in(f"at least {spelled(number)}") == (number,)


@settings(deadline=None)
@given(st.integers(1, 999), st.integers(1, 999))
def test_both_numbers_of_a_range_in_digits_are_read(one: int, other: int) -> None:
    assert numbers_in(f"between {one} and {other}") == (one, other)
    assert numbers_in(f"{one}–{other}") == (one, other)


@pytest.mark.parametrize(
    ("quantity", "numbers"),
    [
        ("1.5 million", (1_500_000,)),
        ("2 million", (2_000_000,)),
        ("23 thousand", (23_000,)),
        ("two hundred and three hundred", (200, 300)),
        ("a dozen", (12,)),
        ("two dozen", (24,)),
        ("half a dozen", (6,)),
        ("half a million", (500_000,)),
        ("a hundred", (100,)),
        ("a child", (1,)),
        ("One", (1,)),
        ("a single soldier", (1,)),
        ("Nobody", (0,)),
        ("no one", (0,)),
        ("none", (0,)),
        ("no more than ten", (10,)),
        ("dozens", ()),
        ("hundreds of", ()),
        ("several", ()),
        ("2.5", ()),
        ("", ()),
    ],
)
def test_words_that_are_read_and_words_that_hold_no_number(quantity: str, numbers: tuple[int, ...]) -> None:
    assert numbers_in(quantity) == numbers
