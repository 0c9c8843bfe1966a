"""Tables for any terminal: no id, number or word is ever cut, however few columns there are.

rich cuts what does not fit into a column. Here every column is at least as wide as its longest word, for ids and
numbers have no spaces, and text goes on in the next line; so does a word as long as a hash. Where even that is wider
than the terminal, the table is wider, too: a line that the terminal wraps still has all that it says.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

PIPE = 160
"""Columns of a table that goes into a file or another program, unless the variable COLUMNS says otherwise."""

BORDERS = 3
"""Columns that a border and the spaces beside it take for each column of a table; one more is on the left."""

LONGEST = 40
"""Columns of a word that stays in one line; a longer one, such as a hash, goes on in the next."""

Cell = str | Text


def wide_console(file: TextIO | None = None) -> Console:
    """Return a console that is as wide as the terminal, and wide enough to read where it writes to none."""
    to = sys.stdout if file is None else file
    width = None if "COLUMNS" in os.environ or to.isatty() else PIPE
    return Console(file=file, width=width)


def wide_table(
    console: Console,
    header: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    right: int | None = None,
    title: str | None = None,
    lines: bool = False,
) -> None:
    """Print a table in which nothing is cut; cells are plain text, or `Text` for colours, never markup.

    Columns from number `right` on are set to the right. With `lines`, a line stands between the rows.
    """
    cells = [[cell if isinstance(cell, Text) else Text(cell) for cell in row] for row in rows]
    columns = list(zip(*([Text(name) for name in header], *cells), strict=True))
    widths = column_widths(columns, console.width - 1 - BORDERS * len(header))
    needed = sum(widths) + 1 + BORDERS * len(header)
    table = Table(title=title, title_justify="left", show_lines=lines, highlight=False, width=needed)
    for place, (name, width) in enumerate(zip(header, widths, strict=True)):
        aligned = right is not None and place >= right
        table.add_column(name, justify="right" if aligned else "left", width=width, overflow="fold")
    for row in cells:
        table.add_row(*row)
    console.print(table, crop=False)


def column_widths(columns: Sequence[Sequence[Text]], room: int) -> list[int]:
    """Return how wide each column is: its longest word at least, its longest line at most.

    What room there is beyond the longest words goes to the columns a step at a time, to that which would have most
    lines without it.
    """
    words = [[cell_len(word) for cell in cells for word in cell.plain.split()] for cells in columns]
    least = [min(max(lengths, default=1), LONGEST) for lengths in words]
    most = [max((cell_len(line) for cell in cells for line in cell.plain.split("\n")), default=1) for cells in columns]
    widths = [max(1, width) for width in least]
    for _ in range(room - sum(widths)):
        wanting = [place for place, width in enumerate(widths) if width < most[place]]
        if not wanting:
            break
        widest = max(wanting, key=lambda place: (most[place] / widths[place], -place))
        widths[widest] += 1
    return widths
