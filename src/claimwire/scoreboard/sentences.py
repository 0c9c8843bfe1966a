"""What is said of sentences: by classifiers that were fitted on a build, and by claims that somebody found in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..baselines.classifiers import new_classifier
from ..baselines.contract import SentenceRow
from ..errors import GoldError
from ..pieces import Pieces
from ..ranges import Flags, Floats
from ..schema.vocab import Label, QuantityForm
from ..scoring import best_threshold
from ..scoring.built import table_rows
from ..scoring.claims import ClaimToScore
from ..scoring.sentences import COUNTED, SENTENCE_LABELS, SentenceLine
from ..tables.columns import STANDOFF


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


@dataclass(frozen=True)
class SentencePlaces:
    """Where the sentences of a split are: by article, id and half-open range of each."""

    of_article: Mapping[str, tuple[tuple[str, int, int], ...]]


def read_places(build: Path, split: str) -> SentencePlaces:
    """Return where the sentences of a split of a build are; texts are not needed."""
    found: dict[str, list[tuple[str, int, int]]] = {}
    for row in table_rows(build, f"sentences{STANDOFF}", split, ("sentence_id", "article_id", "start", "end")):
        found.setdefault(row["article_id"], []).append((row["sentence_id"], row["start"], row["end"]))
    return SentencePlaces({article_id: tuple(own) for article_id, own in found.items()})


def lines_of_claims(
    places: SentencePlaces,
    claims: Mapping[str, Iterable[ClaimToScore]],
    weighed: Mapping[str, Iterable[ClaimToScore]] | None = None,
) -> dict[str, SentenceLine]:
    """Return what claims say of the sentences of their articles: a label is given where a piece of a claim lies.

    The score of a label is that of the surest claim; there are none if a claim has no score. `weighed` are all claims
    that a model has weighed, with those below its threshold: scores are theirs then, and labels those of `claims`.
    """
    if weighed is not None:
        chosen, every = lines_of_claims(places, claims), lines_of_claims(places, weighed)
        return {key: every[key].model_copy(update={"labels": line.labels}) for key, line in chosen.items()}
    found: dict[str, SentenceLine] = {}
    has_scores = all(claim.score is not None for own in claims.values() for claim in own)
    for article_id, own in claims.items():
        listed = list(own)
        for key, start, end in places.of_article.get(article_id, ()):
            scores: dict[str, float] = {}
            for claim in listed:
                if _reaches(claim.pieces, start, end):
                    for label in _labels_of(claim):
                        scores[label] = max(scores.get(label, 0.0), 1.0 if claim.score is None else claim.score)
            given = dict.fromkeys(SENTENCE_LABELS, 0.0) | scores
            found[key] = SentenceLine(sentence_id=key, scores=given if has_scores else None, labels=tuple(scores))
    return found


def _reaches(pieces: Pieces, start: int, end: int) -> bool:
    return any(begin < end and start < stop for begin, stop in pieces)


def _labels_of(claim: ClaimToScore) -> tuple[str, ...]:
    counted = claim.slots.get("quantity_form") not in (None, QuantityForm.NONE.value)
    return (claim.label, COUNTED) if claim.label == Label.CASUALTY_FIGURE and counted else (claim.label,)
