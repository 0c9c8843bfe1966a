"""What a task is: how gold and predictions are read, which trivial predictions stand beside, what is counted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import GoldError, PredictionError
from ..schema.vocab import Split
from .counting import Counted
from .gold import GoldBase
from .scores import Coverage

SHOWN = 5
"""Ids that a message names."""


@dataclass(frozen=True)
class ScoringTask:
    """One task. The gold that `read_gold` gives is what the other functions take; predictions are by id.

    - `read_gold(path, split)`: the gold of a split of a build, or of a file of lines, where the split does not count;
    - `read_predictions(path, gold)`: predictions by id, of all ids that the file has;
    - `units(gold)`: the ids that predictions are expected for;
    - `count(gold, predictions)`: what is counted of predictions, which may lack some units;
    - `trivial(gold)`: predictions that any model should beat, by name, made from the gold alone;
    - `not_scored(gold, predictions)`: what is not scored, in sentences.
    """

    name: str
    what: str
    """What is predicted, in a few words."""
    unit: str
    """What a prediction is about, in the plural."""
    headline: tuple[str, ...]
    """The measures to compare models by; they are shown with their intervals."""
    shown: tuple[str, ...]
    """The other measures that a table shows, in order."""
    read_gold: Callable[[Path, str], Any]
    read_predictions: Callable[[Path, Any], Mapping[str, Any]]
    units: Callable[[Any], Collection[str]]
    count: Callable[[Any, Mapping[str, Any]], Sequence[Counted]]
    trivial: Callable[[Any], Mapping[str, Mapping[str, Any]]]
    not_scored: Callable[[Any, Mapping[str, Any]], Sequence[str]]


def coverage_of(task: ScoringTask, gold: GoldBase, predictions: Mapping[str, Any]) -> Coverage:
    """Return how far predictions cover a gold; raises `PredictionError` if they cover nothing of it."""
    units = task.units(gold)
    wanted = set(units)
    missing = tuple(name for name in units if name not in predictions)
    unknown = tuple(name for name in predictions if name not in wanted and name not in gold.left_out)
    if not predictions:
        raise PredictionError(f"there is no prediction: the file has no line; write one about each of the {task.unit}")
    if len(missing) == len(wanted):
        raise PredictionError(
            f"none of the {len(predictions)} predictions is about one of the {len(wanted)} {task.unit} of {gold.source}"
            f"{f', such as {named(missing)}' if missing else ''}"
            f"{f'; found {named(unknown)}' if unknown else ''}; {_where_they_are(task, gold, predictions)}"
        )
    return Coverage(task.unit, len(wanted) - len(missing), missing, unknown)


def _where_they_are(task: ScoringTask, gold: GoldBase, predictions: Mapping[str, Any]) -> str:
    """Return in which split of a build the predicted are, and what to do."""
    if gold.split is None:
        return "give predictions about what the gold has, with its ids"
    for split in Split.names():
        try:
            other = task.read_gold(Path(gold.source), split)
        except GoldError:
            continue
        if split != gold.split and any(name in predictions for name in (*task.units(other), *other.documents)):
            return f"they are of split {split}, and {gold.split} is scored: say --split {split}"
    return f"no split of {gold.source} has them: take the build that they were made on"


def named(ids: Sequence[str]) -> str:
    """Return the first of some ids as text."""
    return ", ".join(ids[:SHOWN]) + (" and others" if ids[SHOWN:] else "")
