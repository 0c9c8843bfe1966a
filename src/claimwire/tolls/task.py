"""The task: given what was told of a toll by an hour, in which interval the last figure will lie."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..corpus.jsontext import JsonFault, parse_json
from ..errors import PredictionError
from .chains import Toll
from .telling import Telling

HOURS = (1, 6, 24, 72)
"""Hours after the first report at which the task asks."""

SHOWN = 5
"""Questions that a message names."""


@dataclass(frozen=True)
class Interval:
    """What is predicted of the last figure: that it lies from `lower` to `upper`, both included."""

    lower: float
    upper: float


@dataclass(frozen=True)
class Question:
    """What was told of a toll by an hour after its first report, and what was told last, which is the answer.

    `lower` and `upper` are of the newest figure by that hour; `upper` is None where it sets none. `changes` says
    whether anything was told after the hour.
    """

    toll_id: str
    hour: int
    told: tuple[Telling, ...]
    answer: float
    changes: bool

    @property
    def key(self) -> tuple[str, int]:
        """By what a prediction is for a question."""
        return self.toll_id, self.hour

    @property
    def newest(self) -> Telling:
        """The newest figure by the hour."""
        return self.told[-1]


def questions_of(tolls: Iterable[Toll], hours: Sequence[int] = HOURS) -> list[Question]:
    """Return the questions about some tolls, by toll and hour.

    There are none about a toll whose first report is not known, or of which a telling has no known moment, or whose
    last figure gives no number.
    """
    found = []
    for toll in tolls:
        last = toll.tellings[-1]
        if not toll.has_first_report or not toll.is_dated or not last.is_numbered:
            continue
        for hour in hours:
            told = tuple(telling for telling in toll.tellings if (toll.hour(telling) or 0.0) <= hour)
            found.append(Question(toll.toll_id, hour, told, last.number, len(told) < len(toll.tellings)))
    return found


def question_sets() -> list[tuple[str, Callable[[Question], bool]]]:
    """Return the sets of questions that are scored: all, those that something was told after, and each hour."""
    hours = [(f"hour {hour}", partial(_is_at, hour)) for hour in HOURS]
    return [("all", lambda _: True), ("told again", lambda question: question.changes), *hours]


def _is_at(hour: int, question: Question) -> bool:
    return question.hour == hour


def read_predictions(path: Path, questions: Sequence[Question]) -> dict[tuple[str, int], Interval]:
    """Return the intervals that a file predicts, by toll and hour.

    The file has one JSON object a line: `{"toll_id": "...", "hour": 6, "lower": 10, "upper": 30}`. Raises
    `PredictionError` about a line that is none of that shape, has no question or is there twice, and about questions
    without a line.
    """
    wanted = {question.key for question in questions}
    found: dict[tuple[str, int], Interval] = {}
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise PredictionError(f"{path} cannot be read as text in UTF-8: {error}") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            key, interval = _prediction(line, f"{path}:{number}")
            if key not in wanted:
                raise PredictionError(
                    f"{path}:{number}: no question is about {key[0]} at hour {key[1]}; leave the line out"
                )
            if key in found:
                raise PredictionError(f"{path}:{number}: a second line about {key[0]} at hour {key[1]}; leave one out")
            found[key] = interval
    missing = sorted(wanted - set(found))
    if missing:
        named = ", ".join(f"{toll_id} at hour {hour}" for toll_id, hour in missing[:SHOWN])
        raise PredictionError(
            f"{path} has {len(found)} of {len(wanted)} predictions, and lacks {named}"
            f"{' and others' if missing[SHOWN:] else ''}; every question needs one"
        )
    return found


def _prediction(line: str, place: str) -> tuple[tuple[str, int], Interval]:
    """Return the question and the interval of a line."""
    try:
        row = parse_json(line)
    except JsonFault as error:
        raise PredictionError(f"{place}: it is not JSON: {error}") from error
    if not isinstance(row, Mapping) or set(row) != {"toll_id", "hour", "lower", "upper"}:
        raise PredictionError(
            f"{place}: expected an object with toll_id, hour, lower and upper, found {line.strip()!r:.80}"
        )
    numbers = (row["lower"], row["upper"])
    if not isinstance(row["toll_id"], str) or type(row["hour"]) is not int:
        raise PredictionError(f"{place}: toll_id is a string and hour a whole number, found {line.strip()!r:.80}")
    if not all(type(number) in (int, float) and math.isfinite(number) for number in numbers) or min(numbers) < 0:
        raise PredictionError(f"{place}: lower and upper are numbers of people, 0 or more, found {numbers}")
    if numbers[0] > numbers[1]:
        raise PredictionError(f"{place}: lower is {numbers[0]}, above upper, which is {numbers[1]}; swap them")
    return (row["toll_id"], row["hour"]), Interval(float(numbers[0]), float(numbers[1]))
