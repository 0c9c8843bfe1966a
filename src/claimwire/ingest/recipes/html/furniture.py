"""Lines that are not part of an article by their own words: share lines, pointers to other pages, credits, sources."""

from __future__ import annotations

import re
from collections.abc import Collection

from .elements import Line
from .phrases import (
    AGENCY_PICTURE,
    BIO,
    BY,
    CONNECTING,
    COOKIES,
    CREDITS,
    HEADS_SOURCES,
    LABELS,
    LED_LINK,
    OF_NAMES,
    OWN,
    PICTURED,
    POINTS,
    POINTS_TO,
    REPORTED,
    SHARE_ACTS,
    SHARE_ASKED,
    SHARE_WORDS,
    SHOUTED,
    TELLS,
)

LONG_WORDS, LONG_CHARACTERS = 60, 600
"""A line that is longer than this is never furniture by its words."""

LINK_SHARE, SOME_LINK = 0.8, 0.4
"""Share of a line that is links, from which it is nothing but a link, and from which it may be a pointer."""

SHARE_LINE_WORDS = 25
SAID_WORDS = 4
"""Least number of words after a colon that say something."""

BYLINE_WORDS = 12

EDIT = re.compile(
    r"\s*\[\s*(?:edit|edit source|редактировать|править|modifier|bearbeiten|editar)\s*\]\s*$", re.IGNORECASE
)
"""The link of a wiki behind a heading."""

LETTERS = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")


def is_furniture(line: Line, may_be_link: bool = False) -> bool:
    """Return whether a line's own words, or that all of it is a link, say that it is not part of the article.

    With `may_be_link`, that it is a link says nothing.
    """
    text = line.text
    if not any(character.isalnum() for character in text):
        return True
    if line.words > LONG_WORDS or len(text) > LONG_CHARACTERS:
        return False
    if line.link_share >= LINK_SHARE and not may_be_link and not line.block.inside("h1", "blockquote"):
        return True
    if _points(line) or (not line.is_sentence and AGENCY_PICTURE.fullmatch(text)):
        return True
    if CREDITS.fullmatch(text):
        return not _says_after_colon(line)
    if line.is_sentence and REPORTED.search(text):
        return False
    if COOKIES.fullmatch(text):
        return not _says_after_colon(line)
    labelled = LABELS.fullmatch(text) is not None and not _says_after_colon(line)
    return labelled or is_share_line(text) or OWN.fullmatch(text) is not None


def _says_after_colon(line: Line) -> bool:
    """Return whether a line is a sentence of a few words after a colon, and no list of names: most are no names."""
    label, colon, rest = line.text.partition(":")
    words = [word for word in LETTERS.findall(rest) if word.lower() not in CONNECTING and word.lower() not in OF_NAMES]
    if not colon or not line.is_sentence or len(rest.split()) < SAID_WORDS or len(label.split()) > 3 or not words:
        return False
    lower = sum(word[0].islower() for word in words)
    named = PICTURED.search(label) is not None and not rest.strip()[0].islower()
    return not named and 2 * lower > len(words)


def is_share_line(text: str) -> bool:
    """Return whether a line asks to share the page, in a sentence or with the names of networks."""
    words = LETTERS.findall(text.casefold())
    if not words or len(words) > SHARE_LINE_WORDS:
        return False
    if set(words) <= SHARE_WORDS and set(words) & SHARE_ACTS and not (text.endswith(".") and len(words) > 4):
        return True
    *questions, last = re.split(r"(?<=[.!?])\s+", text.strip())
    asked = (text, last) if all(question.endswith("?") for question in questions) else (text,)
    return any(SHARE_ASKED.fullmatch(part.rstrip(" .!?:")) for part in asked)


def _points(line: Line) -> bool:
    """Return whether a line points to another page."""
    text = line.text
    if POINTS.fullmatch(text):
        return not line.is_sentence or line.words < 4
    if line.is_sentence and line.link_share < SOME_LINK and TELLS.match(text):
        return False
    if POINTS_TO.match(text) or (SHOUTED.match(text) and not text.isupper()):
        return True
    return line.link_share >= SOME_LINK and LED_LINK.match(text) is not None


def is_byline(line: Line, authors: Collection[str] = ()) -> bool:
    """Return whether a line names who wrote the article, and says nothing else."""
    if line.text.casefold() in authors:
        return True
    by = BY.match(line.text)
    if by is None or line.words > BYLINE_WORDS or line.text.endswith((".", "?", "!", "…")):
        return False
    words = line.text[by.end() :].replace(",", " ").split()
    return all(not word[0].islower() or word.lower() in CONNECTING for word in words)


def is_bio(line: Line, authors: Collection[str]) -> bool:
    """Return whether a line says who an author of the article is."""
    text = line.text.casefold()
    return any(text.startswith(author) for author in authors if " " in author) and BIO.fullmatch(line.text) is not None


def heads_pointers(line: Line) -> bool:
    """Return whether a heading stands above links to other pages."""
    return POINTS.fullmatch(line.text) is not None or is_share_line(line.text)


def heads_sources(line: Line) -> bool:
    """Return whether a heading stands above sources, contacts or the like."""
    return HEADS_SOURCES.fullmatch(EDIT.sub("", line.text)) is not None
