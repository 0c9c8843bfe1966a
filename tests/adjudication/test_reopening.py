"""Decisions on layers as they were shown, held against the layers as they are now."""

from __future__ import annotations

import json
from typing import Any

import pytest
from invented import BACKGROUND, FIGURE, SHIP, STATEMENT

from claimwire.adjudication import DEFAULT_RULES
from claimwire.adjudication.context import ArticleContext
from claimwire.adjudication.decisions import named_claims
from claimwire.adjudication.reopening import reopened
from claimwire.adjudication.submitted import submitted_decisions
from claimwire.formats.layers import LayerFacts, quoted_layer
from claimwire.schema import Annotation, ClaimBase
from claimwire.schema.vocab import ClaimOrigin, Confidence, Harm

Json = dict[str, Any]
PART = FIGURE | {"id": "04", "spans": "sank", "part_of_id": "03", "statement": "Some of them."}


def layer(annotator: str, *entries: Json) -> Annotation:
    lines = [(number, json.dumps(entry)) for number, entry in enumerate(entries, start=1)]
    found, problems = quoted_layer(SHIP, lines, LayerFacts(annotator, "2.0.0", "tool"), "layer.jsonl")
    assert problems == []
    return found


ANN = layer("ann", BACKGROUND, STATEMENT, FIGURE, PART)
BEN = layer("ben", BACKGROUND | {"time": "1999"}, STATEMENT, FIGURE | {"harm": "injured"})
SHOWN = [ANN, BEN]


def submitted(*left: str, comments: dict[str, str] | None = None) -> list[Json]:
    """Return the decisions of a judge who left some of the claims that were shown, with comments."""
    by_name = ArticleContext(SHIP, SHOWN).claims
    ids = {by_name[name].claim_id: f"heron_1_judge_{name.replace('/', '_')}" for name in left}
    claims: list[ClaimBase] = []
    for name in left:
        own = by_name[name]
        named = {field: ids.get(getattr(own, field, None) or "") for field in ("voice_id", "part_of_id")}
        fields = {field: value for field, value in named.items() if field in type(own).model_fields}
        comment = (comments or {}).get(name)
        claims.append(own.model_copy(update={"claim_id": ids[own.claim_id], "comment": comment} | fields))
    facts = {"annotation_id": "heron_1_judge", "annotator_id": "judge", "claims": tuple(claims)}
    origins = {new: old for old, new in ids.items()}
    return submitted_decisions(SHIP, SHOWN, ANN.model_copy(update=facts), origins, DEFAULT_RULES, "judge")


LEFT = ("ann/02", "ann/03", "ann/04", "ben/01")
COMMENTS = {"ben/01": "It is dated.", "ann/03": "They died.", "ann/04": "A part."}


def found(lines: list[Json], layers: list[Annotation]) -> dict[str, Json]:
    """Return the lines over other layers, by each claim they name; every claim of the layers is in one line."""
    made = reopened(SHIP, lines, SHOWN, layers, DEFAULT_RULES, "judge")
    every = [name for line in made for name in named_claims(line)]
    assert sorted(every) == sorted(ArticleContext(SHIP, layers).claims)
    assert len({line["id"] for line in made}) == len(made)
    by_name = {name: line for line in made for name in named_claims(line)}
    nameless = [line for line in made if not named_claims(line)]
    return by_name | ({"": nameless[0]} if nameless else {})


def with_claim(own: Annotation, ending: str, **changes: Any) -> Annotation:
    claims = [c.model_copy(update=changes) if c.claim_id.endswith(ending) else c for c in own.claims]
    return own.model_copy(update={"claims": tuple(claims)})


def without(own: Annotation, ending: str) -> Annotation:
    return own.model_copy(update={"claims": tuple(c for c in own.claims if not c.claim_id.endswith(ending))})


def test_layers_that_are_as_they_were_shown_leave_every_line() -> None:
    lines = submitted(*LEFT, comments=COMMENTS)
    assert reopened(SHIP, lines, SHOWN, SHOWN, DEFAULT_RULES, "judge") == lines
    dated = [own.model_copy(update={"date": "2031-01-01", "lead_time_seconds": 3.0}) for own in SHOWN]
    remarked = [with_claim(own, "_01", comment="Or?", origin=ClaimOrigin.OWN) for own in dated]
    assert reopened(SHIP, lines, SHOWN, remarked, DEFAULT_RULES, "judge") == lines


def test_a_claim_that_was_not_shown_is_open_and_never_rejected() -> None:
    more = ANN.claims[0].model_copy(update={"claim_id": "heron_1_ann_09", "spans": (ANN.claims[3].spans[0],)})
    lines = submitted(*LEFT, comments=COMMENTS)
    made = found(lines, [ANN.model_copy(update={"claims": (*ANN.claims, more)}), BEN])
    line = made["ann/09"]
    assert (line["reason"], line["notice"], "proposed" in line) == ("", "judge was not shown ann/09", False)
    assert [made[name] for name in ("ann/02", "ann/03", "ben/01")] == [
        next(x for x in lines if name in named_claims(x)) for name in ("ann/02", "ann/03", "ben/01")
    ]


def test_one_that_is_aligned_with_what_was_decided_opens_that_again() -> None:
    more = ANN.claims[3].model_copy(update={"claim_id": "heron_1_ben_09", "part_of_id": None})
    made = found(submitted(*LEFT, comments=COMMENTS), [ANN, BEN.model_copy(update={"claims": (*BEN.claims, more)})])
    line = made["ben/09"]
    assert line is made["ann/04"]
    assert (line["reason"], line["proposed"]) == ("", "decided before: A part.")
    assert line["notice"] == "judge was not shown ben/09"


def test_what_was_chosen_of_a_claim_that_changed_is_proposed_as_it_was_shown() -> None:
    lines = submitted(*LEFT, comments=COMMENTS)
    made = found(lines, [with_claim(ANN, "_03", harm=Harm.MISSING), BEN])
    line = made["ann/03"]
    assert (line["reason"], line["proposed"]) == ("", "decided before: They died.")
    assert line["notice"] == "ann/03 changed after it was shown to judge"
    assert line["set"] == {"harm": "killed"}
    assert made["ben/01"]["reason"] == "It is dated."


def test_a_value_that_another_layer_has_by_now_is_taken_from_it_and_not_set() -> None:
    swapped = [with_claim(ANN, "_03", harm=Harm.INJURED), with_claim(BEN, "_03", harm=Harm.KILLED)]
    line = found(submitted(*LEFT, comments=COMMENTS), swapped)["ann/03"]
    assert line["from"][0] == "ben/03"
    assert not {"set", "take"} & line.keys()
    assert line["notice"] == "ben/03 and ann/03 changed after they were shown to judge"


def test_what_a_rule_took_is_drafted_again_if_it_changed() -> None:
    lines = submitted(*LEFT, comments=COMMENTS)
    assert next(x for x in lines if "ann/02" in named_claims(x)).get("rule") == "all-agree"
    line = found(lines, [with_claim(ANN, "_02", source_name=("Another",)), BEN])["ann/02"]
    assert (line["reason"], line["notice"]) == ("", "ann/02 changed after it was shown to judge")
    both = [with_claim(own, "_02", source_name=("Another",)) for own in SHOWN]
    assert found(lines, both)["ann/02"]["rule"] == "all-agree"


def test_a_rejection_of_a_claim_that_changed_is_open_again() -> None:
    lines = submitted("ann/02", "ann/03", "ben/01", comments=COMMENTS)
    assert next(x for x in lines if "ann/04" in named_claims(x))["proposed"] == "judge left none of them"
    line = found(lines, [with_claim(ANN, "_04", confidence=Confidence.LOW), BEN])["ann/04"]
    assert line == {
        "id": line["id"],
        "reject": ["ann/04"],
        "reason": "",
        "proposed": "judge left none of them",
        "notice": "ann/04 changed after it was shown to judge",
    }
    assert "ann/04" not in found(lines, [without(ANN, "_04"), BEN])


def test_what_was_made_of_a_claim_that_is_gone_is_kept_as_a_proposal() -> None:
    lines = submitted(*LEFT, comments=COMMENTS)
    line = found(lines, [without(ANN, "_04"), BEN])[""]
    assert (line["reason"], line["proposed"]) == ("", "decided before: A part.")
    assert line["set"]["label"] == "casualty_figure"
    assert line["set"]["part_of_id"] == next(x for x in lines if "ann/03" in named_claims(x))["id"]
    assert line["notice"] == "no layer has the claim any more that judge was shown"
    other = found(lines, [without(without(ANN, "_03"), "_04"), BEN])["ben/03"]
    assert other["set"] == {"harm": "killed"}, "ann had it"


@pytest.mark.parametrize("gone", ["_01", "_02", "_03", "_04"])
def test_nothing_is_named_twice_or_left_out_whichever_claim_goes(gone: str) -> None:
    for lines in (submitted(*LEFT, comments=COMMENTS), submitted(*LEFT), submitted("ann/02")):
        found(lines, [without(ANN, gone), BEN])
        found(lines, [without(ANN, gone), without(BEN, gone)])
        found(lines, [ANN])
