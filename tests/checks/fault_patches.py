"""Putting one fault into a valid repository, as a list of small changes in JSON.

Every change names a `file` from the top of the repository and is one of these:
- `{"file", "record", "set": {PLACE: VALUE}}` sets fields of the record that has the id; PLACE is a path such as
  `spans.0.end`, and the value null takes the field away;
- `{"file", "record", "drop": true}` takes the record's line out;
- `{"file", "append": RECORD}` adds a line, `{"file", "record", "first": true}` moves a line to the front;
- `{"file", "replace": [OLD, NEW]}` changes text that stands in the file, once or more often;
- `{"file", "write": TEXT}` writes a whole file, `{"file", "remove": true}` takes it away;
- `{"file", "sums": true}` writes the list of hashes of that folder anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mini_workspace import write_sums

from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import canonical_json

ID_FIELDS = (
    "check_id",
    "entity_id",
    "adjudication_id",
    "annotation_id",
    "link_id",
    "fact_id",
    "claim_id",
    "annotator_id",
    "event_id",
    "article_id",
)
"""The fields that can be a record's id, those first that stand in no other record."""


def apply(changes: list[dict[str, Any]], root: Path) -> None:
    """Make the changes in the repository at `root`; raises `AssertionError` where one finds nothing to change."""
    for change in changes:
        path = root / change["file"]
        if change.get("sums"):
            write_sums(path)
        elif "write" in change:
            write_text(path, change["write"])
        elif change.get("remove"):
            path.unlink()
        elif "replace" in change:
            old, new = change["replace"]
            content = path.read_bytes().decode()
            assert old in content, f"{old!r} does not stand in {path}"
            path.write_bytes(content.replace(old, new).encode())
        else:
            _change_lines(path, change)


def _change_lines(path: Path, change: dict[str, Any]) -> None:
    before = path.read_text()
    rows = [json.loads(line) for line in before.splitlines()]
    if "append" in change:
        rows.append(change["append"])
    else:
        number = next(n for n, row in enumerate(rows) if _id(row) == change["record"])
        if change.get("drop"):
            del rows[number]
        elif change.get("first"):
            rows.insert(0, rows.pop(number))
        for place, value in change.get("set", {}).items():
            _set(rows[number], place.split("."), value)
    after = "".join(canonical_json(row) + "\n" for row in rows)
    assert after != before, f"{change} changes nothing in {path}"
    write_text(path, after)


def _id(row: dict[str, Any]) -> str:
    return next(row[field] for field in ID_FIELDS if field in row)


def _set(row: Any, place: list[str], value: Any) -> None:
    *way, last = place
    for step in way:
        row = row[int(step)] if isinstance(row, list) else row[step]
    if isinstance(row, list) and int(last) == len(row):
        row.append(value)
    elif isinstance(row, list):
        row[int(last)] = value
    elif value is None:
        del row[last]
    else:
        row[last] = value
