"""Plain text: headline, lead and paragraphs, with blank lines between them."""

from __future__ import annotations

from ...errors import RecipeError
from ...schema.vocab import SegmentKind
from ..reading import Reading, TextLine, TextRecipe, lines
from .opening import opening

HEADING_WORDS = 6
"""Most words of a section heading; it ends in no punctuation."""


class PlainTextRecipe(TextRecipe):
    """The simplest recipe, and the pattern for a new one: it names the kind of every line and changes nothing."""

    name = "plain-text"
    version = 2
    describes = "plain text: the first line is the headline, the second the lead, then one paragraph per line"

    def read(self, raw: str) -> Reading:
        """Return the pieces of the text; raises `RecipeError` if it has fewer than three lines."""
        text_lines = lines(raw)
        if len(text_lines) < 3:
            raise RecipeError(
                f"{len(text_lines)} lines that are not blank; expected headline, lead and at least a paragraph"
            )
        headline, lead, first, *rest = text_lines
        pieces = [headline.piece(SegmentKind.HEADLINE), lead.piece(SegmentKind.LEAD), *opening(first)]
        pieces += [line.piece(_kind(line)) for line in rest]
        return Reading(tuple(pieces))


def _kind(line: TextLine) -> SegmentKind:
    """Return whether a line is a section heading or a paragraph."""
    heading = len(line.text.split()) <= HEADING_WORDS and line.text[-1].isalnum()
    return SegmentKind.SECTION_HEADING if heading else SegmentKind.BODY
