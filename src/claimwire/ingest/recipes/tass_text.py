"""Pages of TASS as plain text: headline, sub-headline, a dateline without a year, paragraphs, section headings."""

from __future__ import annotations

import re
from datetime import datetime

from ...errors import RecipeError
from ...schema import Publication
from ...schema.vocab import DateEvidence, SegmentKind
from ..reading import Line, Piece, Reading, TextRecipe, lines

DATELINE = re.compile(r"(?P<place>[A-Z][A-Z .'-]+), (?P<day>[A-Z][a-z]+ \d{1,2})(?:, (?P<year>\d{4}))?\. /TASS/\.\s*")
HEADING_WORDS = 6
"""A line of at most so many words that ends in no punctuation is a section heading."""


class TassTextRecipe(TextRecipe):
    """The dateline parts the headlines from the body; its year, which it seldom has, is never guessed."""

    name = "tass-text"
    version = 1
    describes = "text of a TASS page: headline, sub-headline, `MOSCOW, September 20. /TASS/.`, body, section headings"

    def read(self, raw: str) -> Reading:
        """Return the pieces of the page; raises `RecipeError` where dateline or headline is missing."""
        found = lines(raw)
        at = next((i for i, line in enumerate(found) if DATELINE.match(line.text)), None)
        if at is None:
            raise RecipeError("no dateline such as `MOSCOW, September 20. /TASS/.` was found; is this a TASS page?")
        head = found[:at]
        pieces = []
        if head and head[0].text == "All news":
            pieces.append(head.pop(0).piece(SegmentKind.BOILERPLATE))
        if not head:
            raise RecipeError("no headline stands before the dateline")
        pieces.append(head[0].piece(SegmentKind.HEADLINE))
        pieces += [line.piece(SegmentKind.LEAD) for line in head[1:]]
        dateline = DATELINE.match(found[at].text)
        assert dateline is not None
        cut = found[at].start + dateline.end()
        pieces.append(Piece(SegmentKind.DATELINE, found[at].start, cut))
        pieces.append(Piece(SegmentKind.BODY, cut, found[at].end))
        pieces += [line.piece(_kind(line)) for line in found[at + 1 :]]
        return Reading(tuple(pieces), publication=_publication(dateline))


def _kind(line: Line) -> SegmentKind:
    """Tell a section heading from a paragraph."""
    heading = len(line.text.split()) <= HEADING_WORDS and line.text[-1].isalnum()
    return SegmentKind.SECTION_HEADING if heading else SegmentKind.BODY


def _publication(dateline: re.Match[str]) -> Publication:
    """Read day and month, and the year where there is one; `XXXX` stands for a year the dateline does not give."""
    year = dateline["year"]
    try:
        day = datetime.strptime(f"{dateline['day']} {year or 2000}", "%B %d %Y")
    except ValueError as error:
        raise RecipeError(f"{dateline['day']!r} in the dateline is no day such as `September 20`") from error
    if year:
        return Publication(date=day.date().isoformat(), found=DateEvidence.DATELINE)
    return Publication(date=f"XXXX-{day:%m-%d}", found=DateEvidence.DATELINE_WITHOUT_YEAR)
