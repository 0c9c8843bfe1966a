"""Which split each group of articles goes to, permanently.

An article that has a split keeps it. A new article goes to the split of its group, or to the one that a sampling put
the group in; one that would join groups of different splits is held out: it gets no split, and the release is made
without it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..errors import ReleaseError
from ..naming import alternatives
from ..schema import SplitAssignment
from ..schema.vocab import Split
from .groups import NO_SAMPLING, GroupEdge, HeldOut, connected_articles, held_out


@dataclass(frozen=True)
class SplitPlan:
    """The groups of the articles that go into a release, the assignments still missing, and who is held out."""

    groups: dict[str, str]
    missing: list[SplitAssignment]
    held_out: list[HeldOut]


def plan_splits(
    article_ids: Iterable[str],
    edges: Sequence[GroupEdge],
    fixed: Sequence[SplitAssignment],
    ratios: Mapping[str, float],
    version: str,
    sampled: Mapping[str, Split] = NO_SAMPLING,
) -> SplitPlan:
    """Return how a release's articles are split, none of the fixed assignments changed.

    `sampled` has the split that a sampling put an article in; it says nothing of those that have a split already.
    Raises `ReleaseError` as `assign` does.
    """
    members = set(article_ids)
    held = held_out(members, edges, {a.article_id: a.split for a in fixed}, sampled)
    left_out = {item.article_id for item in held}
    kept = [GroupEdge(edge.name, tuple(a for a in edge.article_ids if a not in left_out)) for edge in edges]
    groups = connected_articles(members - left_out, kept)
    return SplitPlan(groups, assign(groups, fixed, ratios, version, sampled), held)


def assign(
    groups: Mapping[str, str],
    fixed: Sequence[SplitAssignment],
    ratios: Mapping[str, float],
    version: str,
    sampled: Mapping[str, Split] = NO_SAMPLING,
) -> list[SplitAssignment]:
    """Return the assignments that are still missing, by article id; none of the fixed ones is changed.

    A new article of a group that is in a split goes there, and so do those of a group that was `sampled` for one. The
    other groups go, the largest first, to a split that has no group yet, and when all have one, to the split that lacks
    most articles of its share. The ratios decide on nothing else.
    Raises `ReleaseError` if a group is in two splits already, or if the ratios name no split or an unknown one.
    """
    unknown = sorted(set(ratios) - set(Split.names()))
    if unknown:
        raise ReleaseError(f"split_ratios names {unknown[0]!r}; {alternatives(unknown[0], Split.names())}")
    split_of = {a.article_id: a.split for a in fixed}
    settled = {**sampled, **split_of}
    sizes = Counter(groups.values())
    placed: dict[str, Split] = {}
    for article_id, group in groups.items():
        if article_id in settled and placed.setdefault(group, settled[article_id]) is not settled[article_id]:
            raise ReleaseError(
                f"articles of one group are in {placed[group]} and {settled[article_id]} ({group}, {article_id}); "
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
