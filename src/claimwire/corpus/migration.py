"""A corpus of an older schema brought to the newest: every line of every file, all of them or none."""

from __future__ import annotations

import json
import re
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..errors import RecordError
from ..schema import STANDARD_QUESTIONS, CorpusInfo
from ..schema.migrations import MIGRATIONS, migrate
from ..versions import SCHEMA_VERSION, is_read_as_it_is
from .atomic import folder_beside, write_text
from .commit import commit, finish
from .corpus import CORPUS_FILE, TABLE_BY_NAME, TABLES, Table
from .jsontext import parse_json
from .listed import unlisted_in
from .lock import WAIT, locked
from .records import json_lines, parse_toml, read_utf8, record_json, validation_messages

KINDS = {"articles": "article", "annotations": "annotation", "claims": "claim", "adjudications": "adjudication"}
"""What `schema.migrations` calls the records of a table, where it is not the table's name without its plural."""

LAYERS = TABLE_BY_NAME["annotations"]

VERSION_LINE = re.compile(r'^(schema_version\s*=\s*)"[^"]*"', re.MULTILINE)


@dataclass(frozen=True)
class Migration:
    """What a corpus becomes: the version it is in, and the new text of each file that changes, by name.

    `audits` are layers of audits in folders of their own; they are written after the corpus, one by one.
    """

    version: str
    files: dict[str, str]
    audits: dict[str, str]

    @property
    def texts(self) -> dict[str, str]:
        """The new text of every file that changes, by its path in the folder of the corpus."""
        return self.files | self.audits


def migration_of(folder: Path) -> Migration:
    """Return what the corpus in a folder becomes in the newest schema; without files if it is in it already.

    Raises `RecordError`, naming file and line, if a line is not a record of the older schema, and `ClaimwireError` if
    there is no way from its version.
    """
    toml = read_utf8(folder / CORPUS_FILE)
    try:
        version = str(tomllib.loads(toml).get("schema_version"))
    except tomllib.TOMLDecodeError as error:
        raise RecordError(f"{folder / CORPUS_FILE}: not TOML: {error}") from error
    if is_read_as_it_is(version):
        return Migration(version, {}, _audits(folder, version))
    files = {CORPUS_FILE: VERSION_LINE.sub(rf'\g<1>"{SCHEMA_VERSION}"', toml)}
    parse_toml(files[CORPUS_FILE], CorpusInfo, folder / CORPUS_FILE)
    for table in TABLES:
        path = folder / f"{table.name}.jsonl"
        if path.is_file():
            text = _table(table, path, version)
            files |= {path.name: text} if text != read_utf8(path) else {}
    return Migration(version, files, _audits(folder, version))


def migrate_corpus(folder: Path, *, wait: float = WAIT) -> Migration:
    """Bring the corpus in a folder to the newest schema and return what changed; nothing is written after an error."""
    with locked(folder, wait):
        finish(folder)
        found = migration_of(folder)
        if found.files:
            with folder_beside(folder / "edit") as beside:
                ready = beside / folder.name
                ready.mkdir()
                for name, text in found.files.items():
                    write_text(ready / name, text)
                commit(folder, ready)
        for name, text in found.audits.items():
            write_text(folder / name, text)
    return found


def _audits(folder: Path, version: str) -> dict[str, str]:
    """Return the layers of audits that are still in an older schema, as they will be; a stopped run may have left some.

    An audit has no version of its own: a line that is a record of the newest schema stays.
    """
    older = next(iter(MIGRATIONS)) if is_read_as_it_is(version) else version
    found = {path: _table(LAYERS, path, older) for path in sorted(folder.glob("audits/*/annotations.jsonl"))}
    return {path.relative_to(folder).as_posix(): text for path, text in found.items() if text != read_utf8(path)}


def _table(table: Table[Any], path: Path, version: str) -> str:
    lines = json_lines(path, keep_mark=True)
    return "".join(f"{_migrated(table, path, number, line, version)}\n" for number, line in lines)


def _migrated(table: Table[Any], path: Path, number: int, line: str, version: str) -> str:
    """Return a line as a record of the newest schema."""
    kind = KINDS.get(table.name, table.name.removesuffix("s"))
    with suppress(ValidationError):
        found_as_is = table.adapter.validate_json(line)
        # an event of 1.0.0 has the fields of one of today, and its type may look like a value that a dataset adds
        if table.name != "events" or not any(unlisted_in(found_as_is, STANDARD_QUESTIONS)):
            return record_json(found_as_is)
    try:
        record = migrate(kind, parse_json(line), version)
        return record_json(table.adapter.validate_json(json.dumps(record)))
    except ValidationError as error:
        found = validation_messages(error)
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        found = f"{type(error).__name__}: {error}"
    raise RecordError(f"{path}:{number}: not a record of schema {version}: {found}; fix the line, nothing was written")
