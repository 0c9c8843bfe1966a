"""The records that a check is called with: those that articles share, or those of one article alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from ..corpus.corpus import TABLE_BY_NAME, Corpus
from ..corpus.index import ClaimEntry
from ..corpus.records import Located
from ..schema import (
    Adjudication,
    Annotation,
    Article,
    ArticleAnchors,
    ClaimBase,
    Entity,
    Event,
    Fact,
    ItemCheck,
    Link,
    RefusedLink,
    Span,
    Spans,
    span_slots,
)
from .findings import Finding, Place
from .repository import Repository

R = TypeVar("R", bound=BaseModel)
C = TypeVar("C", bound=ClaimBase)
T = TypeVar("T")


@dataclass(frozen=True)
class LocatedRecord(Generic[R]):
    """A record, the line it is in, and the corpus it belongs to."""

    record: R
    place: Place
    corpus: Corpus

    def finding(self, message: str) -> Finding:
        """Return what a check says of this record."""
        return Finding(self.place, message)


@dataclass(frozen=True)
class ClaimContext:
    """A claim with what surrounds it; `layer` is the annotation it belongs to, None if it is adjudicated."""

    claim: ClaimBase
    place: Place
    layer: Annotation | None
    article: Article | None
    text: str | None

    @property
    def layer_id(self) -> str | None:
        """The id of its layer, None if it is adjudicated."""
        return None if self.layer is None else self.layer.annotation_id

    def finding(self, message: str) -> Finding:
        """Return what a check says of this claim."""
        return Finding(self.place, message)

    def quote(self, span: Span) -> str | None:
        """Return the words of a span; None if the text is not at hand or the span is not within it."""
        if self.text is None or not span.start < span.end <= len(self.text):
            return None
        return span.of(self.text)


class Context:
    """The records of some corpora, and the repository they belong to.

    `is_shared` says that these are the records that articles share, with whatever else is looked at once only.
    """

    def __init__(self, repository: Repository, corpora: list[Corpus], *, is_shared: bool) -> None:
        self.repository = repository
        self.corpora = corpora
        self.is_shared = is_shared
        self._made: dict[Callable[[Context], Any], Any] = {}

    @cached_property
    def articles(self) -> list[LocatedRecord[Article]]:
        """The articles."""
        return [row for corpus in self.corpora for row in _located(corpus, "articles")]

    @cached_property
    def annotations(self) -> list[LocatedRecord[Annotation]]:
        """The layers."""
        return [row for corpus in self.corpora for row in _located(corpus, "annotations")]

    @cached_property
    def adjudications(self) -> list[LocatedRecord[Adjudication]]:
        """The adjudications."""
        return [row for corpus in self.corpora for row in _located(corpus, "adjudications")]

    @cached_property
    def item_checks(self) -> list[LocatedRecord[ItemCheck]]:
        """The checks of claims and of sentences without a claim."""
        return [row for corpus in self.corpora for row in _located(corpus, "checks")]

    @cached_property
    def events(self) -> list[LocatedRecord[Event]]:
        """The events."""
        return [row for corpus in self.corpora for row in _located(corpus, "events")]

    @cached_property
    def entities(self) -> list[LocatedRecord[Entity]]:
        """The entities; one that several corpora have is there as often."""
        return [row for corpus in self.corpora for row in _located(corpus, "entities")]

    @cached_property
    def links(self) -> list[LocatedRecord[Link]]:
        """The links."""
        return [row for corpus in self.corpora for row in _located(corpus, "links")]

    @cached_property
    def links_refused(self) -> list[LocatedRecord[RefusedLink]]:
        """The refused links."""
        return [
            LocatedRecord(row.record, Place(row.path, row.line, "pair of", "+".join(row.record.claim_ids)), corpus)
            for corpus in self.corpora
            for row in corpus.rows.links_refused
        ]

    @cached_property
    def facts(self) -> list[LocatedRecord[Fact]]:
        """The facts."""
        return [row for corpus in self.corpora for row in _located(corpus, "facts")]

    @cached_property
    def anchors(self) -> list[LocatedRecord[ArticleAnchors]]:
        """The anchors."""
        return [row for corpus in self.corpora for row in _located(corpus, "anchors")]

    @cached_property
    def article_by_id(self) -> dict[str, Article]:
        """The articles by id."""
        return {row.record.article_id: row.record for row in self.articles}

    @cached_property
    def claims(self) -> list[ClaimContext]:
        """The claims: the adjudicated ones, then those of the layers."""
        gold = [self._claim(row, row.record, None) for corpus in self.corpora for row in corpus.rows.claims]
        layers = [
            self._claim(row, claim, row.record)
            for corpus in self.corpora
            for row in corpus.rows.annotations
            for claim in row.record.claims
        ]
        return gold + layers

    @cached_property
    def slots_of_spans(self) -> list[tuple[ClaimContext, str, Spans]]:
        """The slots of the claims that have spans, with their names and spans."""
        named = ((located, slot) for located in self.claims for slot in span_slots(type(located.claim)))
        found = ((located, slot, getattr(located.claim, slot)) for located, slot in named)
        return [one for one in found if one[2]]

    @cached_property
    def claim_by_id(self) -> dict[str, ClaimContext]:
        """The claims by id."""
        return {context.claim.claim_id: context for context in self.claims}

    def gold(self, model: type[C]) -> Iterator[tuple[C, ClaimContext]]:
        """Yield the adjudicated claims of a model. What a layer says is kept as its annotator left it."""
        for context in self.claims:
            if context.layer is None and isinstance(context.claim, model):
                yield context.claim, context

    def entry(self, claim_id: str) -> ClaimEntry | None:
        """Return what is known of any claim of the repository; None if there is none of that id."""
        here = self.claim_by_id.get(claim_id)
        if here is None:
            return self.repository.index.claim(claim_id)
        article_id = here.claim.article_id if here.layer is None else here.layer.article_id
        return ClaimEntry(claim_id, article_id, here.layer_id, here.claim.label, here.claim.event_id)

    def text(self, article_id: str) -> str | None:
        """Return an article's text, from its record or from the texts given; None if it is not at hand."""
        article = self.article_by_id.get(article_id)
        text = None if article is None else article.text
        return self.repository.texts.get(article_id) if text is None else text

    def once(self, make: Callable[[Context], T]) -> T:
        """Return what a function makes of this context, made once for all checks that ask for it."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    def recorded(self, check_id: str) -> Iterator[Finding]:
        """Yield what was found while the files were read."""
        if self.is_shared:
            yield from self.repository.recorded.get(check_id, ())

    def is_hydrated(self, corpus: Corpus) -> bool:
        """Return whether a corpus is outside the repository, where it may hold any text."""
        return not corpus.folder.resolve().is_relative_to(self.repository.workspace.annotations.resolve())

    def _claim(self, row: Located[R], claim: ClaimBase, layer: Annotation | None) -> ClaimContext:
        place = Place(row.path, row.line, "claim", claim.claim_id)
        return ClaimContext(claim, place, layer, self.article_by_id.get(claim.article_id), self.text(claim.article_id))


def contexts(repository: Repository) -> Iterator[Context]:
    """Yield what checks are called with: the shared records, then each article's."""
    yield Context(repository, repository.shared, is_shared=True)
    for _, corpus in repository.articles():
        yield Context(repository, [corpus], is_shared=False)


def _located(corpus: Corpus, table_name: str) -> Iterator[LocatedRecord[Any]]:
    table = TABLE_BY_NAME[table_name]
    for row in corpus.rows.of(table_name):
        place = Place(row.path, row.line, table.kind, str(getattr(row.record, table.key or "")))
        yield LocatedRecord(row.record, place, corpus)
