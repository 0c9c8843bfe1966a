"""The tasks, and scoring: predictions against a gold, with intervals, broken down, beside trivial predictions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..errors import GoldError, PredictionError
from ..iaa.arrays.bootstrap import RESAMPLES, SEED, draw_weights
from ..naming import alternatives
from ..ranges import Flags, Floats
from ..schema.vocab import Split
from .counting import Counted
from .gold import Breakdown, GoldBase, breakdowns
from .measures import figure
from .scores import GIVEN, ScoreRow, Scores
from .sentences import SENTENCES, SentenceGold
from .slots import SLOTS
from .spans import SPANS
from .task import ScoringTask, coverage_of
from .toll_intervals import TOLLS
from .verdicts import VERDICTS

TASKS: tuple[ScoringTask, ...] = (SENTENCES, SPANS, SLOTS, VERDICTS, TOLLS)
"""Every task. A new one is a module with one of these, and an entry here."""


def task_named(name: str) -> ScoringTask:
    """Return a task; raises `PredictionError` if there is none of that name."""
    known = {task.name: task for task in TASKS}
    if name not in known:
        raise PredictionError(f"no task is called {name!r}; {alternatives(name, list(known))}")
    return known[name]


def score(
    task: str,
    gold: GoldBase,
    predictions: Mapping[str, Any],
    *,
    by: Sequence[Breakdown] = (),
    resamples: int = RESAMPLES,
    seed: int = SEED,
    trivial: bool = True,
) -> Scores:
    """Return the scores of predictions, by id as the task reads them, on a gold that the task has read.

    Intervals are of 95 %, by drawing documents `resamples` times with a seed; `by` says by what scores are broken down.
    With `trivial`, predictions that are made from the gold alone are scored in the same way. Raises `PredictionError`
    if nothing is predicted of the gold.
    """
    known = task_named(task)
    coverage = coverage_of(known, gold, predictions)
    systems: dict[str, Mapping[str, Any]] = {GIVEN: predictions} | (dict(known.trivial(gold)) if trivial else {})
    counted = {name: known.count(gold, own) for name, own in systems.items()}
    rows = []
    for group, documents in gold.groups(by).items():
        weights = draw_weights(documents, resamples, seed)
        for about in [one.about for one in counted[GIVEN]]:
            for name, own in counted.items():
                rows += [_row(one, group, name, weights, documents) for one in own if one.about == about]
    return Scores(
        task=known.name,
        gold=gold.source,
        split=gold.split,
        documents=len(gold.documents),
        resamples=resamples,
        seed=seed,
        coverage=coverage,
        headline=known.headline,
        rows=tuple(rows),
        notes=(*gold.notes, *known.not_scored(gold, predictions)),
    )


def _row(
    counted: Counted,
    group: str,
    predictions: str,
    weights: Floats,
    documents: Flags,
) -> ScoreRow:
    figures = {name: figure(values) for name, values in counted.values(weights).items()}
    return ScoreRow(
        group, counted.about, predictions, counted.numbers(documents), figures, counted.reliability(documents)
    )


def score_files(
    gold: Path,
    predictions: Path,
    task: str,
    *,
    split: str = Split.TEST.value,
    by: Sequence[str] = (),
    prevalence: Mapping[str, float] | None = None,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Scores:
    """Return the scores of a file of predictions on a split of a build, or on a gold of lines.

    `prevalence` has natural shares of positives by label, for sentences that were drawn by label. Raises `GoldError` if
    there is nothing to score on, and `PredictionError` about a line that does not fit; both name file and line.
    """
    known, kinds = task_named(task), breakdowns(by)
    own = known.read_gold(gold, split)
    if prevalence:
        if not isinstance(own, SentenceGold):
            raise GoldError(f"a prevalence is about labels of sentences, and means nothing for {task}")
        own = own.at_prevalence(prevalence)
    return score(task, own, known.read_predictions(predictions, own), by=kinds, resamples=resamples, seed=seed)
