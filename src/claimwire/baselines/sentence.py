"""A sentence as the baselines read it: its words, where they stand, and what is in quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from ..pieces import Pieces
from ..proposals.cues import CueFound, cues_in

WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
RUN, DIGIT = re.compile(r"[^\W\d_]+"), re.compile(r"\d")
OPENING = {"“": "”", "«": "»", "„": "”", '"': '"', "‘": "’", "``": "''"}
"""Marks that begin a quotation, and those that end it."""
MARKED = re.compile(r"[^\s-]|\s-\s")
"""What between two words parts them: anything but space and hyphens."""
MARK = re.compile(r"``|''|[“”„«»\"‘’]")


@dataclass(frozen=True)
class Quotation:
    """A quotation with its marks; `begun` and `ended` say whether its marks are both there."""

    start: int
    end: int
    begun: bool = True
    ended: bool = True


def quotations(text: str) -> list[Quotation]:
    """Return the quotations of a text, in order, none within another.

    One that is not closed reaches to the end; one of which only the end is there begins at the beginning.
    """
    found: list[Quotation] = []
    start, closing = 0, ""
    for match in MARK.finditer(text):
        mark = match.group()
        if closing:
            if mark == closing and not _is_apostrophe(text, match):
                found.append(Quotation(start, match.end()))
                closing = ""
        elif mark in OPENING:
            start, closing = match.start(), OPENING[mark]
        elif mark in "”»''" and mark != "’" and not found:
            found.append(Quotation(0, match.end(), begun=False))
    if closing:
        found.append(Quotation(start, len(text), ended=False))
    return found


def _is_apostrophe(text: str, match: re.Match[str]) -> bool:
    """Return whether a closing single mark stands within a word."""
    return match.group() == "’" and text[match.end() : match.end() + 1].isalnum()


@lru_cache(maxsize=2_000)
def sentence_of(text: str) -> Sentence:
    """Return a sentence, the same for the same text, so that what is read off it is read once."""
    return Sentence(text)


@dataclass(frozen=True)
class Sentence:
    """A sentence and what is read off it, each once."""

    text: str

    @cached_property
    def places(self) -> Pieces:
        """Where its words are."""
        return tuple(match.span() for match in WORD.finditer(self.text))

    @cached_property
    def raw(self) -> tuple[str, ...]:
        """Its words as they stand."""
        return tuple(self.text[start:end] for start, end in self.places)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words, case folded."""
        return tuple(word.casefold() for word in self.raw)

    @cached_property
    def cues(self) -> tuple[CueFound, ...]:
        """The cues of the codebook's table among its words; no mark stands within one."""
        marked = [n for n, gap in enumerate(self.gaps[1:-1], start=1) if gap != " " and MARKED.search(gap)]
        begins = [0, *marked, len(self.words)]
        return tuple(
            CueFound(begin + cue.start, begin + cue.end, cue.kind)
            for begin, end in pairwise(begins)
            for cue in cues_in(self.words[begin:end])
        )

    @cached_property
    def quotes(self) -> tuple[Quotation, ...]:
        """Its quotations."""
        return tuple(quotations(self.text))

    @cached_property
    def gaps(self) -> tuple[str, ...]:
        """What stands before each word, from the end of the one before it; at last what stands behind all."""
        ends = (0, *(end for _, end in self.places))
        begins = (*(start for start, _ in self.places), len(self.text))
        return tuple(self.text[end:begin] for end, begin in zip(ends, begins, strict=True))

    @cached_property
    def runs(self) -> frozenset[str]:
        """Its runs of letters, case folded: what has none of some words in it needs no search for them."""
        return frozenset(RUN.findall(self.text.casefold()))

    @cached_property
    def has_digit(self) -> bool:
        """Whether it has a digit."""
        return DIGIT.search(self.text) is not None

    @cached_property
    def quoted(self) -> tuple[bool, ...]:
        """Of each word whether it stands in quotation marks."""
        if not self.quotes:
            return (False,) * len(self.places)
        ends = [quote.end for quote in self.quotes]
        numbers = [bisect_right(ends, start) for start, _ in self.places]
        return tuple(
            number < len(ends) and self.quotes[number].start <= start
            for number, (start, _) in zip(numbers, self.places, strict=True)
        )

    def word_at(self, offset: int) -> int:
        """Return the number of the first word that begins at a code point or after it."""
        return bisect_left(self.places, (offset, 0))

    def is_quoted(self, word: int) -> bool:
        """Return whether a word stands in quotation marks."""
        return self.quoted[word]

    def gap(self, word: int) -> str:
        """Return what stands between a word and the one before it; before the first, from the beginning."""
        return self.gaps[word]

    def is_capital(self, word: int) -> bool:
        """Return whether a word is capitalised and does not begin the sentence or a quotation."""
        opens = word == 0 or any(mark in self.gap(word) for mark in '.!?:“‘"')
        return self.raw[word][0].isupper() and not opens

    def runs_of_capitals(self) -> Iterator[tuple[int, int]]:
        """Yield the runs of capitalised words that nothing but a space or an initial's full stop parts."""
        start: int | None = None
        for number, word in enumerate(self.raw):
            upper = word[0].isupper()
            joined = start is not None and upper and self.gap(number).strip(" .") == ""
            if start is not None and not joined:
                yield start, number
                start = None
            if upper and start is None:
                start = number
        if start is not None:
            yield start, len(self.raw)
