"""Words and punctuation in the form in which copies of a text are compared: it does not depend on typesetting.

A word is a run of letters, digits and their combining marks; everything else separates words, so that `Tash-Önd` and
`Russia’s` are two words each, whichever hyphen or apostrophe a copy has. Soft hyphens and other invisible characters
within a word are ignored.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

DOUBLE_QUOTES = "“”„‟«»″＂〝〞"
SINGLE_QUOTES = "‘’‚‛‹›′´`ʹʻʼˈ"
"""Marks that become `"` and `'`; two single ones side by side become `"`."""


@dataclass(frozen=True)
class Word:
    """A word in the form in which it is compared, and its offsets in code points."""

    form: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Return the words of a text in order."""
    result: list[Word] = []
    start = end = -1
    for offset, character in enumerate(text):
        kind = _kind(character)
        if kind == "letter" or (kind == "mark" and start >= 0):
            start = offset if start < 0 else start
            end = offset + 1
        elif kind == "other" and start >= 0:
            result.append(_word(text, start, end))
            start = -1
    if start >= 0:
        result.append(_word(text, start, end))
    return result


def plain_marks(text: str) -> str:
    """Return punctuation in its plainest form: quotes and dashes straight, no white space, nothing invisible."""
    plain = "".join(_plain_mark(character) for character in text)
    return plain.replace("''", '"').replace("--", "-")


def is_blank(character: str) -> bool:
    """Return whether a character is white space or invisible."""
    return character.isspace() or unicodedata.category(character) == "Cf"


def _word(text: str, start: int, end: int) -> Word:
    """Return the word at an offset: case folded, compatibility forms composed, without invisible characters."""
    visible = "".join(c for c in text[start:end] if _kind(c) != "invisible")
    folded = unicodedata.normalize("NFKC", visible).casefold()
    return Word(unicodedata.normalize("NFKC", folded), start, end)


@cache
def _kind(character: str) -> str:
    """Return `letter`, `mark`, `invisible` or `other`: what a character is in a word."""
    category = unicodedata.category(character)
    if category == "Cf":
        return "invisible"
    if category[0] == "M":
        return "mark"
    return "letter" if character.isalnum() and character not in SINGLE_QUOTES else "other"


@cache
def _plain_mark(character: str) -> str:
    """Return a character in its plainest form; empty if it is blank."""
    if is_blank(character):
        return ""
    if character in DOUBLE_QUOTES:
        return '"'
    if character in SINGLE_QUOTES:
        return "'"
    if unicodedata.category(character) == "Pd":
        return "-"
    return "".join(c for c in unicodedata.normalize("NFKC", character) if not c.isspace())
