"""Which articles go into a release, and in which split; and a corpus without those that are held out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from ..corpus.corpus import Corpus
from ..corpus.events import EventTree
from ..corpus.records import Located
from ..corpus.workspace import Workspace
from ..duplicates.compared import current, read_compared
from ..duplicates.found import duplicates
from ..duplicates.model import Duplicate
from ..schema import Link, ReleasePlan
from .assign import SplitPlan, article_bonds, plan_splits


def split_plan(workspace: Workspace, corpora: list[Corpus], plan: ReleasePlan) -> SplitPlan:
    """Return groups, missing assignments and held-out articles of the corpora.

    Raises `ReleaseError` where a group stands in two splits, or the plan's ratios are not usable.
    """
    fixed = [item.record for item in workspace.splits()[0]]
    found = corpus_duplicates(workspace, corpora)
    bonds = article_bonds(
        (x.record for data in corpora for x in data.rows.articles),
        (x.record for data in corpora for x in data.rows.claims),
        (x.record for data in corpora for x in data.rows.events),
        (x.record for data in corpora for x in data.rows.links),
        found,
    )
    members = (x.record.article_id for data in corpora for x in data.rows.articles)
    return plan_splits(members, bonds, fixed, plan.split_ratios, plan.data_version)


def corpus_duplicates(workspace: Workspace, corpora: Iterable[Corpus]) -> list[Duplicate]:
    """Return the duplicates among all articles of the corpora, by the texts they hold and by what was recorded."""
    held = list(corpora)
    return duplicates(
        (x.record for data in held for x in data.rows.articles),
        (x.record for data in held for x in data.rows.claims),
        read_compared(workspace),
    )


def not_compared(workspace: Workspace, corpora: Iterable[Corpus], article_ids: Collection[str]) -> tuple[str, ...]:
    """Return which of some articles have no text here and were not compared with the others where they had."""
    articles = {x.record.article_id: x.record for data in corpora for x in data.rows.articles}
    known = current(articles, read_compared(workspace))
    return tuple(a for a in sorted(article_ids) if articles[a].text is None and a not in known)


def without(corpora: list[Corpus], article_ids: Collection[str]) -> list[Corpus]:
    """Return the corpora without some articles and all that belongs to them.

    Links keep the claims that are left, if these still stand in several articles. Events go that only those articles
    told of, with their facts.
    """
    if not article_ids:
        return corpora
    kept = [
        data.with_rows(
            articles=[x for x in data.rows.articles if x.record.article_id not in article_ids],
            annotations=[x for x in data.rows.annotations if x.record.article_id not in article_ids],
            adjudications=[x for x in data.rows.adjudications if x.record.article_id not in article_ids],
            anchors=[x for x in data.rows.anchors if x.record.article_id not in article_ids],
            claims=[x for x in data.rows.claims if x.record.article_id not in article_ids],
        )
        for data in corpora
    ]
    home = {x.record.claim_id: x.record.article_id for data in kept for x in data.rows.claims}
    gone = _told_of(corpora) - _told_of(kept)
    return [
        data.with_rows(
            links=_links(data, home),
            events=[x for x in data.rows.events if x.record.event_id not in gone],
            facts=[x for x in data.rows.facts if x.record.event_id not in gone],
        )
        for data in kept
    ]


def _links(data: Corpus, home: Mapping[str, str]) -> list[Located[Link]]:
    """Return the links on claims that are left, `home` naming their articles; one that joins no two articles goes."""
    kept = []
    for item in data.rows.links:
        claim_ids = tuple(claim_id for claim_id in item.record.claim_ids if claim_id in home)
        if len({home[claim_id] for claim_id in claim_ids}) > 1:
            kept.append(replace(item, record=item.record.model_copy(update={"claim_ids": claim_ids})))
    return kept


def _told_of(corpora: list[Corpus]) -> set[str]:
    """Return the events that articles report or claims are about, and what these are part of."""
    tree = EventTree.of(event for data in corpora for event in data.events.values())
    named = [article.episode_id for data in corpora for article in data.articles.values()]
    named += [claim.event_id for data in corpora for claim in data.claims.values()]
    return tree.with_wholes(named)
