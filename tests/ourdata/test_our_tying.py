"""Over all that was annotated here, hardly a part is tied to a wrong claim, and most are tied."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.tying import (
    Annotated,
    Outcome,
    Related,
    annotated,
    counted,
    none_related,
    regions,
    what_needs_it_related,
)
from claimwire.corpus.workspace import Workspace
from claimwire.labelstudio.page.controls import PART_BY_FIELD
from claimwire.regions import refill
from claimwire.schema.vocab import Split

OURS = Workspace(Path(__file__).resolve().parents[2])

LEAST_RIGHT = {
    "spans": 0.40,
    "source_spans": 0.80,
    "cue_spans": 0.88,
    "quoted_spans": 0.82,
    "quantity_spans": 0.99,
    "time_spans": 0.38,
    "place_spans": 0.36,
    "actor_spans": 0.45,
    "cause_spans": 0.36,
}
"""The share of parts of each field that is tied to their claim at least, if nobody draws a relation."""


@pytest.fixture(scope="module")
def everything() -> list[Annotated]:
    return list(annotated(OURS))


@pytest.fixture(scope="module", params=["train", "others"])
def half(request: pytest.FixtureRequest, everything: list[Annotated]) -> list[Annotated]:
    return [one for one in everything if (one.split is Split.TRAIN) == (request.param == "train")]


def share(counts: Counter[Outcome], outcome: Outcome) -> float:
    return counts[outcome] / counts.total()


@pytest.mark.parametrize("is_related", [none_related, what_needs_it_related])
def test_at_most_one_part_in_a_hundred_is_tied_to_a_wrong_claim(half: list[Annotated], is_related: Related) -> None:
    counts = counted(half, is_related)
    assert {"source_spans", "cue_spans", "quantity_spans"} <= set(counts)
    assert {field: share(count, "wrong") for field, count in counts.items() if share(count, "wrong") > 0.01} == {}


def test_a_part_of_several_claims_is_seldom_tied_to_one_of_them(half: list[Annotated]) -> None:
    shares = {field: share(count, "one of several") for field, count in counted(half).items()}
    assert max(shares.values()) <= 0.03


def test_most_parts_are_tied_to_their_claim_without_a_relation(half: list[Annotated]) -> None:
    counts = counted(half)
    assert set(counts) == set(PART_BY_FIELD) == set(LEAST_RIGHT)
    assert {field for field, count in counts.items() if share(count, "right") < LEAST_RIGHT[field]} == set()


def test_the_document_has_the_tables_as_they_are_measured(everything: list[Annotated]) -> None:
    """`python benchmarks/tying.py --to docs/label-studio.md` writes them anew."""
    document = (OURS.root / "docs" / "label-studio.md").read_text(encoding="utf-8")
    found = regions(everything)
    assert all(f"<!-- generated: {name} -->" in document for name in found)
    assert refill(document, found) == document
