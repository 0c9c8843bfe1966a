"""Bars that show how much of a command's work is done, how fast it goes, and how long the rest takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from ..terminal import safe_streams, visible
from .output import new_console


class RateColumn(ProgressColumn):
    """How many are done in a second, or in a minute if it is less than one a second; empty while nobody knows."""

    def render(self, task: Task) -> Text:
        """Return the rate of a task."""
        return Text(rate(task.finished_speed or task.speed))


def rate(per_second: float | None) -> str:
    """Return a rate in words: `12/s`, `3.4/s` or `20/min`; empty if it is not known or nothing was done."""
    if not per_second:
        return ""
    if per_second < 1:
        return f"{60 * per_second:.0f}/min"
    return f"{per_second:.1f}/s" if per_second < 10 else f"{per_second:.0f}/s"


def progress_bars() -> Progress:
    """Return bars on standard error that go away when they are done; none where that is not a terminal."""
    console = new_console(stderr=True)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        RateColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


@contextmanager
def counted(title: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on standard error, if that is a terminal; give what is told how much is done, and of how much."""
    with progress_bars() as bars:
        bar = bars.add_task(title, total=None)

        def update(done: int, of: int) -> None:
            bars.update(bar, completed=done, total=of)

        yield update


class Steps:
    """The steps of a command, each with a bar: it is called with what is done now, and told how much of it is done."""

    def __init__(self, bars: Progress, title: str) -> None:
        self.bars = bars
        self.bar = bars.add_task(visible(title), total=None)

    def __call__(self, now: str) -> None:
        """Begin a step, of which nothing is done yet."""
        self.bars.remove_task(self.bar)
        self.bar = self.bars.add_task(visible(now), total=None)

    def detail(self, now: str) -> None:
        """Say what is done now within the step; what was counted stays."""
        self.bars.update(self.bar, description=visible(now))

    def count(self, done: int, of: int) -> None:
        """Say how much of the step is done, and of how much."""
        self.bars.update(self.bar, completed=done, total=of)


@contextmanager
def counted_steps(title: str) -> Iterator[Steps]:
    """Show the steps of a command on standard error, if that is a terminal; the first is called `title`."""
    with progress_bars() as bars, safe_streams():
        yield Steps(bars, title)
