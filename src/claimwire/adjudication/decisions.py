"""Decisions files: a JSON Lines file an article, a decision a line.

A line that makes a claim has `id`, `from` (the layers' claims it was made of, as `ANNOTATOR/ID`, the one taken as it
stands first), `reason`, and if need be `take` (fields taken from another of those claims: field -> claim), `set`
(fields with another value, spans as quotes like in a quoted layer or as offsets), `unset` (fields to leave out),
`borderline`, `confidence` (of the adjudicator), `note`, `adjudicator` and `event_id`. A line without `from` gives a
whole claim in `set` that no layer has. A line `{"reject": [...], "reason": ...}` says that the named claims are not in
the gold layer. A line that a rule decided names the `rule`. What sort of decision it was, and in which fields the
layers differed, is computed, not written.

A line without a reason is not decided. It may have keys for the person who will: `differs`, and `proposed`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from ..corpus.atomic import write_text
from ..corpus.records import canonical_json, json_lines
from ..errors import RecordError
from ..schema.base import ID_PATTERN
from ..schema.vocab import Confidence

FOR_A_PERSON = ("differs", "proposed")
"""Keys of an undecided line that tell a person something and decide nothing."""


class DecisionLine(BaseModel):
    """A line of a decisions file."""

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
    reason: str = Field(min_length=1)
    borderline: bool = False
    confidence: Confidence = Confidence.HIGH
    note: str | None = Field(default=None, min_length=1)
    adjudicator: str | None = Field(default=None, pattern=ID_PATTERN)


Line = dict[str, Any]
"""A line as it stands in the file, decided or not."""


def read_decisions(path: Path) -> list[Line]:
    """Return the lines of a decisions file as they stand; raises `RecordError` where one is no JSON object."""
    found: list[Line] = []
    for number, text in json_lines(path):
        try:
            line = json.loads(text)
        except json.JSONDecodeError as error:
            raise RecordError(f"{path}:{number}: no JSON: {error}; mend the line, or write the file anew") from error
        if not isinstance(line, dict):
            raise RecordError(f"{path}:{number}: {text:.60} is no object; a decision is written in braces")
        found.append(line)
    return found


def write_decisions(path: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    """Write a decisions file beside its place and rename it there, so that it is always whole."""
    write_text(path, "".join(canonical_json(line) + "\n" for line in lines))


def named_in(line: Mapping[str, Any]) -> list[str]:
    """Return the layers' claims that a line names, as `ANNOTATOR/ID`."""
    lists = (line.get("from"), line.get("reject"))
    return [str(name) for found in lists if isinstance(found, list) for name in found]


def is_decided(line: Mapping[str, Any]) -> bool:
    """Tell whether a line has a reason; without one it is still to be decided."""
    return bool(str(line.get("reason") or "").strip())
