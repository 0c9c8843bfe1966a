"""Sentences that other people labelled: what was trained on a build alone, scored on them. Only numbers come out.

A file is JSON Lines: `id` (the document before the last `#`), `source`, `text`, `labels`, and `annotated`, the labels
that it was looked at for. `casualty_figure` means figures with a quantity there, which most datasets count alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..baselines.contract import ArticleModel, SentenceRow
from ..baselines.predictions import asked_for
from ..corpus.records import json_lines, validation_messages
from ..errors import BaselineError
from ..ingest.unlisted import article_of_text
from ..schema.vocab import Label
from ..scoring import GoldDocument, claim_to_score
from ..scoring.sentence_lines import COUNTED, SentenceLine, SentencePlaces, lines_of_claims
from ..scoring.sentences import GoldSentence, SentenceGold, document_of
from .sentences import FittedClassifier, Sentences, fitted

LABELS: tuple[str, ...] = tuple(label.value for label in Label)
WORD = re.compile(r"\w+")


class OtherLine(BaseModel):
    """A line of a file; other fields than these do not count."""

    model_config = ConfigDict(strict=True)

    id: str = Field(min_length=1)
    source: str
    text: str = Field(min_length=1)
    labels: list[Label]
    annotated: list[Label] = Field(min_length=1)


@dataclass(frozen=True)
class OtherRow:
    """A sentence that others labelled; what is in `annotated` and not in `labels` it does not have."""

    text: str
    source: str
    document: str
    labels: frozenset[str]
    annotated: frozenset[str]


@dataclass(frozen=True)
class OtherFile:
    """A file of others' sentences, of which each label that it annotates is measured."""

    name: str
    rows: tuple[OtherRow, ...]

    def labels(self) -> list[str]:
        """Return the labels that some row was annotated for."""
        return [label for label in LABELS if any(label in row.annotated for row in self.rows)]

    def of(self, label: str) -> list[OtherRow]:
        """Return the rows that were annotated for a label."""
        return [row for row in self.rows if label in row.annotated]

    def gold(self) -> SentenceGold:
        """Return the file as sentences to score on, by the numbers of its rows; sources are outlets."""
        documents = {row.document: GoldDocument(row.document, outlet=row.source) for row in self.rows}
        sentences = {
            str(number): GoldSentence(row.document, _counted(row.labels), _counted(row.annotated))
            for number, row in enumerate(self.rows)
        }
        return SentenceGold(self.name, None, documents, sentences=sentences)


def _counted(labels: Iterable[str]) -> frozenset[str]:
    return frozenset(COUNTED if label == Label.CASUALTY_FIGURE else label for label in labels)


def read_other_file(path: Path) -> OtherFile:
    """Return a file of others' sentences; raises `BaselineError` if it has none, or a line has not its fields."""
    rows: list[OtherRow] = []
    first: dict[str, int] = {}
    for number, text in json_lines(path):
        try:
            line = OtherLine.model_validate_json(text)
        except ValidationError as error:
            raise BaselineError(
                f"{path}:{number}: {validation_messages(error)}; a line has id, source, text, labels and annotated"
            ) from error
        labels, annotated = (frozenset(label.value for label in own) for own in (line.labels, line.annotated))
        if not labels <= annotated:
            raise BaselineError(
                f"{path}:{number}: labels {sorted(labels)} are not all among those annotated, {sorted(annotated)}"
            )
        if first.setdefault(line.id, number) != number:
            raise BaselineError(f"{path}:{number}: a second line of {line.id}, the first is {first[line.id]}; drop one")
        # documents of two sources may have one number
        rows.append(OtherRow(line.text, line.source, f"{line.source}/{document_of(line.id)}", labels, annotated))
    if not rows:
        raise BaselineError(f"{path} has no sentences to measure on")
    return OtherFile(path.stem, tuple(rows))


def plain(text: str) -> str:
    """Return the words of a sentence, case folded, by which two are the same."""
    return " ".join(WORD.findall(text.casefold()))


def words_of(files: Iterable[OtherFile]) -> frozenset[str]:
    """Return the words of every sentence of some files."""
    return frozenset(plain(row.text) for file in files for row in file.rows)


def alone(sentences: Sentences, without: frozenset[str] = frozenset()) -> Sentences:
    """Return sentences without their neighbours, which others' files do not have, and without those of some words."""
    kept = [number for number, row in enumerate(sentences.rows) if plain(row.text) not in without]
    return Sentences(
        tuple(sentences.ids[number] for number in kept),
        tuple(SentenceRow(sentences.rows[number].text) for number in kept),
        sentences.labels[kept],
    )


def lines_by_classifier(
    name: str, train: Sentences, validation: Sentences, files: Sequence[OtherFile], seed: int
) -> dict[str, dict[str, SentenceLine]]:
    """Return what a classifier that was fitted on sentences without neighbours says of each file, by its name.

    Raises `BaselineError` if a library that it needs is not installed.
    """
    asked = {file.name: _asked(file, train) for file in files}
    made: FittedClassifier = fitted(name, train, validation, asked, seed)
    return {file.name: made.lines(asked[file.name].ids, file.name) for file in files}


def _asked(file: OtherFile, like: Sentences) -> Sentences:
    ids = tuple(str(number) for number in range(len(file.rows)))
    return Sentences(ids, tuple(SentenceRow(row.text) for row in file.rows), like.labels[:0])


def lines_by_model(model: ArticleModel, file: OtherFile) -> dict[str, SentenceLine]:
    """Return what a model of articles says of the sentences of a file, each read as a text of its own."""
    # an empty line before it, so that a short sentence is not taken for a headline
    places = {str(number): ((str(number), 0, len(row.text) + 1),) for number, row in enumerate(file.rows)}
    texts = {str(number): article_of_text(f"\n{row.text}") for number, row in enumerate(file.rows)}
    chosen, weighed = (
        {
            key: [claim_to_score(found.claim, found.score) for found in one.predict(text, "p_")]
            for key, text in texts.items()
        }
        for one in (model, asked_for(model, 0.0))
    )
    return lines_of_claims(SentencePlaces(places), chosen, weighed)
