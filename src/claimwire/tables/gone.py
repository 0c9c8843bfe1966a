"""What goes from the tables of a release if some ids are withdrawn, and what has to be known to do without it.

It is found in the tables alone: records have changed since, and a release of any version may be looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ..corpus.events import EventTree
from ..corpus.withdrawn import decided_together
from ..schema.vocab import Split
from .columns import whole_config
from .parquet import column_names, iter_own_rows
from .row import Row

REFERENCES = ("reference_claim_id", "gold_claim_id")
"""The column of a layer's claim that names what it became: as it is called now, and in data 0.1.0."""

PARTS = ("part_of_id", "part_of")
"""The column of an event that names the larger one: as it is called now, and in data 0.1.0."""


@dataclass(frozen=True)
class TableFile:
    """A Parquet file of a release: its config, its split, and where it is."""

    config: str
    split: Split
    path: Path


@dataclass(frozen=True)
class Gone:
    """What goes from a release, by ids; `claims` are adjudicated ones and those of layers.

    `touched` are the articles that stay and lose a claim, `sentences` those of their sentences that it was in,
    `rejected` the articles that lose a claim of a layer which became no adjudicated one.
    """

    articles: frozenset[str]
    claims: frozenset[str]
    entities: frozenset[str]
    events: frozenset[str]
    touched: frozenset[str]
    sentences: frozenset[str]
    rejected: frozenset[str]
    sentences_of_articles: frozenset[str] = frozenset()

    @cached_property
    def ids(self) -> frozenset[str]:
        """All ids that are in no table any more."""
        return self.articles | self.claims | self.entities | self.events | self.sentences_of_articles

    @property
    def is_nothing(self) -> bool:
        """Whether the release has nothing of what is withdrawn."""
        return not (self.articles or self.claims or self.entities)


@dataclass(frozen=True)
class Opinion:
    """A claim of a layer as its annotator's vote on a sentence; `stays` says whether it is in the release any more."""

    annotator_id: str
    annotator_kind: str
    label: str
    complete: bool
    stays: bool


@dataclass(frozen=True)
class Rest:
    """What stays, as far as rows that stay have to be made anew of it."""

    homes: Mapping[str, str]
    """The article of every adjudicated claim that stays."""
    claims: Mapping[str, Row] = field(default_factory=dict)
    """Rows of adjudicated claims of touched articles and of events that lose a claim, by id."""
    spans: Mapping[str, Collection[tuple[int, int]]] = field(default_factory=dict)
    """By touched article, the spans of the claims that stay, in layers and adjudicated."""
    tolls: Mapping[str, list[Row]] = field(default_factory=dict)
    """By their old ids, the rows that stay of the tolls that lose a figure, in the order of time."""
    opinions: Mapping[str, list[Opinion]] = field(default_factory=dict)
    """By sentence, the claims of layers that are in it, in touched articles."""
    first_texts: Mapping[str, bool | None] = field(default_factory=dict)
    """By article, whether it is the first text that the public copy had."""


class ReleaseTables:
    """The tables of a release, read column by column."""

    def __init__(self, files: Iterable[TableFile]) -> None:
        self.files = list(files)
        self._configs = {file.config for file in self.files}

    def rows(self, config: str, *columns: str) -> Iterator[Row]:
        """Yield the rows of a config, in the form with every article if there are two; of some columns if named.

        Columns that a table does not have are left out.
        """
        name = whole_config(self._configs, config)
        for file in self.files:
            if file.config == name:
                there = [column for column in column_names(file.path) if column in columns] if columns else None
                yield from iter_own_rows(file.path, there)


def first_of(row: Row, names: Iterable[str]) -> str | None:
    """Return the value of the first of some columns that a row has; None if it has none of them."""
    return next((row[name] for name in names if name in row), None)


def find_gone(tables: ReleaseTables, ids: Collection[str]) -> Gone:
    """Return what goes from a release if some ids are withdrawn: of articles, claims (of layers, too) or entities."""
    wanted = frozenset(ids)
    told = [(row["article_id"], row.get("episode_id")) for row in tables.rows("articles", "article_id", "episode_id")]
    articles = wanted.intersection(article_id for article_id, _ in told)
    entities, named = set(), set()
    for row in tables.rows("entities", "entity_id", "claim_ids"):
        if row["entity_id"] in wanted:
            entities.add(row["entity_id"])
            named.update(row["claim_ids"])
    homes = {x["claim_id"]: x for x in tables.rows("claims", "claim_id", "article_id", "event_id")}
    layered = {
        x["claim_id"]: x for x in tables.rows("annotations", "claim_id", "article_id", "sentence_ids", *REFERENCES)
    }
    became = {claim_id: first_of(row, REFERENCES) for claim_id, row in layered.items()}
    decisions: dict[str, set[str]] = {}
    for layer_claim_id, claim_id in became.items():
        if claim_id is not None:
            decisions.setdefault(claim_id, {claim_id}).add(layer_claim_id)
    known = homes.keys() | layered.keys()
    claims = set(decided_together((wanted & known) | (named & known), decisions.values()))
    claims |= {claim_id for claim_id in known if (homes.get(claim_id) or layered[claim_id])["article_id"] in articles}
    events = _events_gone(tables, told, articles, homes.values(), claims)
    lost = [row for row in (*homes.values(), *layered.values()) if row["claim_id"] in claims]
    touched = {row["article_id"] for row in lost} - articles
    sentences, of_articles = set(), set()
    for row in tables.rows("sentences", "sentence_id", "article_id", "claim_ids"):
        if row["article_id"] in articles:
            of_articles.add(row["sentence_id"])
        elif claims.intersection(row["claim_ids"]):
            sentences.add(row["sentence_id"])
    sentences |= {name for x in lost if x["article_id"] in touched for name in x.get("sentence_ids", ())}
    rejected = {x["article_id"] for x in layered.values() if x["claim_id"] in claims and became[x["claim_id"]] is None}
    parts = (articles, claims, entities, events, touched, sentences, rejected, of_articles)
    return Gone(*map(frozenset, parts))


def _events_gone(
    tables: ReleaseTables,
    told: Iterable[tuple[str, str | None]],
    articles: Collection[str],
    claims: Iterable[Row],
    gone: Collection[str],
) -> set[str]:
    """Return the events that no article reports any more, and no claim is about."""
    about = [(row["article_id"], row.get("event_id"), row["claim_id"]) for row in claims]
    pairs = [*told, *((article_id, event_id) for article_id, event_id, _ in about)]
    kept = [(article_id, event_id) for article_id, event_id in told if article_id not in articles]
    kept += [(article_id, event_id) for article_id, event_id, claim_id in about if claim_id not in gone]
    tree = EventTree({row["event_id"]: first_of(row, PARTS) for row in tables.rows("events", "event_id", *PARTS)})
    return tree.with_wholes(event for _, event in pairs) - tree.with_wholes(event for _, event in kept)


def find_rest(tables: ReleaseTables, gone: Gone) -> Rest:
    """Return what has to be known of what stays in a release when something goes."""
    homes: dict[str, str] = {}
    claims: dict[str, Row] = {}
    spans: dict[str, set[tuple[int, int]]] = {}
    events = {x.get("event_id") for x in tables.rows("claims", "claim_id", "event_id") if x["claim_id"] in gone.claims}
    events -= {None}
    opinions: dict[str, list[Opinion]] = {}
    for config in ("claims", "annotations"):
        for row in tables.rows(config):
            stays = row["claim_id"] not in gone.claims
            if config == "annotations" and row["article_id"] in gone.touched:
                opinion = Opinion(row["annotator_id"], row["annotator_kind"], row["label"], row["complete"], stays)
                for sentence_id in row["sentence_ids"]:
                    opinions.setdefault(sentence_id, []).append(opinion)
            if not stays:
                continue
            is_touched = row["article_id"] in gone.touched
            if config == "claims":
                homes[row["claim_id"]] = row["article_id"]
                if is_touched or row.get("event_id") in events:
                    claims[row["claim_id"]] = row
            if is_touched:
                spans.setdefault(row["article_id"], set()).update(_spans(row))
    all_tolls: dict[str, list[Row]] = {}
    for row in tables.rows("tolls"):
        all_tolls.setdefault(row["toll_id"], []).append(row)
    tolls = {
        toll_id: sorted((row for row in rows if row["claim_id"] not in gone.claims), key=lambda row: row["number"])
        for toll_id, rows in all_tolls.items()
        if any(row["claim_id"] in gone.claims for row in rows)
    }
    first = {x["article_id"]: x.get("first_text") for x in tables.rows("articles", "article_id", "first_text")}
    return Rest(homes, claims, spans, tolls, opinions, first if tolls else {})


def _spans(row: Row) -> Iterator[tuple[int, int]]:
    """Yield the spans in all columns of a row that hold spans."""
    for value in row.values():
        for item in value if isinstance(value, list) else ():
            if isinstance(item, dict) and item.keys() == {"start", "end"}:
                yield item["start"], item["end"]
