"""Plain text: headline, lead and paragraphs, with blank lines between them."""

from __future__ import annotations

import re

from ...errors import RecipeError
from ...schema.vocab import SegmentKind
from ..reading import Line, Piece, Reading, TextRecipe, lines

DATELINE = re.compile(
    r"(?P<place>[^\W\d_][^,(\n]{1,40}), (?P<day>[\w. ]{3,20}?)(?P<agency> \([^()\n]+\)| /[^/\n]+/)?"
    r"(?:[—–]| (?:--|[—–-]))\s*"
)
"""`PORT ORLAN, March 14 (Meridian Wire) — `: place in capitals, day, agency if any, a dash."""
HEADING_WORDS = 6


class PlainTextRecipe(TextRecipe):
    """The simplest recipe, and the pattern for a new one: it names the kind of every line and changes nothing."""

    name = "plain-text"
    version = 1
    describes = "plain text: the first line is the headline, the second the lead, then a paragraph a line"

    def read(self, raw: str) -> Reading:
        """Return the pieces of the text; raises `RecipeError` where it has fewer than three lines."""
        found = lines(raw)
        if len(found) < 3:
            raise RecipeError(
                f"{len(found)} lines that are not blank; expected headline, lead and at least a paragraph"
            )
        headline, lead, first, *rest = found
        pieces = [headline.piece(SegmentKind.HEADLINE), lead.piece(SegmentKind.LEAD), *_opening(first)]
        pieces += [line.piece(_kind(line)) for line in rest]
        return Reading(tuple(pieces))


def _opening(line: Line) -> list[Piece]:
    """Part the dateline from the first paragraph, where there is one."""
    dateline = DATELINE.match(line.text)
    if dateline is None or not dateline["place"].isupper() or not _dated(dateline):
        return [line.piece(SegmentKind.BODY)]
    cut = line.start + dateline.end()
    return [Piece(SegmentKind.DATELINE, line.start, cut), Piece(SegmentKind.BODY, cut, line.end)]


def _dated(dateline: re.Match[str]) -> bool:
    """Tell a day, or an agency behind it, from words between a comma and a dash (`NATO, he said – the alliance`)."""
    return dateline["agency"] is not None or any(character.isdigit() for character in dateline["day"])


def _kind(line: Line) -> SegmentKind:
    """Tell a section heading from a paragraph."""
    heading = len(line.text.split()) <= HEADING_WORDS and line.text[-1].isalnum()
    return SegmentKind.SECTION_HEADING if heading else SegmentKind.BODY
