"""Decisions that are applied again: what later steps had added to a claim stays, or is named."""

from __future__ import annotations

import json
from typing import Any

import pytest
from invented import SHIP, STATEMENT
from quay import layer as quoted

from claimwire.adjudication import Adjudicated, adjudicate
from claimwire.schema import ClaimBase, Review
from claimwire.schema.vocab import Verdict

LINE: dict[str, Any] = {"reason": "The rule.", "from": ["ann/01"], "id": "01"}
CLAIM = "heron_1_c01"


def decided(line: dict[str, Any], earlier: list[ClaimBase], entry: dict[str, Any] | None = None) -> Adjudicated:
    layers = [quoted(SHIP, "ann", [STATEMENT | {"id": "01", "source_name": ["Ada Lorn"]} | (entry or {})])]
    made = adjudicate(SHIP, layers, [(1, json.dumps(LINE | line))], "judge", "heron_1.jsonl", earlier=earlier)
    assert made.problems == []
    return made


@pytest.fixture
def first() -> ClaimBase:
    """The claim as later steps leave it: with an event, an entity for each name, and a verdict."""
    [claim] = decided({}, []).claims
    assert claim.claim_id == CLAIM
    names = claim.source_name  # type: ignore[attr-defined]
    assert names
    ids = tuple(f"entity_{number}" for number, _ in enumerate(names))
    return claim.model_copy(
        update={"event_id": "a_storm", "source_ids": ids, "review": Review(verdict=Verdict.SUPPORTED)}
    )


def test_the_same_decisions_change_nothing(first: ClaimBase) -> None:
    made = decided({}, [first])
    assert made.claims == [first]
    assert made.lost == []
    assert made.adjudications == decided({}, []).adjudications, "the record is of what was decided"


def test_a_verdict_goes_with_what_it_was_about_and_is_named(first: ClaimBase) -> None:
    made = decided({"set": {"confidence": "low"}}, [first])
    [claim] = made.claims
    assert (claim.event_id, claim.source_ids, claim.review) == ("a_storm", first.source_ids, None)  # type: ignore[attr-defined]
    assert made.lost == [f"{CLAIM} no longer has its review: confidence changed"]


def test_ids_of_entities_go_when_the_names_change(first: ClaimBase) -> None:
    made = decided({"set": {"source_name": ["Somebody Else"]}}, [first])
    [claim] = made.claims
    assert (claim.event_id, claim.source_ids) == ("a_storm", ())  # type: ignore[attr-defined]
    assert made.lost == [
        f"{CLAIM} no longer has its review: source_name changed",
        f"{CLAIM} no longer has its source_ids: source_name changed",
    ]


def test_what_a_decision_says_goes_before_what_was_there(first: ClaimBase) -> None:
    given = decided({"event_id": "a_flood"}, [first]).claims[0]
    assert given.event_id == "a_flood"
    taken_out = decided({"unset": ["event_id", "source_ids", "review"]}, [first])
    assert (taken_out.claims[0].event_id, taken_out.claims[0].review, taken_out.lost) == (None, None, [])


def test_a_claim_of_other_words_is_another_claim_with_the_same_number(first: ClaimBase) -> None:
    elsewhere = first.model_copy(update={"spans": (first.spans[0].model_copy(update={"start": 9000, "end": 9001}),)})
    made = decided({}, [elsewhere])
    assert made.claims[0].event_id is None
    assert f"{CLAIM} no longer has its event_id: it has other words" in made.lost


@pytest.mark.parametrize("more", [0, 1])
def test_words_that_are_shared_are_enough_and_words_that_touch_are_not(first: ClaimBase, more: int) -> None:
    start = first.spans[0].start
    before = first.spans[0].model_copy(update={"start": 0, "end": start + more})
    made = decided({}, [first.model_copy(update={"spans": (before,)})])
    assert made.claims[0].event_id == ("a_storm" if more else None)


def test_a_claim_that_is_gone_is_named_with_what_it_had(first: ClaimBase) -> None:
    made = decided({"id": "02"}, [first])
    assert made.claims[0].event_id is None
    assert made.lost == [f"{CLAIM} is no longer there; it had event_id, review, source_ids"]
    plain = decided({}, []).claims
    assert decided({"id": "02"}, plain).lost == [], "nothing had been added to it"
