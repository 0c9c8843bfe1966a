"""One model, trained on a build alone: its figures on our own validation, on others' files, and without each source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from claimwire.baselines.classifiers import new_classifier
from claimwire.baselines.contract import SentenceRow
from claimwire.ranges import Flags, Floats
from claimwire.scoreboard.others import LABELS, OtherFile, OtherRow
from claimwire.scoring.measures import Figure, best_threshold, measure

from .data import OwnRow, is_of, label_flags, sentence_rows, sources_of

Figures = dict[str, Figure]
EVEN = 0.5
FOLDS = 5
NATURAL = {"attributed_statement": 0.72, "historical_background": 0.094, "casualty_figure": 0.085}
"""The share of sentences that have each label where they were not drawn by it: PolNeAR's train part, the validation and
test parts of NewsDiscourse, and the middle of the 7 to 10 % of aid reports."""


class Scorer(Protocol):
    """What gives sentences a score a label."""

    def predict_proba(self, rows: list[SentenceRow]) -> Floats:
        """Return scores, a row per sentence and a column per label."""
        ...


@dataclass(frozen=True)
class Own:
    """The sentences of a build, by split."""

    train: list[OwnRow]
    validation: list[OwnRow]
    test: list[OwnRow]


@dataclass
class ModelFigures:
    """What was measured of a model; by label, or by file, label and source (`all` first)."""

    name: str
    thresholds: dict[str, float] = field(default_factory=dict)
    validation: dict[str, Figures] = field(default_factory=dict)
    transfer: dict[str, dict[str, dict[str, Figures]]] = field(default_factory=dict)
    left_out: dict[str, dict[str, Figures]] = field(default_factory=dict)


def measured_model(
    name: str, own: Own, others: Sequence[OtherFile], seed: int, *, leave_out: bool, tell: Callable[[str], None]
) -> ModelFigures:
    """Train a model and return its figures; others' sentences are scored and nothing else."""
    tell(f"{name}: training on {len(own.train)} sentences")
    figures = ModelFigures(name)
    model = _trained(name, own.train, seed)
    scores, truth = _scores(model, own.validation), label_flags(own.validation)
    figures.thresholds = _thresholds(scores, truth)
    figures.validation = _own_figures(scores, own.validation, figures.thresholds)
    measure_others(figures, model, others)
    if leave_out:
        sources = sources_of([*own.train, *own.validation, *own.test])
        for source, key in sources.items():
            tell(f"{name}: without {source}")
            found = _without(name, own, key, seed)
            if found:
                figures.left_out[source] = found
    return figures


def measured_rules(scorer: Scorer, name: str, own: Own, others: Sequence[OtherFile]) -> ModelFigures:
    """Return the figures of what learns nothing and says yes or no."""
    figures = ModelFigures(name, dict.fromkeys(LABELS, EVEN))
    figures.validation = _own_figures(_scores(scorer, own.validation), own.validation, figures.thresholds)
    measure_others(figures, scorer, others)
    return figures


def measure_others(figures: ModelFigures, model: Scorer, others: Sequence[OtherFile]) -> None:
    """Measure a model on each label of each file of others' sentences, all and by source."""
    for file in others:
        by_label = figures.transfer.setdefault(file.name, {})
        for label in file.labels():
            rows = file.of(label)
            scores = _scores(model, rows)[:, LABELS.index(label)]
            by_label[label] = _by_source(scores, rows, label, figures.thresholds[label])


def _by_source(scores: Floats, rows: Sequence[OtherRow], label: str, threshold: float) -> dict[str, Figures]:
    """Return the figures of the scores of rows: of all, and of each source if there are several."""
    sources = sorted({row.source for row in rows})
    groups = {"all": list(range(len(rows)))}
    if sources[1:]:
        groups |= {source: [n for n, row in enumerate(rows) if row.source == source] for source in sources}
    return {
        name: measure(
            scores[own],
            np.array([label in rows[n].labels for n in own]),
            threshold,
            [rows[n].document for n in own],
            prevalence=NATURAL.get(label),
        )
        for name, own in groups.items()
    }


def measured_on_theirs(name: str, others: Sequence[OtherFile], seed: int, tell: Callable[[str], None]) -> ModelFigures:
    """Return the figures of a model that is trained on others' own sentences, by five folds of documents.

    It says how much of what is lacking is the model's own limit on such sentences. Nothing of it is kept.
    """
    figures = ModelFigures(f"{name}, on theirs", dict.fromkeys(LABELS, EVEN))
    for file in others:
        by_label = figures.transfer.setdefault(file.name, {})
        for label in file.labels():
            tell(f"{name}: {label} of {file.name}, {FOLDS} folds")
            rows = file.of(label)
            truth = np.array([label in row.labels for row in rows], dtype=bool)
            scores = _out_of_fold(name, rows, truth, seed)
            by_label[label] = _by_source(scores, rows, label, EVEN)
    return figures


def _out_of_fold(name: str, rows: Sequence[OtherRow], truth: Flags, seed: int) -> Floats:
    """Return the scores of rows, each by a model that was trained on the documents of the other folds."""
    documents = sorted({row.document for row in rows})
    places = np.random.default_rng(seed).permutation(len(documents)) % FOLDS
    fold_of = dict(zip(documents, places.tolist(), strict=True))
    folds = np.array([fold_of[row.document] for row in rows])
    scores = np.full(len(rows), EVEN)
    for fold in sorted(set(folds.tolist())):
        own = [row for row, place in zip(rows, folds, strict=True) if place != fold]
        held = [row for row, place in zip(rows, folds, strict=True) if place == fold]
        if own:
            model = new_classifier(name).fit(sentence_rows(own), truth[folds != fold][:, None], seed)
            scores[folds == fold] = model.predict_proba(sentence_rows(held))[:, 0]
    return scores


def _without(name: str, own: Own, source: tuple[str, str | None], seed: int) -> dict[str, Figures]:
    """Return the figures on a source of a model trained without it; none if nothing is left to train on, or of it.

    It is measured on the source's sentences of train and validation, and on those of test if it has no others.
    """
    train, chosen = ([row for row in rows if not is_of(row, source)] for rows in (own.train, own.validation))
    held = [row for row in [*own.train, *own.validation] if is_of(row, source)]
    held = held or [row for row in own.test if is_of(row, source)]
    if not train or not held:
        return {}
    model = _trained(name, train, seed)
    thresholds = _thresholds(_scores(model, chosen), label_flags(chosen)) if chosen else dict.fromkeys(LABELS, EVEN)
    return _own_figures(_scores(model, held), held, thresholds)


def _trained(name: str, rows: list[OwnRow], seed: int) -> Scorer:
    return new_classifier(name).fit(sentence_rows(rows), label_flags(rows), seed)


def _scores(model: Scorer, rows: Sequence[OwnRow | OtherRow]) -> Floats:
    return model.predict_proba(sentence_rows(rows))


def _thresholds(scores: Floats, truth: Flags) -> dict[str, float]:
    return {label: best_threshold(scores[:, n], truth[:, n]) for n, label in enumerate(LABELS)}


def _own_figures(scores: Floats, rows: list[OwnRow], thresholds: dict[str, float]) -> dict[str, Figures]:
    truth, articles = label_flags(rows), [row.article for row in rows]
    return {
        label: measure(scores[:, n], truth[:, n], thresholds[label], articles) for n, label in enumerate(LABELS) if rows
    }
