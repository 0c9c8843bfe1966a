"""What the words of a quantity tell: form, qualifier, approximate and bounds."""

from __future__ import annotations

from typing import Any

import pytest

from claimwire.proposals import proposed
from claimwire.proposals.quantities import quantity_slots
from claimwire.schema.base import MOST_PEOPLE
from claimwire.schema.claims import INCLUSIVE, CasualtyFigure
from claimwire.schema.vocab import Qualifier

OF_VALUE = {member.value: member for member in Qualifier}


def slots(
    form: str, qualifier: str, lower: int | None = None, upper: int | None = None, **more: bool
) -> dict[str, Any]:
    bounds = {"lower": lower, "upper": upper}
    return {"quantity_form": form, "qualifier": qualifier} | more | {k: v for k, v in bounds.items() if v is not None}


def about(form: str, qualifier: str, lower: int | None = None, upper: int | None = None) -> dict[str, Any]:
    return slots(form, qualifier, lower, upper, approximate=True)


CASES = {
    "": slots("none", "none_stated"),
    " ": slots("none", "none_stated"),
    "12": slots("digits", "exact", 12, 12),
    "a further 2 000": slots("digits", "exact", 2000, 2000),
    "2 million": slots("digits", "exact", 2_000_000, 2_000_000),
    "twelve": slots("words", "exact", 12, 12),
    "Fifty-four": slots("words", "exact", 54, 54),
    "a dozen": slots("words", "exact", 12, 12),
    "half a dozen": slots("words", "exact", 6, 6),
    "two dozen": slots("words", "exact", 24, 24),
    "both": slots("words", "exact", 2, 2),
    "a child": slots("words", "exact", 1, 1),
    "another": {},
    "about 50": about("digits", "exact", 50, 50),
    "around fifty": about("words", "exact", 50, 50),
    "some 50": about("digits", "exact", 50, 50),
    "nearly 50": about("digits", "exact", 50, 50),
    "almost 50": about("digits", "exact", 50, 50),
    "roughly 50": about("digits", "exact", 50, 50),
    "approximately 50": about("digits", "exact", 50, 50),
    "50 or so": about("digits", "exact", 50, 50),
    "at least about 50": about("digits", "at_least", 50),
    "about 50 to 60": about("digits", "between", 50, 60),
    "between 50 and 60": slots("digits", "between", 50, 60),
    "from 2,500 to 4,000": slots("digits", "between", 2500, 4000),
    "50-60": slots("digits", "between", 50, 60),
    "50–60": slots("digits", "between", 50, 60),
    "two or three": slots("words", "between", 2, 3),
    "five to six thousand": slots("words", "between", 5000, 6000),
    "2-3 million": slots("digits", "between", 2_000_000, 3_000_000),
    "900 to one thousand": slots("digits", "between", 900, 1000),
    "up to 130": slots("digits", "up_to", upper=130),
    "as many as 130": slots("digits", "up_to", upper=130),
    "at most ten": slots("words", "at_most", upper=10),
    "no more than ten": slots("words", "at_most", upper=10),
    "not more than ten": slots("words", "at_most", upper=10),
    "at least 27": slots("digits", "at_least", 27),
    "no fewer than 27": slots("digits", "at_least", 27),
    "no less than 27": slots("digits", "at_least", 27),
    "27 or more": slots("digits", "at_least", 27),
    "300 perhaps more": slots("digits", "at_least", 300),
    "more than 27": slots("digits", "more_than", 27),
    "over a hundred": slots("words", "more_than", 100),
    "passes 130": slots("digits", "more_than", 130),
    "more than a dozen": slots("words", "more_than", 12),
    "fewer than 30": slots("digits", "less_than", upper=30),
    "less than 30": slots("digits", "less_than", upper=30),
    "under 30": slots("digits", "less_than", upper=30),
    "no": slots("words", "zero", 0, 0),
    "none": slots("words", "zero", 0, 0),
    "Nobody": slots("words", "zero", 0, 0),
    "No one": slots("words", "zero", 0, 0),
    "not one": slots("words", "zero", 0, 0),
    "0": slots("digits", "zero", 0, 0),
    "tens": slots("vague", "tens"),
    "dozens": slots("vague", "dozens"),
    "several dozen": slots("vague", "dozens"),
    "scores": slots("vague", "scores"),
    "hundreds": slots("vague", "hundreds"),
    "a few hundred": slots("vague", "hundreds"),
    "thousands": slots("vague", "thousands"),
    "several thousand": slots("vague", "thousands"),
    "tens of thousands": slots("vague", "tens_of_thousands"),
    "hundreds of thousands": slots("vague", "hundreds_of_thousands"),
    "millions": slots("vague", "millions"),
    "at least several dozen": slots("vague", "dozens"),
    "several": slots("vague", "several"),
    "multiple": slots("vague", "several"),
    "many more": slots("vague", "several"),
    "a number of": slots("vague", "several"),
    "some": slots("vague", "some"),
    "a few": slots("vague", "some"),
    "most": slots("vague", "several"),
    "an unknown number": slots("vague", "several"),
    "two of the six": slots("words", "exact", 2, 2),
    "12 of the 40": slots("digits", "exact", 12, 12),
    "12 dead, 40 hurt": {},
    "a man and a woman": {},
    "a third of the crew": {},
    "half of the crew": {},
    "10%": {},
    "ten per cent": {},
    "the drowned": {},
    "60 to 50": {},
}


@pytest.mark.parametrize("words", CASES)
def test_words_tell_these_slots(words: str) -> None:
    assert quantity_slots(words) == CASES[words]


def test_the_largest_number_of_people_has_bounds_and_the_next_has_none() -> None:
    assert quantity_slots(f"{MOST_PEOPLE}")["lower"] == MOST_PEOPLE
    assert quantity_slots(f"{MOST_PEOPLE + 1}") == {"quantity_form": "digits"}


@pytest.mark.parametrize("words", CASES)
def test_bounds_are_those_that_the_qualifier_sets(words: str) -> None:
    found = quantity_slots(words)
    if "qualifier" in found:
        sides = INCLUSIVE.get(OF_VALUE[found["qualifier"]], (None, None))
        assert ("lower" in found, "upper" in found) == tuple(inclusive is not None for inclusive in sides)


def figure(words: str, **given: Any) -> dict[str, Any]:
    text = f"{words} people were hurt."
    fields = {"spans": [{"start": 0, "end": len(text) - 1}], "quantity_spans": [{"start": 0, "end": len(words)}]}
    found = proposed(CasualtyFigure, fields | given, text)
    return {name: value for name, value in found.items() if name != "polarity"}


def test_a_qualifier_that_is_given_decides_the_bounds() -> None:
    assert figure("50", qualifier="at_least") == {"quantity_form": "digits", "lower": 50}
    assert figure("50 to 60", qualifier="between") == {"quantity_form": "digits", "lower": 50, "upper": 60}
    assert figure("50", qualifier="between") == {"quantity_form": "digits"}
    assert figure("50 to 60", qualifier="exact") == {"quantity_form": "digits"}
    assert figure("about 50", qualifier="dozens") == {"quantity_form": "digits"}


def test_a_form_without_a_number_has_no_bounds() -> None:
    assert figure("12", quantity_form="vague") == {"qualifier": "exact"}


def test_pieces_of_a_quantity_are_read_as_one() -> None:
    text = "300 of us under one roof, perhaps more"
    fields = {"spans": [{"start": 0, "end": len(text)}]}
    fields["quantity_spans"] = [{"start": 0, "end": 3}, {"start": 26, "end": 38}]
    found = proposed(CasualtyFigure, fields, text)
    assert (found["qualifier"], found["lower"], "upper" in found) == ("at_least", 300, False)
