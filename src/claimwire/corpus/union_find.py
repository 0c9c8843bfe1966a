"""Sets that are joined one pair at a time."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class UnionFind(Generic[T]):
    """Disjoint sets of nodes; a node is there as soon as it is named. The node first named stands for its set."""

    def __init__(self) -> None:
        self._parent: dict[T, T] = {}
        self._number: dict[T, int] = {}

    def root(self, node: T) -> T:
        """Return the node that stands for the set a node is in."""
        if node not in self._parent:
            self._parent[node] = node
            self._number[node] = len(self._number)
        while self._parent[node] != node:
            self._parent[node] = self._parent[self._parent[node]]
            node = self._parent[node]
        return node

    def join(self, one: T, other: T) -> T:
        """Make the sets of two nodes one; return the node that stands for it, the one of both that was named first."""
        first, second = sorted((self.root(one), self.root(other)), key=self._number.__getitem__)
        self._parent[second] = first
        return first

    def groups(self) -> list[list[T]]:
        """Return the sets; sets and nodes in the order in which they were first named."""
        groups: dict[T, list[T]] = {}
        for node in self._parent:
            groups.setdefault(self.root(node), []).append(node)
        return list(groups.values())


def connected(pairs: Iterable[tuple[T, T]]) -> list[list[T]]:
    """Return the nodes of some pairs in groups that are connected through pairs, in the order first named."""
    sets: UnionFind[T] = UnionFind()
    for one, other in pairs:
        sets.join(one, other)
    return sets.groups()
