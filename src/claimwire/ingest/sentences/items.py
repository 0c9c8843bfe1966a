"""Items of a list within a paragraph: where each begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from .words import ABBREVIATIONS, After

BULLETS = "•⁃◦‣▪●■"
MARKER = re.compile(
    rf"(?<![^\s{BULLETS}])(?P<open>[(\[]?)"
    r"(?:(?P<number>\d{1,3})|(?P<roman>[ivx]{1,5}|[IVX]{1,5})(?=[.)])|(?P<letter>[a-zA-Z]))"
    r"(?P<close>\.\)|[.)]|(?<=\[\d)\]|(?<=\[\d\d)\])(?=\s+(?P<first>\S))"
)
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
LABEL = (
    "(?:Step|Section|Chapter|Part|Item|Point|Rule|Article|Question|Lesson|Act|Scene|Phase|Stage|Option|Annex|Appendix|"
    "Clause|Day|Round|Lot|Q|A|(?:Art|Sec|Ch|Chap|Cl|Para|Pt)\\.)"
)
ONLY_MARKER = re.compile(
    rf"\s*[{BULLETS}*–-]?\s*(?:{LABEL} )?\(?"
    r"(?:[QA]?\.?\d{1,3}(?:\.\d{1,3}){0,4}|[A-Za-z]|[ivxIVX]{2,5})[.)]\)?\s*"
)
LONGEST_MARKER = 18
LINE_ITEM = re.compile(r"\n[^\S\n]*(?=[-*–—•+][^\S\n]|\(?(?:\d{1,3}|[A-Za-z]|[ivx]{2,4})[.)][^\S\n])")
HINTS = (") ", "1. ", "0. ", "a. ", "A. ", "i. ", "I. ", "[1] ", ")\u00a0", "1.\u00a0")
"""What a list has: most texts have none of it, and are not searched further."""

ABBREVIATED = re.compile(r"[^\W\d_]\.$")
IN_SENTENCE = re.compile(r"(?:\b(?:and|or|to)|,)$")
"""What stands before an item that is part of a sentence."""


class Marker(NamedTuple):
    """The number or letter of an item."""

    start: int
    end: int
    """Where the words of the item begin."""
    style: str
    value: int
    first: str
    """The first character of the item."""
    before: str
    """The end of what precedes it, without white space."""


def only_a_marker(text: str, start: int, end: int) -> bool:
    """Return whether nothing but the marker of an item is there, as in `1.`, from `start` to `end`."""
    return end - start <= LONGEST_MARKER and ONLY_MARKER.fullmatch(text, start, end) is not None


def item_starts(text: str) -> list[int]:
    """Return where the items of lists begin in a paragraph, in order; not the item that the paragraph begins with."""
    starts: set[int] = set()
    for bullet in BULLETS:
        if bullet in text:
            starts |= {match.start() for match in re.finditer(re.escape(bullet), text)}
    if any(hint in text for hint in HINTS):
        starts |= set(_numbered(text))
    if "\n" in text:
        starts |= {match.end() for match in LINE_ITEM.finditer(text)}
    if not starts:
        return []
    begin = len(text) - len(text.lstrip())
    return sorted(start for start in starts if start > begin)


def _numbered(text: str) -> Iterator[int]:
    """Yield the starts of items that count up from 1, a or i."""
    chains: dict[str, list[Marker]] = {}
    for match in MARKER.finditer(text):
        for marker in _markers(match, text):
            chain = chains.setdefault(marker.style, [])
            if (marker.value == 1 and _begins_list(marker)) or _counts_on(marker):
                yield from _items(chain)
                chains[marker.style] = [marker]
            elif chain and marker.value == chain[-1].value + 1:
                chain.append(marker)
    for chain in chains.values():
        yield from _items(chain)


def _markers(match: re.Match[str], text: str) -> Iterator[Marker]:
    """Yield what a marker may be: `i` is a letter and a number."""
    shape = match["open"] + match["close"]
    before = text[max(0, match.start() - LONGEST_MARKER) : match.start()].rstrip()
    number, roman, letter = match["number"], match["roman"], match["letter"] or match["roman"]
    if number:
        yield Marker(match.start(), match.start("first"), shape, int(number), match["first"], before)
    if roman and (roman.islower() or roman.isupper()) and roman.lower() in ROMAN:
        style = "I" if roman.isupper() else "i"
        yield Marker(
            match.start(),
            match.start("first"),
            f"{shape} {style}",
            ROMAN.index(roman.lower()) + 1,
            match["first"],
            before,
        )
    if letter and len(letter) == 1:
        style = "A" if letter.isupper() else "a"
        yield Marker(
            match.start(),
            match.start("first"),
            f"{shape} {style}",
            ord(letter) - ord(style) + 1,
            match["first"],
            before,
        )


def _begins_list(marker: Marker) -> bool:
    """Return whether a list can begin here: with the paragraph, after a colon or after a sentence.

    A number in brackets that is not at the beginning is a note; what follows `Art.` or `Cdr.` is no item.
    """
    if marker.before and ("[" in marker.style or ABBREVIATED.search(marker.before)):
        word = marker.before.rstrip(".").rpartition(" ")[2]
        if "[" in marker.style or ABBREVIATIONS.get(word) in (After.NAME, After.NUMBER):
            return False
    return not marker.before or marker.before[-1] in ":.!?…—–" or marker.before[-1] in BULLETS


def _counts_on(marker: Marker) -> bool:
    """Return whether a list of numbers may begin here with another number than 1: where the paragraph begins."""
    return not marker.before and marker.value > 1 and marker.style == "."


def _items(chain: Sequence[Marker]) -> Iterator[int]:
    """Yield the starts of the items of a list, unless they are parts of one sentence."""
    if len(chain) < (3 if chain and _counts_on(chain[0]) else 2) or any(
        IN_SENTENCE.search(marker.before) for marker in chain[1:]
    ):
        return
    if any(one.end == other.start for one, other in pairwise(chain)):
        return
    capitals = all(not marker.first.islower() for marker in chain)
    if capitals or (not chain[0].before and "." not in chain[0].style):
        yield from (marker.start for marker in chain)
