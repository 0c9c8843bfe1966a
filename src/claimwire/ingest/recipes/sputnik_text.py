"""Pages of Sputnik as text: address, headline and lead twice each, time stamps, paragraphs glued together."""

from __future__ import annotations

import re

from ...errors import RecipeError
from ...schema import Publication
from ...schema.vocab import DateEvidence, SegmentKind
from ..reading import Piece, Reading, TextLine, TextRecipe, lines

FIRST_LINE = re.compile(r"date (?P<date>\d{4}-\d{2}-\d{2}) (?P<url>https?://\S+)")
TIME_STAMP = re.compile(r"(?P<minute>\d{4}-\d{2}-\d{2}T\d{2}:\d{2})\+0000")
GLUED = re.compile(r"(?<=[^\W\d_A-Z][.?!])(?=[A-Z“])|(?<=[^\W\d_A-Z][.?!][”\"])(?=[A-Z“\"])")
"""Where a paragraph ends and the next begins without a space: a full stop after a lowercase letter, then a capital.

A straight quotation mark after a full stop closes a quotation, so nothing is cut before one."""


class SputnikTextRecipe(TextRecipe):
    """The first of two equal headlines and leads is kept; the body is cut where paragraphs were glued together."""

    name = "sputnik-text"
    version = 1
    describes = "text of a Sputnik page: ` date 2023-09-20 URL`, headline and lead twice, time stamps, glued paragraphs"

    def read(self, raw: str) -> Reading:
        """Return the pieces of the page; raises `RecipeError` if its first line or headline is missing."""
        text_lines = lines(raw)
        first = FIRST_LINE.fullmatch(text_lines[0].text) if text_lines else None
        if first is None or len(text_lines) < 3:
            raise RecipeError(
                "the first line is not `date 2023-09-20 URL`, or nothing follows; is this a Sputnik page?"
            )
        headline = text_lines[1]
        pieces = [text_lines[0].piece(SegmentKind.METADATA), headline.piece(SegmentKind.HEADLINE)]
        publication = Publication(date=first["date"], found=DateEvidence.URL)
        lead: TextLine | None = None
        for line in text_lines[2:]:
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


def _paragraphs(line: TextLine, lead: str) -> list[Piece]:
    """Return the paragraphs that were glued together in a line; a copy of the lead at its beginning is a duplicate."""
    pieces = []
    start = 0
    if _repeats(line.text, lead):
        start = len(lead)
        pieces.append(Piece(SegmentKind.DUPLICATE, line.start, line.start + start))
    cuts = [match.start() for match in GLUED.finditer(line.text) if match.start() > start]
    for end in [*cuts, len(line.text)]:
        paragraph = line.text[start:end]
        if paragraph.strip():
            first = line.start + start + len(paragraph) - len(paragraph.lstrip())
            pieces.append(Piece(SegmentKind.BODY, first, first + len(paragraph.strip())))
        start = end
    return pieces


def _repeats(line: str, lead: str) -> bool:
    """Return whether a line begins with a copy of the lead, and not with a sentence that is longer than it."""
    rest = line[len(lead) :]
    return line.startswith(lead) and (lead[-1] in '.?!”"' or not rest or rest[0].isupper() or rest[0] in '“"')
