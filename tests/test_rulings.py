"""The examples of rulings as a test of annotators."""

from __future__ import annotations

import pytest

from claimwire.errors import ClaimwireError
from claimwire.rulings import ExampleAnswer, examples, score, sheet
from claimwire.schema import Ruling, RulingClaim, RulingExample
from claimwire.schema.vocab import ExampleKind, Label

DROWNED = RulingClaim(label=Label.CASUALTY_FIGURE, quotes=("12 drowned",), slots={"lower": 12, "victim_groups": []})
SAID = RulingClaim(label=Label.ATTRIBUTED_STATEMENT, quotes=("“Go,”", "“now.”"), slots={"source_name": ["Ada Lorn"]})
RULING = Ruling(
    ruling_id="R-FIG-1",
    since="2.0.0",
    rule="Count people.",
    fields=("label",),
    examples=(
        RulingExample(kind=ExampleKind.POSITIVE, text="And 12 drowned.", claims=(DROWNED,)),
        RulingExample(kind=ExampleKind.NEGATIVE, text="It cost 12 crowns.", no_claims=(DROWNED,)),
        RulingExample(kind=ExampleKind.CONTRAST, text="“Go,” said Ada Lorn, “now.”", claims=(SAID,)),
    ),
)
RIGHT = (
    ExampleAnswer(example="R-FIG-1/1", claims=[{"label": "casualty_figure", "spans": "12 drowned", "lower": 12}]),
    ExampleAnswer(example="R-FIG-1/2"),
    ExampleAnswer(
        example="R-FIG-1/3",
        claims=[
            {
                "label": "attributed_statement",
                "spans": ["“Go,”", {"exact": "“now.”", "prefix": "Lorn, "}],
                "source_name": "Ada Lorn",
            }
        ],
    ),
)


def faults(*answers: ExampleAnswer) -> list[tuple[str, ...]]:
    return [one.faults for one in score([RULING], answers)]


def test_right_answers_have_no_fault_however_one_value_is_written() -> None:
    assert faults(*RIGHT) == [(), (), ()]


def test_a_missing_claim_a_wrong_slot_and_a_claim_that_is_none_are_told() -> None:
    wrong = [
        ExampleAnswer(example="R-FIG-1/1", claims=[{"label": "casualty_figure", "spans": ["12 drowned"], "lower": 13}]),
        ExampleAnswer(example="R-FIG-1/2", claims=[{"label": "casualty_figure", "spans": ["12 drowned"]}]),
        ExampleAnswer(example="R-FIG-1/3", claims=[{"label": "attributed_statement", "spans": ["“Go,”"]}]),
    ]
    assert faults(*wrong) == [
        ("casualty_figure [12 drowned]: lower is 13, expected 12",),
        ("casualty_figure [12 drowned] is not a claim",),
        ("attributed_statement [“Go,” … “now.”] is missing",),
    ]


def test_a_slot_that_is_to_be_left_out_is_wrong_if_it_is_given() -> None:
    given = {"label": "casualty_figure", "spans": ["12 drowned"], "lower": 12, "victim_groups": ["men"]}
    [first, *_] = faults(ExampleAnswer(example="R-FIG-1/1", claims=[given]))
    assert first == ("casualty_figure [12 drowned]: victim_groups is ['men'], expected []",)


def test_the_label_of_an_answer_counts() -> None:
    other = {"label": "historical_background", "spans": ["12 drowned"], "lower": 12}
    assert faults(ExampleAnswer(example="R-FIG-1/1", claims=[other]))[0] == ("casualty_figure [12 drowned] is missing",)


def test_what_is_not_answered_is_not_right() -> None:
    assert faults(*RIGHT[:2])[2] == ("it is not answered",)


def test_an_answer_to_nothing_and_a_second_answer_are_refused() -> None:
    with pytest.raises(ClaimwireError, match="no example 'R-FIG-1/4'"):
        faults(ExampleAnswer(example="R-FIG-1/4"))
    with pytest.raises(ClaimwireError, match="R-FIG-1/1 is answered twice"):
        faults(RIGHT[0], RIGHT[0])


def test_the_sheet_has_every_example_once_and_those_of_a_ruling_apart() -> None:
    second = RULING.model_copy(update={"ruling_id": "R-FIG-2"})
    names = [answer.example for answer in sheet([RULING, second])]
    assert names == [f"R-FIG-{ruling}/{number}" for number in (1, 2, 3) for ruling in (1, 2)]
    assert set(names) == set(examples([RULING, second]))
