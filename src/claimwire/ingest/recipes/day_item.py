"""One item of a page of a day's events, under the name of the page it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...addresses import is_web_address
from ...errors import RecipeError
from ...schema import Citation, Publication
from ...schema.vocab import DateEvidence, SegmentKind
from ..day_pages import (
    PAGE_NAME,
    DayItem,
    DayPage,
    exact_place_of,
    exported_versions,
    is_export,
    is_outside,
    read_page,
)
from ..markdown import Shown, shown
from ..reading import FileRecord, Piece, Reading

BRACKETED = re.compile(r"[(\[][^()\[\]]*(?:[(\[][^()\[\]]*[)\]][^()\[\]]*)*[)\]]?")
BETWEEN = re.compile(r"[\s.,;]*")
SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s*$")


class DayItemRecipe:
    """The raw text is the name of the event's page, a blank line and the item's visible words.

    Where the event has several pages, the record's headline is the name of the first. Sources cited at its end, or
    after a sentence, are metadata; the page's day is the day of publication.
    """

    name = "day-item"
    version = 1
    hashes_records = True
    no_records = "it should have bullets that cite sources, below headings"
    describes = "an item of a day page in Markdown (DAY-index.md#PLACE), under the page of its event"

    def extract(self, document: bytes, record: str | None) -> tuple[str, Reading]:
        """Return the raw text of the item that a page calls `record`; raises `RecipeError` if there is none."""
        page, item = _found(document, record)
        seen = shown(item.line)
        start = len(item.heading) + 2
        raw = f"{item.heading}\n\n{seen.text}"
        pieces = [Piece(SegmentKind.HEADLINE, 0, len(item.heading))]
        pieces += [Piece(kind, start + first, start + last) for kind, first, last in _ranges(seen)]
        if not any(piece.kind is SegmentKind.BODY for piece in pieces):
            raise RecipeError(f"the item {record!r} has no words besides its sources")
        cited = tuple(
            Citation(name=seen.text[link.start : link.end].strip("()[] ") or link.address, url=link.address)
            for link in seen.links
            if is_outside(link.address) and is_web_address(link.address)
        )
        notes = tuple(
            f"it cites {link.address:.80}, which is not an address of the web and is not recorded"
            for link in seen.links
            if is_outside(link.address) and not is_web_address(link.address)
        )
        publication = Publication(found=DateEvidence.UNKNOWN)
        if page.day is not None:
            publication = Publication(date=page.day, found=DateEvidence.METADATA)
        return raw, Reading(
            tuple(pieces),
            publication=publication,
            notes=notes,
            cited=cited,
            headline=next(filter(None, item.under), None),
        )

    def holds(self, name: str, document: bytes) -> bool:
        """Return whether a file is a day page by its name, or an export of the history of such pages."""
        return PAGE_NAME.match(name) is not None or (name.endswith(".jsonl") and is_export(document))

    def records(self, document: bytes) -> tuple[FileRecord, ...]:
        """Return the items of a page in order, or all versions of all items of an export.

        An item's content is its line in UTF-8. Raises `RecipeError` if the document is not text in UTF-8.
        """
        if not is_export(document):
            return tuple(_record(name, item, document) for name, item in read_page(document).named)
        return tuple(
            _record(f"{file}#{exact_place_of(item.line)}", item, page)
            for file, page in exported_versions(document)
            for _, item in read_page(page).named
        )


def _record(name: str, item: DayItem, page: bytes) -> FileRecord:
    return FileRecord(name, item.line.encode("utf-8"), (item.place, exact_place_of(item.line)), page)


def _found(document: bytes, record: str | None) -> tuple[DayPage, DayItem]:
    """Return a page and its item of a name; raises `RecipeError` if there is none, or several have it."""
    if record is None:
        raise RecipeError("the page holds several items; name one as FILE#PLACE (see docs/tolls.md)")
    page = read_page(document)
    names = [name for name, _ in page.named]
    record = record.rpartition("#")[2]
    item = page.items.get(record)
    if item is not None:
        return page, item
    if record in page.items:
        exact = ", ".join(name for name in names if name.startswith(record))
        raise RecipeError(
            f"several items are called {record!r}; name one of {exact or 'no other name: they are alike'}"
        )
    known = f"{', '.join(names[:5])}{', ...' if names[5:] else ''}" or "none"
    raise RecipeError(f"no item is called {record!r}; the page has {known}")


def _ranges(seen: Shown) -> Iterator[tuple[SegmentKind, int, int]]:
    """Yield the paragraphs of an item's shown words and the sources it cites between and after them, as ranges."""
    cited = _citations(seen)
    tail = len(seen.text)
    while cited and BETWEEN.fullmatch(seen.text, cited[-1][1], tail):
        tail = cited.pop()[0]
    at = 0
    for start, end in cited:
        if SENTENCE_END.search(seen.text[at:start]) or not seen.text[at:start].strip():
            yield from _stripped(SegmentKind.BODY, seen.text, at, start)
            yield from _stripped(SegmentKind.METADATA, seen.text, start, end)
            at = end
    yield from _stripped(SegmentKind.BODY, seen.text, at, tail)
    yield from _stripped(SegmentKind.METADATA, seen.text, tail, len(seen.text))


def _citations(seen: Shown) -> list[tuple[int, int]]:
    """Return the ranges of the sources in brackets, brackets included, also where only their names are links."""
    found = []
    for link in seen.links:
        if not is_outside(link.address):
            continue
        if BRACKETED.fullmatch(seen.text[link.start : link.end]):
            found.append((link.start, link.end))
        elif seen.text[link.start - 1 : link.start] in ("(", "[") and seen.text[link.end : link.end + 1] in (")", "]"):
            found.append((link.start - 1, link.end + 1))
    return found


def _stripped(kind: SegmentKind, text: str, start: int, end: int) -> Iterator[tuple[SegmentKind, int, int]]:
    """Yield a range without the white space around it; nothing if there is nothing else."""
    words = text[start:end].strip()
    if words:
        first = text.index(words, start)
        yield kind, first, first + len(words)
