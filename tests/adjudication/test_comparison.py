"""Which fields of claims are compared, and in which they differ."""

from __future__ import annotations

from typing import Any

import pytest
from invented import BACKGROUND, FIGURE, SHIP, STATEMENT
from quay import layer

from claimwire.adjudication import NOT_COMPARED, comparable_fields, differing_fields
from claimwire.adjudication.comparison import claim_fields
from claimwire.schema import LABELS, REFERENCE_LABELS
from claimwire.schema.fields import fields_in_role

ANN = layer(SHIP, "ann", [STATEMENT, FIGURE | {"voice_id": "02"}])
FERRIES = next(claim for claim in ANN.claims if claim.claim_id.endswith("03"))
VOICE = "heron_1_ann_02"


@pytest.mark.parametrize(
    ("claims", "differing"),
    [
        ([], ()),
        ([{"a": "1"}], ()),
        ([{"a": "1"}, {"a": "1"}], ()),
        ([{"a": "1"}, {"a": "2"}], ("a",)),
        ([{"a": "1"}, {}], ("a",)),
        ([{"a": "1"}, {"a": "1"}, {"a": "2"}], ("a",)),
        ([{"b": "1", "a": "1"}, {"b": "1", "a": "1"}, {"b": "2"}], ("a", "b")),
    ],
)
def test_fields_differ_unless_all_claims_have_the_same(
    claims: list[dict[str, str]], differing: tuple[str, ...]
) -> None:
    assert differing_fields(claims) == differing
    assert differing_fields(iter(claims[::-1])) == differing


def test_references_are_to_the_gold_claims_that_became_of_them() -> None:
    assert claim_fields(FERRIES)["voice_id"] == VOICE
    assert claim_fields(FERRIES, {VOICE: "heron_1_c01"})["voice_id"] == "heron_1_c01"
    assert claim_fields(FERRIES, {})["voice_id"] is None
    assert "part_of_id" not in claim_fields(FERRIES, {VOICE: "heron_1_c01"})


def test_a_field_without_a_value_and_one_at_its_default_are_the_same() -> None:
    assert "voice_id" not in comparable_fields(FERRIES, {})
    plain = layer(SHIP, "ben", [FIGURE]).claims[0]
    assert comparable_fields(plain) == comparable_fields(FERRIES, {})
    assert comparable_fields(plain) != comparable_fields(FERRIES, {VOICE: "heron_1_c01"})


@pytest.mark.parametrize("changes", [{"statement": "Else."}, {"comment": "Hm."}, {"confidence": "low"}])
def test_wording_remarks_and_certainty_are_not_compared(changes: dict[str, Any]) -> None:
    one, other = (layer(SHIP, "ann", [BACKGROUND | own]).claims[0] for own in ({}, changes))
    assert comparable_fields(one) == comparable_fields(other)


def test_what_decides_is_compared() -> None:
    for declaration in LABELS:
        judged = fields_in_role(declaration.model, "judgement", "content", "label")
        assert judged == set(declaration.model.model_fields) - NOT_COMPARED
        assert set(REFERENCE_LABELS) & set(declaration.model.model_fields) <= judged
