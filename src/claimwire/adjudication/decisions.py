"""Decisions files: one JSON Lines file per article, one decision per line.

A line that makes a claim has `id`, `from` (the layers' claims it is made of, as `ANNOTATOR/ID`; the first one is taken
as it is), `reason`, and if needed `take` (fields taken from another of those claims: field -> claim), `set` (fields
that get another value; spans as quotes, as in a quoted layer, or as offsets), `unset` (fields to leave out),
`rulings` (ids of rulings of the codebook that it follows from), `confidence` (of the adjudicator), `note`,
`adjudicator` and `event_id`. A line without `from` has in
`set` a whole claim that no layer has. A line `{"reject": [...], "reason": ...}` says that the named claims are not in
the gold layer. A line that a rule decided names the `rule`. The kind of decision, and the fields in which the layers
differed, are computed, not written.

A line without a reason is not decided yet. A line may have keys for the person who decides: `differs`, `proposed`, and
`notice`, what has to be known of the claims. They decide nothing, and may stay when the line is decided.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..corpus.atomic import FILE, write_text
from ..corpus.jsontext import parse_json
from ..corpus.records import canonical_json, json_lines, validation_messages
from ..errors import RecordError
from ..schema.annotation import RulingId
from ..schema.base import ID_PATTERN
from ..schema.vocab import Confidence


class _AnyLine(BaseModel):
    """What every line of a decisions file may have, decided or not; the last three are notes and decide nothing."""

    model_config = ConfigDict(extra="forbid")

    id: str | None = None
    taken_from: list[str] = Field(default=[], alias="from")
    reject: list[str] = []
    take: dict[str, str] = {}
    set: dict[str, Any] = {}
    unset: list[str] = []
    sentences: list[int] | None = None
    event_id: str | None = None
    rule: str | None = None
    rulings: list[RulingId] = []
    confidence: Confidence = Confidence.HIGH
    note: str | None = Field(default=None, min_length=1)
    adjudicator: str | None = Field(default=None, pattern=ID_PATTERN)

    differs: Any = None
    proposed: str | None = None
    notice: str | None = None


class DecisionLine(_AnyLine):
    """A decided line."""

    reason: str = Field(min_length=1)


class UndecidedLine(_AnyLine):
    """A line that may be undecided."""

    reason: str | None = None


DecisionJson = dict[str, Any]
"""A line as it is in the file, decided or not: an object with some of the keys of `UndecidedLine`."""


def read_decisions(path: Path) -> list[DecisionJson]:
    """Return the lines of a decisions file, as they are there.

    Raises `RecordError`, naming the line, if one is not JSON or has a key or value that no decision can have.
    """
    lines: list[DecisionJson] = []
    for number, text in json_lines(path):
        try:
            line = parse_json(text)
        except json.JSONDecodeError as error:
            raise RecordError(f"{path}:{number}: not JSON: {error}; fix the line, or write the file again") from error
        if not isinstance(line, dict):
            raise RecordError(f"{path}:{number}: {text:.60} is not an object; write a decision in braces")
        try:
            UndecidedLine.model_validate(line)
        except ValidationError as error:
            raise RecordError(f"{path}:{number}: {validation_messages(error)}; fix the line") from error
        lines.append(line)
    return lines


def write_decisions(path: Path, lines: Iterable[Mapping[str, Any]], mode: int = FILE) -> None:
    """Write a decisions file with the mode of a new file, whole or not at all."""
    write_text(path, "".join(canonical_json(line) + "\n" for line in lines), mode)


def named_claims(line: Mapping[str, Any]) -> list[str]:
    """Return the layers' claims that a line names, as `ANNOTATOR/ID`."""
    lists = (line.get("from"), line.get("reject"))
    return [str(name) for names in lists if isinstance(names, list) for name in names]


def is_decided(line: Mapping[str, Any]) -> bool:
    """Return whether a line has a reason; a line without one is still to be decided."""
    return bool(str(line.get("reason") or "").strip())


def lines_of_claims(lines: Iterable[DecisionJson]) -> list[tuple[str, list[str]]]:
    """Return, for each line that makes a claim of layers' claims or would, its id and the names of these claims."""
    return [(str(line.get("id")), list(line["from"])) for line in lines if isinstance(line.get("from"), list)]
