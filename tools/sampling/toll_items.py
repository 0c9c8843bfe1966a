"""Events and items of an export of the history of day pages, as the sampling of `tolls` sees them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from claimwire.errors import RecipeError
from claimwire.ingest.day_pages import exact_place_of, page_with, place_of
from claimwire.ingest.markdown import shown
from claimwire.ingest.recipes.day_item import DayItemRecipe
from claimwire.schema.vocab import SegmentKind

from .harmed import harmed, is_casualty

FIRST_DAY, LAST_DAY = "2025-01-01", "2026-08-22"
"""Days of the export; two pages that bear other dates are strays."""

HISTORY_SINCE = "2025-01-25"
"""First day of which the export has the early texts."""

LATEST = timedelta(hours=72)
"""How long after the beginning of a day (UTC) a first text may be seen that is called the first: later than two days
after its day, an item was added late, or what it had before is not in the history."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Text:
    """One text that an item had."""

    line: str
    commit: str
    first_seen: str
    last_seen: str
    stands: bool
    place: str

    @property
    def words(self) -> str:
        """The visible words without the sources at their end."""
        page = page_with("2025-01-01", [{"section": "Any"}], self.line)
        raw, reading = DayItemRecipe().extract(page, exact_place_of(self.line))
        return "\n".join(raw[x.start : x.end] for x in reading.pieces if x.kind is SegmentKind.BODY)


@dataclass(frozen=True)
class Item:
    """An item with its texts in the order of time; of an item whose history is mixed with another's only the last."""

    day: str
    under: tuple[Row, ...]
    texts: tuple[Text, ...]
    mixed: bool

    @property
    def early_history(self) -> bool:
        """Whether the first text may be called the first that the page had."""
        begun = datetime.fromisoformat(f"{self.day}T00:00:00Z")
        seen_soon = datetime.fromisoformat(self.texts[0].first_seen) - begun <= LATEST
        return self.day >= HISTORY_SINCE and not self.mixed and seen_soon

    @property
    def pages(self) -> tuple[tuple[str, str], ...]:
        """Titles and addresses of the pages of the nearest heading."""
        headings = [level["pages"] for level in self.under if "pages" in level]
        return tuple((shown(x["title"]).text, x["url"].partition("#")[0]) for x in headings[-1]) if headings else ()

    @property
    def section(self) -> str:
        """The section of the page."""
        return next((level["section"] for level in self.under if level.get("section")), "")

    @property
    def ends(self) -> tuple[Text, ...]:
        """The first and the last text, or one where both show the same words."""
        first, last = self.texts[0], self.texts[-1]
        return (last,) if first.words == last.words else (first, last)

    def shown_since(self, text: Text) -> str:
        """Return when the words of a text were first seen, perhaps with other links or sources."""
        return min(other.first_seen for other in self.texts if other.words == text.words)

    def is_first(self, text: Text) -> bool | None:
        """Return whether a text has the words that the page had first; None if that is not known."""
        if text.words != self.texts[0].words:
            return False
        return True if self.early_history else None

    @property
    def is_casualty(self) -> bool:
        """Whether any text seems to tell a number of harmed people."""
        return any(is_casualty(shown(text.line).text) for text in self.texts)

    @property
    def is_rewritten(self) -> bool:
        """Whether the numbers of harmed people differ between two of its texts that have some."""
        return len({numbers for text in self.texts if (numbers := harmed(shown(text.line).text))}) > 1


@dataclass(frozen=True)
class Event:
    """The items that stand under one heading, in the order of time."""

    addresses: tuple[str, ...]
    items: tuple[Item, ...]

    @property
    def first_day(self) -> str:
        """The day of the earliest item."""
        return self.items[0].day

    @property
    def days(self) -> int:
        """How many days lie between the first and the last item."""
        return (date.fromisoformat(self.items[-1].day) - date.fromisoformat(self.first_day)).days

    @property
    def name(self) -> str:
        """The name of the page, or of the first of several, at the earliest item."""
        return self.items[0].pages[0][0]

    @property
    def tells_tolls(self) -> bool:
        """Whether it has casualty items on two days, or an item whose toll was rewritten."""
        days = {item.day for item in self.items if item.is_casualty}
        return len(days) > 1 or any(item.is_rewritten for item in self.items)


def read_export(path: Path) -> list[Row]:
    """Return the rows of a gzipped export."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def events_of(rows: Sequence[Row]) -> list[Event]:
    """Return the events of an export by their pages' addresses; items under no page belong to none."""
    by_pages: dict[tuple[str, ...], list[Item]] = {}
    for row in rows:
        if FIRST_DAY <= row["day"] <= LAST_DAY:
            for item in _items(row):
                addresses = tuple(address for _, address in item.pages)
                if addresses:
                    by_pages.setdefault(addresses, []).append(item)
    return [Event(addresses, tuple(sorted(items, key=_order))) for addresses, items in sorted(by_pages.items())]


def _order(item: Item) -> tuple[str, ...]:
    return (item.day, item.texts[0].first_seen, item.texts[0].place, item.texts[0].line)


def _items(row: Row) -> Iterator[Item]:
    """Yield the items of a row: one, or each text that stands where the row has several items that cannot be parted."""
    texts = sorted(_texts(row), key=lambda text: (text.first_seen, text.stands, text.last_seen))
    under = tuple(row["under"])
    if not texts:
        return
    standing = [text for text in texts if text.stands]
    mixed = len(standing) > 1 or (len(texts) > 1 and texts[0].first_seen == texts[1].first_seen)
    if mixed:
        yield from (Item(row["day"], under, (text,), True) for text in standing or [_last(texts)])
    else:
        last = _last(texts)
        yield Item(row["day"], under, (*(text for text in texts if text is not last), last), False)


def _last(texts: Sequence[Text]) -> Text:
    return max(texts, key=lambda text: (text.stands, text.last_seen, text.first_seen))


def _texts(row: Row) -> Iterator[Text]:
    """Yield the texts of a row that cite a source and have words."""
    for version in row["versions"]:
        try:
            place, exact = place_of(version["line"]), exact_place_of(version["line"])
            others = (x for x in row["versions"] if x is not version and _shares_page(x, version))
            shared = any(_place(x["line"]) == place for x in others)
            text = Text(
                line=version["line"],
                commit=version["first_commit"],
                first_seen=version["first_seen"],
                last_seen=version["last_seen"],
                stands=version["in_last"],
                place=exact if shared else place,
            )
            if text.words:
                yield text
        except RecipeError:
            continue


def _place(line: str) -> str | None:
    try:
        return place_of(line)
    except RecipeError:
        return None


def _shares_page(other: Row, version: Row) -> bool:
    """Return whether another version stood on the page that showed a version first."""
    return bool(other["first_seen"] <= version["first_seen"] <= other["last_seen"])
