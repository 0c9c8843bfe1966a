"""Picture credits and share lines in texts whose marks are lost: lines, and what a first line begins with."""

from __future__ import annotations

import re

from ...schema.vocab import SegmentKind
from ..reading import Piece, TextLine
from .html.furniture import is_share_line
from .html.phrases import CREDITS, POINTS

_PICTURE = r"(?:photo|image|picture|photograph|screen ?shot|illustration|cartoon|map|video|collage|graphic)s?"
_LICENCE = r"CC[ -](?:BY|0)|creative commons|public domain|used with permission|wikimedia|flickr|fair use"
BRACKETED = re.compile(rf"[^\[\]]{{0,300}}\[\s*{_PICTURE}\b[^\[\]]{{0,160}}\](?:\s*\.(?!\w))?", re.IGNORECASE)
"""A caption with its credit in brackets, as it stands before the first sentence, or alone."""
LICENSED = re.compile(
    rf"(?:.{{0,200}}\b)?{_PICTURE}\b.{{0,120}}\b(?:{_LICENCE})[^.]{{0,30}}(?:\d\.\d[^.]{{0,20}})?\.?", re.IGNORECASE
)
"""A whole line that names a picture and under which licence it is used."""
CREDITED = re.compile(
    rf"{_PICTURE} by (?:wikimedia user )?(?-i:[A-Z@])[^.\[\]]{{1,60}}"
    rf"(?:\[[^\[\]]{{2,60}}\]|,? \b(?:{_LICENCE})[^.]{{0,30}}(?:\d\.\d)?)?\.?",
    re.IGNORECASE,
)
"""A credit with the name of who made the picture, alone or before the first sentence."""
NAMED = re.compile(rf"[^.]{{3,200}}\. {_PICTURE}: [^.]{{2,80}}\.", re.IGNORECASE)
"""A caption that is a sentence, with the credit behind it."""
CONTRIBUTED = re.compile(
    r".{2,120} (?:contributed|added) to this (?:report|story|article)\W*"
    r"|(?:some )?(?:information|material) (?:for|in) this (?:report|story) (?:came|was provided|is).{2,80}",
    re.IGNORECASE,
)
SHARED = re.compile(r"(?:\s*#\w+)+\W*|(?:https?://|pic\.twitter\.com/)\S+\s*", re.IGNORECASE)
"""Hashtags alone, or an address alone."""


def line_kind(text: str) -> SegmentKind | None:
    """Return the kind of a line that is a credit or a share line; None if it is neither."""
    if any(pattern.fullmatch(text) for pattern in (BRACKETED, LICENSED, CREDITED, NAMED, CONTRIBUTED, CREDITS)):
        return SegmentKind.CREDIT
    if SHARED.fullmatch(text) or POINTS.fullmatch(text) or is_share_line(text):
        return SegmentKind.SHARE_LINE
    return None


def opening_pieces(line: TextLine) -> list[Piece]:
    """Return the pieces of a line with which a text may begin: a caption with credit, and the sentence behind it."""
    kind = line_kind(line.text)
    if kind is not None:
        return [line.piece(kind)]
    found = BRACKETED.match(line.text) or CREDITED.match(line.text)
    rest = "" if found is None else line.text[found.end() :]
    if found is None or not rest.strip() or not rest.lstrip()[0].isupper():
        return [line.piece(SegmentKind.BODY)]
    start = line.start + found.end() + len(rest) - len(rest.lstrip())
    return [Piece(SegmentKind.CREDIT, line.start, line.start + found.end()), Piece(SegmentKind.BODY, start, line.end)]


def is_credit_of_line_before(text: str) -> bool:
    """Return whether a line begins with the credit of a picture whose caption is the line before it."""
    return re.match(rf"{_PICTURE} by ", text, re.IGNORECASE) is not None
