"""Which articles belong together, and which split each group goes to, for good.

Articles hang together through events, links and duplicates, and through other articles. An article that has a split
keeps it. A new article goes where its group stands; one that would join groups of different splits is held out: it
gets no split, and the release is made without it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..corpus.events import EventTree
from ..duplicates.model import Duplicate
from ..errors import ReleaseError
from ..schema import Article, ClaimBase, Event, Link, SplitAssignment
from ..schema.vocab import Split
from .groups import Bond, HeldOut, groups, held_out


@dataclass(frozen=True)
class SplitPlan:
    """The groups of the articles that go into a release, the assignments still missing, and who is held out."""

    groups: dict[str, str]
    missing: list[SplitAssignment]
    held_out: list[HeldOut]


def plan_splits(
    article_ids: Iterable[str],
    bonds: Sequence[Bond],
    fixed: Sequence[SplitAssignment],
    ratios: Mapping[str, float],
    version: str,
) -> SplitPlan:
    """Return how a release's articles are split, none of the fixed assignments changed.

    Raises `ReleaseError` as `assign` does.
    """
    members = set(article_ids)
    held = held_out(members, bonds, {a.article_id: a.split for a in fixed})
    without = {item.article_id for item in held}
    kept = [Bond(bond.name, tuple(a for a in bond.article_ids if a not in without)) for bond in bonds]
    found = groups(members - without, kept)
    return SplitPlan(found, assign(found, fixed, ratios, version), held)


def article_groups(
    articles: Iterable[Article],
    claims: Iterable[ClaimBase],
    events: Iterable[Event],
    links: Iterable[Link],
    duplicates: Iterable[Duplicate] = (),
) -> dict[str, str]:
    """Return for every article the name of its group: the first article id of all that hang together with it.

    Articles hang together as `article_bonds` says, and through others.
    """
    held = list(articles)
    return groups((a.article_id for a in held), article_bonds(held, claims, events, links, duplicates))


def article_bonds(
    articles: Iterable[Article],
    claims: Iterable[ClaimBase],
    events: Iterable[Event],
    links: Iterable[Link],
    duplicates: Iterable[Duplicate] = (),
) -> list[Bond]:
    """Return what holds articles together.

    Articles hang together where they report an event, or hold claims about one, that is the same, or part of the
    same; where a link joins their claims; and where they, or statements of their claims, are duplicates.
    """
    tree = EventTree.of(events)
    home: dict[str, str] = {}
    told: dict[str, set[str]] = defaultdict(set)
    for article in articles:
        if article.episode_id:
            told[tree.topmost(article.episode_id)].add(article.article_id)
    for claim in claims:
        home[claim.claim_id] = claim.article_id
        if claim.event_id:
            told[tree.topmost(claim.event_id)].add(claim.article_id)
    by_event = [Bond(f"event {event_id}", tuple(sorted(ids))) for event_id, ids in sorted(told.items())]
    by_link = (
        Bond(f"link {link.link_id}", tuple(sorted({home[claim_id] for claim_id in link.claim_ids if claim_id in home})))
        for link in links
    )
    return [*by_event, *by_link, *(Bond(str(duplicate), duplicate.article_ids) for duplicate in duplicates)]


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
