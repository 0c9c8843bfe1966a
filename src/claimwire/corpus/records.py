"""Reading and writing records: JSON Lines with sorted keys, TOML for what people write by hand."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from ..errors import RecordError
from ..garbage import collection_paused
from .atomic import open_current, write_text
from .jsontext import BYTE_ORDER_MARK, parse_json
from .validation import validation_messages as validation_messages

R = TypeVar("R", bound=BaseModel)


@dataclass(frozen=True)
class Located(Generic[R]):
    """A record and the place it was read from."""

    record: R
    path: Path
    line: int


def _day(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a value of type {type(value).__name__} has no JSON")


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_day)

_QUOTED = json.encoder.encode_basestring
"""What the encoder makes of a string, without the cost of setting it up."""


def canonical_json(value: Any) -> str:
    """Return JSON with sorted keys, no white space and no escapes, the same on every machine; days in ISO form."""
    return _QUOTED(value) if type(value) is str else _CANONICAL.encode(value)


def record_json(record: BaseModel) -> str:
    """Return a record as one line of JSON; fields at their default are left out."""
    return canonical_json(record.model_dump(mode="json", exclude_defaults=True))


KEY_DEPTH = 100
"""Keys within keys that a TOML file may have: the memory that reading them takes grows with the square."""

_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""

DEEP_KEY = re.compile(rf"(?<![\w-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{KEY_DEPTH}}}")


def read_utf8(path: Path) -> str:
    """Return the text of a file; raises `RecordError` if it cannot be read or is not UTF-8."""
    try:
        with open_current(path) as stream:
            return stream.read().decode("utf-8")
    except OSError as error:
        raise RecordError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise RecordError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from error


def read_json(path: Path) -> Any:
    """Return the value of a JSON file; raises `RecordError` if it does not have one."""
    try:
        return parse_json(read_utf8(path))
    except json.JSONDecodeError as error:
        raise RecordError(f"{path}: not JSON: {error}") from error


def sha256_text(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal; halves of surrogate pairs count as three bytes each."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def sha256_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_jsonl(path: Path, records: Iterable[BaseModel]) -> None:
    """Write records as JSON Lines, whole or not at all."""
    write_text(path, "".join(record_json(record) + "\n" for record in records))


def json_lines(path: Path, *, keep_mark: bool = False) -> Iterator[tuple[int, str]]:
    """Yield number and text of every line of a JSON Lines file; lines end at a line feed only.

    A byte order mark before the first line is left out, but of a table of a corpus, of which lines are kept byte for
    byte, `keep_mark` keeps it, so that it is a fault. One line is held in memory. Raises `RecordError` where the file
    is not UTF-8.
    """
    with open_current(path) as stream:
        yield from lines_of_bytes(stream, str(path), keep_mark=keep_mark)


def lines_of_bytes(raw_lines: Iterable[bytes], name: str, *, keep_mark: bool = False) -> Iterator[tuple[int, str]]:
    """Yield number and text of lines as `json_lines` does, of a file that messages call `name`."""
    begin = 0
    for number, raw in enumerate(raw_lines, start=1):
        try:
            line = raw.decode("utf-8").removesuffix("\n")
        except UnicodeDecodeError as error:
            place = begin + error.start
            raise RecordError(f"{name}: byte {place} is not UTF-8; save the file as UTF-8") from error
        if number == 1 and not keep_mark:
            line = line.removeprefix(BYTE_ORDER_MARK)
        if line.strip():
            yield number, line
        begin += len(raw)


@dataclass(frozen=True)
class Fault:
    """A line that holds no valid record, and why."""

    path: Path
    line: int
    message: str


@collection_paused()
def scan_jsonl(path: Path, adapter: TypeAdapter[R]) -> tuple[list[Located[R]], list[Fault]]:
    """Return the valid records of a JSON Lines file with their places, and the faults of the other lines.

    Raises `RecordError` where the file is not UTF-8.
    """
    records: list[Located[R]] = []
    faults: list[Fault] = []
    for number, line in json_lines(path, keep_mark=True):
        try:
            records.append(Located(adapter.validate_json(line), path, number))
        except ValidationError as error:
            faults.append(Fault(path, number, validation_messages(error)))
    return records, faults


def read_jsonl(path: Path, adapter: TypeAdapter[R]) -> list[Located[R]]:
    """Return the records of a JSON Lines file with their places.

    Raises `RecordError` that names the first faulty line and counts the others; `claimwire check` shows all of them.
    """
    records, faults = scan_jsonl(path, adapter)
    if faults:
        more = f" (and {len(faults) - 1} more faulty lines; see `claimwire check`)" if faults[1:] else ""
        raise RecordError(f"{path}:{faults[0].line}: {faults[0].message}{more}")
    return records


def read_toml(path: Path, model: type[R]) -> R:
    """Return the record that a TOML file holds; raises `RecordError` if it cannot be read or has no such record."""
    return parse_toml(read_utf8(path), model, path)


def parse_toml(text: str, model: type[R], path: Path) -> R:
    """Return the record that a TOML text holds; raises `RecordError`, naming `path`, if it holds none."""
    if DEEP_KEY.search(text):
        raise RecordError(f"{path}: not TOML that can be read: a key has more than {KEY_DEPTH} parts")
    try:
        content = json.dumps(tomllib.loads(text), default=lambda moment: moment.isoformat())
    except tomllib.TOMLDecodeError as error:
        raise RecordError(f"{path}: not TOML: {error}") from error
    except RecursionError as error:
        raise RecordError(f"{path}: not TOML that can be read: it is nested too deeply") from error
    except ValueError as error:
        raise RecordError(f"{path}: not TOML that can be read: a number has too many digits") from error
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        raise RecordError(f"{path}: {validation_messages(error)}") from error


def records_of(rows: Iterable[Located[R]]) -> list[R]:
    """Return the records without their places."""
    return [row.record for row in rows]
