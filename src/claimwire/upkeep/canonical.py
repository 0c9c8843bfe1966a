"""Records written by hand, brought into the one form in which records are written; nothing of them is lost.

A line has its keys sorted, no white space between them, no escapes, and no field at its default; there is no blank line
and no byte order mark, and lines are in the order of their table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..checks.survey import ANNOTATOR_TABLE, RULING_TABLE, WITHDRAWN_TABLE
from ..corpus.atomic import folder_beside, is_current, open_current, write_bytes
from ..corpus.commit import commit, finish
from ..corpus.corpus import TABLES, Table
from ..corpus.jsontext import BYTE_ORDER_MARK, JsonFault, layout_fault, parse_json
from ..corpus.lock import WAIT, locked
from ..corpus.records import record_json, validation_messages
from ..corpus.workspace import Workspace
from ..errors import RecordError

SHOWN = 20
"""Characters of a line that a change shows, before and after it."""

SHARED = (ANNOTATOR_TABLE, RULING_TABLE, WITHDRAWN_TABLE)
"""The files of records that all corpora share, which lie beside their folders."""


@dataclass(frozen=True)
class Formatted:
    """A file of records in its one form, what changes for that, and why some lines cannot be brought into it."""

    content: bytes
    changes: tuple[str, ...]
    problems: tuple[str, ...]


def formatted(content: bytes, table: Table[Any]) -> Formatted:
    """Return the content of a file of records in its one form.

    A line with no valid record, or in which a value would be lost because its key is there twice, is a problem.
    """
    changes: list[str] = []
    problems: list[str] = []
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return Formatted(content, (), (f"byte {error.start} is not UTF-8; save the file as UTF-8",))
    if text.startswith(BYTE_ORDER_MARK):
        changes.append("line 1: the byte order mark is removed")
    if text and not text.endswith("\n"):
        changes.append("the last line gets a line feed at its end")
    found: list[tuple[int, Any, str]] = []
    lines = text.removeprefix(BYTE_ORDER_MARK).removesuffix("\n").split("\n") if text else []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            changes.append(f"line {number}: the blank line goes")
            continue
        try:
            parse_json(line)
            record = table.adapter.validate_json(line)
        except JsonFault as error:
            fault = layout_fault(lines[number - 1 :])
            problems.append(f"line {number}: {fault or error}")
            if fault:
                break  # every line that follows would be faulty for the same reason
            continue
        except ValidationError as error:
            fault = None if line.lstrip().startswith("{") else layout_fault([line])
            problems.append(f"line {number}: {fault or validation_messages(error)}")
            continue
        new = record_json(record)
        if new != line:
            changes.append(f"line {number}: {_difference(line, new)}")
        found.append((number, record, new))
    order = sorted(found, key=lambda item: table.order_of(item[1]))
    changes += [
        f"line {number} comes after line {before}" for (before, *_), (number, *_) in pairwise(order) if number < before
    ]
    made = "".join(f"{line}\n" for _, _, line in order).encode()
    return Formatted(made, tuple(changes), tuple(problems))


def _difference(line: str, new: str) -> str:
    place = next((n for n, (a, b) in enumerate(zip(line, new, strict=False)) if a != b), min(len(line), len(new)))
    return f"column {place + 1}: {line[place : place + SHOWN]!r} -> {new[place : place + SHOWN]!r}"


def record_files(workspace: Workspace) -> dict[Path, Table[Any]]:
    """Return the files of records that a repository has, with their tables: those of its corpora, and those they share.

    What is published is not among them.
    """
    folders = [workspace.corpus_folder(corpus_id) for corpus_id in workspace.corpus_ids()]
    every = {folder / f"{table.name}.jsonl": table for folder in folders for table in TABLES}
    every |= {workspace.annotations / f"{table.name}.jsonl": table for table in SHARED}
    return {path: table for path, table in every.items() if is_current(path)}


def format_files(
    files: Mapping[Path, Table[Any]], *, write: bool, wait: float = WAIT
) -> tuple[dict[Path, tuple[str, ...]], list[str]]:
    """Bring files of records into their one form; return what changes in each that does, and the problems.

    Without `write`, and while there is a problem in any of them, nothing is written. The files of a folder change
    together, or none of them. Raises `LockedError` if others write for longer than `wait` seconds.
    """
    changes, problems = _looked_at(files)
    if not write or problems:
        return changes, problems
    for folder in sorted({path.parent for path in changes}):
        with locked(folder, wait):
            finish(folder)
            made = {path: formatted(path.read_bytes(), table) for path, table in files.items() if path.parent == folder}
            faulty = [f"{path}: {item.problems[0]}" for path, item in made.items() if item.problems]
            if faulty:
                raise RecordError(f"{faulty[0]}; it was written meanwhile")
            with folder_beside(folder / "fmt") as beside:
                ready = beside / "ready"
                ready.mkdir()
                for path, item in made.items():
                    if item.changes:
                        write_bytes(ready / path.name, item.content)
                if any(ready.iterdir()):
                    commit(folder, ready)
    return changes, []


def _looked_at(files: Mapping[Path, Table[Any]]) -> tuple[dict[Path, tuple[str, ...]], list[str]]:
    changes: dict[Path, tuple[str, ...]] = {}
    problems: list[str] = []
    for path, table in files.items():
        with open_current(path) as stream:
            item = formatted(stream.read(), table)
        problems += [f"{path}: {problem}" for problem in item.problems]
        if item.changes:
            changes[path] = item.changes
    return changes, problems
