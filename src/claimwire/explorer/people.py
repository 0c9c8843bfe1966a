"""Who has a page: persons in a public role, and bodies. A private person has none, and neither has a place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..schema.vocab import EntityKind, Label
from ..tables.row import Row

BODIES = frozenset(
    {
        EntityKind.STATE,
        EntityKind.BODY,
        EntityKind.FORCE,
        EntityKind.GROUP,
        EntityKind.ORGANISATION,
        EntityKind.MEDIA,
    }
)
"""The kinds of entities that speak and are no person."""


def has_page(entity: Row) -> bool:
    """Return whether an entity has a page: a named body, or a named person of whom a public role is told."""
    if not entity.get("name"):
        return False
    return (
        bool(entity.get("public_role"))
        if entity["entity_kind"] == EntityKind.PERSON
        else entity["entity_kind"] in BODIES
    )


def pages_of(entities: Iterable[Row]) -> dict[str, Row]:
    """Return the entities that have a page, by id."""
    return {entity["entity_id"]: entity for entity in entities if has_page(entity)}


def sources_of(claim: Row, pages: Mapping[str, Row], voices: Mapping[str, Row]) -> list[str]:
    """Return who says a claim, each as `id:ENTITY` if it has a page and else as its name; none if it is the outlet.

    A statement is said by its source, any other claim by the statement that holds it.
    """
    is_statement = claim["label"] == Label.ATTRIBUTED_STATEMENT.value
    said = claim if is_statement else voices.get(claim.get("voice_id", ""))
    if said is None:
        return []
    found = [f"id:{entity_id}" for entity_id in said.get("source_ids", ()) if entity_id in pages]
    known = {name for key in found for name in _names(pages[key.removeprefix("id:")])}
    return found + [name for name in said.get("source_name", ()) if name not in known]


def shown_source(key: str, pages: Mapping[str, Row]) -> list[str]:
    """Return a source as pages show it: its name, and the id of its page, "" if it has none."""
    entity_id = key.removeprefix("id:")
    return [pages[entity_id]["name"], entity_id] if key.startswith("id:") else [key, ""]


def entity_data(pages: Mapping[str, Row]) -> dict[str, Any]:
    """Return what the pages of people and bodies tell beside what they say, by id."""
    shown = ("name", "aliases", "entity_kind", "public_role", "country", "description", "wikidata_id")
    return {
        entity_id: {name: entity[name] for name in shown if name in entity}
        for entity_id, entity in sorted(pages.items(), key=lambda item: item[1]["name"])
    }


def _names(entity: Row) -> set[str]:
    return {entity["name"], *entity.get("aliases", ())}
