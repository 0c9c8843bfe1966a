"""Wikinews in the CSV files of a public repository: columns `url`, `date`, `title`, `text`, a row per article."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from ...errors import RecipeError
from ...schema import Publication
from ...schema.vocab import DateEvidence, SegmentKind
from ..csv_rows import csv_rows
from ..reading import FileRecord, Piece, Reading, decode, lines, require_text
from .credits import line_kind

COLUMNS = ["url", "date", "title", "text"]
HEAD = ",".join(COLUMNS)

DATED = re.compile(r"(?:[A-Z][a-z]+day,? )?[A-Z][a-z]+ \d{1,2}, \d{4}")
"""The line with which most texts begin: `Friday, June 6, 2031`."""


class WikinewsCsvRecipe:
    """The raw text is the title, a blank line and the text; the day in its first line is metadata.

    A record is called as its page is in the address, after `/wiki/`. Its content is its row as it stands in the file.
    """

    name = "wikinews-csv"
    version = 1
    hashes_records = True
    no_records = f"it should have a row per article below the columns {HEAD}"
    describes = f"a CSV file of articles of a wiki, with the columns {HEAD}; name it FILE#PAGE"

    def holds(self, name: str, document: bytes) -> bool:
        """Return whether a file has the name of a CSV file and these columns."""
        return name.endswith(".csv") and document.removeprefix(b"\xef\xbb\xbf").startswith(HEAD.encode())

    def records(self, document: bytes) -> tuple[FileRecord, ...]:
        """Return the rows of a file, by page; raises `RecipeError` if it is no such file."""
        return tuple(FileRecord(name, raw.encode()) for name, (raw, _) in _rows(document).items())

    def extract(self, document: bytes, record: str | None) -> tuple[str, Reading]:
        """Return the raw text of a page's row; raises `RecipeError` if there is no such row."""
        if record is None:
            raise RecipeError("the file holds several articles; name one as FILE#PAGE")
        rows = _rows(document)
        if record not in rows:
            raise RecipeError(f"no row has an address that ends in /wiki/{record}")
        content, (url, date, title, text) = rows[record]
        require_text(content.encode())
        if not title.strip() or not text.strip():
            raise RecipeError(f"the row of {record} has no words in its title or its text")
        raw = f"{title}\n\n{text}"
        start = title.index(title.strip())
        pieces = [Piece(SegmentKind.HEADLINE, start, start + len(title.strip()))]
        for number, line in enumerate(lines(raw, len(title))):
            dated = number == 0 and DATED.fullmatch(line.text) is not None
            pieces.append(line.piece(SegmentKind.METADATA if dated else line_kind(line.text) or SegmentKind.BODY))
        publication = Publication(date=date, found=DateEvidence.METADATA)
        return raw, Reading(tuple(pieces), url=re.sub(r"(?<!:)//+", "/", url), publication=publication)


def page_name(url: str) -> str:
    """Return the name of a wiki page as it stands in its address; raises `RecipeError` if it is not there."""
    _, found, name = url.partition("/wiki/")
    if not found or not name:
        raise RecipeError(f"the address {url!r:.80} has no page after /wiki/")
    return unquote(name)


@lru_cache(maxsize=4)
def _rows(document: bytes) -> dict[str, tuple[str, list[str]]]:
    """Return the rows of a file, or the one row that a record is: page -> (the row as it stands there, its fields)."""
    rows: dict[str, tuple[str, list[str]]] = {}
    for row in csv_rows(decode(document)):
        fields = list(row.fields)
        if fields == COLUMNS:
            continue
        if len(fields) != len(COLUMNS):
            raise RecipeError(f"the row that ends in line {row.line} has {len(fields)} fields, expected {HEAD}")
        name = page_name(fields[0])
        if name in rows:
            raise RecipeError(f"the row that ends in line {row.line} is of the page {name!r:.80} like an earlier row")
        rows[name] = (row.raw, fields)
    return rows
