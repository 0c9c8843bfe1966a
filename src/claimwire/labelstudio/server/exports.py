"""Exports as files: kept exactly as they came, compressed, with their hash in the name; read one task at a time.

An export has the texts. That of a corpus whose texts may not be redistributed must not be in the repository.
"""

from __future__ import annotations

import gzip
import hashlib
import itertools
import re
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from ...corpus.atomic import PRIVATE, replacing
from ...corpus.jsontext import RepeatedKeyError
from ...errors import LabelStudioError
from .entries import NotAListError, entries

CHUNK = 1 << 20
"""Bytes that are read at a time."""

COMPRESSION = 3
"""Level of gzip: an export gets a tenth of its size at once, and not much less with many times the work."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

UTF_16_BEGINNINGS = (b"\xff\xfe", b"\xfe\xff", b"[\x00", b"\x00[")
"""How a list in UTF-16 begins, with or without a byte order mark."""


@dataclass(frozen=True)
class KeptExport:
    """An export that was kept: its file, and the hashes and length (in bytes) of what the server sent."""

    path: Path
    sha256: str
    md5: str
    length: int


def keep(chunks: Iterable[bytes], folder: Path, name: str) -> KeptExport:
    """Write an export to `NAME.SHA256.json.gz` in a folder and return it; the same export gives the same file.

    The file appears when it is whole. A piece is compressed while the next one arrives; no more than two are in memory.
    """
    sha256, md5, length = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
    with replacing(folder / f"{name}.json.gz", PRIVATE) as file:
        with (
            gzip.GzipFile("", "wb", COMPRESSION, file.stream, mtime=0) as compressed,
            ThreadPoolExecutor(max_workers=1) as beside,
        ):

            def put(chunk: bytes) -> int:
                compressed.write(chunk)
                sha256.update(chunk)
                md5.update(chunk)
                return len(chunk)

            under_way: Future[int] | None = None
            for chunk in chunks:
                length += 0 if under_way is None else under_way.result()
                under_way = beside.submit(put, chunk)
            length += 0 if under_way is None else under_way.result()
        file.place = folder / f"{name}.{sha256.hexdigest()}.json.gz"
    return KeptExport(file.place, sha256.hexdigest(), md5.hexdigest(), length)


def tasks_in(path: Path) -> Iterator[Any]:
    """Yield the entries of an exported JSON file, compressed or not, one at a time: only one is in memory.

    Each is a task, unless the export is damaged.

    Raises `LabelStudioError` if the file is not one list of tasks, or is no longer what was kept under its name.
    """
    expected = hash_in_name(path)
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            if not expected:
                yield from objects(stream, path)
                return
            hashed = _HashedStream(stream)
            yield from objects(hashed, path)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise LabelStudioError(f"{path} is damaged: {error}; export it again") from error
    sha256 = hashed.sha256.hexdigest()
    if sha256 != expected:
        raise LabelStudioError(f"{path} is not what was exported: its SHA-256 is {sha256}; pull again")


def hash_in_name(path: Path) -> str:
    """Return the SHA-256 in the name of an export that was kept; empty if the name has none."""
    if not path.name.endswith(".json.gz"):
        return ""
    last_part = path.name.removesuffix(".json.gz").rpartition(".")[2]
    return last_part if len(last_part) == 64 else ""


def hashes_in(folder: Path) -> frozenset[str]:
    """Return the SHA-256 of every export that is kept in a folder."""
    return frozenset(filter(None, map(hash_in_name, folder.glob("*.json.gz"))))


DEPTH = 200
"""Lists and objects within each other that an export may have; those of Label Studio have fewer than ten."""

DIGITS = 300
"""Digits in a row that a number of an export may have."""

LONG_NUMBER = re.compile(rb"[0-9]{%d}" % (DIGITS + 1))
TOO_LONG = b"0" * (DIGITS + 1)
DIGITS_AS_ZEROS = bytes(ord("0") if chr(byte) in "0123456789" else ord(" ") for byte in range(256))
"""Makes every digit a zero and everything else a space, so that a long number is found at once."""

STEPS = {ord(bracket): step for bracket, step in (("[", 1), ("{", 1), ("]", -1), ("}", -1))}
"""How far a bracket leads in or out."""

NO_MARKS = bytes(byte for byte in range(256) if byte not in STEPS and byte != ord('"'))
"""What is neither a bracket nor a quotation mark."""


class Readable(Protocol):
    """What bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none at the end."""
        ...


class _HashedStream:
    """A stream that hashes what is read from it."""

    def __init__(self, stream: Readable) -> None:
        self.stream = stream
        self.sha256 = hashlib.sha256()

    def read(self, size: int, /) -> bytes:
        chunk = self.stream.read(size)
        self.sha256.update(chunk)
        return chunk


def objects(stream: Readable, path: Path) -> Iterator[Any]:
    """Yield the entries of one JSON list in UTF-8, reading no further than each needs; `path` is for messages.

    Raises `LabelStudioError` for anything that is not one list, also for text after it; the message says after how many
    entries.
    """
    chunks = _usual(iter(partial(stream.read, CHUNK), b""), path)
    first = next(chunks, b"").removeprefix(BYTE_ORDER_MARK)
    if first.startswith(UTF_16_BEGINNINGS):
        raise LabelStudioError(f"{path} is UTF-16; export the project from Label Studio as JSON, or save it as UTF-8")
    if not first.lstrip().startswith(b"["):
        raise LabelStudioError(f"{path} is not a list of tasks; export the project from Label Studio as JSON")
    count = 0
    try:
        for found in entries(itertools.chain([first], chunks)):
            count += 1
            yield found
    except RepeatedKeyError as error:
        raise LabelStudioError(f"{path}, {_after(count)}: {error}") from error
    except NotAListError as error:
        raise LabelStudioError(
            f"{path}, {_after(count)}, ends within a task or is not one JSON list: {error}; "
            "export it again, one file per project"
        ) from error
    except ArithmeticError as error:
        raise LabelStudioError(f"{path} has a number that is too large; export it again") from error


def _usual(chunks: Iterable[bytes], path: Path) -> Iterator[bytes]:
    """Yield pieces of a JSON file as they are.

    Raises `LabelStudioError` for lists in lists beyond all measure, and for a number that Python makes no integer of.
    """
    depth, is_string, held, digits = 0, False, b"", b""
    for chunk in chunks:
        text = held + chunk
        held = b"\\" * ((len(text) - len(text.rstrip(b"\\"))) % 2)
        text = digits + _without_escapes(text.removesuffix(held) if held else text)
        # without what is escaped, every second piece between quotation marks is in none
        if TOO_LONG in text.translate(DIGITS_AS_ZEROS):
            outside = b" ".join(text.split(b'"')[is_string::2])
            if LONG_NUMBER.search(outside):
                raise LabelStudioError(f"{path} has a number of more than {DIGITS} digits")
        pieces = text.translate(None, NO_MARKS).split(b'"')
        outside = b"".join(pieces[is_string::2])
        depths = list(itertools.accumulate(map(STEPS.__getitem__, outside), initial=depth))
        if max(depths) > DEPTH:
            raise LabelStudioError(f"{path} is nested too deeply to be an export")
        is_string ^= len(pieces) % 2 == 0
        digits = b"" if is_string else text[len(text.rstrip(b"0123456789")) :]
        depth = depths[-1]
        yield chunk


def _without_escapes(text: bytes) -> bytes:
    """Return a piece of JSON without each backslash and the character that it escapes."""
    first, *others = text.replace(rb"\\", b"").split(b"\\")
    return b"".join([first, *(piece[1:] for piece in others)])


def _after(count: int) -> str:
    return f"after task {count} of the file" if count else "with no task before it"
