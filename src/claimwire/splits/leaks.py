"""Duplicates in different splits: a model would be measured on what it was trained on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..duplicates.duplicate import Duplicate
from ..schema.vocab import Split


@dataclass(frozen=True)
class Leak:
    """Two duplicates and the different splits they are in."""

    duplicate: Duplicate
    splits: tuple[Split, Split]

    def __str__(self) -> str:
        one, other = self.duplicate.article_ids
        return f"{self.duplicate}: {one} is {self.splits[0]}, {other} is {self.splits[1]}"


def leaks(duplicates: Iterable[Duplicate], split_of: Mapping[str, Split]) -> list[Leak]:
    """Return the duplicates that are in different splits; a pair of which one has no split is left out."""
    leaking = []
    for duplicate in duplicates:
        one, other = (split_of.get(article_id) for article_id in duplicate.article_ids)
        if one is not None and other is not None and one is not other:
            leaking.append(Leak(duplicate, (one, other)))
    return leaking
