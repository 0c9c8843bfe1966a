"""Which articles belong together, and which split each group goes to, for good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from .errors import ReleaseError
from .schema import Article, ClaimBase, Event, Link, SplitAssignment
from .schema.vocab import Split


def article_groups(
    articles: Iterable[Article], claims: Iterable[ClaimBase], events: Iterable[Event], links: Iterable[Link]
) -> dict[str, str]:
    """Return for every article the name of its group: the first article id of all that hang together with it.

    Articles hang together where they report an event, or hold claims about one, that is the same, or part of the
    same; and where a link joins their claims.
    """
    joined = _Union()
    home = {}
    members = []
    for article in articles:
        members.append(article.article_id)
        joined.add(f"article {article.article_id}")
        if article.episode_id:
            joined.join(f"article {article.article_id}", f"event {article.episode_id}")
    for claim in claims:
        home[claim.claim_id] = claim.article_id
        if claim.event_id:
            joined.join(f"article {claim.article_id}", f"event {claim.event_id}")
    for event in events:
        if event.part_of:
            joined.join(f"event {event.event_id}", f"event {event.part_of}")
    for link in links:
        for one, other in pairwise(home[claim_id] for claim_id in link.claim_ids if claim_id in home):
            joined.join(f"article {one}", f"article {other}")
    first: dict[str, str] = {}
    for member in sorted(members):
        first.setdefault(joined.root(f"article {member}"), member)
    return {member: first[joined.root(f"article {member}")] for member in sorted(members)}


def assign(
    groups: Mapping[str, str], fixed: Sequence[SplitAssignment], ratios: Mapping[str, float], version: str
) -> list[SplitAssignment]:
    """Return the assignments that are still missing, by article id; none of the fixed ones is changed.

    A new article of a group that stands in a split goes there. The other groups go, the largest first, to a split that
    has no group yet, and when all have one, to the split that lacks most articles of its share.
    Raises `ReleaseError` where a group stands in two splits already, or where the ratios name no split or another.
    """
    unknown = sorted(set(ratios) - set(Split.names()))
    if unknown:
        raise ReleaseError(f"split_ratios names {', '.join(unknown)}; the splits are {', '.join(Split.names())}")
    split_of = {a.article_id: a.split for a in fixed}
    sizes = Counter(groups.values())
    placed: dict[str, Split] = {}
    for article_id, group in groups.items():
        if article_id in split_of and placed.setdefault(group, split_of[article_id]) is not split_of[article_id]:
            raise ReleaseError(
                f"articles of one group stand in {placed[group]} and {split_of[article_id]} ({group}, {article_id}); "
                "splits never change, so the link between them has to be looked at"
            )
    counts = Counter(dict.fromkeys(Split, 0))
    for group, split in placed.items():
        counts[split] += sizes[group]
    for group in sorted(sizes, key=lambda name: (-sizes[name], name)):
        if group not in placed:
            placed[group] = _neediest(counts, ratios, sum(sizes.values()))
            counts[placed[group]] += sizes[group]
    return [
        SplitAssignment(article_id=article_id, split=placed[group], since=version)
        for article_id, group in groups.items()
        if article_id not in split_of
    ]


def _neediest(counts: Mapping[Split, int], ratios: Mapping[str, float], total: int) -> Split:
    wanted = [split for split in Split if ratios.get(split, 0) > 0]
    if not wanted:
        raise ReleaseError("split_ratios gives no split a share above 0")
    empty = [split for split in wanted if counts[split] == 0]
    return empty[0] if empty else max(wanted, key=lambda split: ratios[split] * total - counts[split])


class _Union:
    """Union-find over named nodes; the root of a set is its first node in sorting order."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def add(self, node: str) -> None:
        self._parent.setdefault(node, node)

    def root(self, node: str) -> str:
        while self._parent[node] != node:
            self._parent[node] = self._parent[self._parent[node]]
            node = self._parent[node]
        return node

    def join(self, one: str, other: str) -> None:
        self.add(one)
        self.add(other)
        first, second = sorted((self.root(one), self.root(other)))
        self._parent[second] = first
