"""What scoring gives: rows of figures for the predictions and for trivial ones, and what was not scored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from .calibration import ReliabilityBin
from .measures import Figure

GIVEN = "given"
"""The name of the predictions that are scored, beside those of trivial ones."""

DIGITS = 6


@dataclass(frozen=True)
class ScoreRow:
    """The figures of some predictions about one thing (a label, a slot) on a group of documents.

    `numbers` says of how many units the figures are, such as gold and predicted claims; `reliability` is empty where
    predictions have no scores.
    """

    group: str
    about: str
    predictions: str
    numbers: Mapping[str, int]
    figures: Mapping[str, Figure]
    reliability: tuple[ReliabilityBin, ...] = ()


@dataclass(frozen=True)
class Coverage:
    """How far predictions cover a gold: how many of its units have one, which have none, and which ids it lacks.

    Units without a prediction count as those of which nothing is predicted; predictions of unknown ids do not count.
    """

    unit: str
    given: int
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scores:
    """All that was scored of one task; `notes` says what is not scored and why."""

    task: str
    gold: str
    split: str | None
    documents: int
    resamples: int
    seed: int
    coverage: Coverage
    headline: tuple[str, ...]
    rows: tuple[ScoreRow, ...]
    notes: tuple[str, ...] = ()

    def value(self, about: str, measure: str, predictions: str = GIVEN, group: str = "all") -> float | None:
        """Return one value; None if it is undefined. Raises `KeyError` if there is no such figure."""
        for row in self.rows:
            if (row.group, row.about, row.predictions) == (group, about, predictions):
                return row.figures[measure].value
        raise KeyError((group, about, predictions))

    def to_json(self) -> dict[str, Any]:
        """Return all of it as JSON values; a figure is a list of value, lower and upper end of its interval."""
        rows = [
            asdict(row) | {"figures": {name: _triple(figure) for name, figure in row.figures.items()}}
            for row in self.rows
        ]
        for row in rows:
            row["reliability"] = [
                {name: round(x, DIGITS) if isinstance(x, float) else x for name, x in part.items()}
                for part in row["reliability"]
            ]
        return asdict(self) | {"rows": rows}


def _triple(figure: Figure) -> list[float | None]:
    return [None if x is None else round(x, DIGITS) for x in (figure.value, figure.low, figure.high)]
