"""The face of what a program reads off the words."""

from __future__ import annotations

import pytest

from claimwire.proposals import proposable, proposed
from claimwire.schema import LABELS
from claimwire.schema.claims import LabelDeclaration

TEXT = "Ada Marlow said about 50 people were hurt."
FIELDS = {
    "spans": [{"start": 16, "end": 41}],
    "source_spans": [{"start": 0, "end": 10}],
    "cue_spans": [{"start": 11, "end": 15}],
    "quantity_spans": [{"start": 16, "end": 24}],
}


@pytest.mark.parametrize("declaration", LABELS, ids=lambda declaration: declaration.label.value)
def test_every_slot_that_is_marked_can_be_proposed_and_no_other(declaration: LabelDeclaration) -> None:
    assert set(proposed(declaration.model, FIELDS, TEXT)) == {shape.name for shape in proposable(declaration.model)}


def test_what_is_there_is_not_proposed_also_if_it_says_none() -> None:
    model = LABELS[0].model
    assert "mention" not in proposed(model, FIELDS | {"mention": None}, TEXT)
    assert "polarity" in proposed(model, FIELDS, TEXT)
    assert "polarity" not in proposed(model, FIELDS | {"polarity": None}, TEXT)
