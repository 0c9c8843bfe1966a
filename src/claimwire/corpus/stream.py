"""A corpus of any size, read an article at a time.

The files are opened once and stay open, so that all that is read belongs to one state of the corpus, also while
somebody writes new files in their place. `scan` goes over every line once and notes where the lines of each article
are; `slices` then gives the corpus of each article alone, with its layers, claims, decisions and anchors.
"""

from __future__ import annotations

import hashlib
import weakref
from collections.abc import Container, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, Protocol, Self

from pydantic import ValidationError

from ..errors import RecordError
from ..schema import Article, CorpusInfo
from .atomic import is_current, open_current
from .corpus import CORPUS_FILE, TABLE_BY_NAME, TABLES, Corpus, Rows, Table
from .records import Fault, Located, read_toml, validation_messages


@dataclass(frozen=True)
class TableLine:
    """A line of a table: the record that it holds, or why it holds none; `raw` is the line without its line feed.

    `raw` is None for a record that comes from memory. A blank line has neither record nor fault.
    """

    table: Table[Any]
    path: Path
    number: int
    raw: str | None
    row: Located[Any] | None
    fault: Fault | None = None
    ended: bool = True
    """Whether a line feed ends it."""


class CorpusSource(Protocol):
    """A corpus that can be read an article at a time."""

    @property
    def info(self) -> CorpusInfo:
        """What `corpus.toml` says of it."""

    @property
    def folder(self) -> Path:
        """The folder it was read from."""

    def scan(self) -> Iterator[TableLine]:
        """Yield every line of every table, in the order of the tables and of the files."""

    def shared(self) -> Corpus:
        """Return the corpus without what belongs to an article: events, links, facts."""

    def slices(self) -> Iterator[tuple[str, Corpus]]:
        """Yield by article id, in sorting order, the corpus of that article alone, the shared tables empty.

        An article that lines name and that there is not has a corpus without an article.
        """

    def slice(self, article_id: str) -> Corpus:
        """Return the corpus of an article alone."""

    def article(self, article_id: str) -> Article | None:
        """Return an article without what belongs to it; None if there is none of that id."""

    def file_hashes(self) -> dict[str, str]:
        """Return the SHA-256 of the corpus's files by their names, as they were read."""

    def close(self) -> None:
        """Let go of the files."""


class MemorySource:
    """A corpus that is in memory as a source."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.info = corpus.info
        self.folder = corpus.folder

    def scan(self) -> Iterator[TableLine]:
        """Yield every record with its place; then the faults."""
        for table in TABLES:
            for row in self.corpus.rows.of(table.name):
                yield TableLine(table, row.path, row.line, None, row)
        for fault in self.corpus.faults:
            table = next((table for table in TABLES if fault.path.stem == table.name), TABLES[0])
            yield TableLine(table, fault.path, fault.line, None, None, fault)

    def shared(self) -> Corpus:
        """Return the corpus without what belongs to an article."""
        return self.corpus.only(())

    def slices(self) -> Iterator[tuple[str, Corpus]]:
        """Yield the corpus of every article alone."""
        for article_id in sorted(self._rows_of_article):
            yield article_id, self.slice(article_id)

    def slice(self, article_id: str) -> Corpus:
        """Return the corpus of an article alone."""
        return Corpus(self.info, self.folder, self._rows_of_article.get(article_id, Rows()))

    def article(self, article_id: str) -> Article | None:
        """Return an article without what belongs to it; None if there is none of that id."""
        return self.corpus.articles.get(article_id)

    def file_hashes(self) -> dict[str, str]:
        """Return the SHA-256 of the files in the corpus's folder."""
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in corpus_files_in(self.folder)}

    def close(self) -> None:
        """Do nothing: there is no file to let go of."""

    @cached_property
    def _rows_of_article(self) -> dict[str, Rows]:
        by_article: dict[str, Rows] = {}
        for table in TABLES:
            if table.by_article:
                for row in self.corpus.rows.of(table.name):
                    by_article.setdefault(row.record.article_id, Rows()).of(table.name).append(row)
        return by_article


@dataclass
class _File:
    """An open table; `runs` are, by article, where its lines are: offset, length, and number of the first line."""

    stream: BinaryIO
    path: Path
    runs: dict[str, list[list[int]]] = field(default_factory=dict)
    sha256: str = ""


class CorpusStream:
    """A corpus folder that is read an article at a time. `scan` must have been gone through before `slices`.

    `close` closes its files, and is called at the latest when nothing refers to the stream any more.
    """

    def __init__(self, folder: Path, kept: Container[str] = ()) -> None:
        """Open the corpus in a folder; raises `RecordError` if its `corpus.toml` is missing or invalid.

        What `scan` reads of the articles in `kept` stays in memory until its slice is taken, which takes no second
        reading then.
        """
        self.info = read_toml(folder / CORPUS_FILE, CorpusInfo)
        self.folder = folder
        self._kept, self._rows_of = kept, dict[str, Rows]()
        self._stack = ExitStack()
        self.close = weakref.finalize(self, self._stack.close)
        self._files: dict[str, _File] = {}
        for table in TABLES:
            path = folder / f"{table.name}.jsonl"
            if is_current(path):
                self._files[table.name] = _File(self._stack.enter_context(open_current(path)), path)
        with open_current(folder / CORPUS_FILE) as stream:
            self._toml_sha256 = hashlib.sha256(stream.read()).hexdigest()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def scan(self) -> Iterator[TableLine]:
        """Yield every line of every table, and note where the lines of each article are.

        Raises `RecordError` if a file is not UTF-8.
        """
        for table in TABLES:
            if table.name in self._files:
                yield from self._scan(table, self._files[table.name])

    def _scan(self, table: Table[Any], file: _File) -> Iterator[TableLine]:
        file.stream.seek(0)
        file.runs = {}
        for rows in self._rows_of.values():
            rows.of(table.name).clear()
        digest = hashlib.sha256()
        last: str | None = None
        offset = 0
        for number, raw in enumerate(file.stream, start=1):
            digest.update(raw)
            line = _parsed(table, file.path, number, raw, offset)
            if line.row is not None and table.by_article:
                article_id: str = line.row.record.article_id
                if article_id in self._kept:
                    self._rows_of.setdefault(article_id, Rows()).of(table.name).append(line.row)
                runs = file.runs.setdefault(article_id, [])
                if article_id == last:
                    runs[-1][1] += len(raw)
                else:
                    runs.append([offset, len(raw), number])
                last = article_id
            else:
                last = None
            offset += len(raw)
            yield line
        file.sha256 = digest.hexdigest()

    def shared(self) -> Corpus:
        """Return the corpus without what belongs to an article."""
        rows = Rows()
        for table in TABLES:
            if not table.by_article and table.name in self._files:
                file = self._files[table.name]
                file.stream.seek(0)
                content = file.stream.read()
                rows.of(table.name).extend(_records(table, file.path, content, 1))
        return Corpus(self.info, self.folder, rows)

    def slices(self) -> Iterator[tuple[str, Corpus]]:
        """Yield by article id the corpus of that article alone."""
        for article_id in sorted({article_id for file in self._files.values() for article_id in file.runs}):
            yield article_id, self.slice(article_id)

    def slice(self, article_id: str) -> Corpus:
        """Return the corpus of an article alone."""
        rows = self._rows_of.pop(article_id, None)
        return Corpus(self.info, self.folder, self._read_again(article_id) if rows is None else rows)

    def article(self, article_id: str) -> Article | None:
        """Return an article without what belongs to it; None if there is none of that id. Its other lines stay unread.

        Of an id that is there twice, the last counts.
        """
        articles = [row.record for row in self._rows_again(TABLE_BY_NAME["articles"], article_id)]
        return articles[-1] if articles else None

    def _read_again(self, article_id: str) -> Rows:
        rows = Rows()
        for table in TABLES:
            rows.of(table.name).extend(self._rows_again(table, article_id))
        return rows

    def _rows_again(self, table: Table[Any], article_id: str) -> Iterator[Located[Any]]:
        file = self._files.get(table.name)
        for offset, length, number in file.runs.get(article_id, ()) if file is not None else ():
            assert file is not None
            file.stream.seek(offset)
            yield from _records(table, file.path, file.stream.read(length), number)

    def file_hashes(self) -> dict[str, str]:
        """Return the SHA-256 of the corpus's files as they were scanned, and of `corpus.toml`."""
        hashes = {file.path.name: file.sha256 for file in self._files.values()}
        others = (path for path in corpus_files_in(self.folder) if path.name not in hashes and path.suffix == ".jsonl")
        hashes |= {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in others}
        return hashes | {CORPUS_FILE: self._toml_sha256}


def corpus_files_in(folder: Path) -> list[Path]:
    """Return the files of a corpus that a release is made of; hidden ones, such as those of an editor, are none."""
    paths = (*folder.glob("*.jsonl"), *folder.glob("*.toml"))
    return sorted(path for path in paths if path.is_file() and not path.name.startswith("."))


def lines_of(table: Table[Any], path: Path) -> Iterator[TableLine]:
    """Yield every line of a table in a file; raises `RecordError` if the file is not UTF-8."""
    offset = 0
    with open_current(path) as stream:
        for number, raw in enumerate(stream, start=1):
            yield _parsed(table, path, number, raw, offset)
            offset += len(raw)


def _parsed(table: Table[Any], path: Path, number: int, raw: bytes, offset: int) -> TableLine:
    """Return a line of a file with the record it holds, or why it holds none."""
    ended = raw.endswith(b"\n")
    try:
        text = raw.decode("utf-8").removesuffix("\n")
    except UnicodeDecodeError as error:
        raise RecordError(f"{path}: byte {offset + error.start} is not UTF-8; save the file as UTF-8") from error
    if not text.strip():
        return TableLine(table, path, number, text, None, ended=ended)
    try:
        row = Located(table.adapter.validate_json(text), path, number)
    except ValidationError as error:
        fault = Fault(path, number, validation_messages(error))
        return TableLine(table, path, number, text, None, fault, ended)
    return TableLine(table, path, number, text, row, ended=ended)


def _records(table: Table[Any], path: Path, content: bytes, first: int) -> Iterable[Located[Any]]:
    """Yield the records of lines that were scanned before; those without a record are passed over."""
    for number, raw in enumerate(content.split(b"\n"), start=first):
        if raw.strip():
            line = _parsed(table, path, number, raw, 0)
            if line.row is not None:
                yield line.row
