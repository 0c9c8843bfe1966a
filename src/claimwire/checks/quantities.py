"""The numbers that a quantity's words hold: in digits, spelled out, or both. English only.

A number in digits may be grouped by commas or spaces of any kind, have a decimal part, and be followed by a word for
the magnitude (`2,000`, `30 000`, `1.5 million`). Spelled numbers are read by `text_to_num`; *a dozen*, *half a
million* and the like are added here. Words without a number (*dozens*, *several*) hold none.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import takewhile

MAGNITUDES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
NOBODY = frozenset({"no", "none", "nobody", "neither"})
SINGLE = frozenset({"a", "an", "single"})
VAGUE = frozenset({"tens", "dozens", "hundreds", "thousands", "millions", "billions"})
COMPARED = frozenset({"more", "fewer", "less"})
"""Words before which *no* is part of a comparison: *no more than ten*."""
LONGEST = 12
"""Words that a spelled number has at most."""

GROUP = "[,\u00a0\u2009\u202f ]"
TOKEN = re.compile(rf"\d{{1,3}}(?:{GROUP}\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|[^\W\d_]+")


def numbers_in(quantity: str) -> tuple[int, ...]:
    """Return the whole numbers that a quantity holds, in the order of the text; none where it holds no number.

    `more than 2,000` gives 2000, `between 200 and 300` gives 200 and 300, `half a dozen` 6, `a child` 1, `nobody` 0,
    `dozens` nothing.
    """
    tokens = [match.group().casefold() for match in TOKEN.finditer(quantity)]
    found: list[int] = []
    place = 0
    while place < len(tokens):
        base, after = _base(tokens, place)
        if base is None:
            place += 1
            continue
        magnitudes = list(takewhile(MAGNITUDES.__contains__, tokens[after:]))
        for word in magnitudes:
            base *= MAGNITUDES[word]
        if base.denominator == 1:
            found.append(int(base))
        place = after + len(magnitudes)
    return tuple(found) or ((1,) if SINGLE & set(tokens) else ())


def _base(tokens: list[str], place: int) -> tuple[Fraction | None, int]:
    """Return the number that begins at a token, before any magnitude, and where it ends; None if none begins."""
    token = tokens[place]
    if token[0].isdecimal():
        return Fraction(re.sub(GROUP, "", token)), place + 1
    if token in NOBODY and not COMPARED & set(tokens[place + 1 : place + 2]):
        return Fraction(0), place + (2 if tokens[place : place + 2] == ["no", "one"] else 1)
    for lead, share in ((("half", "a"), Fraction(1, 2)), (("half",), Fraction(1, 2)), (("a",), Fraction(1))):
        after = place + len(lead)
        if tuple(tokens[place:after]) == lead and after < len(tokens) and tokens[after] in MAGNITUDES:
            return share, after
    for end in range(min(len(tokens), place + LONGEST), place, -1):
        number = _spelled(tokens[place:end])
        if number is not None and (end == len(tokens) or _spelled(tokens[end : end + 1]) is None):
            return Fraction(number), end
    return None, place


def _spelled(words: list[str]) -> int | None:
    """Return the number that some words spell, all of them; None if they do not."""
    from text_to_num import text2num

    if VAGUE & set(words):
        return None
    try:
        return int(text2num(" ".join(words), "en"))
    except ValueError:
        return None
