"""How the offsets of a task count: decided by the words that its regions have beside them, for the task as a whole.

The page counts code points of the text as it is. Older versions counted UTF-16 code units; other pages count a text
with other line ends, in another Unicode form, with HTML escapes, or without the white space it begins with. The words
of a region (`value.text`) are those of the selection but for white space. If they are not at the offsets, and exactly
one other way of counting explains all regions of the task, offsets are converted; else each such region is refused.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from typing import Any

from ...corpus.records import sha256_text
from ...schema import Article
from .problems import Findings
from .regions import SOURCES, Offsets, Region, parse_result

FORMS: Mapping[str, Callable[[str], str]] = {
    "": lambda piece: piece,
    "a line end as one": lambda piece: "\n" if piece == "\r\n" else piece,
    "a line end as two": lambda piece: "\r\n" if piece == "\n" else piece,
    "the text in Unicode's form NFC": lambda piece: unicodedata.normalize("NFC", piece),
    "the text in Unicode's form NFD": lambda piece: unicodedata.normalize("NFD", piece),
    "escapes of HTML": lambda piece: html.escape(piece, quote=False),
    "escapes of HTML, also of quotes": html.escape,
}
"""The forms in which a text may have been counted, in words, and what becomes of each piece of it."""

UNITS: Mapping[str, Callable[[str], int]] = {
    "": len,
    "UTF-16 code units": lambda piece: len(piece.encode("utf-16-le", "surrogatepass")) // 2,
    "bytes of UTF-8": lambda piece: len(piece.encode("utf-8", "surrogatepass")),
}

STARTS: Mapping[str, Callable[[str], int]] = {
    "": lambda text: 0,
    "the text without the white space it begins with": lambda text: len(text) - len(text.lstrip()),
}


@dataclass(frozen=True)
class OffsetWay:
    """A way to count the offsets of a task; `places` has the code points of the text by offset, None if as they are."""

    source: str = SOURCES[0]
    told: str = ""
    places: Mapping[int, int] | None = None

    def place(self, region: Region) -> Offsets | None:
        """Return the offsets of a region as code points of the text; None if it has none in this way."""
        offsets = region.offsets.get(self.source)
        if offsets is None or self.places is None:
            return offsets
        start, end = (self.places.get(offset) for offset in offsets)
        return None if start is None or end is None else (start, end)


AS_IS = OffsetWay()


def task_offsets(regions: Sequence[Region], text: str, findings: Findings) -> OffsetWay:
    """Return how the offsets of a task count, from all its annotations' regions; tell it if some are converted."""
    way = offset_way(regions, text)
    if way is not AS_IS:
        moved = sum(way.place(region) != (region.start, region.end) for region in regions)
        findings.add("offsets-converted", f"its offsets count {way.told}: {moved} of {len(regions)} were converted")
    return way


def with_line_feeds(text: str, article: Article, annotations: Sequence[Any], findings: Findings) -> str:
    """Return the text of a task, with line feeds in place of other line ends if that makes it the article's.

    Whether its offsets count line ends as one or as two is what the words of its regions say; if they do not, that is a
    problem.
    """
    converted = text.replace("\r\n", "\n").replace("\r", "\n")
    if converted == text or sha256_text(text) == article.text_sha256 or sha256_text(converted) != article.text_sha256:
        return text
    difference = "only the line ends of its text are others than the article's: carriage returns, not line feeds"
    if "\r\n" in text and not _line_ends_are_decided(annotations, converted):
        findings.add("text-changed", f"{difference}, and its regions' words do not say which its offsets count")
    else:
        findings.add("offsets-converted", f"{difference}; they were converted")
    return converted


def _line_ends_are_decided(annotations: Sequence[Any], text: str) -> bool:
    """Return whether words say where the regions of a task are, if its line ends may count as one or as two."""
    regions = [region for region in _regions(annotations) if region.offsets]
    first = text.find("\n")
    if all(end <= first for region in regions for _, end in region.offsets.values()):
        return True
    if any(region.words is None for region in regions):
        return False
    as_two = OffsetWay(places={offset: place for place, offset in enumerate(_ends_as_two(text))})
    ways = [way for way in (AS_IS, as_two) if all(_explains(way, region, text) for region in regions)]
    return len({tuple(way.place(region) for region in regions) for way in ways}) < 2


def _ends_as_two(text: str) -> Iterator[int]:
    """Yield the offset of every place of a text if a line end counts as two."""
    return accumulate((2 if character == "\n" else 1 for character in text), initial=0)


def _regions(annotations: Sequence[Any]) -> list[Region]:
    """Return the regions of all annotations of a task."""
    results = [annotation.get("result") for annotation in annotations if isinstance(annotation, dict)]
    parsed = [parse_result(result, Findings("")) for result in results if isinstance(result, list)]
    return [region for one in parsed for region in one.regions.values()]


def offset_way(regions: Sequence[Region], text: str) -> OffsetWay:
    """Return how the offsets of a task's regions count; as they are if no other way explains all of them, or several.

    Ways that put every region at the same place are one.
    """
    worded = [region for region in regions if region.words is not None]
    if all(_explains(AS_IS, region, text) for region in worded):
        return AS_IS
    found: dict[tuple[Offsets | None, ...], OffsetWay] = {}
    for way in _ways(text, {source for region in worded for source in region.offsets}):
        if all(_explains(way, region, text) for region in worded):
            found.setdefault(tuple(way.place(region) for region in regions), way)
    return next(iter(found.values())) if len(found) == 1 else AS_IS


def words_agree(words: str, found: str) -> bool:
    """Return whether the words of a region are those found; white space, escapes and Unicode forms do not count.

    The page writes a line end as a backslash and an `n`, which may stand in the text itself too.
    """
    if words == found:
        return True
    without = words.replace("\\n", " ")
    pairs = ((words, found), (without, found), (without, found.replace("\\n", " ")), (html.unescape(words), found))
    return any(_plain(one) == _plain(other) for one, other in pairs)


def _plain(words: str) -> str:
    return unicodedata.normalize("NFC", "".join(words.split()))


def _explains(way: OffsetWay, region: Region, text: str) -> bool:
    offsets = way.place(region)
    if offsets is None or region.words is None:
        return False
    start, end = offsets
    return 0 <= start < end <= len(text) and words_agree(region.words, text[start:end])


def _ways(text: str, sources: Iterable[str]) -> Iterator[OffsetWay]:
    """Yield the ways to count a text, the simplest first."""
    pieces = tuple(_pieces(text))
    in_order = [source for source in SOURCES if source in sources]
    for (begin, first), (form, shown), (unit, width) in product(STARTS.items(), FORMS.items(), UNITS.items()):
        skipped = first(text)
        if begin and not skipped:
            continue
        places, offset, place = {0: skipped}, 0, 0
        for piece in pieces:
            if place >= skipped:
                places.setdefault(offset, place)
                offset += width(shown(piece))
            place += len(piece)
        places[offset] = place
        told = ", ".join(x for x in (unit, form, begin) if x)
        for source in in_order:
            yield OffsetWay(source, told or source, places)


def _pieces(text: str) -> Iterator[str]:
    """Yield the pieces of a text that have the same form whatever is around them: a line end, a letter with accents."""
    piece = ""
    for character in text:
        if piece and not (piece == "\r" and character == "\n") and not _joins(piece, character):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def _joins(piece: str, character: str) -> bool:
    if character.isascii():
        return False
    if unicodedata.combining(character):
        return True
    composed = unicodedata.normalize("NFC", piece + character)
    return composed != unicodedata.normalize("NFC", piece) + unicodedata.normalize("NFC", character)
