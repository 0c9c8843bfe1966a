"""Pages of Sputnik as text: address, headline and lead twice each, time stamps, paragraphs glued together."""

from __future__ import annotations

import re

from ...errors import RecipeError
from ...schema import Publication
from ...schema.vocab import DateEvidence, SegmentKind
from ..reading import Line, Piece, Reading, TextRecipe, lines

FIRST_LINE = re.compile(r"date (?P<date>\d{4}-\d{2}-\d{2}) (?P<url>https?://\S+)")
TIME_STAMP = re.compile(r"(?P<minute>\d{4}-\d{2}-\d{2}T\d{2}:\d{2})\+0000")
GLUED = re.compile(r"(?<=[^\W\d_A-Z][.?!])(?=[A-Z“])|(?<=[^\W\d_A-Z][.?!][”\"])(?=[A-Z“\"])")
"""Where a paragraph ends and the next begins without a space: a full stop behind a small letter, then a capital.

A straight quotation mark behind a full stop closes a quotation, so nothing is cut before one."""


class SputnikTextRecipe(TextRecipe):
    """The first of two equal headlines and leads is kept; the body is cut where paragraphs were glued together."""

    name = "sputnik-text"
    version = 1
    describes = "text of a Sputnik page: ` date 2023-09-20 URL`, headline and lead twice, time stamps, glued paragraphs"

    def read(self, raw: str) -> Reading:
        """Return the pieces of the page; raises `RecipeError` where its first line or headline is missing."""
        found = lines(raw)
        first = FIRST_LINE.fullmatch(found[0].text) if found else None
        if first is None or len(found) < 3:
            raise RecipeError(
                "the first line is not `date 2023-09-20 URL`, or nothing follows; is this a Sputnik page?"
            )
        headline = found[1]
        pieces = [found[0].piece(SegmentKind.METADATA), headline.piece(SegmentKind.HEADLINE)]
        publication = Publication(date=first["date"], found=DateEvidence.URL)
        lead: Line | None = None
        for line in found[2:]:
            stamp = TIME_STAMP.fullmatch(line.text)
            if stamp:
                pieces.append(line.piece(SegmentKind.METADATA))
                publication = Publication(date=f"{stamp['minute']}:00Z", found=DateEvidence.TIMESTAMP)
            elif line.text == headline.text:
                pieces.append(line.piece(SegmentKind.DUPLICATE))
            elif lead is None:
                lead = line
                pieces.append(line.piece(SegmentKind.LEAD))
            else:
                pieces += _paragraphs(line, lead.text)
        return Reading(tuple(pieces), url=first["url"], publication=publication)


def _paragraphs(line: Line, lead: str) -> list[Piece]:
    """Cut a line into the paragraphs that were glued together in it; a copy of the lead at its head is a duplicate."""
    pieces = []
    place = 0
    if _repeats(line.text, lead):
        place = len(lead)
        pieces.append(Piece(SegmentKind.DUPLICATE, line.start, line.start + place))
    cuts = [match.start() for match in GLUED.finditer(line.text) if match.start() > place]
    for end in [*cuts, len(line.text)]:
        paragraph = line.text[place:end]
        if paragraph.strip():
            start = line.start + place + len(paragraph) - len(paragraph.lstrip())
            pieces.append(Piece(SegmentKind.BODY, start, start + len(paragraph.strip())))
        place = end
    return pieces


def _repeats(line: str, lead: str) -> bool:
    """Tell whether a line begins with a copy of the lead, and not with a sentence that goes on where the lead ends."""
    rest = line[len(lead) :]
    return line.startswith(lead) and (lead[-1] in '.?!”"' or not rest or rest[0].isupper() or rest[0] in '“"')
