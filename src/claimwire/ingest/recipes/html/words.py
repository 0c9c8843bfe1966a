"""Words of titles, descriptions and lines, to see which is contained in which."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

WORD = re.compile(r"\w+(?:['’.,]\w+)*")
CUT = ("…", "...", "[…]", "[...]")
"""How a text ends that was cut."""

ALIKE = 0.8
"""Least share of the words of a title that another has too, to be the same one."""


def words_of(text: str) -> list[str]:
    """Return the words of a text in lowercase, with plain apostrophes."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return [word.removesuffix("'s") for word in WORD.findall(plain)]


def was_cut(text: str) -> bool:
    """Return whether a text ends in dots that say that it goes on."""
    return text.rstrip().endswith(CUT)


def uncut(text: str) -> str:
    """Return a text without the dots that say that it goes on, and without the word that they cut.

    `Forty are mis…` and `Forty are missing …` are `Forty are`, because the last word may be cut too.
    """
    if not was_cut(text):
        return text
    rest = text.rstrip().rstrip(".…[]").rstrip()
    whole = rest.endswith((".", "?", "!", "”", '"')) or text.rstrip()[len(rest) :].startswith((".…", "....", ". "))
    return rest if whole else rest.rpartition(" ")[0]


def share_in(words: Sequence[str], others: Iterable[str]) -> float:
    """Return the share of words that are among others; 0.0 of none."""
    known = set(others)
    return sum(word in known for word in words) / len(words) if words else 0.0


def same_words(first: Sequence[str], second: Sequence[str]) -> bool:
    """Return whether two titles are the same one, perhaps with a word or the name of the site more."""
    if not first or not second:
        return False
    fewer, more = sorted((first, second), key=len)
    return first == second or (len(fewer) > 2 and share_in(fewer, more) >= ALIKE and len(more) <= 2 * len(fewer) + 2)


def lacking(words: Iterable[str], others: Iterable[str]) -> list[str]:
    """Return the words that are not among others, each once, in order."""
    known = set(others)
    return list(dict.fromkeys(word for word in words if word not in known))
