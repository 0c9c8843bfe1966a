"""What connects articles: an event that they report or hold claims about, a link of their claims, a duplicate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from ..corpus.events import EventTree
from ..duplicates.duplicate import Duplicate
from ..schema import Article, ClaimBase, Event, Link
from .groups import GroupEdge, connected_articles


def article_edges(
    articles_of_events: Iterable[tuple[str | None, str]],
    tree: EventTree,
    links: Iterable[Link],
    article_of: Callable[[str], str | None],
    duplicates: Iterable[Duplicate] = (),
) -> list[GroupEdge]:
    """Return what connects articles.

    `articles_of_events` has an event and an article for every article that reports an event or has a claim about one;
    an event of None does not count. Articles are connected if their events are the same, or part of the same event.
    `article_of` returns the article of a claim, None for a claim that does not count.
    """
    by_event: dict[str, set[str]] = defaultdict(set)
    for event_id, article_id in articles_of_events:
        if event_id is not None:
            by_event[tree.topmost(event_id)].add(article_id)
    edges = [GroupEdge(f"event {event_id}", tuple(sorted(ids))) for event_id, ids in sorted(by_event.items())]
    for link in links:
        articles = {article_of(claim_id) for claim_id in link.claim_ids}
        edges.append(GroupEdge(f"link {link.link_id}", tuple(sorted(a for a in articles if a is not None))))
    return edges + [GroupEdge(str(duplicate), duplicate.article_ids) for duplicate in duplicates]


def record_edges(
    articles: Iterable[Article],
    claims: Iterable[ClaimBase],
    events: Iterable[Event],
    links: Iterable[Link],
    duplicates: Iterable[Duplicate] = (),
) -> list[GroupEdge]:
    """Return what connects articles, from records in memory; `claims` are the adjudicated ones."""
    adjudicated = list(claims)
    articles_of_events = [(article.episode_id, article.article_id) for article in articles]
    articles_of_events += [(claim.event_id, claim.article_id) for claim in adjudicated]
    article_of = {claim.claim_id: claim.article_id for claim in adjudicated}
    return article_edges(articles_of_events, EventTree.of(events), links, article_of.get, duplicates)


def article_groups(
    articles: Iterable[Article],
    claims: Iterable[ClaimBase],
    events: Iterable[Event],
    links: Iterable[Link],
    duplicates: Iterable[Duplicate] = (),
) -> dict[str, str]:
    """Return for every article the name of its group: the first article id of all that are connected with it."""
    members = list(articles)
    edges = record_edges(members, claims, events, links, duplicates)
    return connected_articles((article.article_id for article in members), edges)
