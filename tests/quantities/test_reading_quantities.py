"""What `read_quantity` makes of words: a list of phrases with the right values, and properties over drawn numbers."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimwire.quantities import Quantity, read_quantity
from claimwire.quantities.reading import LONGEST
from claimwire.schema.base import MOST_PEOPLE
from claimwire.schema.claims import INCLUSIVE
from claimwire.schema.vocab import Qualifier

PHRASES = [json.loads(line) for line in (Path(__file__).parent / "phrases.jsonl").read_text().splitlines()]
FEWEST_PHRASES = 300
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
    """Spell a number below a billion in English."""
    if number < 20:
        return ONES[number]
    if number < 100:
        rest = f"-{ONES[number % 10]}" if number % 10 else ""
        return TENS[number // 10 - 2] + rest
    for size, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            joint = " and " if 0 < rest < 100 else " "
            return f"{spelled(number // size)} {name}" + (f"{joint}{spelled(rest)}" if rest else "")
    raise AssertionError


def told(words: str) -> dict[str, Any]:
    """Return what is read as in the list of phrases."""
    read = read_quantity(words)
    if read is None:
        return {"words": words, "none": True}
    found: dict[str, Any] = {"words": words, "numbers": list(read.numbers)}
    if read.unclear is not None:
        return found | {"unclear": True}
    bounds = {name: value for name in ("lower", "upper") if (value := getattr(read, name)) is not None}
    return found | bounds | {"qualifier": str(read.qualifier)} | ({"approximate": True} if read.approximate else {})


def test_the_list_is_long_enough_and_has_no_phrase_twice() -> None:
    words = [phrase["words"] for phrase in PHRASES]
    assert len(set(words)) == len(words) >= FEWEST_PHRASES


def test_every_phrase_is_read_right() -> None:
    wrong = [(read, phrase) for phrase in PHRASES if (read := told(phrase["words"])) != phrase]
    assert wrong == []


def test_a_quantity_has_the_bounds_that_its_qualifier_sets() -> None:
    for phrase in PHRASES:
        read = read_quantity(phrase["words"])
        if read is None or read.qualifier is None:
            continue
        sides = INCLUSIVE.get(read.qualifier, (None, None))
        assert (read.lower is not None, read.upper is not None) == tuple(side is not None for side in sides)
        assert (
            {read.lower, read.upper} - {None} == set(read.numbers) if read.qualifier in INCLUSIVE else not read.numbers
        )


def exact(number: int) -> Quantity:
    qualifier = Qualifier.EXACT if number else Qualifier.ZERO
    return Quantity((number,), number, number, qualifier)


@settings(deadline=None)
@given(st.integers(0, 999_999_999), st.sampled_from([",", " ", "\u00a0", "\u2009", "\u202f", "'", "’", ""]))
def test_digits_are_read_however_they_are_grouped(number: int, separator: str) -> None:
    words = f"more than {f'{number:,}'.replace(',', separator)} people"
    assert read_quantity(words) == Quantity((number,), number, None, Qualifier.MORE_THAN)


@settings(deadline=None)
@given(st.integers(1000, 999_999_999))
def test_points_group_too(number: int) -> None:
    assert read_quantity(f"{number:,}".replace(",", ".")) == exact(number)


@settings(deadline=None)
@given(st.integers(100_000, 999_999_999))
def test_groups_of_two_digits_are_read_as_in_india(number: int) -> None:
    head, tail = divmod(number, 1000)
    pairs = []
    while head:
        pairs.append(f"{head % 100:02}")
        head //= 100
    grouped = ",".join([*reversed(pairs), f"{tail:03}"]).lstrip("0")
    assert read_quantity(f"{grouped} people") == exact(number)


@settings(deadline=None)
@given(st.integers(1, 999_999_999), st.sampled_from(["-", " ", "\u2011"]))
def test_spelled_numbers_are_read(number: int, hyphen: str) -> None:
    words = spelled(number).replace("-", hyphen)
    assert read_quantity(f"at least {words}") == Quantity((number,), number, None, Qualifier.AT_LEAST)


@settings(deadline=None)
@given(st.integers(0, 9999), st.sampled_from(["٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "０１２３４５６７８９", "۰۱۲۳۴۵۶۷۸۹"]))
def test_the_digits_of_other_scripts_are_read(number: int, digits: str) -> None:
    assert read_quantity(f"{number} people".translate({ord(str(n)): digits[n] for n in range(10)})) == exact(number)


@settings(deadline=None)
@given(
    st.integers(1, 400),
    st.integers(1, 400),
    st.sampled_from(["between {} and {}", "from {} to {}", "{} to {}", "{}-{}", "{}–{}", "{} or {}"]),
    st.booleans(),
)
def test_both_numbers_of_a_range_are_read(one: int, more: int, form: str, in_words: bool) -> None:
    other = one + more
    if in_words and "-" in form:
        form = "{} to {}"
    shown = (spelled(one), spelled(other)) if in_words else (one, other)
    read = read_quantity(form.format(*shown))
    assert read == Quantity((one, other), one, other, Qualifier.BETWEEN)


@settings(deadline=None)
@given(
    st.integers(1, 99),
    st.integers(1, 99),
    st.sampled_from(
        [("thousand", 1000), ("million", 10**6), ("lakh", 10**5), ("hundred thousand", 10**5), ("k", 1000)]
    ),
)
def test_a_magnitude_serves_both_numbers_of_a_range(one: int, more: int, magnitude: tuple[str, int]) -> None:
    name, size = magnitude
    other = one + more
    joint = "" if name == "k" else " "
    assert read_quantity(f"{one} to {other}{joint}{name}") == Quantity(
        (one * size, other * size), one * size, other * size, Qualifier.BETWEEN
    )


@settings(deadline=None)
@given(st.integers(1, 9), st.lists(st.integers(0, 9), min_size=1, max_size=3))
def test_decimals_in_words_are_those_in_digits(ones: int, decimals: list[int]) -> None:
    digits = f"{ones}.{''.join(map(str, decimals))} million people"
    words = f"{ONES[ones]} point {' '.join(ONES[digit] for digit in decimals)} million people"
    assert read_quantity(words) == read_quantity(digits)
    read = read_quantity(digits)
    assert read is not None
    assert math.isclose(read.numbers[0], float(digits.split()[0]) * 10**6)


@settings(deadline=None)
@given(st.integers(1, 500), st.integers(0, 500), st.sampled_from(["of the", "of its", "out of the", "of those"]))
def test_of_a_part_and_its_whole_the_part_is_the_count(part: int, rest: int, of: str) -> None:
    assert read_quantity(f"at least {part} {of} {part + rest} people") == Quantity(
        (part,), part, None, Qualifier.AT_LEAST
    )


@settings(deadline=None)
@given(st.integers(2, 999))
def test_a_number_that_is_written_twice_counts_once(number: int) -> None:
    for words in (f"{spelled(number)} ({number})", f"{number} ({spelled(number)}) people"):
        assert read_quantity(words) == exact(number)
    other = read_quantity(f"{spelled(number)} ({number + 1})")
    assert other is not None
    assert (other.qualifier, other.lower, other.upper) == (None, None, None)


def test_the_largest_number_of_people_has_bounds_and_the_next_has_none() -> None:
    assert read_quantity(f"{MOST_PEOPLE}") == exact(MOST_PEOPLE)
    more = read_quantity(f"{MOST_PEOPLE + 1}")
    assert more is not None
    assert (more.numbers, more.qualifier) == ((MOST_PEOPLE + 1,), None)
    assert more.unclear


WORDS = re.findall(
    r"\S+",
    "a an the of and or to in between from at least most more than no not up about some both first 3rd half dozen "
    "hundred "
    "thousand million twenty three one point 5 12 1,200 1.5 2020 k lakh couple % ( ) - – , people aged years",
)


@settings(deadline=None, max_examples=400)
@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text(max_size=40))
def test_any_words_give_a_quantity_or_none(words: str) -> None:
    read = read_quantity(words)
    if read is None:
        return
    assert (read.qualifier is None) == (read.unclear is not None)
    assert read.lower is None or read.upper is None or 0 <= read.lower <= read.upper <= MOST_PEOPLE
    assert read.qualifier is not None or (read.lower is None and read.upper is None)


def test_words_that_are_no_string_are_refused() -> None:
    with pytest.raises(TypeError, match="found int"):
        read_quantity(12)  # type: ignore[arg-type]


def test_words_of_the_greatest_length_are_read_and_longer_ones_are_not() -> None:
    words = "12 people" + " " * (LONGEST - 9)
    assert read_quantity(words) == exact(12)
    assert read_quantity(words + " ") is None


@pytest.mark.parametrize(
    "part", ["about another ", "an other ", "just about ", "of the ", "– of ", "half ", "or 5 ", "1-"]
)
def test_words_that_repeat_are_read_quickly(part: str) -> None:
    """Regression: what may stand between a bound and its number was tried in every way, for minutes."""
    read = read_quantity((part * LONGEST)[: LONGEST - 4] + "x 5")
    assert read is None or read.unclear or read.numbers == (5,)
