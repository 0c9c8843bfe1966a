"""Texts in the columns of a CSV file, one row per article."""

from __future__ import annotations

from functools import lru_cache

from ...errors import RecipeError
from ..csv_rows import CsvRow, columns_of, csv_rows, delimiter_of
from ..reading import FileRecord, Reading, decode, require_text
from .fields import ID_FIELDS, TEXT_FIELDS, read_fields


class CsvFieldRecipe:
    """The raw text is the headline, a blank line and the `text` column; a record's content is its row as it stands.

    Columns are parted by commas, semicolons or tabs. A cell without words says nothing.
    """

    name = "csv-field"
    version = 1
    hashes_records = True
    no_records = "write one row per article below the columns id, headline, text"
    describes = "a CSV file with the columns `id`, `headline`, `text`, `published`, `url`; name it FILE#ID"

    def holds(self, name: str, document: bytes) -> bool:
        """Return whether a file has the name of a CSV file and a column for each piece of an article's text."""
        return name.lower().endswith((".csv", ".tsv")) and has_columns(document)

    def records(self, document: bytes) -> tuple[FileRecord, ...]:
        """Return the rows of a file, by id; raises `RecipeError` if it is no such file."""
        head, rows = _rows(document)
        return tuple(
            FileRecord(
                name,
                row.raw.encode(),
                around=(head if head.endswith("\n") else f"{head}\n").encode() + row.raw.encode(),
            )
            for name, (row, _) in rows.items()
        )

    def extract(self, document: bytes, record: str | None) -> tuple[str, Reading]:
        """Return the raw text of the row whose id is `record`; raises `RecipeError` if there is no such row."""
        if record is None:
            raise RecipeError("the file holds several articles; name one as FILE#ID")
        _, rows = _rows(document)
        if record not in rows:
            raise RecipeError(f"no row has the id {record!r:.80}")
        row, fields = rows[record]
        require_text(row.raw.encode())
        return read_fields(fields, record)


def has_columns(document: bytes) -> bool:
    """Return whether a file's first line names columns, a headline and a text among them."""
    head = document[:65536].decode("utf-8", errors="replace")
    return set(TEXT_FIELDS) <= set(columns_of(head))


@lru_cache(maxsize=4)
def _rows(document: bytes) -> tuple[str, dict[str, tuple[CsvRow, dict[str, str]]]]:
    """Return the first row of a file as it stands there, and the others by id: the row, and its fields by column."""
    text = decode(document)
    columns = columns_of(text)
    missing = [field for field in TEXT_FIELDS if field not in columns]
    name_field = next((field for field in ID_FIELDS if field in columns), None)
    if missing or name_field is None:
        wanted = ", ".join([*([] if name_field else ["id"]), *missing])
        raise RecipeError(
            f"it is a CSV file without the columns {wanted}; its first line has {', '.join(columns):.120}"
        )
    twice = sorted({column for column in columns if columns.count(column) > 1})
    if twice:
        raise RecipeError(f"it has two columns called {', '.join(twice)}; name each once")
    head, *below = csv_rows(text, delimiter_of(text))
    rows: dict[str, tuple[CsvRow, dict[str, str]]] = {}
    for row in below:
        if len(row.fields) != len(columns):
            raise RecipeError(
                f"the row that ends in line {row.line} has {len(row.fields)} fields, expected {len(columns)}: one per "
                "column"
            )
        fields = {column: cell for column, cell in zip(columns, row.fields, strict=True) if cell.strip()}
        name = fields.get(name_field, "").strip()
        if not name:
            raise RecipeError(f"the row that ends in line {row.line} has no {name_field} to tell it from the others")
        if name in rows:
            raise RecipeError(f"the row that ends in line {row.line} is called {name!r:.80} like an earlier row")
        rows[name] = (row, fields)
    return head.raw, rows
