"""The formats `csv` and `figures_csv`: the release's tables of claims and of figures as CSV, for spreadsheets.

The columns are those of the table, with a header; UTF-8 with a byte order mark, by which spreadsheets know it. Several
values in a cell are joined by ` | `; a span is `START-END` in code points. Nothing is where the value is absent. Text
that a spreadsheet would take for a formula has an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from ..errors import FormatError
from .contract import Aspect, Format, Material, NamedFile, Writer
from .per_article import encoded

SEPARATOR = " | "
"""What is between several values of a cell."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How text begins that spreadsheets take for a formula."""

GUARD = "'"
"""What is put before such text."""

BYTE_ORDER_MARK = "\ufeff"


def cell(value: Any) -> str:
    """Return a value of a row as a cell; raises `FormatError` for one that no cell can hold."""
    if isinstance(value, list | tuple):
        return guarded(SEPARATOR.join(map(_part, value)))
    return _part(value) if isinstance(value, bool | int | float) else guarded(_part(value))


def guarded(text: str) -> str:
    """Return text so that no spreadsheet takes it for a formula."""
    return GUARD + text if text.startswith(FORMULA) else text


def _part(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict) and value.keys() == {"start", "end"}:
        return f"{value['start']}-{value['end']}"
    if isinstance(value, str | int | float | date):
        return str(value)
    raise FormatError(f"a cell of CSV cannot hold {value!r:.60}")


def _writer(table: str, name: str) -> Writer:
    """Return a writer of one table of what is exported."""

    def write(material: Material) -> Iterator[NamedFile]:
        if table not in material.tables:
            raise FormatError(
                f"what is exported has no table of {table}; adjudicated claims have it, of newer releases"
            )
        columns, rows = material.tables[table]()
        content = io.StringIO(newline="")
        writer = csv.writer(content, lineterminator="\r\n")
        writer.writerow(columns)
        count = 0
        for row in rows:
            writer.writerow([cell(row[column]) for column in columns])
            count += 1
        yield NamedFile(name, encoded(BYTE_ORDER_MARK + content.getvalue(), name), count)

    return write


CSV = Format(
    format_id="csv",
    title="CSV of claims: the columns of the release's table of claims, one row per claim",
    use="spreadsheets and programs that read nothing else; Parquet keeps types, use it where you can",
    files=(),
    write=_writer("claims", "claims.csv"),
    losses={},
)

FIGURES_CSV = Format(
    format_id="figures_csv",
    title="CSV of figures: the release's flat table of casualty figures that have a quantity",
    use="comparing tolls in a spreadsheet; compare figures, never add them up",
    files=(),
    write=_writer("figures", "figures.csv"),
    counted="figures",
    losses={
        Aspect.LABELS: "casualty figures with a quantity alone",
        Aspect.SPANS: "left out",
        Aspect.CLAIMS: "left out",
        Aspect.WITHIN_WORDS: "left out",
        Aspect.SLOT_SPANS: "left out",
        Aspect.SLOT_OWNERS: "left out",
        Aspect.CLASSES: "those of the table `figures` alone, with some of the voice that tells the figure",
        Aspect.WORDS: "those of the table `figures` alone, with some of the voice that tells the figure",
    },
)
