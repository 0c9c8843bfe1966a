"""Texts in a field of a JSON Lines file, one record per article."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from ...corpus.jsontext import BYTE_ORDER_MARK, JsonFault, id_text, layout_fault, parse_json
from ...errors import RecipeError
from ..reading import FileRecord, Reading, decode
from .fields import ID_FIELDS, read_fields


class JsonlFieldRecipe:
    """The raw text is the headline, a blank line and the `text` field; a first line that only dates it is metadata."""

    name = "jsonl-field"
    version = 1
    hashes_records = False
    no_records = "write one object per line, with `id`, `headline` and `text`"
    describes = "a JSON Lines file with `article_id`, `headline`, `text`, `published`, `url`; name it FILE#RECORD"

    def holds(self, name: str, document: bytes) -> bool:
        """Return whether a file is a JSON Lines file by its name."""
        return name.endswith(".jsonl")

    def records(self, document: bytes) -> tuple[FileRecord, ...]:
        """Return the records of the file: its lines, each by its id; raises `RecipeError` as `record_names` does."""
        names = record_names(document)
        rows = [json.dumps(row, ensure_ascii=False).encode() for _, row in _rows(document)]
        return tuple(map(FileRecord, names, rows))

    def extract(self, document: bytes, record: str | None) -> tuple[str, Reading]:
        """Return the raw text of the record called `record`; raises `RecipeError` if there is no such record."""
        if record is None:
            raise RecipeError("the file holds several articles; name one as FILE#RECORD")
        return read_fields(_row(document, record), record)


def record_names(document: bytes) -> list[str]:
    """Return the names of all records of a JSON Lines file, in order.

    Raises `RecipeError` if a line has no name, or the name of an earlier line.
    """
    names: dict[str, int] = {}
    for number, row in _rows(document):
        name = _name(row, number)
        if names.setdefault(name, number) != number:
            raise RecipeError(f"line {number} is called {name!r} like line {names[name]}; a name is for one record")
    return list(names)


def _row(document: bytes, record: str) -> dict[str, Any]:
    rows, error = _by_name(document)
    if record in rows:
        return rows[record]
    raise error or RecipeError(f"no record is called {record!r}; looked at {' and '.join(ID_FIELDS)} of every line")


@lru_cache(maxsize=1)
def _by_name(document: bytes) -> tuple[dict[str, dict[str, Any]], RecipeError | None]:
    """Return the objects of a file by name, as far as they have one, and what is wrong with the first that has none."""
    named: dict[str, dict[str, Any]] = {}
    for number, row in _rows(document):
        try:
            named.setdefault(_name(row, number), row)
        except RecipeError as error:
            return named, error
    return named, None


@lru_cache(maxsize=1)
def _rows(document: bytes) -> tuple[tuple[int, dict[str, Any]], ...]:
    """Return the objects of all lines with their numbers; cached, because each record of a file is read by itself."""
    rows = []
    texts = decode(document).removeprefix(BYTE_ORDER_MARK).split("\n")
    for number, line in enumerate(texts, start=1):
        if not line.strip():
            continue
        try:
            row = parse_json(line)
        except JsonFault as error:
            fault = layout_fault(texts[number - 1 :])
            told = f"line {number}: {fault}" if fault else f"line {number} is not JSON: {error}"
            raise RecipeError(told) from error
        if not isinstance(row, dict):
            fault = layout_fault([line]) or f"expected an object, found {line!r:.40}"
            raise RecipeError(f"line {number}: {fault}")
        rows.append((number, row))
    return tuple(rows)


def _name(row: dict[str, Any], number: int) -> str:
    for field in ID_FIELDS:
        name = id_text(row.get(field))
        if name is not None:
            return name
    found = [f"its {field} is {row[field]!r:.40}" for field in ID_FIELDS if field in row]
    found = found or [f"its fields are {', '.join(row) or 'none':.80}"]
    raise RecipeError(
        f"line {number} has no {' or '.join(ID_FIELDS)} to tell it from the others, a string or a whole number: "
        f"{' and '.join(found)}"
    )
