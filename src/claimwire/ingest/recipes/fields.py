"""An article that comes as fields: its headline, its text, and if they are there its date and its address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...addresses import is_web_address
from ...errors import RecipeError
from ...schema import Publication
from ...schema.vocab import DateEvidence, SegmentKind
from ..reading import Piece, Reading, lines

ID_FIELDS = ("article_id", "id")
"""Where the name of a record is looked for."""

TEXT_FIELDS = ("headline", "text")
"""What every record has."""


def read_fields(row: Mapping[str, Any], record: str) -> tuple[str, Reading]:
    """Return the raw text of a record, which is its headline, a blank line and its text, and what was read in it.

    A first line of the text that only dates it is metadata. Raises `RecipeError` if headline or text are missing.
    """
    for field in TEXT_FIELDS:
        if not isinstance(row.get(field), str) or not row[field].strip():
            raise RecipeError(f"record {record!r} has no field `{field}` that is a string with words in it")
    headline = row["headline"]
    raw = f"{headline}\n\n{row['text']}"
    if any("\ud800" <= character <= "\udfff" for character in raw):
        raise RecipeError(f"record {record!r} has half a surrogate pair, which is not a character; fix its escapes")
    start = headline.index(headline.strip())
    pieces = [Piece(SegmentKind.HEADLINE, start, start + len(headline.strip()))]
    for number, line in enumerate(lines(raw, len(headline))):
        dated = number == 0 and len(line.text.split()) <= 5 and line.text[-4:].isdigit()
        pieces.append(line.piece(SegmentKind.METADATA if dated else SegmentKind.BODY))
    published = row.get("published")
    publication = (
        Publication(date=published, found=DateEvidence.METADATA)
        if isinstance(published, str)
        else Publication(found=DateEvidence.UNKNOWN)
    )
    refusals = () if published is None or isinstance(published, str) else (_no_date(record, published),)
    url = row.get("url")
    if url is not None and not (isinstance(url, str) and is_web_address(url)):
        refusals = (*refusals, _no_address(record, url))
    return raw, Reading(tuple(pieces), url=url, publication=publication, refusals=refusals)


def _no_address(record: str, url: Any) -> str:
    return (
        f"url: record {record!r} has {url!r:.80}, expected an address that begins with https:// or http://; fix it, or "
        "leave the field out"
    )


def _no_date(record: str, published: Any) -> str:
    return (
        f"published: record {record!r} has {published!r:.40}, expected a string with a date such as "
        '"2031-06-05" or "2031"; put quotes around it, or leave the field out'
    )
