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
            sources = sorted({row.source for row in rows})
            groups = {"all": rows} | ({s: [r for r in rows if r.source == s] for s in sources} if sources[1:] else {})
            place = {id(row): number for number, row in enumerate(rows)}
            by_label[label] = {
                name: measure(
                    scores[[place[id(row)] for row in own]],
                    np.array([label in row.labels for row in own]),
                    figures.thresholds[label],
                    [row.document for row in own],
                )
                for name, own in groups.items()
            }


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
