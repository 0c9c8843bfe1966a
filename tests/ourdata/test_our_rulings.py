"""The rulings of the codebook: complete, in the words of their examples, and as programs read these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from claimwire.corpus.records import records_of
from claimwire.corpus.workspace import Workspace
from claimwire.proposals import proposed
from claimwire.schema import DECLARATION_OF, Ruling, RulingClaim, span_slots
from claimwire.schema.fields import FieldShape, shapes
from claimwire.schema.vocab import ExampleKind

ROOT = Path(__file__).parents[2]
RULINGS: list[Ruling] = records_of(Workspace(ROOT).rulings()[0])
OTHER_FIELDS = {"label", "spans", "review", "link"}
"""What a ruling can decide beside slots."""


def claims() -> Iterator[tuple[str, str, RulingClaim]]:
    for ruling in RULINGS:
        for number, example in enumerate(ruling.examples, start=1):
            for claim in (*example.claims, *example.no_claims):
                yield f"{ruling.ruling_id}/{number}", example.text, claim


EVERY = list(claims())


def test_every_ruling_has_an_example_of_each_kind() -> None:
    for ruling in RULINGS:
        kinds = Counter(example.kind for example in ruling.examples)
        assert set(kinds) == set(ExampleKind), ruling.ruling_id


def test_every_example_says_what_is_there_or_not() -> None:
    assert [r.ruling_id for r in RULINGS for x in r.examples if not (x.claims or x.no_claims)] == []


def test_rulings_are_sorted_and_decide_slots_that_there_are() -> None:
    ids = [ruling.ruling_id for ruling in RULINGS]
    assert len(set(ids)) == len(ids)
    known = OTHER_FIELDS | {name for declaration in DECLARATION_OF.values() for name in declaration.model.model_fields}
    assert {field for ruling in RULINGS for field in ruling.fields} <= known


@pytest.mark.parametrize(("name", "text", "claim"), EVERY, ids=[name for name, _, _ in EVERY])
def test_what_is_quoted_is_in_the_example_and_slots_have_values_of_theirs(
    name: str, text: str, claim: RulingClaim
) -> None:
    model = DECLARATION_OF[claim.label].model
    by_name: dict[str, FieldShape] = {shape.name: shape for shape in shapes(model)}
    for quote in claim.quotes:
        assert quote in text
    for slot, value in claim.slots.items():
        shape = by_name[slot]
        values = value if isinstance(value, list) else [value]
        if shape.shape == "spans":
            assert all(str(quote) in text for quote in values)
        elif shape.vocabulary is not None:
            assert {x for x in values if x is not None} <= set(shape.vocabulary.names())


@pytest.mark.parametrize(("name", "text", "claim"), EVERY, ids=[name for name, _, _ in EVERY])
def test_what_a_program_proposes_of_an_example_is_what_the_ruling_says(
    name: str, text: str, claim: RulingClaim
) -> None:
    model = DECLARATION_OF[claim.label].model
    fields: dict[str, Any] = {"spans": offsets(text, claim.quotes)}
    fields |= {slot: offsets(text, value) for slot, value in claim.slots.items() if slot in span_slots(model)}  # type: ignore[arg-type]
    names_source = "source_spans" in claim.slots or claim.slots.get("mention") == "implicit"
    found = proposed(model, fields, text)
    needs = {"mention": names_source, "source_naming": names_source, "cue_class": "cue_spans" in claim.slots}
    needs |= {"cue_polarity": "cue_spans" in claim.slots, "quote_type": False}
    needs |= dict.fromkeys(
        ("qualifier", "approximate", "lower", "upper", "quantity_form"), "quantity_spans" in claim.slots
    )
    for slot, value in claim.slots.items():
        if slot in found and needs.get(slot, True):
            assert found[slot] == value, slot


def offsets(text: str, quotes: Any) -> list[dict[str, int]]:
    return [{"start": text.index(quote), "end": text.index(quote) + len(quote)} for quote in quotes]
