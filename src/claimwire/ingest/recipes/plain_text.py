"""Plain text: headline, lead if there is one, and paragraphs, with blank lines between them."""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import RecipeError
from ...schema.vocab import SegmentKind
from ..reading import Piece, Reading, TextLine, TextRecipe, lines
from .opening import has_dateline, opening

HEADING_WORDS = 6
"""Most words of a section heading; it ends in no punctuation."""


class PlainTextRecipe(TextRecipe):
    """The simplest recipe, and the pattern for a new one: it names the kind of every line and changes nothing."""

    name = "plain-text"
    version = 2
    describes = "plain text: a headline, a lead (unless it is last or has a dateline), one paragraph per line"

    def read(self, raw: str) -> Reading:
        """Return the pieces of the text; raises `RecipeError` if it has no headline and paragraph.

        The second line is the lead, unless it is the last one or begins with a dateline: then it is a paragraph.
        """
        text_lines = lines(raw)
        below = pieces_below(text_lines[1:], len(text_lines))
        return Reading((text_lines[0].piece(SegmentKind.HEADLINE), *below))


def pieces_below(text_lines: Sequence[TextLine], count: int) -> list[Piece]:
    """Return the pieces of the lines below a headline; the first is the lead, unless it is last or has a dateline.

    `count` is the number of all lines of the document. Raises `RecipeError` if there is no paragraph.
    """
    lead = text_lines[:1] if len(text_lines) > 1 and not has_dateline(text_lines[0].text) else []
    paragraphs = text_lines[len(lead) :]
    pieces = [line.piece(SegmentKind.LEAD) for line in lead]
    pieces += [piece for line in paragraphs[:1] for piece in opening(line)]
    pieces += [line.piece(_kind(line)) for line in paragraphs[1:]]
    if all(piece.kind is SegmentKind.DATELINE for piece in pieces):
        raise RecipeError(
            f"{count} lines that are not blank; expected a headline, a lead if there is one, and at least a paragraph"
        )
    return pieces


def _kind(line: TextLine) -> SegmentKind:
    """Return whether a line is a section heading or a paragraph."""
    heading = len(line.text.split()) <= HEADING_WORDS and line.text[-1].isalnum()
    return SegmentKind.SECTION_HEADING if heading else SegmentKind.BODY
