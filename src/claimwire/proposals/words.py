"""The words of a claim that is not a record yet: its fields as JSON values, and the text of its article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SENTENCE_BEFORE = re.compile(r"(?:^|[.!?:…][\"'”’»)\]]*\s+|\n\s*|[-–—]\s+)[\"'“‘«(\[]*$")
"""What stands before the first word of a sentence, a quotation that begins one included."""


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
        before = self.text[max(0, start - 8) : start]
        return bool(SENTENCE_BEFORE.search(before)) if start else True
