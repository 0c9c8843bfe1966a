"""Texts in a field of a JSON Lines file, one record per article."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
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
        """Return the raw text of the record called `record`; of the other lines none has to be readable.

        Raises `RecipeError`, with the line, if there is no such record, if two lines are called so, or if it is no
        article.
        """
        if record is None:
            raise RecipeError("the file holds several articles; name one as FILE#RECORD")
        number, row = _row(document, record)
        line = f"line {number}: " if number > 1 else ""
        try:
            raw, reading = read_fields(row, record)
        except RecipeError as error:
            raise RecipeError(f"{line}{error}") from error
        return raw, replace(reading, refusals=tuple(f"{line}{refusal}" for refusal in reading.refusals))


def record_names(document: bytes) -> list[str]:
    """Return the names of all records of a JSON Lines file, in order.

    Raises `RecipeError` if a line has no name, or the name of an earlier line.
    """
    names: dict[str, int] = {}
    for number, row in _rows(document):
        name = _name(row, number)
        if names.setdefault(name, number) != number:
            raise RecipeError(
                f"line {number} is called {name!r} like line {names[name]}; each record needs a name of its own"
            )
    return list(names)


def _row(document: bytes, record: str) -> tuple[int, dict[str, Any]]:
    """Return the line that a record is in, and its object."""
    named, fault = _by_name(document)
    found = named.get(record, ())
    if len(found) > 1:
        lines = " and ".join(str(number) for number, _ in found)
        raise RecipeError(f"lines {lines} are both called {record!r}; each record needs a name of its own")
    if found:
        return found[0]
    missing = f"no record is called {record!r}; looked at {' and '.join(ID_FIELDS)} of every line"
    raise RecipeError(f"{missing}, and {fault}" if fault else missing)


@lru_cache(maxsize=1)
def _by_name(document: bytes) -> tuple[dict[str, list[tuple[int, dict[str, Any]]]], RecipeError | None]:
    """Return the objects of a file with their lines, by name, and what is wrong with the first line that has none."""
    named: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    rows, fault = _lines(document)
    for number, row in rows:
        try:
            named.setdefault(_name(row, number), []).append((number, row))
        except RecipeError as error:
            fault = fault or error
    return named, fault


def _rows(document: bytes) -> tuple[tuple[int, dict[str, Any]], ...]:
    """Return the objects of all lines with their numbers; raises `RecipeError` if a line is none."""
    rows, fault = _lines(document)
    if fault is not None:
        raise fault
    return rows


@lru_cache(maxsize=1)
def _lines(document: bytes) -> tuple[tuple[tuple[int, dict[str, Any]], ...], RecipeError | None]:
    """Return the lines that are objects, with their numbers, and what is wrong with the first that is none.

    Cached, because each record of a file is read by itself. Blank lines are left out.
    """
    rows: list[tuple[int, dict[str, Any]]] = []
    fault: RecipeError | None = None
    texts = decode(document).removeprefix(BYTE_ORDER_MARK).split("\n")
    for number, line in enumerate(texts, start=1):
        if not line.strip():
            continue
        try:
            row = parse_json(line)
        except JsonFault as error:
            fault = fault or _not_json(texts[number - 1 :], number, error)
            continue
        if isinstance(row, dict):
            rows.append((number, row))
        elif fault is None:
            fault = RecipeError(f"line {number}: {layout_fault([line]) or f'expected an object, found {line!r:.40}'}")
    return tuple(rows), fault


def _not_json(texts: Sequence[str], number: int, error: JsonFault) -> RecipeError:
    fault = layout_fault(texts)
    return RecipeError(f"line {number}: {fault}" if fault else f"line {number} is not JSON: {error}")


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
