"""Plain text: headline, lead and paragraphs, with blank lines between them."""

from __future__ import annotations

import re

from ...errors import RecipeError
from ...schema.vocab import SegmentKind
from ..reading import Piece, Reading, TextLine, TextRecipe, lines

DATELINE = re.compile(
    r"(?P<place>[^\W\d_][^,(\n]{1,40}), (?P<day>[\w. ]{3,20}?)(?P<agency> \([^()\n]+\)| /[^/\n]+/)?"
    r"(?:[—–]| (?:--|[—–-]))\s*"
)
"""`PORT ORLAN, March 14 (Meridian Wire) — `: place in capitals, day, agency if any, a dash."""

HEADING_WORDS = 6
"""Most words of a section heading; it ends in no punctuation."""


class PlainTextRecipe(TextRecipe):
    """The simplest recipe, and the pattern for a new one: it names the kind of every line and changes nothing."""

    name = "plain-text"
    version = 1
    describes = "plain text: the first line is the headline, the second the lead, then one paragraph per line"

    def read(self, raw: str) -> Reading:
        """Return the pieces of the text; raises `RecipeError` if it has fewer than three lines."""
        text_lines = lines(raw)
        if len(text_lines) < 3:
            raise RecipeError(
                f"{len(text_lines)} lines that are not blank; expected headline, lead and at least a paragraph"
            )
        headline, lead, first, *rest = text_lines
        pieces = [headline.piece(SegmentKind.HEADLINE), lead.piece(SegmentKind.LEAD), *_opening(first)]
        pieces += [line.piece(_kind(line)) for line in rest]
        return Reading(tuple(pieces))


def _opening(line: TextLine) -> list[Piece]:
    """Return the dateline, if there is one, and the first paragraph."""
    dateline = DATELINE.match(line.text)
    if dateline is None or not dateline["place"].isupper() or not _dated(dateline):
        return [line.piece(SegmentKind.BODY)]
    cut = line.start + dateline.end()
    return [Piece(SegmentKind.DATELINE, line.start, cut), Piece(SegmentKind.BODY, cut, line.end)]


def _dated(dateline: re.Match[str]) -> bool:
    """Return whether a match has a day or an agency, and not other words (`NATO, he said – the alliance`)."""
    return dateline["agency"] is not None or any(character.isdigit() for character in dateline["day"])


def _kind(line: TextLine) -> SegmentKind:
    """Return whether a line is a section heading or a paragraph."""
    heading = len(line.text.split()) <= HEADING_WORDS and line.text[-1].isalnum()
    return SegmentKind.SECTION_HEADING if heading else SegmentKind.BODY
