"""Lines at the end of a text that are not part of it by their words: who wrote it, whose it is, what readers may do.

Each of them could be a sentence of an article as well, so they are looked for among its last lines only.
"""

from __future__ import annotations

import re

from .elements import Line
from .furniture import is_byline, is_furniture
from .layout import PageLayout
from .phrases import REPORTED, any_of

CLOSING_LINES = 4
"""Number of lines of another kind at the end of a text, among which those are that close it."""

_NAME = r"(?-i:[A-ZÀ-ÞЀ-Я][\w.'’-]*(?: (?:de|van|von|al|bin|da|di|el))?(?: [A-ZÀ-ÞЀ-Я][\w.'’-]*){1,3})"
_POST = (
    r"(?:reporter|correspondent|journalist|editor|columnist|writer|professor|lecturer|fellow|researcher|analyst"
    r"|contributor|director|lawyer|author|scholar|economist|historian|photographer|commentator)"
)
_REACHED = (
    r"(?:follow (?:him|her|them|me)\b|(?:he|she|they|and) can be (?:reached|followed|contacted)"
    r"|can be reached (?:at|on)|(?:on )?(?:twitter|x|bluesky|instagram)\b.{0,15}@\w|\S+@\S+\.\w)"
)


ABOUT_AUTHORS = any_of(
    rf"{_NAME},? (?:is|covers|writes|reports|works|has covered)\b.{{0,250}}\b{_REACHED}.{{0,120}}",
    rf"about the (?:authors?|writers?|reporters?) ?[:–—-] ?{_NAME}\b.{{0,400}}",
    rf"(?:the )?(?:writer|author|columnist)s? (?:is|are) (?:an? |the )?(?:[\w-]+ ){{0,3}}{_POST}s?"
    r"(?: (?:of|for|in|on) [\w ]{1,40})? (?:at|with|for|of|in) (?:the )?(?-i:[A-Z])[^.;]{0,100}\.?",
)
"""Who wrote the text, and where to follow or write to them."""

RIGHTS = any_of(
    r"this (?:material|article|story|content|report|text) may not be (?:published|reproduced|copied|republished"
    r"|redistributed)\b.{0,160}",
    r"(?:this (?:article|story|piece|report|post)|it) (?:was |is |has been )?(?:originally |first )?(?:re)?(?:published"
    r"|posted|appeared)(?: (?:originally|first))? (?:on|in|by|at|with|from)\b.{0,120}",
    r"(?:re)?(?:published|printed|posted) (?:here )?(?:with|by) (?:the )?(?:kind )?permission\b.{0,100}",
    r"(?:read|see|view) the (?:original|full) (?:article|story|piece|version|post)\b.{0,80}",
    r"(?:the )?(?:views?|opinions?)(?: and (?:views?|opinions?))? (?:expressed|stated)?.{0,40}\b(?:are|is) "
    r"(?:(?:the|those of the) )?(?:author|writer|columnist)(?:s|['’]s|s['’])?(?: own| alone)?\W*",
    r"\W*(?:with )?(?:additional )?(?:inputs?|reporting|files|information) (?:from|by) (?:(?:the )?(?-i:[A-Z])"
    r"|news |wire |agenc).{0,60}",
    r"\(with (?-i:[A-Z]\w+) (?:inputs?|reports?|files)\)",
    rf"\W*(?:photo|picture|image|video)s? by {_NAME} ?[/|,] ?.{{0,60}}",
)
"""Whose the text is, where it was first, and what may not be done with it."""

ASKED = any_of(
    r"report (?:a |an )?(?:typo|error|mistake|correction)s?\b.{0,60}",
    r"(?:contact|e-?mail|write to) the (?:reporter|author|writer|editor|newsroom)s? (?:at|on|via|here)\b.{0,80}",
    r"(?:become|be) a (?:member|subscriber|patron|supporter)(?: (?:today|now|here|of\b.{0,40}))?\W*",
    r"(?:log|sign) in to (?:comment|reply|vote|leave\b.{0,30})\W*|you must be logged in\b.{0,40}",
    r"your e-?mail address will not be published\b.{0,80}|required fields are marked\b.{0,10}",
    r"(?:buy (?:me|us) a coffee|enter your e-?mail(?: address)?|view source version on [\w.-]+)\W*",
    r"(?:have|got) (?:something|anything) to (?:add|say)\?.{0,80}",
    r"(?:let us know|tell us|share your (?:thoughts|views)|what do you think)\b.{0,80}\b(?:in the )?comments?\b.{0,30}",
    r".{0,200}(?:[.!?] )(?:please )?(?:donate|consider (?:a )?(?:donating|donation|supporting us))\b.{0,60}",
    r"(?:please )?donate (?:now|today|here|to (?:us|support))\b.{0,60}",
)
"""What readers are asked to do."""


def closes(line: Line) -> bool:
    """Return whether a line among the last of a text is not part of it by its words."""
    text = line.text
    if is_byline(line) or re.fullmatch(rf"{_NAME} \| [\w ,.-]{{2,40}}", text):
        return not line.is_sentence
    if ABOUT_AUTHORS.fullmatch(text) or RIGHTS.fullmatch(text):
        return True
    return ASKED.fullmatch(text) is not None and REPORTED.search(text) is None


def last_lines(layout: PageLayout) -> frozenset[int]:
    """Return the numbers of the last lines of a text: some that may close it, and those between them that surely do."""
    found: set[int] = set()
    others = 0
    for number in range(len(layout.lines) - 1, -1, -1):
        line = layout.lines[number]
        if layout.main is None or layout.main not in line.block.around:
            continue
        found.add(number)
        others += not (is_furniture(line) or closes(line))
        if others == CLOSING_LINES:
            break
    return frozenset(found)
