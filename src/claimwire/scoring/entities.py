"""Which entities a name can mean, for holding a name that somebody wrote against the entity that gold has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..entities.names import name_key

Meanings = tuple[frozenset[str], ...]
"""For each name of a slot what it can mean: ids of entities, or what it is compared by if no entity has it."""


class NameTable:
    """The entities of a gold by their names and other names; some live in one article alone."""

    def __init__(self, rows: Iterable[Mapping[str, Any]] = ()) -> None:
        self._ids: dict[tuple[str | None, str], set[str]] = defaultdict(set)
        for row in rows:
            for name in filter(None, (row["name"], *(row["aliases"] or ()))):
                self._ids[row["article_id"], name_key(name)].add(row["entity_id"])

    def meanings(self, article_id: str, names: Sequence[str], ids: Sequence[str]) -> Meanings:
        """Return what names of a slot in an article can mean; ids say it for certain.

        Where some of several names have no entity, and so no id, it is the names that tell.
        """
        if ids and len(ids) >= len(names):
            return tuple(frozenset({entity_id}) for entity_id in ids)
        return tuple(self._of(article_id, name_key(name)) for name in names)

    def _of(self, article_id: str, key: str) -> frozenset[str]:
        found = self._ids.get((article_id, key), set()) | self._ids.get((None, key), set())
        return frozenset(found) if found else frozenset({f"name: {key}"})


def same_entities(one: Meanings, other: Meanings) -> bool:
    """Return whether two slots can name the same entities: as many, and each of either one that the other has."""
    if len(one) != len(other):
        return False
    return all(any(x & y for y in other) for x in one) and all(any(x & y for y in one) for x in other)
