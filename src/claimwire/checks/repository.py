"""Everything that is known of a repository after its files were read once.

What belongs to an article is not held: its records are read again, article by article, when they are checked.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import Self

from ..corpus.corpus import Corpus
from ..corpus.events import EventTree
from ..corpus.index import Index
from ..corpus.records import Fault, Located
from ..corpus.stream import CorpusSource
from ..corpus.workspace import Workspace
from ..duplicates.comparisons import TextComparison
from ..duplicates.duplicate import Duplicate
from ..duplicates.search import statement_duplicates, text_duplicates
from ..entities.records import merged
from ..schema import (
    STANDARD_QUESTIONS,
    Annotator,
    Entity,
    Event,
    Fact,
    Outlet,
    Protocol,
    Questions,
    ReleaseDoi,
    ReleasePlan,
    Ruling,
    SplitAssignment,
    Withdrawal,
)
from ..schema.vocab import Split
from ..splits.edges import article_edges
from ..splits.groups import GroupEdge, HeldOut, held_out
from .findings import Finding
from .tellings import Tellings, gather


@dataclass
class Repository:
    """A repository as its files were read. `texts` adds texts, by article id, that the records do not hold.

    `recorded` has, by the id of a check, what was found while the lines were read; `counts` the number of records by
    corpus and table.
    """

    workspace: Workspace
    sources: list[CorpusSource] = field(default_factory=list)
    outlets: list[tuple[Path, Outlet]] = field(default_factory=list)
    protocols: list[tuple[Path, Protocol]] = field(default_factory=list)
    rulings: list[Located[Ruling]] = field(default_factory=list)
    annotators: list[Located[Annotator]] = field(default_factory=list)
    splits: list[Located[SplitAssignment]] = field(default_factory=list)
    dois: list[Located[ReleaseDoi]] = field(default_factory=list)
    compared: list[Located[TextComparison]] = field(default_factory=list)
    withdrawn: list[Located[Withdrawal]] = field(default_factory=list)
    plan: ReleasePlan | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    index: Index = field(default_factory=Index)
    recorded: dict[str, list[Finding]] = field(default_factory=lambda: defaultdict(list))
    faults: list[Fault] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def questions(self) -> Questions:
        """What the plan asks annotators; what the codebook asks if there is no valid plan."""
        return STANDARD_QUESTIONS if self.plan is None else self.plan.questions

    @cached_property
    def shared(self) -> list[Corpus]:
        """The corpora without what belongs to an article: events, entities, links and facts."""
        return [source.shared() for source in self.sources]

    @cached_property
    def events(self) -> dict[str, Event]:
        """The events of all corpora by id."""
        return {event_id: event for corpus in self.shared for event_id, event in corpus.events.items()}

    @cached_property
    def entities(self) -> dict[str, Entity]:
        """The entities of all corpora by id, each once."""
        return merged(entity for corpus in self.shared for entity in corpus.entities.values())

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """The facts of all corpora by id."""
        return {fact_id: fact for corpus in self.shared for fact_id, fact in corpus.facts.items()}

    @cached_property
    def event_tree(self) -> EventTree:
        """What each event is part of."""
        return EventTree.of(self.events.values())

    @cached_property
    def outlet_by_id(self) -> dict[str, Outlet]:
        """The outlets by id."""
        return {outlet.outlet_id: outlet for _, outlet in self.outlets}

    @cached_property
    def protocol_by_id(self) -> dict[str, Protocol]:
        """The protocols by id."""
        return {protocol.protocol_id: protocol for _, protocol in self.protocols}

    @cached_property
    def ruling_ids(self) -> frozenset[str]:
        """The ids of the rulings of the codebook."""
        return frozenset(row.record.ruling_id for row in self.rulings)

    @cached_property
    def annotator_by_id(self) -> dict[str, Annotator]:
        """The annotators by id."""
        return {row.record.annotator_id: row.record for row in self.annotators}

    @cached_property
    def texts_at_hand(self) -> ArticleTexts:
        """The texts of all articles that records or `texts` have, by article id, each read when it is asked for."""
        return ArticleTexts(self)

    @cached_property
    def duplicates(self) -> list[Duplicate]:
        """The duplicates among all articles: of texts, as far as they are or were at hand, and of statements."""
        compared = (row.record for row in self.compared)
        by_texts = text_duplicates(self.index.articles, self.texts_at_hand, compared)
        return [*by_texts, *statement_duplicates(self.index.statements, self._article_of)]

    @cached_property
    def tellings(self) -> dict[str, Tellings]:
        """What the adjudicated claims of each corpus say in the same words or of the same name."""
        found: dict[str, Tellings] = {source.info.corpus_id: Tellings() for source in self.sources}
        for _, corpus in self.articles():
            gather(found[corpus.info.corpus_id], corpus, self.texts)
        return found

    def edges(self, members: Collection[str], *, with_duplicates: bool = True) -> list[GroupEdge]:
        """Return what connects some articles with each other; what others have or are does not count."""
        entries = (self.index.articles[article_id] for article_id in members)
        told: list[tuple[str | None, str]] = [(entry.episode_id, entry.article_id) for entry in entries]
        told += [(event, article_id) for event, article_id in self.index.articles_of_events() if article_id in members]

        def article_of(claim_id: str) -> str | None:
            entry = self.index.claim(claim_id)
            return None if entry is None or entry.layer_id or entry.article_id not in members else entry.article_id

        links = (link for corpus in self.shared for link in corpus.links.values())
        among = (pair for pair in self.duplicates if set(pair.article_ids) <= set(members)) if with_duplicates else ()
        return article_edges(told, self.event_tree, links, article_of, among)

    @cached_property
    def planned(self) -> frozenset[str]:
        """The articles of the corpora that the release plan names; none if the plan is not valid."""
        corpora = () if self.plan is None else self.plan.corpora
        return frozenset(key for key, entry in self.index.articles.items() if entry.corpus_id in corpora)

    @cached_property
    def sampled(self) -> dict[str, Split]:
        """The split that a sampling put an article in, by article id, as `corpus.toml` says for its document."""
        listed = (document for source in self.sources for document in source.info.documents)
        return {document.article_id: document.split for document in listed if document.split is not None}

    @cached_property
    def held_out(self) -> list[HeldOut]:
        """The planned articles that would join groups of different splits."""
        split_of = {row.record.article_id: row.record.split for row in self.splits}
        return held_out(self.planned, self.edges(self.planned), split_of, self.sampled)

    def _article_of(self, claim_id: str) -> str | None:
        entry = self.index.claim(claim_id)
        return None if entry is None or entry.article_id not in self.index.articles else entry.article_id

    def articles(self, corpora: Collection[str] = ()) -> Iterator[tuple[str, Corpus]]:
        """Yield the corpus of every article alone, of some corpora if any are named, in the order of article ids."""
        chosen = (source.slices() for source in self.sources if not corpora or source.info.corpus_id in corpora)
        return heapq.merge(*chosen, key=itemgetter(0))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files of the corpora and remove the index."""
        for source in self.sources:
            source.close()
        self.index.close()


class ArticleTexts(Mapping[str, str]):
    """Texts by article id, of which none is held."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._source_of = {source.info.corpus_id: source for source in repository.sources}

    def __getitem__(self, article_id: str) -> str:
        entry = self._repository.index.articles[article_id]
        if not entry.has_text:
            return self._repository.texts[article_id]
        article = self._source_of[entry.corpus_id].article(article_id)
        if article is None or article.text is None:
            raise KeyError(article_id)
        return article.text

    def __iter__(self) -> Iterator[str]:
        known = self._repository.texts
        entries = self._repository.index.articles.values()
        return (entry.article_id for entry in entries if entry.has_text or entry.article_id in known)

    def __len__(self) -> int:
        return sum(1 for _ in self)
