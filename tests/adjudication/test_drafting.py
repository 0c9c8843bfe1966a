"""Drafts of decisions files: what a rule takes is decided, the rest is open; layers that come later are added."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import BACKGROUND, FIGURE, SHIP, STATEMENT
from quay import INNER, renamed
from quay import layer as quoted
from strategies import layers_of

from claimwire.adjudication import RULES, Adjudicated, adjudicate, aligned, claim_names, draft
from claimwire.adjudication.decisions import is_decided, named_claims
from claimwire.adjudication.drafting import brought_up_to_date
from claimwire.ingest.article import dehydrated
from claimwire.schema import Annotation, HistoricalBackground, Span, reference_fields
from claimwire.schema.vocab import Decision

NAMES = ("ann", "ben", "cy", "dan", "eva")


def layer(annotator: str, *entries: dict[str, Any]) -> Annotation:
    return quoted(SHIP, annotator, entries)


ANN, BEN = layer("ann", BACKGROUND, STATEMENT), layer("ben", BACKGROUND)


def applied(layers: list[Annotation], lines: list[dict[str, Any]]) -> Adjudicated:
    texts = [(number, json.dumps(line)) for number, line in enumerate(lines, start=1)]
    return adjudicate(SHIP, layers, texts, "judge", "heron_1.jsonl")


# A first draft


@settings(deadline=None, max_examples=40)
@given(layers_of("heron_1", SHIP.text_length, "ann"), st.integers(2, 5))
def test_a_draft_of_equal_layers_gives_the_layer(ann: Annotation, number: int) -> None:
    layers = [renamed(ann, name) for name in NAMES[:number]]
    # of claims at one place, which are equally alike, any two may be aligned: then layers need not agree
    if len({claim.spans for claim in ann.claims}) < len(ann.claims):
        return
    found = applied(layers, draft(SHIP, layers))
    assert found.problems == []
    assert {a.decision for a in found.adjudications} <= {Decision.AGREED}
    assert {len(a.layer_claim_ids) for a in found.adjudications} <= {number}
    became = {a.layer_claim_ids[0]: a.claim_id for a in found.adjudications}
    expected = []
    for claim in ann.claims:
        fields: dict[str, Any] = {"claim_id": became[claim.claim_id], "origin": None}
        fields |= {name: became.get(getattr(claim, name)) for name in reference_fields(type(claim))}
        fields |= {"event_name": None} if isinstance(claim, HistoricalBackground) and claim.event_id else {}
        expected.append(claim.model_copy(update=fields))
    assert sorted(found.claims, key=lambda c: c.claim_id) == sorted(expected, key=lambda c: c.claim_id)


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 5).flatmap(lambda n: st.tuples(*[layers_of("heron_1", SHIP.text_length, a) for a in NAMES[:n]])))
def test_every_claim_is_named_once_and_lines_are_the_groups(layers: tuple[Annotation, ...]) -> None:
    names = claim_names(layers)
    lines = draft(SHIP, layers, RULES)
    groups = [sorted(names[claim.claim_id] for claim in group) for group in aligned(layers)]
    assert [sorted(named_claims(line)) for line in lines] == groups
    assert [line["id"] for line in lines] == [f"{number:02d}" for number in range(1, len(lines) + 1)]
    assert all(("rule" in line) == is_decided(line) != ("differs" in line) for line in lines)


@pytest.mark.parametrize("number", [2, 3, 4, 5])
@pytest.mark.parametrize("having", [1, 2, 3, 4, 5])
def test_how_many_layers_have_a_claim_is_shown_and_decides_under_the_majority_rule(number: int, having: int) -> None:
    if having > number:
        return
    layers = [layer(name, BACKGROUND) if place < having else layer(name) for place, name in enumerate(NAMES[:number])]
    names = [f"{name}/01" for name in NAMES[:having]]
    (line,) = draft(SHIP, layers)
    (by_majority,) = draft(SHIP, layers, RULES)
    if having == number:
        assert line == {"id": "01", "from": names, "rule": "all-agree", "reason": "The layers agree."}
        assert by_majority == line
        return
    differs = "only one layer has it" if having == 1 else f"{having} of {number} layers have it"
    assert line == {"id": "01", "from": names, "reason": "", "differs": differs}
    if number > 2 and 2 * having > number:
        reason = "More than half of the layers agree."
        assert by_majority == {"id": "01", "from": names, "rule": "majority", "reason": reason}
    else:
        assert by_majority == line


def test_the_claim_that_a_rule_takes_is_named_first() -> None:
    layers = [layer("ann", BACKGROUND | {"time": "1998"}), layer("ben", BACKGROUND), layer("cy", BACKGROUND)]
    (line,) = draft(SHIP, layers, RULES)
    assert (line["from"], line["rule"]) == (["ben/01", "ann/01", "cy/01"], "majority")


def test_of_equal_claims_one_with_a_statement_is_taken() -> None:
    silent = {name: value for name, value in BACKGROUND.items() if name != "statement"}
    layers = [layer("ann", silent), layer("ben", BACKGROUND), layer("cy", BACKGROUND | {"statement": "Cy says so."})]
    (line,) = draft(SHIP, layers)
    assert (line["from"], line["rule"]) == (["ben/01", "ann/01", "cy/01"], "all-agree")
    assert [claim.statement for claim in applied(layers, [line]).claims] == [BACKGROUND["statement"]]
    assert brought_up_to_date(SHIP, layers, [line]) == [line]
    other = layer("ben", BACKGROUND | {"time": "1999"})
    (line,) = draft(SHIP, [layer("ann", silent), other, layer("cy", silent)], RULES)
    assert (line["from"][0], line["rule"]) == ("ann/01", "majority"), "a claim with other values gives no statement"


def test_a_draft_leaves_open_what_the_layers_differ_in() -> None:
    ben = layer("ben", BACKGROUND | {"time": "1999", "spans": "sank in 1999"}, INNER)
    lines = {line["from"][0]: line for line in draft(SHIP, [ANN, ben])}
    assert lines == {
        "ann/02": {"id": "01", "from": ["ann/02"], "reason": "", "differs": "only one layer has it"},
        "ben/04": {"id": "02", "from": ["ben/04"], "reason": "", "differs": "only one layer has it"},
        "ann/01": {
            "id": "03",
            "from": ["ann/01", "ben/01"],
            "reason": "",
            "differs": {"spans": [["Ferries sank in 1999"], ["sank in 1999"]], "time": [None, "1999"]},
        },
    }
    found = applied([ANN, ben], list(lines.values()))
    assert found.claims == []
    assert [problem.split(": ")[1] for problem in found.problems] == ["not decided yet"] * 3


def test_of_three_layers_the_values_of_all_are_shown_in_their_order() -> None:
    layers = [
        layer(name, BACKGROUND | {"time": time}) for name, time in zip(NAMES, ("1999", "1998", "1999"), strict=False)
    ]
    (line,) = draft(SHIP, layers)
    assert (line["from"], line["differs"]) == (["ann/01", "ben/01", "cy/01"], {"time": ["1999", "1998", "1999"]})


def test_a_draft_without_the_text_shows_offsets() -> None:
    """It showed empty quotes."""
    ben = layer("ben", BACKGROUND | {"spans": "sank in 1999"})
    (line,) = draft(dehydrated(SHIP), [layer("ann", BACKGROUND), ben])
    first, second = line["differs"]["spans"]
    assert [Span(**span).of(SHIP.text or "") for span in (*first, *second)] == ["Ferries sank in 1999", "sank in 1999"]


# Layers that come later or change

BOTH = [layer("ann", BACKGROUND, STATEMENT), layer("ben", BACKGROUND | {"time": "1999"}, STATEMENT)]
CY = layer("cy", BACKGROUND, STATEMENT)
AGREED = {"id": "01", "from": ["ann/02", "ben/02"], "rule": "all-agree", "reason": "The layers agree."}
OPEN = {"id": "02", "from": ["ann/01", "ben/01"], "reason": "", "differs": {"time": [None, "1999"]}}
DECIDED = {"id": "02", "from": ["ben/01", "ann/01"], "reason": "It is dated.", "adjudicator": "judge"}


def test_the_draft_that_layers_are_added_to() -> None:
    assert draft(SHIP, BOTH) == [AGREED, OPEN]


@pytest.mark.parametrize("second", [OPEN, DECIDED, OPEN | {"set": {"time": "199X"}}, OPEN | {"proposed": "Why?"}])
def test_lines_that_name_every_claim_stay_as_they_are(second: dict[str, Any]) -> None:
    for first in (AGREED, AGREED | {"event_id": "losses_1999"}, AGREED | {"reason": "I think so, too."}):
        assert brought_up_to_date(SHIP, BOTH, [second, first]) == [second, first]


def test_what_another_rule_took_stays_as_long_as_that_rule_would_take_it() -> None:
    layers = [layer("ann", BACKGROUND), layer("ben", BACKGROUND), layer("cy", BACKGROUND | {"time": "1999"})]
    lines = draft(SHIP, layers, RULES)
    assert lines[0]["rule"] == "majority"
    assert brought_up_to_date(SHIP, layers, lines, RULES[:1]) == lines
    assert brought_up_to_date(SHIP, layers, lines, ()) == lines


def test_lines_in_which_a_person_split_a_group_stay_as_they_are() -> None:
    lines = [AGREED, *({"id": name, "from": [f"{name}/01"], "reason": ""} for name in ("ann", "ben"))]
    assert brought_up_to_date(SHIP, BOTH, lines) == lines


def test_a_later_layer_joins_what_only_a_draft_wrote() -> None:
    """What a rule had taken of two layers could not be applied with a third, and equal claims of it were open cases."""
    lines = brought_up_to_date(SHIP, [*BOTH, CY], [AGREED, OPEN])
    assert lines == [
        AGREED | {"from": ["ann/02", "ben/02", "cy/02"]},
        OPEN | {"from": ["ann/01", "ben/01", "cy/01"], "differs": {"time": [None, "1999", None]}},
    ]
    assert brought_up_to_date(SHIP, [*BOTH, CY], [AGREED, OPEN], RULES) == [
        lines[0],
        {"id": "02", "from": ["ann/01", "ben/01", "cy/01"], "rule": "majority"} | {"reason": RULES[1].reason},
    ]


def test_lines_that_are_drafted_again_keep_their_ids_and_places() -> None:
    lines = brought_up_to_date(SHIP, [*BOTH, CY], [OPEN, AGREED])
    assert [(line["id"], line["from"]) for line in lines] == [
        ("02", ["ann/01", "ben/01", "cy/01"]),
        ("01", ["ann/02", "ben/02", "cy/02"]),
    ]


def test_what_a_later_layer_lacks_is_no_longer_what_all_agree_on() -> None:
    lines = brought_up_to_date(SHIP, [*BOTH, layer("cy")], [AGREED, OPEN])
    assert lines == [
        {"id": "01", "from": ["ann/02", "ben/02"], "reason": "", "differs": "2 of 3 layers have it"},
        OPEN,
    ]
    (first, _) = brought_up_to_date(SHIP, [*BOTH, layer("cy")], [AGREED, OPEN], RULES)
    assert first == AGREED | {"rule": "majority", "reason": RULES[1].reason}


def test_a_later_claim_opens_the_decision_of_a_person_and_what_was_decided_is_proposed() -> None:
    lines = brought_up_to_date(SHIP, [*BOTH, CY], [AGREED, DECIDED])
    assert lines[1] == {
        "id": "02",
        "from": ["ben/01", "ann/01", "cy/01"],
        "reason": "",
        "proposed": "decided before: It is dated.",
    }
    rejected = {"id": "02", "reject": ["ann/01", "ben/01"], "reason": "It is no background.", "adjudicator": "judge"}
    assert brought_up_to_date(SHIP, [*BOTH, CY], [AGREED, rejected])[1] == {
        "id": "02",
        "reject": ["ann/01", "ben/01", "cy/01"],
        "reason": "",
        "proposed": "decided before: It is no background.",
    }
    proposed = OPEN | {"set": {"time": "199X"}, "proposed": "judge submitted it so"}
    assert brought_up_to_date(SHIP, [*BOTH, CY], [AGREED, proposed])[1] == {
        "id": "02",
        "from": ["ann/01", "ben/01", "cy/01"],
        "set": {"time": "199X"},
        "reason": "",
        "proposed": "judge submitted it so",
    }


def test_a_decision_on_which_a_later_layer_has_nothing_stays() -> None:
    assert brought_up_to_date(SHIP, [*BOTH, layer("cy", STATEMENT)], [AGREED, DECIDED])[1] == DECIDED


def test_a_later_claim_of_a_group_that_a_person_split_gets_a_line_of_its_own() -> None:
    split = [{"id": name, "from": [f"{name}/01"], "reason": "Two losses."} for name in ("ann", "ben")]
    lines = brought_up_to_date(SHIP, [*BOTH, CY], [AGREED, *split])
    new = {"id": "02", "from": ["cy/01"], "reason": "", "differs": "only one layer has it"}
    assert lines[1:] == [*split, new]


def test_new_lines_have_ids_that_no_line_has() -> None:
    lines = brought_up_to_date(SHIP, [layer("ann", BACKGROUND, STATEMENT, FIGURE)], [{"id": "02", "from": ["ann/03"]}])
    assert [(line["id"], line["from"]) for line in lines] == [
        ("02", ["ann/03"]),
        ("01", ["ann/02"]),
        ("03", ["ann/01"]),
    ]


@pytest.mark.parametrize("line", [AGREED, AGREED | {"from": ["ben/02", "ann/02"]}])
def test_a_rules_line_is_drafted_again_where_a_layer_was_corrected(line: dict[str, Any]) -> None:
    layers = [BOTH[0], layer("ben", BACKGROUND | {"time": "1999"}, STATEMENT | {"mention": "nominal"})]
    first, _ = brought_up_to_date(SHIP, layers, [line, OPEN])
    differs = {"mention": ["named", "nominal"]}
    assert first == {"id": "01", "from": ["ann/02", "ben/02"], "reason": "", "differs": differs}


def test_a_majority_for_another_claim_than_the_first_no_longer_holds() -> None:
    layers = [layer("ann", BACKGROUND | {"time": "1998"}), layer("ben", BACKGROUND), layer("cy", BACKGROUND)]
    line = {"id": "01", "from": ["ann/01", "ben/01", "cy/01"], "rule": "majority", "reason": RULES[1].reason}
    (again,) = brought_up_to_date(SHIP, layers, [line], RULES)
    assert again["from"] == ["ben/01", "ann/01", "cy/01"]


LATER = st.integers(1, 5).flatmap(
    lambda n: st.tuples(
        st.tuples(*[layers_of("heron_1", SHIP.text_length, name) for name in NAMES[:n]]),
        st.lists(st.integers(0, 2), min_size=n, max_size=n),
    )
)


@settings(deadline=None, max_examples=40)
@given(LATER, st.booleans())
def test_layers_one_by_one_give_what_all_at_once_give(
    case: tuple[tuple[Annotation, ...], list[int]], all_rules: bool
) -> None:
    """Layers are copies of each other in part, so that rules take some of them and lose some again."""
    drawn, copied = case
    layers = [drawn[0]]
    for place, one in enumerate(drawn[1:], start=1):
        layers.append(renamed(layers[copied[place] % place], one.annotator_id) if copied[place] else one)
    rules = RULES if all_rules else RULES[:1]
    lines: list[dict[str, Any]] = []
    for number in range(1, len(layers) + 1):
        lines = brought_up_to_date(SHIP, layers[:number], lines, rules)
        assert brought_up_to_date(SHIP, layers[:number], lines, rules) == lines
        assert max(Counter(line["id"] for line in lines).values(), default=1) == 1
    at_once = draft(SHIP, layers, rules)
    shown = [sorted((line["from"], line.get("rule")) for line in some) for some in (lines, at_once)]
    assert shown[0] == shown[1]


@settings(deadline=None, max_examples=40)
@given(LATER, st.data())
def test_whatever_was_decided_before_a_layer_came_can_be_applied_in_the_end(
    case: tuple[tuple[Annotation, ...], list[int]], data: st.DataObject
) -> None:
    drawn, copied = case
    layers: list[Annotation] = []
    lines: list[dict[str, Any]] = []
    for place, one in enumerate(drawn):
        layers.append(renamed(layers[copied[place] % place], one.annotator_id) if copied[place] and place else one)
        lines = brought_up_to_date(SHIP, layers, lines, RULES)
        last = place == len(drawn) - 1
        lines = [decided(line) if last or data.draw(st.booleans()) else line for line in lines]
    found = applied(layers, lines)
    assert found.problems == []
    assert sorted(i for a in found.adjudications for i in a.layer_claim_ids) == sorted(
        claim.claim_id for one in layers for claim in one.claims
    )


def decided(line: dict[str, Any]) -> dict[str, Any]:
    if is_decided(line):
        return line
    kept = {name: value for name, value in line.items() if name not in ("differs", "proposed")}
    return kept | {"reason": "Because.", "adjudicator": "judge"}
