"""What all rows are made with: what is around an article, the columns that come straight from a record, ids, words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ..corpus.corpus import Corpus
from ..schema import STANDARD_QUESTIONS, Annotator, Article, ClaimBase, Event, Outlet, Questions, Span
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


def flat(value: Any, columns: Iterable[Column]) -> Row:
    """Return the columns that come straight from a record; a column that the record lacks is null or empty."""
    dumped = value.model_dump(mode="json")
    row: Row = {}
    for column in columns:
        part: Any = dumped
        for name in _path(column.name, dumped):
            part = part.get(name) if isinstance(part, dict) else None
        row[column.name] = [] if part is None and column.many else part
    return row


def _path(name: str, dumped: Mapping[str, Any]) -> tuple[str, ...]:
    """Return where a flattened column's value is in a dumped record."""
    if name in dumped:
        return (name,)
    head = next((key for key in dumped if name.startswith(f"{key}_")), None)
    return (name,) if head is None else (head, name[len(head) + 1 :])


def quote(claim: ClaimBase, article: Article) -> str | None:
    """Return the words of a claim; None if the article has no text."""
    if article.text is None:
        return None
    return PIECE_BREAK.join(span.of(article.text) for span in claim.spans)


def sentence_ids(article: Article, spans: Iterable[Span]) -> list[str]:
    """Return the ids of the sentences that any of the spans touches."""
    wanted = list(spans)
    return [
        sentence_id(article, number)
        for number, sentence in enumerate(article.sentences)
        if any(sentence.overlaps(span) for span in wanted)
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
