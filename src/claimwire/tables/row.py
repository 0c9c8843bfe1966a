"""What all rows are made with: what is around an article, the columns that come straight from a record, ids, words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from pydantic import BaseModel

from ..corpus.corpus import Corpus
from ..schema import STANDARD_QUESTIONS, Annotator, Article, ClaimBase, Event, Outlet, Questions, Span
from ..schema.fields import shape
from ..schema.vocab import AnnotatorKind
from ..sourcing import World
from .column import Column

Row = dict[str, Any]
PIECE_BREAK = " … "
"""What is between the pieces of a discontinuous claim in its `text` column."""

FirstVersion = Callable[[str, str], str]
"""Returns the version of the data that had a row first, by its config and its id."""


@dataclass(frozen=True)
class Surroundings:
    """What rows tell of an article's surroundings: who publishes, who annotated, and which releases had its rows."""

    outlets: Mapping[str, Outlet]
    annotators: Mapping[str, Annotator]
    first_version: FirstVersion
    repeating: Collection[str] = frozenset()
    """The articles that were rewritten from another one and claim just what it does: their sentences have no rows."""
    worlds: Mapping[str, World] = field(default_factory=dict)
    """The entities and events of each corpus by its id; those of the rows' own corpus where it is not here."""
    questions: Questions = STANDARD_QUESTIONS
    """What the repository asks annotators."""

    @cached_property
    def events(self) -> dict[str, Event]:
        """The events of all corpora by id: a claim may be about one of another corpus."""
        return {event_id: event for world in self.worlds.values() for event_id, event in world.events.items()}


class Flattening:
    """What takes from records the columns that come straight from them.

    A column that a record lacks is null or an empty list; what is in a record within it is found by its name behind
    the name of that record.
    """

    def __init__(self, columns: Iterable[Column]) -> None:
        self._columns = tuple(columns)
        self._plans: dict[type[BaseModel], _Plan] = {}

    def __call__(self, value: BaseModel) -> Row:
        """Return the columns of a record, in no order of their own."""
        plan = self._plans.get(type(value))
        if plan is None:
            plan = self._plans[type(value)] = self._plan(type(value))
        dumped = value.model_dump(mode="json")
        row: Row = plan.absent.copy()
        for name in plan.own:
            row[name] = dumped[name]
        for name, head, inner in plan.within:
            record = dumped[head]
            row[name] = None if record is None else record[inner]
        for name in plan.lists:
            if row[name] is None:
                row[name] = []
        return row

    def _plan(self, model: type[BaseModel]) -> _Plan:
        own: list[str] = []
        within: list[tuple[str, str, str]] = []
        absent: Row = {}
        for column in self._columns:
            head, inner = _place(column.name, model)
            if head is None:
                absent[column.name] = None
            elif inner is None:
                own.append(column.name)
            else:
                within.append((column.name, head, inner))
        return _Plan(absent, tuple(own), tuple(within), tuple(column.name for column in self._columns if column.many))


class _Plan(NamedTuple):
    """Where the columns are in a dumped record: nowhere, under their own name, or within another record."""

    absent: Row
    own: tuple[str, ...]
    within: tuple[tuple[str, str, str], ...]
    lists: tuple[str, ...]


def _place(name: str, model: type[BaseModel]) -> tuple[str | None, str | None]:
    """Return the field of a model that a column is in, and the field of the record within it; None if there is none."""
    if name in model.model_fields:
        return name, None
    for head, info in model.model_fields.items():
        record = shape(head, info).record
        inner = name.removeprefix(f"{head}_")
        if record is not None and inner != name and inner in record.model_fields:
            return head, inner
    return None, None


def quote(claim: ClaimBase, article: Article) -> str | None:
    """Return the words of a claim; None if the article has no text."""
    if article.text is None:
        return None
    return PIECE_BREAK.join(span.of(article.text) for span in claim.spans)


class SentenceSpans:
    """Where the sentences of an article are."""

    def __init__(self, article: Article) -> None:
        self._places = [(s.start, s.end, sentence_id(article, number)) for number, s in enumerate(article.sentences)]

    def touched(self, spans: Collection[Span]) -> list[str]:
        """Return the ids of the sentences that any of some spans touches."""
        wanted = [(span.start, span.end) for span in spans]
        return [
            name for start, end, name in self._places if any(start < until and begin < end for begin, until in wanted)
        ]


def sentence_id(article: Article, number: int) -> str:
    """Return the id of an article's sentence."""
    return f"{article.article_id}_s{number:03d}"


def complete_layers(corpus: Corpus, article_id: str, surroundings: Surroundings) -> int:
    """Return how many people and models have considered every sentence of an article."""
    kinds = surroundings.annotators
    return sum(
        layer.complete and kinds[layer.annotator_id].annotator_kind is not AnnotatorKind.RULE
        for layer in corpus.layers_of_article[article_id]
    )


def kinds_of(surroundings: Surroundings) -> dict[str, AnnotatorKind]:
    """Return the kind of each annotator by id."""
    return {annotator_id: annotator.annotator_kind for annotator_id, annotator in surroundings.annotators.items()}
