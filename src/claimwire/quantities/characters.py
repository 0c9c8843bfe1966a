"""Bring the characters of a quantity to one form: digits of all scripts, spaces, hyphens and dashes, fractions."""

from __future__ import annotations

import re
import unicodedata

HYPHENS = "\u2010\u2011\ufe63\uff0d"
DASHES = "\u2012\u2013\u2014\u2015\u2212"
QUOTES = '"“”„‟«»‘‚'
SEPARATORS = {"٬": ",", "٫": ".", "·": ".", "⁄": "/"}
"""Separators of groups and of decimals in Arabic, a point in the middle, and the slash of fractions."""
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Soft hyphens, zero-width characters and marks of direction."""


NO_WORDS = re.compile(r"(?:https?://|www\.)\S+|@\w+|(?<=\w)(?:\[(?:note )?\w{1,3}\])+|[\u2070-\u2079¹²³*†‡]")
"""Addresses, names of accounts and marks of footnotes."""
HEDGED_MAGNITUDE = re.compile(
    r"(\w)(-odd|\+|-plus|-ish| or so) (hundred|thousand|million|billion|lakh|crore|dozen)\b(?! (?:or|to))"
)
"""A hedge between a number and its magnitude: *20-odd thousand*."""
MISSPELLED = tuple(
    (re.compile(wrong), right)
    for wrong, right in (
        (r"\b(more|less|fewer|greater|higher|lower) then\b", r"\1 than"),
        (r"\bat-?least\b", "at least"),
        (r"\b(more|less|fewer)-than\b", r"\1 than"),
        (r"\bup(?: too|-to)\b", "up to"),
        (r"\bap?p?r?ox\.|\bap?pr?x\b\.?|\baprox\b|\babt\b\.?|\best\.? (?=\d)", "about "),
        (r"\bca (?=\d)", "about "),
        (r"\bapp?rox(?:i?mat?e?ly|imate)\b", "approximately"),
        (r"\baround?s?\b|\barround\b|\baroud\b", "around"),
        (r"\ballmost\b|\balmots\b", "almost"),
        (r"\bbaker's dozen\b", "thirteen"),
    )
)
"""Bounds that are often misspelled, and a dozen that is none."""


def plain_characters(words: str) -> str:
    """Return words in small letters with plain spaces, ASCII digits, `-` for hyphens, `–` for dashes and `1/2` for `½`.

    Quotation marks are left out, runs of white space are one space, and some bounds are spelled right.
    """
    characters = (_plain(character) for character in INVISIBLE.sub("", words) if character not in QUOTES)
    plain = re.sub(r"\s+", " ", "".join(characters)).strip().casefold()
    plain = re.sub(r"(?<!\w)'|'(?!\w)", "", plain).replace("+/-", "±")
    plain = re.sub(r"\s+", " ", HEDGED_MAGNITUDE.sub(r"\1 \3\2", NO_WORDS.sub(" ", plain))).strip()
    for wrong, right in MISSPELLED:
        plain = wrong.sub(right, plain)
    return plain


def _plain(character: str) -> str:
    if character.isascii():
        return character
    if character in HYPHENS:
        return "-"
    if character in DASHES:
        return "–"
    if character in SEPARATORS:
        return SEPARATORS[character]
    if character in "’ʼ＇":
        return "'"
    if character in "≈∼≃～":
        return "~"
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    compatible = unicodedata.normalize("NFKC", character)
    if unicodedata.category(character) == "No" and "\u2044" in compatible:
        return " " + compatible.replace("\u2044", "/") + " "
    return compatible if character.isspace() or unicodedata.east_asian_width(character) == "F" else character
