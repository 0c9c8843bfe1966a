"""Which articles go into a release, and in which split; and a corpus without those that are held out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from ..duplicates.compared import current, read_compared
from ..duplicates.found import duplicates
from ..duplicates.model import Duplicate
from ..records import Located
from ..schema import Link, ReleasePlan
from ..splits import SplitPlan, article_bonds, plan_splits
from ..workspace import CorpusData, Workspace


def split_plan(workspace: Workspace, corpora: list[CorpusData], plan: ReleasePlan) -> SplitPlan:
    """Return groups, missing assignments and held-out articles of the corpora.

    Raises `ReleaseError` where a group stands in two splits, or the plan's ratios are not usable.
    """
    fixed = [item.record for item in workspace.splits()[0]]
    found = corpus_duplicates(workspace, corpora)
    bonds = article_bonds(
        (x.record for data in corpora for x in data.articles),
        (x.record for data in corpora for x in data.claims),
        (x.record for data in corpora for x in data.events),
        (x.record for data in corpora for x in data.links),
        found,
    )
    members = (x.record.article_id for data in corpora for x in data.articles)
    return plan_splits(members, bonds, fixed, plan.split_ratios, plan.data_version)


def corpus_duplicates(workspace: Workspace, corpora: Iterable[CorpusData]) -> list[Duplicate]:
    """Return the duplicates among all articles of the corpora, by the texts they hold and by what was recorded."""
    held = list(corpora)
    return duplicates(
        (x.record for data in held for x in data.articles),
        (x.record for data in held for x in data.claims),
        read_compared(workspace),
    )


def not_compared(workspace: Workspace, corpora: Iterable[CorpusData], article_ids: Collection[str]) -> tuple[str, ...]:
    """Return which of some articles have no text here and were not compared with the others where they had."""
    articles = {x.record.article_id: x.record for data in corpora for x in data.articles}
    known = current(articles, read_compared(workspace))
    return tuple(a for a in sorted(article_ids) if articles[a].text is None and a not in known)


def without(corpora: list[CorpusData], article_ids: Collection[str]) -> list[CorpusData]:
    """Return the corpora without some articles and all that belongs to them.

    Links keep the claims that are left, if these still stand in several articles. Events go that only those articles
    told of, with their facts.
    """
    if not article_ids:
        return corpora
    kept = [
        replace(
            data,
            articles=[x for x in data.articles if x.record.article_id not in article_ids],
            annotations=[x for x in data.annotations if x.record.article_id not in article_ids],
            adjudications=[x for x in data.adjudications if x.record.article_id not in article_ids],
            anchors=[x for x in data.anchors if x.record.article_id not in article_ids],
            claims=[x for x in data.claims if x.record.article_id not in article_ids],
        )
        for data in corpora
    ]
    home = {x.record.claim_id: x.record.article_id for data in kept for x in data.claims}
    gone = _told_of(corpora) - _told_of(kept)
    return [
        replace(
            data,
            links=_links(data, home),
            events=[x for x in data.events if x.record.event_id not in gone],
            facts=[x for x in data.facts if x.record.event_id not in gone],
        )
        for data in kept
    ]


def _links(data: CorpusData, home: Mapping[str, str]) -> list[Located[Link]]:
    """Return the links on claims that are left, `home` naming their articles; one that joins no two articles goes."""
    kept = []
    for item in data.links:
        claim_ids = tuple(claim_id for claim_id in item.record.claim_ids if claim_id in home)
        if len({home[claim_id] for claim_id in claim_ids}) > 1:
            kept.append(replace(item, record=item.record.model_copy(update={"claim_ids": claim_ids})))
    return kept


def _told_of(corpora: list[CorpusData]) -> set[str]:
    """Return the events that articles report or claims are about, and what these are part of."""
    whole = {x.record.event_id: x.record.part_of for data in corpora for x in data.events}
    named = [x.record.episode_id for data in corpora for x in data.articles]
    named += [x.record.event_id for data in corpora for x in data.claims]
    found: set[str] = set()
    for event_id in named:
        while event_id is not None and event_id not in found:
            found.add(event_id)
            event_id = whole.get(event_id)
    return found
