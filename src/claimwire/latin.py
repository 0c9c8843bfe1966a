"""Names in the letters of any script as ids in a to z, by the names that Unicode gives letters."""

from __future__ import annotations

import re
import unicodedata

LETTER = re.compile(r"(?P<script>\S+)\b.*\b(?:LETTER|SYLLABLE) (?P<name>.+)")
IDEOGRAPH = re.compile(r".*IDEOGRAPH-(?P<code>[0-9A-F]+)")
CONSONANT = re.compile(r"[AEIOU](?P<behind>[^AEIOUY])|(?P<before>[^AEIOUY]+)[AE]")
"""The name of a consonant with the vowel that it is spoken with: *EN*, *BE*, *SHCHA*."""
AS_SPOKEN = ("HANGUL", "HIRAGANA", "KATAKANA")
"""Scripts whose letters are named as they are spoken."""


def latin_id(name: str) -> str:
    """Return a name in a to z, 0 to 9 and `_`, for people to recognise: letters without accents, others by their names.

    Cyrillic is spelled about as it is spoken, other alphabets by the first letter of each letter's name, ideographs by
    their code. Empty if nothing can be told.
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", name).casefold())
    if any("HANGUL" in unicodedata.name(character, "") for character in decomposed):
        decomposed = unicodedata.normalize("NFC", decomposed)
    return re.sub(r"[^a-z0-9]+", "_", "".join(map(_latin, decomposed))).strip("_")


def is_spelled(name: str) -> bool:
    """Return whether `latin_id` spells a name, so that people recognise it: it has letters, and no ideographs."""
    return bool(latin_id(name)) and not any(IDEOGRAPH.fullmatch(unicodedata.name(character, "")) for character in name)


def _latin(character: str) -> str:
    if character.isascii():
        return character
    if unicodedata.combining(character):
        return ""
    name = unicodedata.name(character, "")
    if code := IDEOGRAPH.fullmatch(name):
        return f"{code['code'].lower()}_"
    letter = LETTER.fullmatch(name)
    if letter is None:
        return "_"
    last = letter["name"].partition(" WITH ")[0].split()[-1]
    if last == "SIGN":  # hard and soft signs are not spoken
        return ""
    spoken = CONSONANT.fullmatch(last)
    if letter["script"] == "CYRILLIC":
        return (last if spoken is None else spoken["behind"] or spoken["before"]).lower()
    return (last if letter["script"] in (*AS_SPOKEN, "LATIN") else last[0]).lower()
