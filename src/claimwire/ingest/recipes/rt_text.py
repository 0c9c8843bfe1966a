"""Pages of RT as plain text: icon names, date, headline, sub-headline, the headline again, paragraphs, a player."""

from __future__ import annotations

import re
from datetime import datetime

from ...errors import RecipeError
from ...schema import Publication
from ...schema.vocab import DateEvidence, SegmentKind
from ..reading import Piece, Reading, TextRecipe, lines

DATE_LINE = re.compile(r"\d{1,2} [A-Z][a-z]{2}, \d{4} \d{2}:\d{2}")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class RtTextRecipe(TextRecipe):
    """Everything before the date is page furniture, and so is everything from the podcast player on."""

    name = "rt-text"
    version = 1
    describes = "text of an RT page: icon names, `20 Sep, 2023 11:29`, headline, sub-headline, headline again, body"

    def read(self, raw: str) -> Reading:
        """Return the pieces of the page; raises `RecipeError` if the date line or a headline is missing."""
        text_lines = lines(raw)
        date_line = next((n for n, line in enumerate(text_lines) if DATE_LINE.fullmatch(line.text)), None)
        if date_line is None:
            raise RecipeError("no line such as `20 Sep, 2023 11:29` was found; is this the text of an RT page?")
        if len(text_lines) < date_line + 3:
            raise RecipeError("nothing follows the date line; expected headline, sub-headline and paragraphs")
        pieces = [line.piece(SegmentKind.BOILERPLATE) for line in text_lines[:date_line]]
        pieces.append(text_lines[date_line].piece(SegmentKind.METADATA))
        headline, *rest = text_lines[date_line + 1 :]
        pieces.append(headline.piece(SegmentKind.HEADLINE))
        if rest[0].text != headline.text:
            pieces.append(rest.pop(0).piece(SegmentKind.LEAD))
        for number, line in enumerate(rest):
            if line.text == "Podcasts":
                pieces.append(Piece(SegmentKind.BOILERPLATE, line.start, rest[-1].end))
                break
            repeated = number == 0 and line.text == headline.text
            pieces.append(line.piece(SegmentKind.DUPLICATE if repeated else SegmentKind.BODY))
        return Reading(tuple(pieces), publication=_publication(text_lines[date_line].text))


def _publication(line: str) -> Publication:
    """Return the time in `20 Sep, 2023 11:29`; the page names no time zone."""
    day, month, year, time = line.replace(",", "").split()
    try:
        moment = datetime(int(year), MONTHS.index(month) + 1, int(day), int(time[:2]), int(time[3:]))
    except ValueError as error:
        raise RecipeError(f"{line!r} is not a date such as `20 Sep, 2023 11:29`") from error
    return Publication(date=moment.isoformat(timespec="seconds"), found=DateEvidence.TIMESTAMP)
