"""Tables for a terminal of any width: no id, number or word is ever cut.

rich cuts what does not fit into a column. Here every column is at least as wide as its longest word, because ids and
numbers have no spaces, and text continues on the next line. If even that is too wide, there are two ways:

- `wide_table` prints a table that is wider than the terminal: a line that the terminal wraps is still complete;
- `print_report_table` prints several tables one below the other, each with the columns that say what a row is about.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..terminal import visible
from .output import new_console

if TYPE_CHECKING:
    from ..iaa.tables import ReportTable

PIPE = 160
"""Width of a table that goes into a file or another program, unless the variable COLUMNS says otherwise."""

BORDER = 3
"""Width of a border and the spaces next to it, for each column of a table; one more is on the left."""

LONGEST = 40
"""Width up to which a word stays in one line; a longer one, such as a hash, continues on the next line."""

NARROW = 10
"""Width to which words are folded if a table with a single column of numbers is still too wide."""

BREAK = re.compile(r" (?=[\[(])")
"""Where the text of a number may be broken: before its interval, or before its share."""

Cell = str | Text


def wide_console(file: TextIO | None = None) -> Console:
    """Return a console of the terminal's width, or of `PIPE` if the output does not go to a terminal."""
    output = sys.stdout if file is None else file
    width = None if "COLUMNS" in os.environ or output.isatty() else PIPE
    return new_console(file=output, width=width)


def wide_table(
    console: Console,
    header: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    right: int | None = None,
    title: str | None = None,
    lines: bool = False,
) -> None:
    """Print a table, wider than the console if it has to be; cells are plain text, or `Text` for colours.

    Columns from number `right` on are aligned to the right. With `lines`, there is a line between rows.
    """
    cells = [[cell if isinstance(cell, Text) else Text(visible(cell)) for cell in row] for row in rows]
    columns = list(zip(*([Text(name) for name in header], *cells), strict=True))
    widths = column_widths(columns, _room(console.width, len(header)))
    table = _table(header, cells, widths, len(header) if right is None else right)
    table.title, table.title_justify, table.show_lines = title, "left", lines
    table.width = sum(widths) - _room(0, len(header))
    console.print(table, crop=False)


def print_report_table(console: Console, table: ReportTable) -> None:
    """Print a table of a report within the console's width, with its title above and its notes below."""
    console.print(Text(table.title, style="italic"), soft_wrap=True)
    if table.sections:
        for name in dict.fromkeys(row[0] for row in table.rows):
            console.print(Text(name, style="bold"), soft_wrap=True)
            _print_parts(console, table.header[1:], [row[1:] for row in table.rows if row[0] == name], table.left - 1)
    else:
        _print_parts(console, table.header, table.rows, table.left)
    for note in table.notes:
        console.print(Text(note), soft_wrap=True)


def _print_parts(console: Console, header: Sequence[str], rows: Sequence[Sequence[str]], left: int) -> None:
    """Print rows as one table, or as few tables as fit that share the `left` columns, numbers broken if needed."""
    numbers = range(left, len(header))
    for parts in range(1, len(numbers) + 1):
        size = -(-len(numbers) // parts)
        shown = [[*range(left), *numbers[begin : begin + size]] for begin in range(0, len(numbers), size)]
        for broken, longest in ((False, LONGEST), (True, LONGEST), (True, NARROW))[: 3 if size == 1 else 2]:
            tables = [_fitted(header, rows, columns, left, console.width, broken, longest) for columns in shown]
            if all(fits for _, fits in tables) or longest == NARROW:
                for table, _ in tables:
                    console.print(table)
                return


def _fitted(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    columns: Sequence[int],
    left: int,
    width: int,
    broken: bool,
    longest: int,
) -> tuple[Table, bool]:
    """Return a table of some columns, and whether it fits a width; with `broken`, numbers may be on two lines."""
    cells = [[_cell(row[c], broken=broken and c >= left) for c in columns] for row in rows]
    heads = [Text(header[c]) for c in columns]
    by_column = list(zip(heads, *cells, strict=True))
    # numbers are as wide as they are; the words on their left share what remains
    numbers = [max([_longest_word(head), *map(_longest_line, own)]) for head, *own in by_column[left:]]
    room = _room(width, len(columns)) - sum(numbers)
    words = column_widths(by_column[:left], room, longest)
    table = _table([header[c] for c in columns], cells, [*words, *numbers], left)
    return table, sum(words) <= room


def _cell(text: str, *, broken: bool) -> Text:
    shown = visible(text)
    return Text(BREAK.sub("\n", shown) if broken else shown)


def _table(header: Sequence[str], cells: Sequence[Sequence[Text]], widths: Sequence[int], right: int) -> Table:
    table = Table(highlight=False)
    for place, (name, width) in enumerate(zip(header, widths, strict=True)):
        table.add_column(name, justify="right" if place >= right else "left", width=width, overflow="fold")
    for row in cells:
        table.add_row(*row)
    return table


def column_widths(columns: Sequence[Sequence[Text]], room: int, longest: int = LONGEST) -> list[int]:
    """Return the width of each column: its longest word at least, up to `longest`, its longest line at most.

    Any room beyond the longest words is given to the columns step by step, each time to the one with the most lines.
    """
    least = [max(1, min(max(map(_longest_word, cells), default=1), longest)) for cells in columns]
    most = [max(map(_longest_line, cells), default=1) for cells in columns]
    widths = least
    for _ in range(room - sum(widths)):
        growing = [place for place, width in enumerate(widths) if width < most[place]]
        if not growing:
            break
        widest = max(growing, key=lambda place: (most[place] / widths[place], -place))
        widths[widest] += 1
    return widths


def _room(width: int, columns: int) -> int:
    """Return what a width leaves for the text of some columns."""
    return width - 1 - BORDER * columns


def _longest_word(text: Text) -> int:
    return max((cell_len(word) for word in text.plain.split()), default=0)


def _longest_line(text: Text) -> int:
    return max(cell_len(line) for line in text.plain.split("\n"))
