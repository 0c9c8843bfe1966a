"""Bars that show how much of a command's work is done."""

from __future__ import annotations

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from .output import new_console


def progress_bars() -> Progress:
    """Return bars on standard error that go away when they are done."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=new_console(stderr=True), transient=True)
