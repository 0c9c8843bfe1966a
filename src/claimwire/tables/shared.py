"""The rows of what articles share: events with their dates, entities, links, facts; each in a split of its articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict

from ..corpus.corpus import Corpus
from ..corpus.events import EventTree
from ..corpus.index import Index
from ..entities.records import merged
from ..errors import ReleaseError
from ..schema import Event, Link, Ruling
from ..schema.codebook import example_answers
from ..schema.vocab import Split
from ..tolls import tellings_of, toll_rows, tolls_of
from .columns import CONFIGS
from .derived import told_dates
from .row import Flattening, Row
from .rows import ordered

_flat = {config: Flattening(CONFIGS[config]) for config in ("events", "entities", "links", "facts")}
_flat_ruling = Flattening(column for column in CONFIGS["rulings"] if column.record is None)


def shared_rows(corpora: Iterable[Corpus], index: Index, split_of: Mapping[str, str]) -> Iterator[tuple[str, str, Row]]:
    """Yield config, split and row of the events, entities, links, tolls and facts of some corpora, each by its id.

    `split_of` has the split of every article that counts; claims of other articles do not. An entity is in the split of
    the first article that names it, and left out if none does; so is an event that nothing tells (`event_splits`), with
    its facts.
    Raises `ReleaseError` if a link names no claim.
    """
    held = list(corpora)
    events = sorted((event for corpus in held for event in corpus.events.values()), key=lambda event: event.event_id)
    links = sorted((link for corpus in held for link in corpus.links.values()), key=lambda link: link.link_id)
    facts = sorted((fact for corpus in held for fact in corpus.facts.values()), key=lambda fact: fact.fact_id)
    with_facts = [fact.event_id for fact in facts]
    splits = event_splits(told_events(index, split_of), EventTree.of(events), split_of, with_facts)
    for event in events:
        if event.event_id in splits:
            yield "events", splits[event.event_id], ordered("events", _event_row(event, index, split_of))
    for entity_id, entity in merged(entity for corpus in held for entity in corpus.entities.values()).items():
        naming = [(claim_id, article) for claim_id, article in index.claims_of_entity(entity_id) if article in split_of]
        if naming:
            row = _flat["entities"](entity) | {
                "claim_ids": [claim_id for claim_id, _ in naming],
                "article_ids": sorted({article for _, article in naming}),
            }
            yield "entities", split_of[row["article_ids"][0]], ordered("entities", row)
    for link in links:
        articles = sorted({_article_of(index, claim_id) for claim_id in link.claim_ids})
        row = _flat["links"](link) | {"article_ids": articles}
        yield "links", split_of[articles[0]], ordered("links", row)
    yield from _tolls(index, links, split_of)
    for fact in facts:
        if fact.event_id in splits:
            yield "facts", splits[fact.event_id], ordered("facts", _flat["facts"](fact))


def _tolls(index: Index, links: Iterable[Link], split_of: Mapping[str, str]) -> Iterator[tuple[str, str, Row]]:
    """Yield config, split and row of the figures of the articles that have a moment, by toll and time."""
    figures = (figure for figure in index.figures_over_time() if figure.article_id in split_of)
    for told in toll_rows(tolls_of(tellings_of(figures, index.articles), links)):
        row = asdict(told) | {
            "corpus_id": index.articles[told.article_id].corpus_id,
            "harm": told.harm.value,
            "victim_groups": [group.value for group in told.victim_groups],
        }
        yield "tolls", split_of[told.article_id], ordered("tolls", row)


def told_events(index: Index, article_ids: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return event and article for what some articles report, then for what their adjudicated claims are about."""
    articles = (index.articles[article_id] for article_id in sorted(article_ids) if article_id in index.articles)
    told = [(entry.episode_id, entry.article_id) for entry in articles if entry.episode_id is not None]
    return told + [(event, article) for event, article in index.articles_of_events() if article in article_ids]


def event_splits(
    told: Iterable[tuple[str, str]], tree: EventTree, split_of: Mapping[str, str], with_facts: Iterable[str] = ()
) -> dict[str, str]:
    """Return splits by event: that of the articles which report it, or have claims about it or about a part of it.

    `told` has event and article, as `told_events` returns them. The articles of one event are in one split; if they
    were not, which a check refuses, the first article named would count. `with_facts` are events that facts are about:
    one that nothing tells, as part of one that is told, is in the split of that one, for its facts may be evidence on
    claims about the whole. An event that nothing tells has no split.
    """
    splits: dict[str, str] = {}
    for event_id, article_id in told:
        splits.setdefault(event_id, split_of[article_id])
    for part in list(splits):
        for whole in tree.upward(part):
            splits.setdefault(whole, splits[part])
    for event_id in sorted(with_facts):
        upward = list(tree.upward(event_id))
        told_whole = next((whole for whole in upward if whole in splits), None)
        if told_whole is not None:
            splits = dict.fromkeys(upward, splits[told_whole]) | splits
    return splits


def _event_row(event: Event, index: Index, split_of: Mapping[str, str]) -> Row:
    claims = [claim for claim in index.claims_of_event(event.event_id) if claim.article_id in split_of]
    dates = told_dates({claim.claim_id: claim.time for claim in claims if claim.time is not None})
    return (
        _flat["events"](event)
        | dates
        | {
            "claim_ids": [claim.claim_id for claim in claims],
            "article_ids": sorted({claim.article_id for claim in claims}),
            "outlet_ids": sorted({index.articles[claim.article_id].outlet_id for claim in claims}),
        }
    )


def _article_of(index: Index, claim_id: str) -> str:
    entry = index.claim(claim_id)
    if entry is None:
        raise ReleaseError(f"a link joins {claim_id}, which is not the id of a claim")
    return entry.article_id


def ruling_rows(rulings: Iterable[Ruling]) -> Iterator[tuple[str, str, Row]]:
    """Yield config, split and row of the rulings of the codebook, in their order; they are of no article's split."""
    for ruling in rulings:
        examples = [
            {"kind": example.kind.value, "text": example.text, "answers": example_answers(example)}
            for example in ruling.examples
        ]
        row = _flat_ruling(ruling)
        yield "rulings", Split.TRAIN.value, ordered("rulings", row | {"examples": examples})
