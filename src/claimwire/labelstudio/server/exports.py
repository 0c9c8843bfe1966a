"""Exports as files: kept verbatim, compressed, with their hash in the name; read again task by task.

An export holds the texts. That of a corpus whose text may not be redistributed must not lie in the repository.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ...corpus.atomic import PRIVATE, replacing
from ...errors import LabelStudioError

CHUNK = 1 << 20
QUICK = 3
"""Level of compression: an export gets a tenth of its size at once, and not much less with many times the work."""


@dataclass(frozen=True)
class Kept:
    """An export that was kept: where, and the hashes and length of what the server sent."""

    path: Path
    sha256: str
    md5: str
    length: int


def keep(chunks: Iterable[bytes], folder: Path, name: str) -> Kept:
    """Write an export to `NAME.SHA256.json.gz` in a folder and return it; the same export gives the same file.

    The file appears when it is whole.
    """
    sha256, md5, length = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
    with replacing(folder / f"{name}.json.gz", PRIVATE) as file:
        with gzip.GzipFile("", "wb", QUICK, file.stream, mtime=0) as compressed:
            for chunk in chunks:
                compressed.write(chunk)
                sha256.update(chunk)
                md5.update(chunk)
                length += len(chunk)
        file.place = folder / f"{name}.{sha256.hexdigest()}.json.gz"
    return Kept(file.place, sha256.hexdigest(), md5.hexdigest(), length)


def tasks_in(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the tasks of an exported JSON file, compressed or not, one at a time: only one is held in memory.

    Raises `LabelStudioError` where the file is no list of tasks, or, for one that was kept, no longer what was kept.
    """
    kept = path.name.removesuffix(".json.gz").rpartition(".")[2] if path.name.endswith(".json.gz") else ""
    hashes = len(kept) == 64
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            source: _Readable = _Hashed(stream) if hashes else stream
            yield from objects(source, path)
            if isinstance(source, _Hashed) and source.sha256.hexdigest() != kept:
                raise LabelStudioError(f"{path} is not what was exported: its SHA-256 is {source.sha256.hexdigest()}")
    except (gzip.BadGzipFile, EOFError, UnicodeDecodeError) as error:
        raise LabelStudioError(f"{path} is damaged: {error}") from error


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _Hashed:
    """A stream that hashes what is read from it."""

    def __init__(self, stream: _Readable) -> None:
        self.stream = stream
        self.sha256 = hashlib.sha256()

    def read(self, size: int, /) -> bytes:
        found = self.stream.read(size)
        self.sha256.update(found)
        return found


def objects(stream: _Readable, path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON list in UTF-8, reading no further than each needs; `path` is for messages."""
    decoder, utf8 = json.JSONDecoder(), codecs.getincrementaldecoder("utf-8-sig")()
    text, place, ended = "", 0, False

    def more() -> bool:
        nonlocal text, place, ended
        chunk = stream.read(max(CHUNK, len(text) - place))
        text, place = text[place:] + utf8.decode(chunk, final=not chunk), 0
        ended = not chunk
        return not ended

    def skip(characters: str) -> str:
        """Pass over white space and the given characters; return the next character, empty at the end."""
        nonlocal place
        while True:
            while place < len(text) and text[place] in characters + " \t\r\n":
                place += 1
            if place < len(text) or not more():
                return text[place : place + 1]

    if skip("") != "[":
        raise LabelStudioError(f"{path} holds no list of tasks; export the project from Label Studio as JSON")
    place += 1
    while skip(",") != "]":
        try:
            task, place = decoder.raw_decode(text, place)
        except json.JSONDecodeError as error:
            if more():
                continue
            raise LabelStudioError(f"{path} ends within a task or is no JSON: {error.msg}") from error
        if not isinstance(task, dict):
            raise LabelStudioError(f"{path} holds something that is no task: {str(task)[:40]!r}")
        yield task
    while more():
        pass
