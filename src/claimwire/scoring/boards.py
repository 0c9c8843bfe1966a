"""The scoreboard as Markdown, and where the figures of it are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..corpus.records import read_json
from ..errors import GoldError, RecordError
from ..regions import table
from ..schema.vocab import Label
from .sentences import MEAN
from .tasks import task_named

BOARD = Path("benchmarks") / "scoreboard.json"
"""The figures of the scoreboard, in a repository."""

TITLES = {
    "average_precision": "average precision",
    "macro_f1": "macro-F1",
    "f1": "F1",
    "partial_f1": "partial F1",
    "exact_f1": "exact F1",
    "auc": "AUC",
    "calibration_error": "calibration error",
}
"""How measures are called where their name is not enough."""

REMEDY = "make it again with `claimwire baselines run --to`, or remove it"
SHOWN = (*(label.value for label in Label), MEAN)
"""What a card shows the figures of."""
Row = Mapping[str, Any]


def board_page(board: Mapping[str, Any]) -> str:
    """Return what a scoreboard has as Markdown: what was run, then a table for each thing that is scored."""
    tasks = (part for name, own in board["tasks"].items() for part in _task(name, own))
    others = (part for name, own in board["others"].items() for part in _others(name, own))
    return "\n".join([*_run(board["run"]), *tasks, *_rulings(board["rulings"]), *others])


NO_BOARD = "No baseline was scored on this data.\n"
"""What is said where there is not a scoreboard."""
IN_SHORT = (
    ("sentences", ("average_precision", "macro_f1"), "which sentences have a claim of the label"),
    ("spans", ("partial_f1",), "where the claims stand; an overlap counts half"),
)
"""The tasks of which a card shows the headline of each label: by which measures, and what is predicted."""


def read_board(root: Path) -> dict[str, Any] | None:
    """Return the scoreboard of a repository; None if it has none. Raises `GoldError` if the file is no JSON object."""
    path = root / BOARD
    if not path.is_file():
        return None
    try:
        board = read_json(path)
    except (RecordError, ValueError) as error:
        raise GoldError(f"{path} cannot be read ({error}); {REMEDY}") from error
    if not isinstance(board, dict):
        raise GoldError(f"{path} is not a scoreboard; {REMEDY}")
    return board


def board_summary(board: Mapping[str, Any] | None) -> str:
    """Return the headline figures of a scoreboard as Markdown, a table a task; that there is none, of None.

    Raises `GoldError` if it lacks something that `claimwire baselines run` writes.
    """
    if board is None:
        return NO_BOARD
    try:
        parts = [part for name, measures, what in IN_SHORT for part in _in_short(name, measures, what, board)]
        return "\n".join([*_run(board["run"]), *parts]).rstrip() + "\n"
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise GoldError(f"{BOARD} is not a scoreboard: {error!r}; {REMEDY}") from error


def _in_short(name: str, measures: Sequence[str], what: str, board: Mapping[str, Any]) -> Iterator[str]:
    """Yield a table with one row per system and one column per label, the measures of each beside each other."""
    own = board["tasks"].get(name)
    if own is None:
        return
    rows = {(row["about"], row["system"]): row for row in own["rows"]}
    labels = [about for about in dict.fromkeys(about for about, _ in rows) if about in SHOWN]
    yield f"**{name}**: {what}; {' · '.join(map(_title, measures))}."
    yield ""
    cells = [
        (system, *(" · ".join(_shown(_value(rows[about, system], x)) for x in measures) for about in labels))
        for system in dict.fromkeys(system for _, system in rows)
        if all((about, system) in rows for about in labels)
    ]
    yield table(("system", *(f"`{about}`" if about != MEAN else about for about in labels)), cells).rstrip()
    yield ""


def _run(run: Mapping[str, Any]) -> Iterator[str]:
    train = run["train"]
    yield (
        f"Trained on the train split of data {run['data_version']} ({train['articles']} articles, {train['sentences']} "
        f"sentences; content `{run['content_sha256'][:16]}`), thresholds of classifiers by the "
        f"validation split, scored on the split {run['split']}; seed {run['seed']}, {run['resamples']} resamples of "
        f"documents, claimwire {run['claimwire']}."
    )
    yield ""


def _task(name: str, own: Mapping[str, Any]) -> Iterator[str]:
    task = task_named(name)
    yield f"### {name}: {task.what}"
    yield ""
    yield f"{own['documents']} documents. {' '.join(f'{note[:1].upper()}{note[1:]}.' for note in own['notes'])}".strip()
    yield ""
    yield from _tables(own)


def _others(name: str, own: Mapping[str, Any]) -> Iterator[str]:
    yield f"### sentences that others labelled: {name}"
    yield ""
    yield (
        f"{own['documents']} documents; {own['equal_left_out']} sentences of the train split are in the words of a "
        "sentence of others and were not learnt from."
    )
    yield ""
    yield from _tables(own)


def _tables(own: Mapping[str, Any]) -> Iterator[str]:
    """Yield a table for each thing that some baseline predicts."""
    for about in dict.fromkeys(row["about"] for row in own["rows"] if row["is_learner"]):
        rows = [row for row in own["rows"] if row["about"] == about]
        yield f"**{about}**"
        yield ""
        yield table(("system", *(f"{_title(x)} [95 %]" for x in _heads(own, rows)), *map(_title, _more(own, rows))),
                    [_cells(row, own, rows) for row in rows]).rstrip()  # fmt: skip
        yield ""


def _rulings(exams: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield which rulings models fail; nothing if they were not asked."""
    if not exams:
        return
    yield "### rulings: the examples of the codebook"
    yield ""
    yield (
        "Each ruling has an example that it applies to, one that it does not apply to, and one with the smallest "
        "change that changes the answer. A model that finds nothing is right where nothing is to be found."
    )
    yield ""
    rows = [
        (x["system"], f"{x['right']} of {x['examples']}", len(x["passed"]), ", ".join(x["failed"]) or "none")
        for x in exams
    ]
    head = ("system", "examples right", "rulings with all examples right", "rulings with none right")
    yield table(head, rows).rstrip()
    yield ""


def _heads(own: Mapping[str, Any], rows: Sequence[Row]) -> list[str]:
    """Return the headline measures that some system has."""
    return [name for name in own["headline"] if any(_value(row, name) is not None for row in rows)]


def _more(own: Mapping[str, Any], rows: Sequence[Row]) -> list[str]:
    names = dict.fromkeys(name for row in rows for name in row["figures"])
    wanted = ("f1", "precision", "recall", "right", "auc", "calibration_error")
    heads = _heads(own, rows)
    return [x for x in wanted if x in names and x not in heads and any(_value(row, x) is not None for row in rows)]


def _cells(row: Row, own: Mapping[str, Any], rows: Sequence[Row]) -> tuple[str, ...]:
    heads = [_interval(row, name) for name in _heads(own, rows)]
    return (row["system"], *heads, *(_shown(_value(row, name)) for name in _more(own, rows)))


def _title(name: str) -> str:
    return TITLES.get(name, name.replace("_", " "))


def _value(row: Row, name: str) -> float | None:
    found: list[float | None] = row["figures"].get(name) or [None]
    return found[0]


def _interval(row: Row, name: str) -> str:
    value, low, high = row["figures"].get(name) or (None, None, None)
    return _shown(value) if low is None else f"{_shown(value)} [{_shown(low)}, {_shown(high)}]"


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
