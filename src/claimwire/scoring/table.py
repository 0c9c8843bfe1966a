"""Scores as a table to read."""

from __future__ import annotations

from ..iaa.tables import ReportTable, number
from .measures import Figure
from .scores import ScoreRow, Scores
from .task import named
from .tasks import task_named


def score_table(scores: Scores) -> ReportTable:
    """Return the rows of scores: what they are about, whose predictions, how many units, and the measures.

    The measures to compare by come first, with their intervals; columns without any value are left out.
    """
    task = task_named(scores.task)
    measures = [
        name
        for name in (*task.headline, *task.shown)
        if any(name in row.figures and row.figures[name].value is not None for row in scores.rows)
    ]
    counts = [name for name in ("rows", "gold", "predicted") if any(name in row.numbers for row in scores.rows)]
    rows = [
        (
            row.group,
            row.about,
            row.predictions,
            *(str(row.numbers.get(name, "")) for name in counts),
            *(_cell(row, name, name in task.headline) for name in measures),
        )
        for row in scores.rows
    ]
    header = ("documents", "about", "predictions", *counts, *(name.replace("_", " ") for name in measures))
    return ReportTable(_title(scores), header, tuple(rows), left=3, sections=True, notes=tuple(notes_of(scores)))


def notes_of(scores: Scores) -> list[str]:
    """Return what has to be known beside the figures: how far predictions cover the gold, and what is not scored."""
    covered = scores.coverage
    notes = [f"{covered.given} of {covered.given + len(covered.missing)} {covered.unit} have a prediction"]
    if covered.missing:
        notes.append(f"nothing predicted, and counted as such: {len(covered.missing)} ({named(covered.missing)})")
    if covered.unknown:
        notes.append(f"not in the gold, and left out: {len(covered.unknown)} ({named(covered.unknown)})")
    return [*notes, *scores.notes]


def _title(scores: Scores) -> str:
    split = "" if scores.split is None else f", split {scores.split}"
    return (
        f"{scores.task} on {scores.gold}{split}: {scores.documents} documents; 95 % intervals by drawing documents "
        f"{scores.resamples} times, seed {scores.seed}"
    )


def _cell(row: ScoreRow, name: str, is_headline: bool) -> str:
    if name not in row.figures:
        return ""
    figure = row.figures[name]
    return f"{number(figure.value)} {_interval(figure)}".strip() if is_headline else number(figure.value)


def _interval(figure: Figure) -> str:
    return "" if figure.low is None or figure.high is None else f"[{number(figure.low)}, {number(figure.high)}]"
