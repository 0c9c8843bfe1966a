"""Groups of articles that hang together, and newcomers that would join groups of different splits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from ..corpus.union_find import UnionFind
from ..schema.vocab import Split


@dataclass(frozen=True)
class Bond:
    """What holds some articles together, named for people: an event, a link, or that two are duplicates."""

    name: str
    article_ids: tuple[str, ...]


@dataclass(frozen=True)
class Tie:
    """What holds a newcomer to a group, an article of that group, and the split it stands in."""

    bond: str
    article_id: str
    split: Split

    def __str__(self) -> str:
        return f"{self.bond} holds it to the group of {self.article_id} in {self.split}"


@dataclass(frozen=True)
class HeldOut:
    """A new article that would join groups of different splits: it gets no split, and no release has it."""

    article_id: str
    ties: tuple[Tie, ...]

    def __str__(self) -> str:
        return f"{self.article_id} is held out: {'; '.join(map(str, self.ties))}"


def groups(article_ids: Iterable[str], bonds: Iterable[Bond]) -> dict[str, str]:
    """Return for each article the name of its group: the first id of all articles that hang together with it.

    A bond may name articles that are not among `article_ids`; they get no group, but hold others together.
    """
    joined: UnionFind[str] = UnionFind()
    for bond in bonds:
        for one, other in pairwise(bond.article_ids):
            joined.join(one, other)
    members = sorted(article_ids)
    first: dict[str, str] = {}
    for member in members:
        first.setdefault(joined.root(member), member)
    return {member: first[joined.root(member)] for member in members}


def held_out(article_ids: Iterable[str], bonds: Iterable[Bond], split_of: Mapping[str, Split]) -> list[HeldOut]:
    """Return the articles that are to be held out, by id: those without a split that would join groups of two.

    The articles without a split are taken in the order of their ids; each is held against those that have one and
    the newcomers before it that were not held out themselves.
    """
    newcomers = sorted(set(article_ids) - set(split_of))
    bonds_of: dict[str, list[Bond]] = defaultdict(list)
    standing = _Standing()
    for bond in bonds:
        for article_id in bond.article_ids:
            bonds_of[article_id].append(bond)
    for article_id in sorted(bonds_of.keys() - set(newcomers)):
        standing.admit(article_id, bonds_of[article_id], split_of.get(article_id))
    held = []
    for article_id in newcomers:
        ties = standing.ties(bonds_of.get(article_id, []))
        if len(ties) > 1:
            held.append(HeldOut(article_id, tuple(ties[split] for split in Split if split in ties)))
        else:
            standing.admit(article_id, bonds_of.get(article_id, []), None)
    return held


class _Standing:
    """The groups as they stand, and in which splits each has articles."""

    def __init__(self) -> None:
        self._joined: UnionFind[str] = UnionFind()
        self._splits: dict[str, dict[Split, str]] = defaultdict(dict)

    def admit(self, article_id: str, bonds: Iterable[Bond], split: Split | None) -> None:
        """Join an article to all that its bonds hold it to."""
        own = f"article {article_id}"
        if split is not None:
            self._splits[self._joined.root(own)].setdefault(split, article_id)
        for bond in bonds:
            before = {self._joined.root(own), self._joined.root(_node(bond))}
            self._joined.join(own, _node(bond))
            together: dict[Split, str] = {}
            for root in sorted(before):
                for split_there, there in self._splits.pop(root, {}).items():
                    together.setdefault(split_there, there)
            self._splits[self._joined.root(own)] = together

    def ties(self, bonds: Iterable[Bond]) -> dict[Split, Tie]:
        """Return by what bonds would hold an article to articles of each split."""
        found: dict[Split, Tie] = {}
        for bond in bonds:
            for split, article_id in self._splits.get(self._joined.root(_node(bond)), {}).items():
                found.setdefault(split, Tie(bond.name, article_id, split))
        return found


def _node(bond: Bond) -> str:
    return f"bond {bond.name} {' '.join(bond.article_ids)}"
