"""The rows of a CSV file, each with the lines that it stands in."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from ..corpus.jsontext import BYTE_ORDER_MARK
from ..errors import RecipeError

LONGEST = 16 * 1024 * 1024
"""Most characters of a field."""

DELIMITERS = ",;\t"
"""What may part fields: spreadsheets write semicolons where the comma is the decimal sign."""


@dataclass(frozen=True)
class CsvRow:
    """A row that is not empty: its fields, the lines of the file that it is, and the number of the last of them."""

    fields: tuple[str, ...]
    raw: str
    line: int


def csv_rows(text: str, delimiter: str = ",") -> list[CsvRow]:
    """Return the rows of a CSV file in order; raises `RecipeError` if it is none that can be read."""
    written = list(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="\n"))
    rows: list[CsvRow] = []
    previous = csv.field_size_limit(LONGEST)
    try:
        reader = csv.reader(written, delimiter=delimiter, strict=True)
        begun = 0
        for fields in reader:
            raw = "".join(written[begun : reader.line_num])
            begun = reader.line_num
            if any(fields):
                rows.append(CsvRow(tuple(fields), raw, begun))
    except csv.Error as error:
        raise RecipeError(f"it is not a CSV file that can be read: {error}") from error
    finally:
        csv.field_size_limit(previous)
    return rows


def delimiter_of(text: str) -> str:
    """Return what parts the fields of the first line of a CSV file: what it has most of, a comma if it has none."""
    return max(DELIMITERS, key=_head(text).count)


def columns_of(text: str) -> tuple[str, ...]:
    """Return the names in the first line of a CSV file without the white space around them; empty if it is none."""
    head = _head(text)
    try:
        rows = csv_rows(head, delimiter_of(head))
    except RecipeError:
        return ()
    return tuple(field.strip() for field in rows[0].fields) if rows else ()


def _head(text: str) -> str:
    """Return the first line of a text that is not blank."""
    lines = io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="\n")
    return next((line for line in lines if line.strip()), "")
