"""Groups of articles that belong together, and new articles that would join groups of different splits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from ..corpus.union_find import UnionFind
from ..schema.vocab import Split


@dataclass(frozen=True)
class GroupEdge:
    """What connects some articles, named for people: an event, a link, or that two are duplicates."""

    name: str
    article_ids: tuple[str, ...]

    @property
    def node(self) -> str:
        """The node that stands for the edge where articles and edges are joined."""
        return f"edge {self.name} {' '.join(self.article_ids)}"


@dataclass(frozen=True)
class SplitConflict:
    """What connects a new article to a group, an article of that group, and the split the group is in."""

    edge: str
    article_id: str
    split: Split

    def __str__(self) -> str:
        return f"{self.edge} connects it to the group of {self.article_id} in {self.split}"


@dataclass(frozen=True)
class HeldOut:
    """A new article that would join groups of different splits: it gets no split and is in no release.

    `sampled` is the split that its sampling put it in, if any; then one group of another split is enough.
    """

    article_id: str
    conflicts: tuple[SplitConflict, ...]
    sampled: Split | None = None

    def __str__(self) -> str:
        wish = () if self.sampled is None else (f"corpus.toml puts it in {self.sampled}",)
        return f"{self.article_id} is held out: {'; '.join((*wish, *map(str, self.conflicts)))}"


def connected_articles(article_ids: Iterable[str], edges: Iterable[GroupEdge]) -> dict[str, str]:
    """Return for each article the name of its group: the first id of all articles that are connected with it.

    An edge may name articles that are not among `article_ids`; they get no group, but connect others.
    """
    sets: UnionFind[str] = UnionFind()
    for edge in edges:
        for one, other in pairwise(edge.article_ids):
            sets.join(one, other)
    members = sorted(article_ids)
    first: dict[str, str] = {}
    for member in members:
        first.setdefault(sets.root(member), member)
    return {member: first[sets.root(member)] for member in members}


TAKEN = (Split.TEST, Split.VALIDATION, Split.TRAIN, None)
"""In which order new articles are taken, by the split they were sampled for."""

NO_SAMPLING: Mapping[str, Split] = {}


def held_out(
    article_ids: Iterable[str],
    edges: Iterable[GroupEdge],
    split_of: Mapping[str, Split],
    sampled: Mapping[str, Split] = NO_SAMPLING,
) -> list[HeldOut]:
    """Return the articles to hold out, by id: those without a split that would join groups of two splits.

    `sampled` has the split that a sampling put an article in. The articles without a split are taken in the order of
    `TAKEN`, then of their ids; each is compared with those that have one and with the new articles before it that were
    not held out themselves. So it is the article sampled for train that is held out where one would bring its text near
    the test split, and one that was not sampled where it joins two that were.
    """
    new = sorted(set(article_ids) - set(split_of), key=lambda name: (TAKEN.index(sampled.get(name)), name))
    edges_of: dict[str, list[GroupEdge]] = defaultdict(list)
    groups = SplitGroups()
    for edge in edges:
        for article_id in edge.article_ids:
            edges_of[article_id].append(edge)
    for article_id in sorted(edges_of.keys() - set(new)):
        groups.add(article_id, edges_of[article_id], split_of.get(article_id))
    held = []
    for article_id in new:
        conflicts = groups.splits_reached(edges_of.get(article_id, []))
        own = sampled.get(article_id)
        if len(conflicts.keys() | ({own} - {None})) > 1:
            ties = tuple(conflicts[split] for split in Split if split in conflicts)
            held.append(HeldOut(article_id, ties, own))
        else:
            groups.add(article_id, edges_of.get(article_id, []), own)
    return sorted(held, key=lambda item: item.article_id)


class SplitGroups:
    """The groups so far, and in which splits each has articles."""

    def __init__(self) -> None:
        self._sets: UnionFind[str] = UnionFind()
        self._splits: dict[str, dict[Split, str]] = defaultdict(dict)

    def add(self, article_id: str, edges: Iterable[GroupEdge], split: Split | None) -> None:
        """Join an article to all that its edges connect it with."""
        node = f"article {article_id}"
        if split is not None:
            self._splits[self._sets.root(node)].setdefault(split, article_id)
        for edge in edges:
            roots = {self._sets.root(node), self._sets.root(edge.node)}
            self._sets.join(node, edge.node)
            # if two groups become one, a message names the first article by id that either has in a split
            joined: dict[Split, str] = {}
            for root in roots:
                for group_split, member in self._splits.pop(root, {}).items():
                    joined[group_split] = min(member, joined.get(group_split, member))
            self._splits[self._sets.root(node)] = joined

    def splits_reached(self, edges: Iterable[GroupEdge]) -> dict[Split, SplitConflict]:
        """Return, by split, what edges would connect an article with articles of that split."""
        reached: dict[Split, SplitConflict] = {}
        for edge in edges:
            for split, article_id in self._splits.get(self._sets.root(edge.node), {}).items():
                reached.setdefault(split, SplitConflict(edge.name, article_id, split))
        return reached
