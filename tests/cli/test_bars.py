"""Bars of long work: shown on a terminal, and nothing of them anywhere else."""

from __future__ import annotations

import io
import sys

import pytest
from click.testing import CliRunner
from rich.progress import Progress
from small import DOCUMENTS, OPEN, STANDOFF

from claimwire.cli import bars, group
from claimwire.cli.bars import Steps, counted, counted_steps, progress_bars, rate
from claimwire.corpus.workspace import Workspace


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO) -> str:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(sys, "stderr", stream)
    with counted("reading") as progress:
        progress(1, 3)
        progress(3, 3)
    return stream.getvalue()


def test_on_a_terminal_it_tells_how_much_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    told = shown(monkeypatch, Screen())
    assert "reading" in told
    assert "3/3" in told


def test_elsewhere_it_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Regression: an empty line was written to a file."""
    assert shown(monkeypatch, io.StringIO()) == ""


@pytest.mark.parametrize(
    ("per_second", "words"),
    [(None, ""), (0, ""), (0.05, "3/min"), (0.99, "59/min"), (1, "1.0/s"), (9.94, "9.9/s"), (12.4, "12/s")],
)
def test_a_rate_is_told_in_a_unit_that_has_a_number(per_second: float | None, words: str) -> None:
    assert rate(per_second) == words


def test_a_bar_tells_the_rate_and_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(sys, "stderr", Screen())
    made = progress_bars()
    monkeypatch.setattr(made, "get_time", lambda: now[0])
    bar = made.add_task("building", total=100)
    for done in range(0, 60, 10):
        made.update(bar, completed=done)
        now[0] += 5.0
    (task,) = made.tasks
    shown = [str(column.render(task)) for column in made.columns if not isinstance(column, str)][2:]
    assert shown == [" 50/100", "2.0/s", "0:00:25"]


def test_steps_begin_anew_and_details_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(sys, "stderr", Screen())
    with counted_steps("reading") as steps:
        steps.count(2, 5)
        steps.detail("reading a\x1b[8m.txt")
        (task,) = steps.bars.tasks
        assert (task.description, task.completed, task.total) == ("reading a\\x1b[8m.txt", 2, 5)
        steps("building")
        (task,) = steps.bars.tasks
        assert (task.description, task.completed, task.total) == ("building", 0, None)


COUNTED = {
    "build": (["build", "--no-load"], ["reading", "building articles"]),
    "hydrate": (["hydrate", STANDOFF, "--from", str(DOCUMENTS), "--dry-run"], ["reading"]),
}


@pytest.mark.parametrize(("line", "steps"), COUNTED.values(), ids=COUNTED)
def test_long_commands_count_to_the_end(
    line: list[str], steps: list[str], small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small.root)
    told: list[tuple[int, int]] = []
    begun: list[str] = []

    class Told(Steps):
        def __init__(self, made: Progress, title: str) -> None:
            super().__init__(made, title)
            begun.append(title)

        def __call__(self, now: str) -> None:
            super().__call__(now)
            begun.append(now)

        def count(self, done: int, of: int) -> None:
            super().count(done, of)
            told.append((done, of))

    monkeypatch.setattr(bars, "Steps", Told)
    result = CliRunner().invoke(group, line)
    assert result.exit_code == 0, (result.output, result.exception)
    assert begun[-len(steps) :] == steps
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1] > 0


@pytest.mark.parametrize("line", [["check", OPEN], ["ingest", OPEN, "new.txt", "--outlet", "lakeside_post"]])
def test_the_commands_show_it(line: list[str], small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told to the bar ends with all that there is to do."""
    monkeypatch.chdir(small.root)
    (small.root / "new.txt").write_text("Pier shut\n\nThe pier was shut.\n")
    told: list[tuple[int, int]] = []
    module = sys.modules[group.get_command(None, line[0]).callback.__module__]  # type: ignore[arg-type,union-attr]

    class Told:
        def __enter__(self):  # type: ignore[no-untyped-def]
            return lambda done, of: told.append((done, of))

        def __exit__(self, *_: object) -> None:
            """Keep errors."""

    monkeypatch.setattr(module, "counted", lambda _: Told())
    assert CliRunner().invoke(group, line).exit_code in (0, 1)
    assert told
    assert told[-1][0] == told[-1][1] > 0
