"""The words of a claim that is not a record yet: its fields as JSON values, and the text of its article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

SENTENCE_BEFORE = re.compile(r"(?:^|[.!?:…][\"'”’»)\]]*\s+|\n\s*|[-–—]\s+)[\"'“‘«(\[]*$")
"""What stands before the first word of a sentence, a quotation that begins one included."""


RUN = re.compile(r"\w+")
READ = 4
"""How many texts are kept with what was read off them; claims come article by article."""


class TextWords:
    """Where the words of a text stand; what was asked about a word is kept, so that it is looked for once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._told: dict[str, tuple[bool, bool]] = {}

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for match in RUN.finditer(self._text):
            found.setdefault(match.group(), []).append(match.start())
        return found

    def places(self, word: str) -> Iterator[int]:
        """Yield where a word stands, with no further letter before or behind it; it begins and ends with one."""
        run = RUN.match(word)
        for place in self._places.get(run.group(), ()) if run is not None else ():
            end = place + len(word)
            if self._text.startswith(word, place) and RUN.match(self._text, end) is None:
                yield place

    def used(self, word: str) -> tuple[bool, bool]:
        """Return whether a word stands there in small letters, and as it is where no sentence begins."""
        if word not in self._told:
            small = any(True for _ in self.places(word.casefold()))
            self._told[word] = small, not small and any(not begins_sentence(self._text, at) for at in self.places(word))
        return self._told[word]


@lru_cache(maxsize=READ)
def text_words(text: str) -> TextWords:
    """Return the words of a text, the same for the same text."""
    return TextWords(text)


def begins_sentence(text: str, start: int) -> bool:
    """Return whether what begins at a code point is at the beginning of a sentence, or right after a mark."""
    return bool(SENTENCE_BEFORE.search(text[max(0, start - 8) : start])) if start else True


@dataclass(frozen=True)
class ClaimWords:
    """A claim's fields and its article's text."""

    fields: Mapping[str, Any]
    text: str

    def ranges(self, slot: str) -> list[tuple[int, int]]:
        """Return where the pieces of a slot of spans are, in its order; none where it has none."""
        return [(span["start"], span["end"]) for span in self.fields.get(slot) or ()]

    def pieces(self, slot: str) -> list[str]:
        """Return the words of each piece of a slot of spans."""
        return [self.text[start:end] for start, end in self.ranges(slot)]

    def of(self, slot: str) -> str:
        """Return the words of a slot of spans, its pieces with a space between; empty where it has none."""
        return " ".join(self.pieces(slot))

    def begins_sentence(self, start: int) -> bool:
        """Return whether what begins at a code point is at the beginning of a sentence, or right after a mark."""
        return begins_sentence(self.text, start)
