"""What is said of sentences by classifiers that were fitted on a build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..baselines.classifiers import new_classifier
from ..baselines.contract import SentenceRow
from ..errors import GoldError
from ..ranges import Flags, Floats
from ..scoring import best_threshold
from ..scoring.built import table_rows
from ..scoring.sentence_lines import SENTENCE_LABELS, SentenceLine


@dataclass(frozen=True)
class Sentences:
    """The sentences of a split that have a text: ids, rows as a classifier takes them, flags by `SENTENCE_LABELS`."""

    ids: tuple[str, ...]
    rows: tuple[SentenceRow, ...]
    labels: Flags


def read_sentences(build: Path, split: str) -> Sentences:
    """Return the sentences of a split of a build; raises `GoldError` if none has a text."""
    columns = ("sentence_id", "text", "sentence_before", "sentence_after", *SENTENCE_LABELS)
    found = [row for row in table_rows(build, "sentences", split, columns) if row["text"] is not None]
    if not found:
        raise GoldError(
            f"{build} has no sentence with a text in split {split}; build with your copies of the texts "
            "(`claimwire build --hydrated`)"
        )
    return Sentences(
        tuple(row["sentence_id"] for row in found),
        tuple(SentenceRow(row["text"], row["sentence_before"], row["sentence_after"]) for row in found),
        np.array([[row[label] for label in SENTENCE_LABELS] for row in found], dtype=bool),
    )


@dataclass(frozen=True)
class FittedClassifier:
    """A classifier that learnt from the train split, with the threshold of each label that does best on validation."""

    name: str
    thresholds: tuple[float, ...]
    probabilities: Mapping[str, Floats]
    """By split, a row per sentence and a column per label of `SENTENCE_LABELS`."""

    def lines(self, ids: Sequence[str], split: str) -> dict[str, SentenceLine]:
        """Return what it predicts of the sentences of a split."""
        return {
            key: sentence_line(key, dict(zip(SENTENCE_LABELS, map(float, row), strict=True)), self.thresholds)
            for key, row in zip(ids, self.probabilities[split], strict=True)
        }


def fitted(
    name: str, train: Sentences, validation: Sentences, others: Mapping[str, Sentences], seed: int
) -> FittedClassifier:
    """Return a classifier fitted on sentences, with its probabilities on those of `others`, by split.

    Raises `BaselineError` if a library that it needs is not installed.
    """
    model = new_classifier(name).fit(train.rows, train.labels, seed)
    held = model.predict_proba(validation.rows)
    thresholds = tuple(best_threshold(held[:, n], validation.labels[:, n]) for n in range(len(SENTENCE_LABELS)))
    return FittedClassifier(name, thresholds, {key: model.predict_proba(own.rows) for key, own in others.items()})


def sentence_line(key: str, scores: Mapping[str, float], thresholds: Sequence[float]) -> SentenceLine:
    """Return the line of a sentence: its scores, and the labels whose score reaches their threshold."""
    labels = [label for label, least in zip(SENTENCE_LABELS, thresholds, strict=True) if scores[label] >= least]
    return SentenceLine(sentence_id=key, scores=dict(scores), labels=tuple(labels))
