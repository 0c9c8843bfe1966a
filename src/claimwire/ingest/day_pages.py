"""Pages of one day's events in Markdown: sections, nested headings that name pages, and the items under them.

Such are the public copies of Wikipedia's "Current events". An item is a bullet that cites a source outside Wikipedia, a
heading one that does not. An export of their history has one JSON object a line: an item with all its versions.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..errors import RecipeError
from .markdown import Shown, shown
from .reading import decode

BULLET = re.compile(r"^(?P<indent>\s*)[*+-]\s+(?P<line>.*\S)\s*$")
SECTION = re.compile(r"^#{2,6}\s+(?P<name>.*?)\s*#*\s*$")
DATE = re.compile(r"^date:\s*[\"']?(?P<day>\d{4}-\d\d-\d\d)\b")
OF_WIKIPEDIA = re.compile(r"^https?://(?:[\w-]+\.)*wikipedia\.org(?:[/?#]|$)", re.IGNORECASE)
PAGE_NAME = re.compile(r"^\d{4}-\d\d-\d\d-index\.md(?:@[0-9a-f]+)?$")
EXPORTED = re.compile(rb"\s*\{(?=[^\n]*\"versions\")\s*\"day\"\s*:")
HEAD = 65536
"""Bytes at the beginning of a file by which an export is known."""


@dataclass(frozen=True)
class DayItem:
    """An item of a day page."""

    place: str
    """Its name on the page: see `place_of`."""
    line: str
    """Its Markdown, without the bullet."""
    under: tuple[str, ...]
    """The pages that the nearest heading above it names, or its section if there is none."""

    @property
    def heading(self) -> str:
        """The names of the pages it stands under, with commas between them."""
        return ", ".join(self.under)


@dataclass(frozen=True)
class DayPage:
    """A day page: its day, and its items by all the names that they have; a name of several items has None."""

    day: str | None
    items: Mapping[str, DayItem | None]
    named: tuple[tuple[str, DayItem], ...]
    """Every item by the shortest name that is its own, in the order of the page; two that are alike have none."""


def is_outside(address: str) -> bool:
    """Return whether an address is a source's: none of Wikipedia's own pages."""
    return OF_WIKIPEDIA.match(address) is None


def place_of(line: str) -> str:
    """Return what an item is called on its page: the first 8 hexadecimal digits of a SHA-256 of its sources.

    Hashed are the addresses outside Wikipedia that it cites, each once, sorted, a line each. So the name stays when
    other items come and go, and when the item's words are changed. Raises `RecipeError` if it cites none.
    """
    cited = sorted({link.address for link in shown(line).links if is_outside(link.address)})
    if not cited:
        raise RecipeError("the line cites no source outside Wikipedia, so it is a heading and not an item")
    return _sha256("\n".join(cited))[:8]


def exact_place_of(line: str) -> str:
    """Return the name of an item beside others of the same sources: with 4 digits of a SHA-256 of its line."""
    return f"{place_of(line)}-{_sha256(line)[:4]}"


@lru_cache(maxsize=2)
def read_page(document: bytes) -> DayPage:
    """Return the items of a day page; cached, because each item of a page is read by itself.

    Raises `RecipeError` if the document is not text in UTF-8.
    """
    day = None
    items = []
    section = ""
    above: list[tuple[int, tuple[str, ...]]] = []
    for text in decode(document).split("\n"):
        if match := DATE.match(text):
            day = day or match["day"]
        elif match := SECTION.match(text):
            section, above = shown(match["name"]).text, []
        elif match := BULLET.match(text):
            indent, line = len(match["indent"].expandtabs(4)), match["line"]
            above = [entry for entry in above if entry[0] < indent]
            seen = shown(line)
            is_item = any(is_outside(link.address) for link in seen.links)
            above.append((indent, () if is_item else _pages(seen)))
            if is_item:
                under = next((pages for _, pages in reversed(above) if pages), (section,))
                items.append(DayItem(place_of(line), line, under))
    return _named(day, items)


def _pages(seen: Shown) -> tuple[str, ...]:
    """Return the pages that a heading names: the words of its links, if they are any."""
    names = tuple(seen.text[link.start : link.end] for link in seen.links)
    return names if any(names) else ()


def _named(day: str | None, items: Sequence[DayItem]) -> DayPage:
    by_name: dict[str, DayItem | None] = {}
    for item in items:
        for name in (item.place, exact_place_of(item.line)):
            by_name[name] = None if name in by_name else item
    named = []
    for item in items:
        name = item.place if by_name[item.place] is not None else exact_place_of(item.line)
        if by_name[name] is not None:
            named.append((name, item))
    return DayPage(day, by_name, tuple(named))


def page_with(day: str, under: Sequence[Mapping[str, Any]], line: str) -> bytes:
    """Return a day page in UTF-8 that has one item and the headings above it.

    `under` is as in an export of a page's history, with names in Markdown: `{"section": NAME}`, then for each heading
    `{"pages": [{"title": NAME, "url": ADDRESS}, ...]}`; anything else in it is left out.
    """
    parts = ["---", f"date: {day}", "---", ""]
    indent = ""
    for level in under:
        if isinstance(level.get("section"), str):
            parts += [f"#### {level['section']}", ""]
        elif isinstance(level.get("pages"), list):
            links = ", ".join(f"[{page['title']}](<{page['url']}>)" for page in level["pages"])
            parts.append(f"{indent}* {links}")
            indent += "  "
    return "\n".join([*parts, f"{indent}* {line}", ""]).encode("utf-8")


def is_export(content: bytes) -> bool:
    """Return whether a file begins like an export of a history."""
    return EXPORTED.match(content[:HEAD]) is not None


def exported_versions(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield every version of the items in an export of a history, as a day page of its own, with its file name.

    Lines that are no items of such an export are left out.
    """
    for text in content.split(b"\n"):
        try:
            row = json.loads(text)
            day, under = row["day"], row["under"]
            versions = [(version["first_commit"], version["line"]) for version in row["versions"]]
            pages = [(f"{day}-index.md@{commit}", page_with(day, under, line)) for commit, line in versions]
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
        yield from (page for page in pages if PAGE_NAME.match(page[0]))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
