"""Everything the checks look at, read once: the records with their places, and the texts where they are at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel

from ..corpus.corpus import Corpus
from ..corpus.events import EventTree
from ..corpus.records import Fault, Located
from ..corpus.workspace import Workspace
from ..duplicates.compared import Compared
from ..duplicates.found import duplicates
from ..duplicates.model import Duplicate
from ..schema import (
    Adjudication,
    Annotation,
    Annotator,
    Article,
    ArticleAnchors,
    ClaimBase,
    Event,
    Fact,
    Link,
    Outlet,
    RefusedLink,
    ReleasePlan,
    Span,
    SplitAssignment,
)
from .model import Finding, Place

R = TypeVar("R", bound=BaseModel)
C = TypeVar("C", bound=ClaimBase)


@dataclass(frozen=True)
class Placed(Generic[R]):
    """A record, where it stands, and the corpus it belongs to."""

    record: R
    place: Place
    data: Corpus

    def finding(self, message: str) -> Finding:
        """Return what a check says of this record."""
        return Finding(self.place, message)


@dataclass(frozen=True)
class Told(Generic[C]):
    """A claim with what surrounds it; `layer` is the annotation it belongs to, None where it is adjudicated."""

    claim: C
    place: Place
    layer: Annotation | None
    article: Article | None
    text: str | None

    def finding(self, message: str) -> Finding:
        """Return what a check says of this claim."""
        return Finding(self.place, message)

    def quote(self, span: Span) -> str | None:
        """Return the words of a span; None where the text is not at hand or the span does not lie within it."""
        if self.text is None or not span.start < span.end <= len(self.text):
            return None
        return span.of(self.text)


@dataclass
class Context:
    """What the checks look at. `texts` adds texts, by article id, that the records themselves do not hold."""

    workspace: Workspace
    corpora: list[Corpus] = field(default_factory=list)
    outlets: list[tuple[Path, Outlet]] = field(default_factory=list)
    annotators: list[Located[Annotator]] = field(default_factory=list)
    splits: list[Located[SplitAssignment]] = field(default_factory=list)
    compared: list[Located[Compared]] = field(default_factory=list)
    plan: ReleasePlan | None = None
    faults: list[Fault] = field(default_factory=list)
    toml_faults: list[Finding] = field(default_factory=list)
    texts: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def articles(self) -> list[Placed[Article]]:
        """The articles of all corpora."""
        return [p for data in self.corpora for p in _placed(data, data.rows.articles, "article", "article_id")]

    @cached_property
    def annotations(self) -> list[Placed[Annotation]]:
        """The layers of all corpora."""
        return [p for data in self.corpora for p in _placed(data, data.rows.annotations, "annotation", "annotation_id")]

    @cached_property
    def adjudications(self) -> list[Placed[Adjudication]]:
        """The adjudications of all corpora."""
        return [
            p
            for data in self.corpora
            for p in _placed(data, data.rows.adjudications, "adjudication", "adjudication_id")
        ]

    @cached_property
    def events(self) -> list[Placed[Event]]:
        """The events of all corpora."""
        return [p for data in self.corpora for p in _placed(data, data.rows.events, "event", "event_id")]

    @cached_property
    def links(self) -> list[Placed[Link]]:
        """The links of all corpora."""
        return [p for data in self.corpora for p in _placed(data, data.rows.links, "link", "link_id")]

    @cached_property
    def links_refused(self) -> list[Placed[RefusedLink]]:
        """The refused links of all corpora."""
        return [
            Placed(row.record, Place(row.path, row.line, "pair of", "+".join(row.record.claim_ids)), data)
            for data in self.corpora
            for row in data.rows.links_refused
        ]

    @cached_property
    def facts(self) -> list[Placed[Fact]]:
        """The facts of all corpora."""
        return [p for data in self.corpora for p in _placed(data, data.rows.facts, "fact", "fact_id")]

    @cached_property
    def anchors(self) -> list[Placed[ArticleAnchors]]:
        """The anchors of all corpora."""
        return [p for data in self.corpora for p in _placed(data, data.rows.anchors, "anchors of", "article_id")]

    @cached_property
    def article_by_id(self) -> dict[str, Article]:
        """The articles of all corpora by id."""
        return {placed.record.article_id: placed.record for placed in self.articles}

    @cached_property
    def event_by_id(self) -> dict[str, Event]:
        """The events of all corpora by id."""
        return {placed.record.event_id: placed.record for placed in self.events}

    @cached_property
    def fact_by_id(self) -> dict[str, Fact]:
        """The facts of all corpora by id."""
        return {placed.record.fact_id: placed.record for placed in self.facts}

    @cached_property
    def claims(self) -> list[Told[ClaimBase]]:
        """The claims of all corpora: the adjudicated ones, then those of the layers."""
        gold = [self._told(located, located.record, None) for data in self.corpora for located in data.rows.claims]
        layers = [
            self._told(located, claim, located.record)
            for data in self.corpora
            for located in data.rows.annotations
            for claim in located.record.claims
        ]
        return gold + layers

    @cached_property
    def claim_by_id(self) -> dict[str, Told[ClaimBase]]:
        """The claims of all corpora and layers by id."""
        return {told.claim.claim_id: told for told in self.claims}

    @cached_property
    def duplicates(self) -> list[Duplicate]:
        """The duplicates among the articles of all corpora: of texts that are at hand, or were when it was recorded."""
        return duplicates(
            (placed.record for placed in self.articles),
            (told.claim for told in self.claims if told.layer is None),
            (row.record for row in self.compared),
            self.texts,
        )

    def gold(self, model: type[C]) -> Iterator[tuple[C, Told[ClaimBase]]]:
        """Yield the adjudicated claims of a model. What a layer says is kept as its annotator left it."""
        for told in self.claims:
            if told.layer is None and isinstance(told.claim, model):
                yield told.claim, told

    def text(self, article_id: str) -> str | None:
        """Return an article's text, from its record or from `texts`; None where it is not at hand."""
        article = self.article_by_id.get(article_id)
        found = None if article is None else article.text
        return self.texts.get(article_id) if found is None else found

    @cached_property
    def event_tree(self) -> EventTree:
        """What each event is part of."""
        return EventTree.of(self.event_by_id.values())

    def is_hydrated(self, data: Corpus) -> bool:
        """Tell whether a corpus stands outside the repository, where it may hold any text."""
        return not data.folder.resolve().is_relative_to(self.workspace.annotations.resolve())

    def _told(self, located: Located[R], claim: ClaimBase, layer: Annotation | None) -> Told[ClaimBase]:
        place = Place(located.path, located.line, "claim", claim.claim_id)
        return Told(claim, place, layer, self.article_by_id.get(claim.article_id), self.text(claim.article_id))


def _placed(data: Corpus, rows: Iterable[Located[R]], kind: str, key: str) -> Iterator[Placed[R]]:
    for row in rows:
        yield Placed(row.record, Place(row.path, row.line, kind, str(getattr(row.record, key))), data)
