"""Who has a page: persons in a public role, and bodies; and who says a claim."""

from __future__ import annotations

import pytest

from claimwire.explorer.people import BODIES, has_page, sources_of
from claimwire.schema.vocab import EntityKind

VALMER = {
    "entity_id": "valmer",
    "name": "Ines Valmer",
    "entity_kind": "person",
    "public_role": "mayor",
    "aliases": ["I. V."],
}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, True),
        ({"public_role": None}, False),
        ({"name": None}, False),
        ({"entity_kind": "body", "public_role": None}, True),
        ({"entity_kind": "body", "name": None}, False),
        ({"entity_kind": "place", "public_role": None}, False),
        ({"entity_kind": "document", "public_role": None}, False),
    ],
    ids=[
        "person in a role",
        "private person",
        "person without a name",
        "body",
        "body without a name",
        "place",
        "document",
    ],
)
def test_persons_in_a_public_role_and_bodies_have_a_page(changed: dict[str, str | None], expected: bool) -> None:
    assert has_page({**VALMER, **changed}) is expected


def test_every_kind_of_entity_is_one_that_speaks_or_one_that_does_not() -> None:
    assert set(EntityKind) - BODIES == {EntityKind.PERSON, EntityKind.PLACE, EntityKind.DOCUMENT}


STATEMENT = {
    "claim_id": "a_c01",
    "label": "attributed_statement",
    "source_name": ["I. V.", "Orlan"],
    "source_ids": ["valmer"],
}
FIGURE = {"claim_id": "a_c02", "label": "casualty_figure", "voice_id": "a_c01"}


def test_a_source_with_a_page_stands_for_its_names_and_a_figure_is_said_by_its_voice() -> None:
    pages, voices = {"valmer": VALMER}, {"a_c01": STATEMENT}
    assert sources_of(STATEMENT, pages, voices) == ["id:valmer", "Orlan"]
    assert sources_of(FIGURE, pages, voices) == ["id:valmer", "Orlan"]
    assert sources_of({**FIGURE, "voice_id": "gone"}, pages, voices) == []
    assert sources_of({k: v for k, v in FIGURE.items() if k != "voice_id"}, pages, voices) == []
    assert sources_of(STATEMENT, {}, voices) == ["I. V.", "Orlan"]
