"""What a CSV file says about documents, one row each, and how it goes with what else is said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ..corpus.records import read_utf8
from ..errors import RecipeError, RecordError
from ..naming import alternatives, shown
from .csv_rows import columns_of, csv_rows, delimiter_of
from .facts import DocumentFacts
from .front_matter import front_matter
from .reading import decode

FILE_COLUMN = "file"
COLUMNS = {
    "outlet": "outlet_id",
    "published": "published",
    "episode": "episode_id",
    "url": "url",
    "headline": "headline",
}
"""The other columns, and the fact that each gives."""

STATED = {"outlet": "outlet_id", "episode": "episode_id"}
"""What front matter says that is no part of the article: of the date and the address its recipe knows."""


def read_metadata(path: Path) -> dict[str, DocumentFacts]:
    """Return what a CSV file says about documents, by their names as `corpus.toml` has them.

    Raises `RecipeError`, with the file's name and the line, if it cannot be read or says something that there is not.
    """
    try:
        return metadata_rows(read_utf8(path), path.name)
    except (RecipeError, RecordError) as error:
        told = str(error)
        raise RecipeError(told if isinstance(error, RecordError) else f"{path}: {told}") from error


def metadata_rows(text: str, name: str) -> dict[str, DocumentFacts]:
    """Return what the rows of a CSV file called `name` say; a cell without words says nothing.

    Raises `RecipeError` if it has columns that are not read, or two of one name, or two rows about one document.
    """
    columns = columns_of(text)
    known = (FILE_COLUMN, *COLUMNS)
    for column in columns:
        if column not in known:
            raise RecipeError(
                f"the column {column!r} is not read; {alternatives(column, known)}. Rename it or take it out"
            )
        if columns.count(column) > 1:
            raise RecipeError(f"two columns are called {column!r}; name each once")
    if FILE_COLUMN not in columns:
        raise RecipeError(f"there is no column {FILE_COLUMN!r} in the first line, which names the document of each row")
    found: dict[str, DocumentFacts] = {}
    line_of: dict[str, int] = {}
    for row in csv_rows(text, delimiter_of(text))[1:]:
        place = f"{name}:{row.line}"
        if len(row.fields) != len(columns):
            raise RecipeError(
                f"line {row.line} has {len(row.fields)} fields, and there are {len(columns)} columns; put quotes "
                "around a field that has the character which parts them"
            )
        cells = {column: cell.strip() for column, cell in zip(columns, row.fields, strict=True) if cell.strip()}
        file = _file_name(cells.pop(FILE_COLUMN, ""))
        if not file:
            raise RecipeError(f"line {row.line} names no file")
        if file in found:
            raise RecipeError(f"line {row.line} is about {file} like line {line_of[file]}; write one row for each")
        line_of[file] = row.line
        given = {COLUMNS[column]: cell for column, cell in cells.items()}
        found[file] = DocumentFacts.said(given, dict.fromkeys(given, place))
    return found


def _file_name(cell: str) -> str:
    """Return the name of a document as `corpus.toml` has it: without the folders above it."""
    path, mark, record = cell.partition("#")
    return f"{path.replace(chr(92), '/').rpartition('/')[2]}{mark}{record}"


def stated_facts(document: bytes) -> DocumentFacts:
    """Return what the front matter of a document says of who published it and what it reports, if it has any.

    Raises `RecipeError` if the front matter cannot be read.
    """
    head = front_matter(decode(document))
    said = {} if head is None else {fact: head.values[key] for key, fact in STATED.items() if key in head.values}
    return DocumentFacts.said(said, dict.fromkeys(said, "its front matter"))


def together(every: Sequence[DocumentFacts]) -> DocumentFacts:
    """Return what several say about a document; raises `RecipeError` if two of them contradict each other."""
    values: dict[str, str] = {}
    told_by: dict[str, str] = {}
    for facts in every:
        for name, value in facts.values().items():
            if values.setdefault(name, value) != value:
                raise RecipeError(
                    f"{name.removesuffix('_id')}: {told_by[name]} says {values[name]}, {facts.teller(name)} says "
                    f"{value}; say it in one place"
                )
            told_by.setdefault(name, facts.teller(name))
    return DocumentFacts.said(values, told_by)


def row_of(rows: Mapping[str, DocumentFacts], file: str, name: str) -> DocumentFacts:
    """Return what rows say of a document: the one about it, otherwise the one about the whole file called `name`."""
    return rows.get(file) or rows.get(name) or DocumentFacts()


def require_used(rows: Mapping[str, DocumentFacts], documents: Sequence[tuple[str, str]]) -> None:
    """Raise `RecipeError` if rows are about none of the documents, each given as its name and that of its file."""
    names = {name for document in documents for name in document}
    unused = [file for file in rows if file not in names]
    if unused:
        raise RecipeError(f"the metadata has rows about {shown(unused)}, which this call does not read")
