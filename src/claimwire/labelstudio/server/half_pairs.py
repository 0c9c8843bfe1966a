"""Halves of surrogate pairs in the JSON of an export, kept while ijson reads it: ijson makes `?` of each.

A half that is alone is no character, so that whatever has one is refused later; as `?` it would be taken for what an
annotator typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

MARK = "\ufdd0"
"""What stands for the escape of a half while ijson reads it, before the four digits: no character, so in no text."""

HALF = re.compile(rb"\\u[dD][89a-fA-F]")

ESCAPE = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|\\u(?P<half>[dD][89a-fA-F][0-9a-fA-F]{2})"
    rb"|\\.",
    re.DOTALL,
)
"""An escape of JSON; a whole pair is one."""

UNFINISHED = re.compile(
    rb"(?<!\\)(?:\\\\)*\\(?:u(?:[0-9a-fA-F]{0,3}|[dD][89abAB][0-9a-fA-F]{2}(?:\\(?:u[0-9a-fA-F]{0,3})?)?))?\Z"
)
"""The end of a piece within an escape, or after the first half of a pair, from its first backslash on."""

MARKED = re.compile(MARK + "([dD][89a-fA-F][0-9a-fA-F]{2})")


class HalfPairs:
    """Marks the halves in a file's pieces, and restores them in what was read of these."""

    def __init__(self) -> None:
        self.has_any = False

    def marked(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield pieces of a JSON file with a mark and its digits in place of each escape of a half."""
        held = b""
        for chunk in chunks:
            piece = held + chunk
            end = UNFINISHED.search(piece)
            place = len(piece) if end is None else end.start()
            piece, held = piece[:place], piece[place:]
            if piece:
                yield self._marked(piece)
        if held:
            yield self._marked(held)

    def restored(self, value: Any) -> Any:
        """Return a JSON value with the halves that were marked."""
        return _restored(value) if self.has_any else value

    def _marked(self, piece: bytes) -> bytes:
        return ESCAPE.sub(self._escape, piece) if HALF.search(piece) else piece

    def _escape(self, found: re.Match[bytes]) -> bytes:
        if found["half"] is None:
            return found[0]
        self.has_any = True
        return MARK.encode() + found["half"]


def _restored(value: Any) -> Any:
    if isinstance(value, str):
        return MARKED.sub(lambda found: chr(int(found[1], 16)), value) if MARK in value else value
    if isinstance(value, dict):
        return {_restored(key): _restored(inner) for key, inner in value.items()}
    return [_restored(inner) for inner in value] if isinstance(value, list) else value
