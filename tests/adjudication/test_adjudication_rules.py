"""The rules: each takes what it says, and a decision that names one is held to it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import BACKGROUND
from quay import ARTICLES, layer

from claimwire.adjudication import RULES, Group, adjudicate, draft, rule_named
from claimwire.corpus.records import canonical_json
from claimwire.errors import ClaimwireError
from claimwire.ingest.article import dehydrated
from claimwire.schema.annotation import RULE_PATTERN
from claimwire.schema.vocab import Decision

SHIP = ARTICLES["heron_1"]

ANN, BEN = layer(SHIP, "ann", [BACKGROUND]), layer(SHIP, "ben", [BACKGROUND | {"time": "1999"}])
CY = layer(SHIP, "cy", [BACKGROUND])
VALUES = st.lists(st.fixed_dictionaries({"a": st.sampled_from("12"), "b": st.sampled_from("12")}), max_size=5)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_a_rule_has_an_id_to_write_down_and_says_what_it_does(rule: Any) -> None:
    assert re.fullmatch(RULE_PATTERN, rule.rule_id)
    assert rule_named(rule.rule_id) is rule
    assert rule.reason.endswith(".")
    assert len(rule.description.split()) > 5


def test_ids_are_each_one_rule() -> None:
    assert len({rule.rule_id for rule in RULES}) == len(RULES)
    with pytest.raises(ClaimwireError, match="no rule is called 'coin-toss'; there are: all-agree, majority"):
        rule_named("coin-toss")


@pytest.mark.parametrize(
    ("values", "layers", "all_agree", "majority"),
    [
        ("", 0, None, None),
        ("", 1, None, None),
        ("1", 1, None, None),
        ("1", 2, None, None),
        ("11", 2, 0, None),
        ("12", 2, None, None),
        ("111", 3, 0, 0),
        ("11", 3, None, 0),
        ("211", 3, None, 1),
        ("123", 3, None, None),
        ("1", 3, None, None),
        ("22", 4, None, None),
        ("1222", 4, None, 1),
        ("1122", 4, None, None),
        ("12121", 5, None, 0),
    ],
)
def test_what_each_rule_takes(values: str, layers: int, all_agree: int | None, majority: int | None) -> None:
    group = Group(tuple({"field": value} for value in values), layers)
    assert rule_named("all-agree").taken(group) == all_agree
    assert rule_named("majority").taken(group) == majority
    assert rule_named("single-layer").taken(group) == (0 if (values, layers) == ("1", 1) else None)


@given(VALUES, st.integers(0, 3))
def test_rules_look_at_the_claims_and_not_at_their_order(values: list[dict[str, str]], more: int) -> None:
    group, back = (Group(tuple(order), len(values) + more) for order in (values, values[::-1]))
    for rule in RULES:
        taken, other = rule.taken(group), rule.taken(back)
        assert (taken is None) == (other is None)
        if taken is not None and other is not None:
            assert group.claims[taken] == back.claims[other]
            assert 2 * sum(claim == group.claims[taken] for claim in group.claims) > group.layers


def applied(layers: list[Any], programs: tuple[str, ...] = (), **line: Any) -> Any:
    text = canonical_json({"id": "01", "reason": "Because."} | line)
    return adjudicate(SHIP, layers, [(1, text)], "judge", "file", programs)


# Layers of rule programs


def rules_of(layers: list[Any], programs: tuple[str, ...]) -> list[str | None]:
    """Return the rule that takes the claim of each line of a draft."""
    return [line.get("rule") for line in draft(SHIP, layers, RULES, programs)]


def test_a_program_is_no_second_opinion() -> None:
    assert rules_of([ANN, CY], ()) == ["all-agree"]
    assert rules_of([ANN, CY], ("cy",)) == ["single-layer"]
    assert rules_of([ANN], ()) == ["single-layer"]
    assert rules_of([ANN], ("ann",)) == [None], "nor a first one"
    assert rules_of([ANN, CY], ("ann", "cy")) == [None]


def test_what_a_program_says_does_not_hinder_a_rule_and_is_named_after_the_claim_that_is_taken() -> None:
    (line,) = draft(SHIP, [BEN, ANN, CY], RULES, ("ben",))
    assert (line["rule"], line["from"]) == ("all-agree", ["ann/01", "ben/01", "cy/01"])
    found = adjudicate(SHIP, [BEN, ANN, CY], [(1, canonical_json(line))], "judge", "file", ("ben",))
    assert found.problems == []
    assert found.claims[0].time is None
    assert found.adjudications[0].decision is Decision.AGREED
    without = adjudicate(SHIP, [BEN, ANN, CY], [(1, canonical_json(line))], "judge", "file")
    assert "the rule all-agree does not take this claim" in without.problems[0]


def test_two_of_three_are_no_majority_if_one_is_a_program() -> None:
    assert rules_of([ANN, CY, BEN], ()) == ["majority"]
    assert rules_of([ANN, CY, BEN], ("cy",)) == [None]


def test_the_kind_of_decision_is_not_agreed_where_only_a_program_agrees() -> None:
    both = {"from": ["ann/01", "cy/01"]}
    for programs, kind in (((), Decision.AGREED), (("cy",), Decision.CHOSEN)):
        assert applied([ANN, CY], programs, **both).adjudications[0].decision is kind
    assert applied([ANN], **{"from": ["ann/01"], "rule": "single-layer"}).problems == []
    assert applied([ANN, CY], ("cy",), **both, rule="single-layer").problems == []
    assert "does not take this claim" in applied([ANN, CY], **both, rule="single-layer").problems[0]


@pytest.mark.parametrize(
    ("layers", "line", "message"),
    [
        ([ANN, CY], {"rule": "coin-toss"}, "no rule is called 'coin-toss'"),
        ([ANN, BEN], {"rule": "all-agree"}, "the rule all-agree does not take this claim"),
        ([ANN, CY], {"rule": "majority"}, "the rule majority does not take this claim"),
        ([ANN, CY], {"rule": "all-agree", "set": {"time": "1999"}}, "does not take this claim"),
        ([ANN], {"rule": "all-agree"}, "does not take this claim"),
        ([ANN, CY], {"take": {"time": "dan/01"}}, "`take` takes time from dan/01, which `from` does not name"),
        (
            [ANN, CY],
            {"take": {"lower": "cy/01"}},
            "`take` names lower, which is not a field of cy/01 that can be taken",
        ),
        ([ANN, CY], {"take": {"claim_id": "cy/01"}}, "`take` names claim_id"),
        ([ANN, CY], {"set": {"spans": [{"start": 9, "end": 9}]}}, "spans: 9 to 9 is not a span of a text of"),
        ([ANN, CY], {"set": {"spans": [{"start": -1, "end": 9}]}}, "spans: -1 to 9 is not a span"),
        ([ANN, CY], {"note": ""}, "note: "),
        ([ANN, CY], {"adjudicator": "Ann B."}, "adjudicator: "),
    ],
)
def test_a_decision_that_does_not_hold_is_refused(layers: list[Any], line: dict[str, Any], message: str) -> None:
    names = [f"{x.annotator_id}/01" for x in layers]
    found = applied(layers, **{"from": names} | line)
    assert message in found.problems[0]
    assert found.problems[0].startswith("file:1: ")
    assert found.claims == []


def test_a_rejected_claim_needs_no_field_and_no_rule() -> None:
    for extra in ({"take": {"time": "ann/01"}}, {"rule": "all-agree"}):
        found = adjudicate(
            SHIP, [ANN], [(1, canonical_json({"reject": ["ann/01"], "reason": "No."} | extra))], "j", "file"
        )
        assert "a line with `reject` makes no claim" in found.problems[0]


def test_what_a_line_says_is_in_the_record() -> None:
    found = applied(
        [ANN, CY], **{"from": ["ann/01", "cy/01"], "rule": "all-agree", "note": "Looked at.", "adjudicator": "dan"}
    )
    (record,) = found.adjudications
    assert (record.rule, record.note, record.adjudicator_id) == ("all-agree", "Looked at.", "dan")
    assert record.decision is Decision.AGREED


def test_a_field_can_be_taken_from_another_layer_or_left_out_as_there() -> None:
    both = {"from": ["ann/01", "ben/01"]}
    for names, take, time, kind in (
        (["ann/01", "ben/01"], {"time": "ben/01"}, "1999", Decision.CHOSEN),
        (["ben/01", "ann/01"], {"time": "ann/01"}, None, Decision.CHOSEN),
        (["ben/01", "ann/01"], {"statement": "ann/01"}, "1999", Decision.CHOSEN),
    ):
        found = applied([ANN, BEN], **both | {"from": names, "take": take})
        assert found.problems == []
        assert (found.claims[0].time, found.adjudications[0].decision) == (time, kind)


def test_a_span_may_be_set_as_offsets_also_without_the_text() -> None:
    start = (SHIP.text or "").index("sank in 1999")
    line = {"id": "01", "from": ["ann/01"], "set": {"spans": [{"start": start, "end": start + 12}]}, "reason": "Why."}
    found = adjudicate(dehydrated(SHIP), [ANN], [(1, canonical_json(line))], "judge", "file")
    assert found.problems == []
    assert found.claims[0].spans[0].of(SHIP.text or "") == "sank in 1999"
