"""Reading JSON that others wrote: every key once, and what is wrong in words that say what to change."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
"""Where JSON may have half of a surrogate pair, which is not a character."""

BYTE_ORDER_MARK = "\ufeff"

ONE_A_LINE = "write one object per line"

SHOWN = 20
"""Characters that a message shows of what was found."""

REASONS = {
    "Expecting property name enclosed in double quotes": "a key in double quotes was expected",
    "Expecting ':' delimiter": "a colon was expected after the key",
    "Expecting ',' delimiter": "a comma, or the end of the object or list, was expected",
    "Illegal trailing comma before end of object": "there is a comma after the last value of an object; leave it out",
    "Illegal trailing comma before end of array": "there is a comma after the last value of a list; leave it out",
    "Expecting value": "a value was expected",
    "Unterminated string starting at": "a string begins here and has no closing double quote",
    "Invalid control character at": "a string has a control character, such as a tab, which is written \\t",
    "Invalid \\escape": "a backslash is before a character that cannot be escaped; write a backslash as \\\\",
    "Invalid \\uXXXX escape": "\\u must have four hexadecimal digits",
    "Extra data": f"there is more after the end of the value; {ONE_A_LINE}, with nothing between the lines",
    "Unexpected UTF-8 BOM (decode using utf-8-sig)": "there is a byte order mark; leave it out",
}
"""What Python's reader of JSON says, and what it means for whoever wrote the line."""


class JsonFault(json.JSONDecodeError):
    """A text is not JSON that can be read; its message says where, what was expected and what was found."""

    def __str__(self) -> str:
        """Return the message with its place: the column, and the line too if the text has several."""
        if self.pos < 0:
            return self.msg
        place = f"column {self.colno}"
        if "\n" in self.doc.strip():
            place = f"line {self.lineno}, {place}"
        return f"{place}: {self.msg}"


class RepeatedKeyError(ValueError):
    """An object has a key twice, and only one of the two values could be kept."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the key {key!r:.60} is there twice in one object; keep one of them")


def parse_json(text: str) -> Any:
    """Return the value of a JSON text.

    Raises `JsonFault`, a `json.JSONDecodeError`, also if an object has a key twice, and if the text is nested too
    deeply, or has a number of too many digits or half of a surrogate pair.
    """
    try:
        value = json.loads(text, object_pairs_hook=with_keys_once)
    except json.JSONDecodeError as error:
        raise JsonFault(_reason(error), text, error.pos) from error
    except RecursionError as error:
        raise JsonFault("it is nested too deeply", text, -1) from error
    except RepeatedKeyError as error:
        raise JsonFault(str(error), text, -1) from error
    except ValueError as error:
        raise JsonFault("a number has too many digits", text, -1) from error
    half = SURROGATE.search(text)
    if half is not None and not _is_encodable(value):
        raise JsonFault("half of a surrogate pair is not a character", text, half.start())
    return value


def id_text(value: Any) -> str | None:
    """Return an id that JSON has as a string or a whole number as a string; None for anything else."""
    if type(value) is int:
        return str(value)
    return value if isinstance(value, str) and value else None


def layout_fault(lines: Sequence[str]) -> str | None:
    """Return why lines that begin with a faulty one are no JSON Lines: a list, or an object over several lines.

    None if the first line is faulty in itself.
    """
    if not lines:
        return None
    first = lines[0].strip()
    if first.startswith("["):
        return f"here begins a list, and not an object; {ONE_A_LINE}, without brackets around them and commas between"
    if not first.startswith("{"):
        return None
    text = "\n".join([first, *lines[1:]])
    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        is_open = first == "{" and next((line for line in lines[1:] if line.strip()), "").lstrip().startswith('"')
    else:
        is_open = end > len(first)
    return f"the object that begins here goes over several lines; {ONE_A_LINE}" if is_open else None


def with_keys_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; raises `RepeatedKeyError` if a key is there twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        raise RepeatedKeyError(next(key for key, _ in pairs if key in seen or seen.add(key)))  # type: ignore[func-returns-value]
    return found


def _reason(error: json.JSONDecodeError) -> str:
    reason = REASONS.get(error.msg, error.msg)
    rest = error.doc[error.pos :].lstrip()
    if error.msg.startswith("Expecting"):
        return f"{reason}, but the text ends" if not rest else f"{reason}, found {rest[:SHOWN]!r}"
    return f"{reason}; found {rest[:SHOWN]!r}" if error.msg == "Extra data" else reason


def _is_encodable(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (UnicodeEncodeError, RecursionError):
        return False
    return True
