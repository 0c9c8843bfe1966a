"""Tables of numbers in a terminal of any width: no number, name or head of a column is ever cut.

What does not fit is first broken where it may be, before an interval or between words, and then told in several tables
one below the other, each with the columns that say what a row is about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from ..agreement.tables import Table

BREAK = re.compile(r" (?=[\[(])")
"""Where a number may be broken: before its interval, or before its share."""

BORDER = 3
"""What a column takes beside its text: a line and a space on either side."""

NAMES = 10
"""To how few characters a column of words is made narrow before a table is told in several."""


def print_table(console: Console, table: Table) -> None:
    """Print a table in the console's width, with its title above and its notes below."""
    console.print(Text(table.title, style="italic"), soft_wrap=True)
    if table.sections:
        for name in dict.fromkeys(row[0] for row in table.rows):
            rows = [row[1:] for row in table.rows if row[0] == name]
            console.print(Text(name, style="bold"), soft_wrap=True)
            _print(console, table.header[1:], rows, table.left - 1)
    else:
        _print(console, table.header, table.rows, table.left)
    for note in table.notes:
        console.print(Text(note), soft_wrap=True)


def _print(console: Console, header: Sequence[str], rows: Sequence[Sequence[str]], left: int) -> None:
    numbers = range(left, len(header))
    for parts in range(1, len(numbers) + 1):
        size = -(-len(numbers) // parts)
        shown = [[*range(left), *numbers[at : at + size]] for at in range(0, len(numbers), size)]
        for broken, folded in ((False, False), (True, False), (True, True))[: 3 if size == 1 else 2]:
            tables = [_table(header, rows, columns, left, console.width, broken, folded) for columns in shown]
            if all(fits for _, fits in tables) or folded:
                for table, _ in tables:
                    console.print(table)
                return


def _table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    columns: Sequence[int],
    left: int,
    width: int,
    broken: bool,
    folded: bool,
) -> tuple[RichTable, bool]:
    """Return a table of some columns, and whether it fits a width.

    Where it is `broken`, numbers may stand on two lines; where it is `folded`, long names go on in the next line.
    """
    table = RichTable()
    cells = {c: [BREAK.sub("\n", row[c]) if broken and c >= left else row[c] for row in rows] for c in columns}
    heads = {c: [max(header[c].split(), key=len, default="")] for c in columns}
    whole = {c: max(len(line) for cell in cells[c] + heads[c] for line in cell.split("\n")) for c in columns}
    least = {c: max(0 if folded else _longest_word([*cells[c], header[c]]), min(NAMES, whole[c])) for c in columns}
    room = width - 1 - sum(BORDER + (least if c < left else whole)[c] for c in columns)
    fits = room >= 0
    for c in columns:
        own = whole[c]
        if c < left:
            own = min(whole[c], least[c] + max(room, 0))
            room -= own - least[c]
        table.add_column(header[c], width=own, overflow="fold", justify="left" if c < left else "right")
    for number in range(len(rows)):
        table.add_row(*(Text(cells[c][number]) for c in columns))
    return table, fits


def _longest_word(cells: Sequence[str]) -> int:
    return max(len(word) for cell in cells for word in (*cell.split(), ""))
