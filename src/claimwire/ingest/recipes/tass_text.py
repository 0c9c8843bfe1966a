"""Pages of TASS as plain text: headline, sub-headline, a dateline without a year, paragraphs, section headings."""

from __future__ import annotations

import re
from datetime import datetime

from ...errors import RecipeError
from ...schema import Publication
from ...schema.vocab import DateEvidence, SegmentKind
from ..reading import Piece, Reading, TextLine, TextRecipe, lines

DATELINE = re.compile(r"(?P<place>[A-Z][A-Z .'-]+), (?P<day>[A-Z][a-z]+ \d{1,2})(?:, (?P<year>\d{4}))?\. /TASS/\.\s*")
HEADING_WORDS = 6
"""Most words of a section heading; it ends in no punctuation."""


class TassTextRecipe(TextRecipe):
    """The dateline separates the headlines from the body; its year, which it seldom has, is never guessed."""

    name = "tass-text"
    version = 1
    describes = "text of a TASS page: headline, sub-headline, `MOSCOW, September 20. /TASS/.`, body, section headings"

    def read(self, raw: str) -> Reading:
        """Return the pieces of the page; raises `RecipeError` if dateline or headline is missing."""
        text_lines = lines(raw)
        dated = next((n for n, line in enumerate(text_lines) if DATELINE.match(line.text)), None)
        if dated is None:
            raise RecipeError("no dateline such as `MOSCOW, September 20. /TASS/.` was found; is this a TASS page?")
        head = text_lines[:dated]
        pieces = []
        if head and head[0].text == "All news":
            pieces.append(head.pop(0).piece(SegmentKind.BOILERPLATE))
        if not head:
            raise RecipeError("there is no headline before the dateline")
        pieces.append(head[0].piece(SegmentKind.HEADLINE))
        pieces += [line.piece(SegmentKind.LEAD) for line in head[1:]]
        dateline = DATELINE.match(text_lines[dated].text)
        assert dateline is not None
        cut = text_lines[dated].start + dateline.end()
        pieces.append(Piece(SegmentKind.DATELINE, text_lines[dated].start, cut))
        pieces.append(Piece(SegmentKind.BODY, cut, text_lines[dated].end))
        pieces += [line.piece(_kind(line)) for line in text_lines[dated + 1 :]]
        return Reading(tuple(pieces), publication=_publication(dateline))


def _kind(line: TextLine) -> SegmentKind:
    """Return whether a line is a section heading or a paragraph."""
    heading = len(line.text.split()) <= HEADING_WORDS and line.text[-1].isalnum()
    return SegmentKind.SECTION_HEADING if heading else SegmentKind.BODY


def _publication(dateline: re.Match[str]) -> Publication:
    """Return the date in a dateline; `XXXX` stands for a year that it does not give."""
    year = dateline["year"]
    try:
        day = datetime.strptime(f"{dateline['day']} {year or 2000}", "%B %d %Y")
    except ValueError as error:
        raise RecipeError(f"{dateline['day']!r} in the dateline is not a day such as `September 20`") from error
    if year:
        return Publication(date=day.date().isoformat(), found=DateEvidence.DATELINE)
    return Publication(date=f"XXXX-{day:%m-%d}", found=DateEvidence.DATELINE_WITHOUT_YEAR)
