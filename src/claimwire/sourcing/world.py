"""Who the names in a corpus's claims are, as far as its entities and events tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..corpus.corpus import Records
from ..entities.names import name_key
from ..entities.records import names_of
from ..schema import Entity, Event


@dataclass(frozen=True)
class Named:
    """Somebody whom a claim names: by what it is known again, and its name, if it has one."""

    key: tuple[str, str]
    name: str | None
    entity: Entity | None = None


@dataclass(frozen=True)
class World:
    """The entities and events of a corpus by id."""

    entities: Mapping[str, Entity] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)

    @classmethod
    def of(cls, corpus: Records) -> World:
        """Return the world of a corpus."""
        return cls(corpus.entities, corpus.events)

    def named(self, ids: tuple[str, ...], names: tuple[str, ...]) -> tuple[Named, ...]:
        """Return whom a slot names by the ids of entities; by names where it has no ids."""
        if not ids:
            return tuple(dict.fromkeys(self._by_name(name) for name in names))
        told = names if len(names) == len(ids) else (None,) * len(ids)
        return tuple(self._by_id(entity_id, name) for entity_id, name in zip(ids, told, strict=True))

    def _by_id(self, entity_id: str, told: str | None) -> Named:
        entity = self.entities.get(entity_id)
        return Named(("id", entity_id), told if entity is None else entity.name, entity)

    def _by_name(self, name: str) -> Named:
        entity_id = self._ids_of_names.get(name_key(name))
        return Named(("name", name_key(name)), name) if entity_id is None else self._by_id(entity_id, name)

    @cached_property
    def _ids_of_names(self) -> dict[str, str]:
        """The entity that has a name; names of several entities are left out."""
        found: dict[str, set[str]] = {}
        for entity in self.entities.values():
            for name in names_of(entity):
                found.setdefault(name_key(name), set()).add(entity.entity_id)
        return {name: min(ids) for name, ids in found.items() if len(ids) == 1}
