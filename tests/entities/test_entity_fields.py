"""Every field of a claim that has ids of entities stands beside the field of the names that they are of."""

from __future__ import annotations

from claims_of import figure, statement

from claimwire.schema import LABELS, entities_of, entity_fields, values_of
from claimwire.schema.fields import shapes


def test_every_field_of_ids_has_a_field_of_names_that_takes_as_many_and_is_filled_in_by_adjudication() -> None:
    for declaration in LABELS:
        of = {shape.name: shape for shape in shapes(declaration.model)}
        named = entity_fields(declaration.model)
        assert named.keys() == {name for name in of if name.endswith("_name") and name != "event_name"}
        for names, ids in named.items():
            assert of[names].meaning == "name"
            assert (of[ids].meaning, of[ids].role) == ("entity_reference", "adjudication")
            assert of[ids].many == of[names].many == ids.endswith("_ids")


def test_values_are_several_whether_a_field_takes_one_or_more() -> None:
    claim = statement(1, "A", "B", speaks_for_name="C")
    assert values_of(claim, "source_name") == ("A", "B")
    assert values_of(claim, "speaks_for_name") == ("C",)
    assert values_of(claim, "speaks_for_id") == values_of(claim, "addressee_ids") == ()


def test_the_entities_of_a_claim_are_told_with_their_fields() -> None:
    claim = figure(1, place_id="lake", actor_ids=["a", "b"])
    assert sorted(entities_of(claim)) == [("actor_ids", "a"), ("actor_ids", "b"), ("place_id", "lake")]
