"""The entries of one JSON list, one at a time, however large the list is: only what an entry needs is in memory.

Python's own decoder reads each entry from the text that has arrived so far. Where that ends within an entry, more is
read, twice as much each time, and the entry is read again.
"""

from __future__ import annotations

import codecs
import json
import math
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from ...corpus.jsontext import with_keys_once

LOOKAHEAD = 16
"""Characters at the end of what has arrived that may be the beginning of something longer: a number, an escape."""

WHITE_SPACE = re.compile(r"[ \t\n\r]*+")


class NotAListError(ValueError):
    """A text is not one JSON list; the message says what is wrong, without words of the text."""


def entries(pieces: Iterable[bytes]) -> Iterator[Any]:
    """Yield the entries of a JSON list in UTF-8 that comes in pieces.

    Integers are of any size, and a number that is too large for a float is None. Half of a surrogate pair is kept.

    Raises `NotAListError` for anything that is not one list, also for text after it, `RepeatedKeyError` if an object
    has a key twice, and `ArithmeticError` for a number whose exponent is beyond all measure.
    """
    text = _Arriving(iter(pieces))
    if text.take() != "[":
        raise NotAListError("it does not begin with a bracket")
    if text.next_character() == "]":
        text.take()
    else:
        yield text.value()
        while (mark := text.take()) == ",":
            yield text.value()
        if mark != "]":
            raise NotAListError(
                f"parse error: {'a comma or the end of the list' if mark else 'premature EOF, more'} expected"
            )
    if text.next_character():
        raise NotAListError("parse error: trailing garbage")


class _Arriving:
    """A text that arrives in pieces, read from a place on; what is behind the place is forgotten."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces = pieces
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.text = ""
        self.place = 0
        self.is_whole = False

    def next_character(self) -> str:
        """Return the next character that is no white space; empty at the end of the text."""
        while True:
            found = WHITE_SPACE.match(self.text, self.place)
            self.place = len(self.text) if found is None else found.end()
            if self.place < len(self.text) or not self._more():
                return self.text[self.place : self.place + 1]

    def take(self) -> str:
        """Return the next character that is no white space, and go on behind it."""
        found = self.next_character()
        self.place += len(found)
        return found

    def value(self) -> Any:
        """Return the value that comes next, and go on behind it."""
        self.next_character()
        while True:
            try:
                value, end = DECODER.raw_decode(self.text, self.place)
            except json.JSONDecodeError as error:
                if not (self._may_go_on(error) and self._more()):
                    raise NotAListError(f"parse error: {error.msg}") from error
            else:
                if end <= len(self.text) - LOOKAHEAD or not self._more():
                    self.place = end
                    return value

    def _may_go_on(self, error: json.JSONDecodeError) -> bool:
        """Return whether a text may be sound, and what has arrived of it just ends too early."""
        return error.pos >= len(self.text) - LOOKAHEAD or error.msg.startswith("Unterminated string")

    def _more(self) -> bool:
        """Read on, at least as much as there is, and return whether there was more."""
        if self.is_whole:
            return False
        left = len(self.text) - self.place
        found: list[str] = []
        length = 0
        try:
            while length <= left and not self.is_whole:
                piece = next(self.pieces, b"")
                self.is_whole = not piece
                found.append(self.decoder.decode(piece, self.is_whole))
                length += len(found[-1])
        except UnicodeDecodeError as error:
            raise NotAListError("lexical error: invalid bytes in UTF8 string") from error
        if length:
            self.text, self.place = "".join([self.text[self.place :], *found]), 0
        return bool(length)


def _float(text: str) -> float | None:
    number = float(text)
    if math.isfinite(number):
        return number
    Decimal(text)  # raises for an exponent that no number has
    return None


def _no_constant(name: str) -> None:
    raise NotAListError(f"lexical error: {name} is no value of JSON")


DECODER = json.JSONDecoder(object_pairs_hook=with_keys_once, parse_float=_float, parse_constant=_no_constant)
