"""Long output on a terminal, shown by the reader's pager; in a file or another program it is printed as it is."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

import click
from rich.console import Console

from .output import new_console

Printing = Callable[[Console], None]
"""Prints one part of the output with a console."""


def print_paged(parts: Iterable[Printing], *, pager: bool) -> None:
    """Print parts one after the other; on a terminal by the program that `PAGER` names if they are longer than it.

    The pager shows the first parts while the others are made. Without `pager`, and where standard input or output is
    no terminal, everything is printed at once.
    """
    console = new_console()
    if not (pager and sys.stdin.isatty() and sys.stdout.isatty()):
        for part in parts:
            part(console)
        return
    made = _texts(parts, console)
    first: list[str] = []
    for text in made:
        first.append(text)
        if sum(shown.count("\n") for shown in first) >= console.height:
            click.echo_via_pager(chain(first, made), color=console.color_system is not None)
            return
    console.file.write("".join(first))
    console.file.flush()


def _texts(parts: Iterable[Printing], like: Console) -> Iterator[str]:
    """Yield what each part prints, with the width and the colours that a console has."""
    for part in parts:
        written = io.StringIO()
        part(new_console(file=written, like=like))
        yield written.getvalue()
