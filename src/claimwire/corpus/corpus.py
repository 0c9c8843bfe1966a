"""One corpus in memory: its records by id, and every way to find them, built once.

`Rows` are the lines as they are in the files, also those whose id is there twice; `Corpus` is what most steps work on.
What goes over a corpus of any size uses `claimwire.corpus.stream`, which gives a corpus of one article each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, TypeAdapter

from ..errors import WorkspaceError
from ..naming import alternatives
from ..schema import (
    CLAIM_ADAPTER,
    Adjudication,
    Annotation,
    Article,
    ArticleAnchors,
    ClaimBase,
    CorpusInfo,
    Entity,
    Event,
    Fact,
    ItemCheck,
    Link,
    RefusedLink,
    claim_order,
)
from .atomic import is_current
from .events import EventTree
from .records import Fault, Located, read_toml, scan_jsonl
from .views import ArticleView

R = TypeVar("R", bound=BaseModel)

CORPUS_FILE = "corpus.toml"


@dataclass(frozen=True)
class Table(Generic[R]):
    """A JSON Lines file of a corpus folder: its name without ending, what a line holds, and the field that is its id.

    `by_article` says whether a line belongs to one article, which its `article_id` names; lines are in the order of
    `order`, in any if there is none.
    """

    name: str
    adapter: TypeAdapter[R]
    key: str | None
    kind: str
    by_article: bool = False
    order: Callable[[R], tuple[Any, ...]] | None = None

    def id_of(self, record: R) -> str:
        """Return what a record is known by: its id, or all of it if it has none."""
        return record.model_dump_json() if self.key is None else str(getattr(record, self.key))

    def order_of(self, record: R) -> tuple[Any, ...]:
        """Return what the lines of the file are sorted by when one is added; the order of others stays."""
        return () if self.order is None else self.order(record)


def layer_order(layer: Annotation) -> tuple[str, str, str]:
    """Return what layers are sorted by: article, annotator, id."""
    return layer.article_id, layer.annotator_id, layer.annotation_id


def decision_order(decision: Adjudication) -> tuple[str, str]:
    """Return what adjudicators' decisions are sorted by: article, id."""
    return decision.article_id, decision.adjudication_id


def check_order(check: ItemCheck) -> tuple[str, str]:
    """Return what checks of items are sorted by: article, id."""
    return check.article_id, check.check_id


TABLES: tuple[Table[Any], ...] = (
    Table("articles", TypeAdapter(Article), "article_id", "article", True, lambda x: (x.article_id,)),
    Table("annotations", TypeAdapter(Annotation), "annotation_id", "annotation", True, layer_order),
    Table("claims", CLAIM_ADAPTER, "claim_id", "claim", True, claim_order),
    Table("adjudications", TypeAdapter(Adjudication), "adjudication_id", "adjudication", True, decision_order),
    Table("checks", TypeAdapter(ItemCheck), "check_id", "check", True, check_order),
    Table("events", TypeAdapter(Event), "event_id", "event"),
    Table("entities", TypeAdapter(Entity), "entity_id", "entity", order=lambda x: (x.entity_id,)),
    Table("links", TypeAdapter(Link), "link_id", "link", order=lambda x: (x.link_id,)),
    Table("links_refused", TypeAdapter(RefusedLink), None, "pair of", order=lambda x: (x.claim_ids,)),
    Table("facts", TypeAdapter(Fact), "fact_id", "fact"),
    Table("anchors", TypeAdapter(ArticleAnchors), "article_id", "anchors of", True, lambda x: (x.article_id,)),
)
"""The JSON Lines files of a corpus folder; `Rows` has a field for each. `kind` is what a message calls a record."""

TABLE_BY_NAME = {table.name: table for table in TABLES}


@dataclass(frozen=True)
class Rows:
    """The records of a corpus with the places they were read from, in the order of the files."""

    articles: list[Located[Article]] = field(default_factory=list)
    annotations: list[Located[Annotation]] = field(default_factory=list)
    claims: list[Located[ClaimBase]] = field(default_factory=list)
    adjudications: list[Located[Adjudication]] = field(default_factory=list)
    checks: list[Located[ItemCheck]] = field(default_factory=list)
    events: list[Located[Event]] = field(default_factory=list)
    entities: list[Located[Entity]] = field(default_factory=list)
    links: list[Located[Link]] = field(default_factory=list)
    links_refused: list[Located[RefusedLink]] = field(default_factory=list)
    facts: list[Located[Fact]] = field(default_factory=list)
    anchors: list[Located[ArticleAnchors]] = field(default_factory=list)

    def of(self, table: str) -> list[Located[Any]]:
        """Return the rows of a table by its name."""
        rows: list[Located[Any]] = getattr(self, table)
        return rows

    @classmethod
    def union(cls, several: Iterable[Rows]) -> Rows:
        """Return the rows of several, one after the other."""
        held = list(several)
        return cls(**{f.name: [row for rows in held for row in rows.of(f.name)] for f in fields(cls)})


class Records:
    """Records by id, and the ways to find them; of an id that is there twice, which a check refuses, the last counts.

    What is annotated is called a layer here: one annotator's claims over one article.
    """

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    @cached_property
    def articles(self) -> dict[str, Article]:
        """Articles by id, in the order of the file."""
        return _by_id(self.rows.articles, lambda article: article.article_id)

    @cached_property
    def layers(self) -> dict[str, Annotation]:
        """Annotators' layers by id, in the order of the file."""
        return _by_id(self.rows.annotations, lambda layer: layer.annotation_id)

    @cached_property
    def claims(self) -> dict[str, ClaimBase]:
        """Adjudicated claims by id, in the order of the file."""
        return _by_id(self.rows.claims, lambda claim: claim.claim_id)

    @cached_property
    def adjudications(self) -> dict[str, Adjudication]:
        """Adjudicators' decisions by id, in the order of the file."""
        return _by_id(self.rows.adjudications, lambda decision: decision.adjudication_id)

    @cached_property
    def item_checks(self) -> dict[str, ItemCheck]:
        """Checks of claims and of sentences without a claim by id, in the order of the file."""
        return _by_id(self.rows.checks, lambda check: check.check_id)

    @cached_property
    def events(self) -> dict[str, Event]:
        """Events by id, in the order of the file."""
        return _by_id(self.rows.events, lambda event: event.event_id)

    @cached_property
    def entities(self) -> dict[str, Entity]:
        """Entities by id, in the order of the file."""
        return _by_id(self.rows.entities, lambda entity: entity.entity_id)

    @cached_property
    def links(self) -> dict[str, Link]:
        """Links by id, in the order of the file."""
        return _by_id(self.rows.links, lambda link: link.link_id)

    @property
    def refused_links(self) -> list[RefusedLink]:
        """The pairs of claims that somebody does not take for the same."""
        return [row.record for row in self.rows.links_refused]

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """Facts by id, in the order of the file."""
        return _by_id(self.rows.facts, lambda fact: fact.fact_id)

    @cached_property
    def anchors(self) -> dict[str, ArticleAnchors]:
        """The anchors of stand-off articles, by article id."""
        return _by_id(self.rows.anchors, lambda anchors: anchors.article_id)

    @cached_property
    def event_tree(self) -> EventTree:
        """What each event is part of."""
        return EventTree.of(self.events.values())

    @cached_property
    def layers_of_article(self) -> Mapping[str, list[Annotation]]:
        """Layers by article, in the order of the file; an empty list for an article without any."""
        return grouped(self.layers.values(), lambda layer: layer.article_id)

    @cached_property
    def claims_of_article(self) -> Mapping[str, list[ClaimBase]]:
        """Adjudicated claims by article, in the order of the text; an empty list for an article without any."""
        return grouped(sorted(self.claims.values(), key=claim_order), lambda claim: claim.article_id)

    @cached_property
    def claims_of_event(self) -> Mapping[str, list[ClaimBase]]:
        """Adjudicated claims by the event they are about, by article and place; an empty list for any other event."""
        about = (claim for claim in sorted(self.claims.values(), key=claim_order) if claim.event_id is not None)
        return grouped(about, lambda claim: str(claim.event_id))

    @cached_property
    def adjudications_of_article(self) -> Mapping[str, list[Adjudication]]:
        """Decisions by article, in the order of the file; an empty list for an article without any."""
        return grouped(self.adjudications.values(), lambda decision: decision.article_id)

    @cached_property
    def decision_of_claim(self) -> dict[str, Adjudication]:
        """Decisions by the adjudicated claim they made, and by every layer's claim they decided on."""
        decisions: dict[str, Adjudication] = {}
        for decision in self.adjudications.values():
            decisions |= dict.fromkeys(decision.layer_claim_ids, decision)
            if decision.claim_id is not None:
                decisions[decision.claim_id] = decision
        return decisions

    @cached_property
    def layer_of_claim(self) -> dict[str, Annotation]:
        """The layer that each layer's claim is in."""
        return {claim.claim_id: layer for layer in self.layers.values() for claim in layer.claims}

    def article(self, article_id: str) -> Article:
        """Return an article; raises `WorkspaceError` if there is none of that id."""
        if article_id not in self.articles:
            raise WorkspaceError(f"no article is called {article_id!r}; {alternatives(article_id, self.articles)}")
        return self.articles[article_id]


class Corpus(Records):
    """One corpus: what `corpus.toml` says of it, its folder, its records, and the faults of lines that hold none."""

    def __init__(self, info: CorpusInfo, folder: Path, rows: Rows | None = None, faults: Iterable[Fault] = ()) -> None:
        super().__init__(Rows() if rows is None else rows)
        self.info = info
        self.folder = folder
        self.faults = tuple(faults)

    @classmethod
    def of(cls, info: CorpusInfo, folder: Path, **tables: Iterable[BaseModel]) -> Corpus:
        """Return a corpus made of records, each with the place it has where they are written to the folder."""
        places = ((name, folder / f"{name}.jsonl", records) for name, records in tables.items())
        rows: dict[str, list[Located[Any]]] = {
            name: [Located(record, path, line) for line, record in enumerate(records, start=1)]
            for name, path, records in places
        }
        return cls(info, folder, Rows(**rows))

    @property
    def corpus_id(self) -> str:
        """The id of the corpus."""
        return self.info.corpus_id

    def __iter__(self) -> Iterator[ArticleView]:
        """Yield every article with its claims and layers and the words of both, in the order of the file."""
        return (self[article_id] for article_id in self.articles)

    def __getitem__(self, article_id: str) -> ArticleView:
        """Return an article with its claims and layers; raises `WorkspaceError` if the corpus has none of that id."""
        article = self.article(article_id)
        layers: dict[str, list[ClaimBase]] = {}
        for layer in self.layers_of_article[article_id]:
            layers.setdefault(layer.annotator_id, []).extend(layer.claims)
        return ArticleView(
            article,
            self.claims_of_article[article_id],
            {name: sorted(own, key=claim_order) for name, own in layers.items()},
        )

    def file(self, table: str) -> Path:
        """Return the path of one of the corpus's JSON Lines files."""
        return self.folder / f"{table}.jsonl"

    def article(self, article_id: str) -> Article:
        """Return an article; raises `WorkspaceError` if the corpus has none of that id."""
        if article_id not in self.articles:
            known = alternatives(article_id, self.articles)
            raise WorkspaceError(f"corpus {self.corpus_id} has no article {article_id!r}; {known}")
        return self.articles[article_id]

    def with_rows(self, **tables: list[Located[Any]]) -> Corpus:
        """Return the corpus with other rows in some of its tables."""
        return Corpus(self.info, self.folder, replace(self.rows, **tables), self.faults)

    def only(self, article_ids: Collection[str]) -> Corpus:
        """Return the corpus with some of its articles and what belongs to them; the other tables stay as they are."""
        kept = {
            table.name: [row for row in self.rows.of(table.name) if row.record.article_id in article_ids]
            for table in TABLES
            if table.by_article
        }
        return self.with_rows(**kept)


def read_corpus(folder: Path) -> Corpus:
    """Return the corpus in a folder; a missing file is an empty table, lines that hold no record are in `faults`.

    Raises `RecordError` if `corpus.toml` is missing or invalid, or a file is not UTF-8.
    """
    info = read_toml(folder / CORPUS_FILE, CorpusInfo)
    rows, faults = Rows(), []
    for table in TABLES:
        path = folder / f"{table.name}.jsonl"
        if is_current(path):
            located, more = scan_jsonl(path, table.adapter)
            rows.of(table.name).extend(located)
            faults += more
    return Corpus(info, folder, rows, faults)


def grouped(records: Iterable[R], key: Callable[[R], str]) -> Mapping[str, list[R]]:
    """Return records by a key, in their order; an empty list for a key that no record has."""
    groups: dict[str, list[R]] = defaultdict(list)
    for record in records:
        groups[key(record)].append(record)
    return groups


def _by_id(rows: Iterable[Located[R]], key: Callable[[R], str]) -> dict[str, R]:
    return {key(row.record): row.record for row in rows}
