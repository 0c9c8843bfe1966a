"""Exports as files: kept exactly as they came, compressed, with their hash in the name; read one task at a time.

An export has the texts. That of a corpus whose texts may not be redistributed must not be in the repository.
"""

from __future__ import annotations

import gzip
import hashlib
import itertools
import math
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import ijson

from ...corpus.atomic import PRIVATE, replacing
from ...corpus.jsontext import RepeatedKeyError
from ...errors import LabelStudioError
from .half_pairs import HalfPairs

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

    The file appears when it is whole.
    """
    sha256, md5, length = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
    with replacing(folder / f"{name}.json.gz", PRIVATE) as file:
        with gzip.GzipFile("", "wb", COMPRESSION, file.stream, mtime=0) as compressed:
            for chunk in chunks:
                compressed.write(chunk)
                sha256.update(chunk)
                md5.update(chunk)
                length += len(chunk)
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

STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
LONG_NUMBER = re.compile(rb"[0-9]{%d}" % (DIGITS + 1))
BRACKETS = re.compile(rb"[\[\]{}]")


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
    halves = HalfPairs()
    chunks = halves.marked(_usual(iter(partial(stream.read, CHUNK), b""), path))
    first = next(chunks, b"").removeprefix(BYTE_ORDER_MARK)
    if first.startswith(UTF_16_BEGINNINGS):
        raise LabelStudioError(f"{path} is UTF-16; export the project from Label Studio as JSON, or save it as UTF-8")
    if not first.lstrip().startswith(b"["):
        raise LabelStudioError(f"{path} is not a list of tasks; export the project from Label Studio as JSON")
    source = ijson.from_iter(itertools.chain([first], chunks))
    count = 0
    try:
        for task in ijson.items(source, "item", map_type=_Object):
            found = halves.restored(_with_floats(task))
            count += 1
            yield found
    except RepeatedKeyError as error:
        raise LabelStudioError(f"{path}, {_after(count)}: {error}") from error
    except ijson.JSONError as error:
        reason = str(error).removeprefix("b'").split("\n")[0].split("\\n")[0].rstrip(".")  # words of the text follow
        raise LabelStudioError(
            f"{path}, {_after(count)}, ends within a task or is not one JSON list: {reason}; "
            "export it again, one file per project"
        ) from error
    except (ValueError, ArithmeticError) as error:
        raise LabelStudioError(
            f"{path} has a string that is not UTF-8 or a number that is too large; export it again"
        ) from error


def _usual(chunks: Iterable[bytes], path: Path) -> Iterator[bytes]:
    """Yield pieces of a JSON file as they are.

    Raises `LabelStudioError` before ijson sees lists in lists beyond all measure, as it keeps the names of all levels
    at every level, or a number that Python makes no integer of: ijson 3.5 then ends the process.
    """
    depth = 0
    string = b""  # the beginning of a string that the piece before did not end, or enough of it to go on
    digits = b""
    for chunk in chunks:
        bare, quote, rest = STRING.sub(b" ", string + chunk).partition(b'"')
        string = quote + b"\\" * ((len(rest) - len(rest.rstrip(b"\\"))) % 2)
        numbers = digits + bare
        if LONG_NUMBER.search(numbers):
            raise LabelStudioError(f"{path} has a number of more than {DIGITS} digits")
        digits = b"" if quote else numbers[len(numbers.rstrip(b"0123456789")) :]
        for bracket in BRACKETS.findall(bare):
            depth += 1 if bracket in b"[{" else -1
            if depth > DEPTH:
                raise LabelStudioError(f"{path} is nested too deeply to be an export")
        yield chunk


def _after(count: int) -> str:
    return f"after task {count} of the file" if count else "with no task before it"


class _Object:
    """An object as it is read, with the first key that it has twice: ijson takes no error from here."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.repeated: str | None = None

    def __setitem__(self, key: str, value: Any) -> None:
        if key in self.values and self.repeated is None:
            self.repeated = key
        self.values[key] = value


def _with_floats(value: Any) -> Any:
    """Return a JSON value, its objects as plain ones, with floats instead of decimals, and None where too large.

    ijson can make floats itself, but then refuses an export for an integer of more than 64 bits, which an annotator
    may have typed into a slot. The page's own JSON has null for a number that is too large. Raises `RepeatedKeyError`
    if an object has a key twice.
    """
    if isinstance(value, Decimal):
        number = float(value)
        return number if math.isfinite(number) else None
    if isinstance(value, _Object):
        if value.repeated is not None:
            raise RepeatedKeyError(value.repeated)
        return {key: _with_floats(inner) for key, inner in value.values.items()}
    return [_with_floats(inner) for inner in value] if isinstance(value, list) else value
