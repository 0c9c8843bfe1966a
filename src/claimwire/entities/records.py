"""What an entity has to have, and what one is in several corpora."""

from __future__ import annotations

from collections.abc import Iterable

from ..schema import Entity
from ..schema.vocab import EntityKind


def names_of(entity: Entity) -> tuple[str, ...]:
    """Return the name of an entity, if it has one, then its aliases."""
    return (*([] if entity.name is None else [entity.name]), *entity.aliases)


def lacking(entity: Entity) -> list[str]:
    """Return what an entity lacks, a clause each; nothing if it is complete."""
    found = []
    if entity.name is not None and entity.entity_kind is EntityKind.PERSON and entity.public_role is None:
        found.append("a person with a name has no public_role")
    if entity.name is None:
        found += [
            f"it has no name and no {field}" for field in ("article_id", "description") if not _has(entity, field)
        ]
        found += ["it has aliases and no name"] if entity.aliases else []
    if entity.wikidata_id is not None and entity.wikidata_evidence is None:
        found.append("wikidata_id has no wikidata_evidence")
    return found


def differing(one: Entity, other: Entity) -> list[str]:
    """Return the fields in which two records of one id say that they are not the same entity."""
    return [field for field in ("name", "entity_kind") if getattr(one, field) != getattr(other, field)]


def united(one: Entity, other: Entity) -> Entity:
    """Return an entity with the aliases of another record of it, and the fields that only that one has."""
    given = {name: value for name, value in other if getattr(one, name) is None and value is not None}
    aliases = {*one.aliases, *names_of(other)} - {one.name}
    return one.model_copy(update={**given, "aliases": tuple(sorted(aliases))})


def merged(entities: Iterable[Entity]) -> dict[str, Entity]:
    """Return the entities of several corpora by id, in the order of ids, what one corpus lacks taken from the next."""
    found: dict[str, Entity] = {}
    for entity in entities:
        known = found.get(entity.entity_id)
        found[entity.entity_id] = entity if known is None else united(known, entity)
    return dict(sorted(found.items()))


def _has(entity: Entity, field: str) -> bool:
    return getattr(entity, field) is not None
