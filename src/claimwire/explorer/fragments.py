"""Text fragments: the end of an address (`#:~:text=...`) by which a browser opens a page at some words and marks them.

A browser takes the first place of a page that fits. So words that the article has before, too, get a few of the words
around them along, which have to be there and are not marked. What a page has beside its article, such as links above
it, is not known here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from urllib.parse import quote

WHOLE = 8
"""Words up to which a directive has all of them; of longer wordings it has the first and the last."""

EDGE = 4
"""Words at each end of a longer wording."""

AROUND = 8
"""Words that a directive has at most from before the wording, and from behind it."""

WHITE_SPACE = re.compile(r"\s+")
ACCENTS = re.compile("[\u0300-\u036f]")


@dataclass(frozen=True)
class Directive:
    """What a browser looks for: words, or the first and last of them, and words that are right before and behind."""

    first: str
    last: str = ""
    before: str = ""
    behind: str = ""

    def __str__(self) -> str:
        """Return the directive as an address has it."""
        before = f"{_encoded(self.before)}-," if self.before else ""
        last = f",{_encoded(self.last)}" if self.last else ""
        behind = f",-{_encoded(self.behind)}" if self.behind else ""
        return f"text={before}{_encoded(self.first)}{last}{behind}"


def fragment(text: str, spans: Iterable[Mapping[str, int]]) -> str:
    """Return the text fragment (`:~:text=...`) by which a browser opens a page at the words of some spans.

    Offsets are code points. Words are written as the article has them, and white space as one space.
    """
    page = _page(text)
    found = (page.directive(span["start"], span["end"]) for span in spans)
    return ":~:" + "&".join(parts) if (parts := [str(x) for x in found if x is not None]) else ""


@dataclass(frozen=True)
class PageText:
    """The text of an article, and as browsers compare it (`folded`)."""

    text: str
    folded: str

    def directive(self, start: int, end: int) -> Directive | None:
        """Return the directive that leads to the words of a span; None if there are none in it.

        If the same words are there several times with all the same around them, it leads to the first of them.
        """
        words = self.text[start:end]
        start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
        if start >= end:
            return None
        wanted = len(folded(self.text[:start])), len(folded(self.text[:end]))
        plain = _plain(self.text[start:end])
        before = _words_of_line(reversed(self.text[:start].splitlines()))
        around = _around(plain, before, _words_of_line(self.text[end:].splitlines()))
        return next((x for x in chain([plain], around) if self.found_by(x) == wanted), plain)

    def found_by(self, directive: Directive) -> tuple[int, int] | None:
        """Return the first place of the folded text that fits a directive, as a browser looks for it."""
        before, first, last, behind = map(folded, (directive.before, directive.first, directive.last, directive.behind))
        for begin in self._places(before or first, 0):
            start = self._behind_space(begin + len(before)) if before else begin
            if not self._is_at(first, start):
                continue
            ends = (x + len(last) for x in self._places(last, start + len(first))) if last else [start + len(first)]
            for end in ends:
                if not behind or self._is_at(behind, self._behind_space(end)):
                    return start, end
        return None

    def _places(self, words: str, start: int) -> Iterator[int]:
        """Yield the places of whole words from a place on."""
        place = self.folded.find(words, start)
        while place >= 0:
            if self._is_at(words, place):
                yield place
            place = self.folded.find(words, place + 1)

    def _is_at(self, words: str, place: int) -> bool:
        """Return whether words are at a place, and begin and end no later and no earlier than words of the text do."""
        ends = (place, place + len(words))
        return self.folded.startswith(words, place) and not any(map(self._is_within_word, ends))

    def _is_within_word(self, place: int) -> bool:
        return 0 < place < len(self.folded) and self.folded[place - 1 : place + 1].isalnum()

    def _behind_space(self, place: int) -> int:
        return place + 1 if self.folded.startswith(" ", place) else place


def folded(text: str) -> str:
    """Return a text as browsers compare it: without case and accents, and white space as one space."""
    return ACCENTS.sub("", unicodedata.normalize("NFD", WHITE_SPACE.sub(" ", text))).casefold()


@lru_cache(maxsize=1)
def _page(text: str) -> PageText:
    return PageText(text, folded(text))


def _plain(words: str) -> Directive:
    """Return the directive of words alone; a browser finds no words whole that are in several paragraphs."""
    lines = [line.split() for line in words.splitlines() if line.strip()]
    if len(lines) == 1 and len(lines[0]) <= WHOLE:
        return Directive(" ".join(lines[0]))
    return Directive(" ".join(lines[0][:EDGE]), " ".join(lines[-1][-EDGE:]))


def _around(plain: Directive, before: list[str], behind: list[str]) -> Iterator[Directive]:
    """Yield a directive with more and more of the words before it, then behind it, then both."""
    numbers = range(1, AROUND + 1)
    heads = {n: words for n in numbers if _has_word(words := " ".join(before[-n:]))}
    tails = {n: words for n in numbers if _has_word(words := " ".join(behind[:n]))}
    yield from (replace(plain, before=words) for words in heads.values())
    yield from (replace(plain, behind=words) for words in tails.values())
    yield from (replace(plain, before=heads[n], behind=tails[n]) for n in sorted(heads.keys() & tails.keys()))


def _words_of_line(lines: Iterable[str]) -> list[str]:
    """Return the words of the first of some lines that has any."""
    return next((line.split() for line in lines if line.strip()), [])


def _has_word(words: str) -> bool:
    return any(character.isalnum() for character in words)


def _encoded(words: str) -> str:
    """Return words percent-encoded; a hyphen, which has a meaning in a text fragment, too."""
    return quote(words, safe="").replace("-", "%2D")
