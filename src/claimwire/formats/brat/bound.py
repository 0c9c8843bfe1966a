"""The text-bound annotations of an `.ann` file, placed in the text and held against the words they quote."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .counting import BratText, Counting
from .lines import AnnLines, TextBound, told

MOST = 2 / 3
"""The share of a file's quoted words that have to be those of the text for its offsets to be counted in another way."""

FEW = 2
"""Quoted words that differ are no more than so many bad lines; more of them may be those of another text."""

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Bound:
    """A text-bound annotation: its type, and its ranges as code points of the text."""

    kind: str
    ranges: Ranges


@dataclass(frozen=True)
class Placed:
    """The text-bound annotations of a file by id, and what has to be said about how its offsets count."""

    bound: Mapping[str, Bound]
    counted: str = ""
    """How the offsets count, if they are not the code points of the text's file."""
    notes: tuple[str, ...] = ()


def place(file: AnnLines, text: BratText | None) -> Placed:
    """Return the text-bound annotations of a file; those that are not in the text become problems of the file.

    How the offsets count is what all or most of the words that the file quotes agree with. Without a text, offsets are
    taken as they are.
    """
    if text is None:
        bound = {key: Bound(one.kind, one.ranges) for key, one in file.bound.items()}
        for one in file.bound.values():
            _tell_rest(file, one, _continued_by_length(one))
        return Placed(bound)
    counting, doubt = _counting(file, text)
    places, bound = text.places(counting), {}
    for key, one in file.bound.items():
        ranges = tuple(piece for pair in one.ranges if (piece := places.of(*pair)) is not None)
        used = None
        if len(ranges) < len(one.ranges):
            file.leave_out(key, one.number, told(_outside(one, text), one.line))
        elif any(start >= end for start, end in ranges):
            file.leave_out(key, one.number, told("its range has no character of the text in it", one.line))
        else:
            quoted = _quoted(text.text, ranges)
            used = continued(one, quoted)
            if used is None:
                found = f"the words are not those of the text at these offsets, which has {quoted[:60]!r}"
                file.leave_out(key, one.number, told(found, one.line))
            else:
                bound[key] = Bound(one.kind, ranges)
        _tell_rest(file, one, used or 0)
    return Placed(bound, counting.told(text.usual), (doubt,) if doubt else ())


def continued(one: TextBound, quoted: str) -> int | None:
    """Return how many lines after a `T` line its words go on for to be those of the text; None if they never are."""
    if one.words is None:
        return 0
    words, wanted = one.words, quoted.split()
    for used, (_, line) in enumerate([*one.rest, (0, "")]):
        if _same(words, wanted):
            return used
        words += f"\n{line}"
    return None


def _same(words: str, wanted: list[str]) -> bool:
    """Return whether words are those wanted; white space, line breaks written out and Unicode forms do not count."""
    if words.split() == wanted:
        return True
    forms = [unicodedata.normalize("NFC", " ".join(x)) for x in (words.replace("\\n", " ").split(), wanted)]
    return forms[0] == forms[1]


def _quoted(text: str, ranges: Ranges) -> str:
    return " ".join(text[start:end] for start, end in ranges)


def _tell_rest(file: AnnLines, one: TextBound, used: int) -> None:
    """Name the lines after a `T` line that its words do not go on in."""
    for number, line in one.rest[used:]:
        file.tell_left_out(number, told("not a brat line: expected an id and, after a tab, what it is", line))


def _continued_by_length(one: TextBound) -> int:
    """Return how many lines after a `T` line its words go on for to be as long as its ranges are."""
    wanted = sum(end - start for start, end in one.ranges) + len(one.ranges) - 1
    length, last = len(one.words or ""), one.number
    for used, (number, line) in enumerate(one.rest, start=1):
        length += number - last + len(line)
        last = number
        if length == wanted:
            return used
    return 0


def _outside(one: TextBound, text: BratText) -> str:
    """Return what is wrong with ranges that are not in the text."""
    beyond = [pair for pair in one.ranges if pair[1] > len(text.raw)]
    start, end = (beyond or one.ranges)[0]
    if beyond:
        return f"range {start} {end} reaches beyond the text, which has {len(text.raw)} code points"
    return f"range {start} {end} begins or ends within a character, or reaches beyond the text"


# How offsets count


def _counting(file: AnnLines, text: BratText) -> tuple[Counting, str]:
    """Return how the offsets of a file count, and what is in doubt about it."""
    quoting = [one for one in file.bound.values() if one.words is not None]
    usual = _agreeing(quoting, text, text.usual)
    if len(usual) == len(quoting):
        return text.usual, ""
    agreeing = {way: _agreeing(quoting, text, way) for way in text.countings}
    best = max(map(len, agreeing.values()), default=0)
    ways = [way for way, places in agreeing.items() if len(places) == best]
    ways = [way for way in ways if text.shows(way) or best > 1]
    if not ways or best <= len(usual) or best < MOST * len(quoting):
        differing = len(quoting) - max(best, len(usual))
        if differing <= FEW or len(usual) >= MOST * len(quoting):
            return text.usual, ""
        return text.usual, (
            f"{file.path}: {len(quoting) - len(usual)} of {len(quoting)} quotes are not at their offsets, however "
            "these are counted; is its text the one that was annotated?"
        )
    if any(agreeing[way] != agreeing[ways[0]] for way in ways[1:]):
        return text.usual, (
            f"{file.path}: its offsets count {ways[0].told(text.usual)} or {ways[1].told(text.usual)}: its quotes are "
            "in the text either way, at different places"
        )
    return ways[0], ""


def _agreeing(quoting: Sequence[TextBound], text: BratText, counting: Counting) -> dict[int, Ranges]:
    """Return the ranges of the lines, by number, whose words are those of the text if offsets count in a way."""
    places, found = text.places(counting), {}
    for one in quoting:
        ranges = tuple(piece for pair in one.ranges if (piece := places.of(*pair)) is not None)
        if len(ranges) == len(one.ranges) and continued(one, _quoted(text.text, ranges)) is not None:
            found[one.number] = ranges
    return found
