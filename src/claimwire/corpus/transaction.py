"""Changing a corpus: one writer at a time, from what is there now, and all of it or nothing.

    with editing(folder) as edit:
        edit.merge("annotations", layers)

What is merged takes the place of records of the same ids; every other line stays, byte for byte. At the end the new
files are written and synced to `.edit.PID-XXXX.new/CORPUS/`, held against a guard, and that folder is renamed to
`.commit`. From then on the change is made: readers look into `.commit` first, and what a killed process leaves there is
moved to its place by the next writer.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel

from ..errors import RecordError
from .atomic import folder_beside, write_bytes
from .commit import commit, finish
from .corpus import TABLE_BY_NAME, TABLES, Corpus, Table, read_corpus
from .lock import WAIT, locked
from .records import read_jsonl, record_json, records_of
from .stream import corpus_files_in, lines_of

SHOWN = 5
"""Lines that a refusal names."""


@dataclass(frozen=True)
class CorpusChange:
    """What is about to be written to a corpus: its folder, a folder with what it will be, and what changes.

    `articles` are the articles that changed lines belong to; `files` the names of the files that change. The
    folder `after` has every file of the corpus and is gone when the change is made.
    """

    folder: Path
    after: Path
    files: tuple[str, ...]
    articles: frozenset[str]


Guard = Callable[[CorpusChange], None]
"""What looks at a change before it is made; it raises an error to refuse it."""


def let_through(_: CorpusChange) -> None:
    """Refuse nothing: the default of every `Guard`."""


class Written(Protocol):
    """A record as its line of JSON, without the line's end; it also has the fields that its table is sorted by."""

    @property
    def json(self) -> bytes:
        """The line, as `record_json` writes it."""
        ...


@dataclass(frozen=True)
class _Entry:
    """A line of a table: what it is found and sorted by, the article it belongs to, and its bytes."""

    record_id: str
    order: tuple[Any, ...]
    article_id: str | None
    raw: bytes

    @classmethod
    def of(cls, table: Table[Any], record: Any, raw: bytes | None = None) -> _Entry:
        try:
            line = (record_json(record) + "\n").encode("utf-8") if raw is None else raw
        except UnicodeEncodeError as error:
            character = error.object[error.start]
            raise RecordError(f"{table.kind}: {character!r} is not a character and cannot be written") from error
        article_id = getattr(record, "article_id", None) if table.by_article else None
        return cls(table.id_of(record), table.order_of(record), article_id, line)


class Edit:
    """What somebody does to a corpus; nothing is written before the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._merged: dict[str, dict[str, _Entry]] = {}
        self._replaced: dict[str, tuple[dict[str, _Entry], Collection[str] | None]] = {}
        self._texts: dict[str, bytes] = {}

    @cached_property
    def corpus(self) -> Corpus:
        """The corpus as it is now, before the change."""
        return read_corpus(self.folder)

    def records(self, name: str) -> list[Any]:
        """Return the records of a table as they are now; raises `RecordError` if a line of it holds none."""
        path = self.folder / f"{name}.jsonl"
        return records_of(read_jsonl(path, TABLE_BY_NAME[name].adapter)) if path.is_file() else []

    def merge(self, name: str, records: Iterable[BaseModel]) -> None:
        """Put records into a table, each in place of the one with its id if there is one; all others stay."""
        entries = (_Entry.of(TABLE_BY_NAME[name], record) for record in records)
        self._merged.setdefault(name, {}).update((entry.record_id, entry) for entry in entries)

    def merge_lines(self, name: str, lines: Iterable[Written]) -> None:
        """Put records into a table that are lines already, as `merge` does; each line must be what `merge` writes."""
        entries = (_Entry.of(TABLE_BY_NAME[name], line, line.json + b"\n") for line in lines)
        self._merged.setdefault(name, {}).update((entry.record_id, entry) for entry in entries)

    def replace(self, name: str, records: Iterable[BaseModel], articles: Collection[str] | None = None) -> None:
        """Put records in place of all those of some articles, by default of all there are."""
        entries = (_Entry.of(TABLE_BY_NAME[name], record) for record in records)
        self._replaced[name] = {entry.record_id: entry for entry in entries}, articles

    def write(self, name: str, text: str) -> None:
        """Give a file, such as `corpus.toml`, another text; if it is a table, of records."""
        table = TABLE_BY_NAME.get(name.removesuffix(".jsonl"))
        if table is None:
            self._texts[name] = text.encode("utf-8")
        else:
            self.replace(table.name, map(table.adapter.validate_json, filter(None, text.split("\n"))))

    def changes(self) -> tuple[dict[str, bytes], frozenset[str]]:
        """Return the files that change with their new content by name, and the articles that changed lines belong to.

        Raises `RecordError` if a line of any table holds no record, or two lines of a table that changes have one id:
        one of them would be lost.
        """
        files: dict[str, bytes] = {}
        articles: set[str] = set()
        problems: list[str] = []
        for table in TABLES:
            path = self.folder / f"{table.name}.jsonl"
            edited = table.name in self._merged or table.name in self._replaced
            old = _entries(table, path, problems, unique=edited)
            new = self._edited(table.name, old)
            content = b"".join(entry.raw for entry in new)
            if edited and not (path.is_file() and path.read_bytes() == content):
                files[path.name] = content
                articles |= {str(x.article_id) for x in {*old} ^ {*new} if x.article_id is not None}
        if problems:
            more = [f"and {len(problems) - SHOWN} more; see `claimwire check`"] if problems[SHOWN:] else []
            head = "nothing was written, because invalid lines would be lost; fix them first:"
            raise RecordError("\n  ".join([head, *problems[:SHOWN], *more]))
        for name, content in self._texts.items():
            if (self.folder / name).read_bytes() != content:
                files[name] = content
        return files, frozenset(articles)

    def _edited(self, name: str, old: Iterable[_Entry]) -> list[_Entry]:
        new, articles = self._replaced.get(name, ({}, ()))
        kept = {x.record_id: x for x in old if articles is not None and x.article_id not in articles}
        return sorted((kept | new | self._merged.get(name, {})).values(), key=lambda entry: entry.order)


@contextmanager
def editing(folder: Path, *, wait: float = WAIT, guard: Guard = let_through) -> Iterator[Edit]:
    """Give a corpus to change, which nobody else writes meanwhile; the change is made at the end, unless by an error.

    Raises `LockedError` if others write it for longer than `wait` seconds, `RecordError` if it has lines that are not
    valid, and whatever `guard` raises to refuse the change; nothing is written then.
    """
    with locked(folder, wait):
        finish(folder)
        edit = Edit(folder)
        yield edit
        files, articles = edit.changes()
        if files:
            _make(folder, files, articles, guard)


@contextmanager
def trying(folder: Path, *, guard: Guard = let_through) -> Iterator[Edit]:
    """Give a corpus to change as `editing` does, without changing it: the change is only held against a guard.

    Nothing is written to the folder, not even a lock. Raises `RecordError` if the corpus has lines that are not valid,
    and whatever `guard` raises to refuse the change.
    """
    edit = Edit(folder)
    yield edit
    files, articles = edit.changes()
    if files:
        with tempfile.TemporaryDirectory() as elsewhere:
            after = Path(elsewhere).resolve() / folder.name
            _lay_out(folder, after, files)
            guard(CorpusChange(folder, after, tuple(files), articles))


def _make(folder: Path, files: Mapping[str, bytes], articles: frozenset[str], guard: Guard) -> None:
    with folder_beside(folder / "edit") as beside:
        after = beside / folder.name
        unchanged = _lay_out(folder, after, files)
        guard(CorpusChange(folder, after, tuple(files), articles))
        for path in unchanged:
            (after / path.name).unlink()
        commit(folder, after)


def _lay_out(folder: Path, after: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Make a folder of what a corpus will be: new files, and links to those that stay, which are returned."""
    after.mkdir()
    for name, content in files.items():
        write_bytes(after / name, content)
    unchanged = [path for path in corpus_files_in(folder) if path.name not in files]
    for path in unchanged:
        (after / path.name).symlink_to(path.resolve())
    return unchanged


def _entries(table: Table[Any], path: Path, problems: list[str], *, unique: bool) -> list[_Entry]:
    """Return the lines of a table, all with a record; what is wrong with the others is added to `problems`."""
    entries: list[_Entry] = []
    first: dict[str, int] = {}
    for line in lines_of(table, path) if path.is_file() else ():
        if line.fault is not None:
            problems.append(f"{path}:{line.number}: {line.fault.message}")
        elif line.row is not None:
            assert line.raw is not None
            entry = _Entry.of(table, line.row.record, line.raw.encode("utf-8") + b"\n")
            earlier = first.setdefault(entry.record_id, line.number)
            if unique and earlier != line.number:
                problems.append(f"{path}:{line.number}: duplicate id {entry.record_id}, as in line {earlier}")
            entries.append(entry)
    return entries
