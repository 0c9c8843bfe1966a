"""Bars that show how much of a command's work is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from .output import new_console


def progress_bars() -> Progress:
    """Return bars on standard error that go away when they are done; none where that is not a terminal."""
    console = new_console(stderr=True)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


@contextmanager
def counted(title: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on standard error, if that is a terminal; give what is told how much is done, and of how much."""
    with progress_bars() as bars:
        bar = bars.add_task(title, total=None)

        def update(done: int, of: int) -> None:
            bars.update(bar, completed=done, total=of)

        yield update
