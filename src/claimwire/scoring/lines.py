"""Files of predictions: one JSON object a line, checked against a model; a fault is told with its file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from ..corpus.jsontext import JsonFault, parse_json
from ..corpus.records import json_lines, validation_messages
from ..errors import PredictionError
from ..schema.base import Name, Record

KEYS = {"sentence_id": "sentences", "toll_id": "tolls", "verdict": "verdicts", "claims": "spans or slots"}
"""Keys of a line that only one task has, or two."""
L = TypeVar("L", bound=Record)

Probability = Annotated[float, Field(ge=0, le=1)]
"""How probable something is taken to be."""


class DocumentLine(Record):
    """What every line may say of its document; it matters in a gold of lines only."""

    corpus_id: Name | None = Field(default=None, description="corpus of the document")
    outlet_id: Name | None = Field(default=None, description="outlet of the document")
    text_origin: Name | None = Field(default=None, description="kind of text of the document")
    episode_id: Name | None = Field(default=None, description="event that the document reports")


def read_lines(path: Path, line_type: type[L]) -> Iterator[tuple[str, L]]:
    """Yield place (`file:line`) and value of each line; raises `PredictionError` about one that does not fit."""
    adapter = TypeAdapter(line_type)
    for number, text in json_lines(path):
        place = f"{path}:{number}"
        try:
            parse_json(text)
            yield place, adapter.validate_json(text)
        except JsonFault as error:
            raise PredictionError(f"{place}: it is not JSON: {error}") from error
        except ValidationError as error:
            told = _of_another_task(text, line_type) or f"{validation_messages(error)}; docs/scoring.md has the format"
            raise PredictionError(f"{place}: {told}") from error


def has_key(path: Path, key: str) -> bool:
    """Return whether the first line of a file is a JSON object with a key."""
    for _, text in json_lines(path):
        try:
            record = parse_json(text)
        except JsonFault:
            return False
        return isinstance(record, dict) and key in record
    return False


def _of_another_task(text: str, line_type: type[Record]) -> str | None:
    """Return that a line is one of another task, by a key that only lines of that have; None if it is not."""
    record = parse_json(text)
    for key, tasks in KEYS.items():
        if isinstance(record, dict) and key in record and key not in line_type.model_fields:
            return f"it has {key}, as lines of the task {tasks} have; name that with --task, or give another file"
    return None


def by_id(path: Path, line_type: type[L], id_of: Callable[[L], str]) -> dict[str, tuple[str, L]]:
    """Return place and value of each line by its id; raises `PredictionError` if an id is there twice."""
    found: dict[str, tuple[str, L]] = {}
    for place, line in read_lines(path, line_type):
        key = id_of(line)
        if key in found:
            raise PredictionError(f"{place}: a second line about {key}, the first is {found[key][0]}; leave one out")
        found[key] = (place, line)
    return found
