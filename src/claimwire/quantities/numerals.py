"""Numerals: a number in digits, in words or in both, with its magnitudes. English only.

The grammar is ours: grouped digits, decimals, fractions, magnitudes, *and* that joins; the value of each single word
comes from `text_to_num`. A number that cannot be read (`1,00`, `12.5.3`) is a numeral without a value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .coefficients import Read, and_a_part, below_hundred, coefficient, past, scale_at
from .number_words import GROUPS, HUNDRED, MAGNITUDES, SETS, TWINS
from .tokens import Token


@dataclass(frozen=True)
class Numeral:
    """A number and where it stands.

    `value` is None if it cannot be read. `coefficient` is what its last magnitudes multiply, and `trailing` what they
    can multiply by, the greatest first: 2 and 100,000, 1,000 for *two hundred thousand*. `plain` says that it is a
    whole number in digits without grouping, decimals or magnitude, as years are.
    """

    value: Fraction | None
    start: int
    end: int
    trailing: tuple[int, ...] = ()
    plain: bool = False
    digits: bool = False


def numeral_at(tokens: Sequence[Token], place: int, joined: bool = True) -> tuple[Numeral, int] | None:
    """Return the longest numeral that begins at a token, and the number of the token after it; None if none begins.

    With `joined`, *and* may join a greater part to a smaller one that has a magnitude of its own (*a million and two
    hundred thousand*).
    """
    token = tokens[place]
    read = _group_word(tokens, place) or _sum(tokens, place, joined)
    if read is not None:
        digits = any(one.kind == "digits" for one in tokens[place : read.after])
        plain = token.kind == "digits" and token.text.isdecimal() and read.after == place + 1
        end = tokens[read.after - 1].end
        return Numeral(read.value, token.start, end, read.trailing, plain, digits), read.after
    if token.kind == "digits":
        return Numeral(None, token.start, token.end, digits=True), place + 1
    return None


def _group_word(tokens: Sequence[Token], place: int) -> Read | None:
    """Return a word for a group (*both*, *trio*), *a couple of hundred* excepted."""
    word = tokens[place].text
    if word == "twin" and place + 1 < len(tokens) and tokens[place + 1].text in TWINS:
        return Read(Fraction(2), place + 1)
    if word not in GROUPS or tokens[place].kind != "word":
        return None
    after = place + 1
    while after < len(tokens) and tokens[after].text in ("of", "a"):
        after += 1
    if after < len(tokens) and (tokens[after].text in MAGNITUDES or tokens[after].text in SETS):
        return None
    return Read(Fraction(GROUPS[word]), place + 1)


def _sum(tokens: Sequence[Token], place: int, joined: bool) -> Read | None:
    """Return a number of parts that become smaller, each with its magnitude: *two million three hundred thousand*."""
    read = _product(tokens, place)
    if read is None:
        return None
    unit = read.trailing[-1] if read.trailing else 1
    total, after, trailing = read.value, read.after, read.trailing
    worded = tokens[place].kind == "word"
    while unit >= 1000 or unit == SETS["score"]:
        more = _smaller_part(tokens, after, unit, worded, joined)
        if more is None:
            break
        total, after, trailing = total + more.value, more.after, ()
        unit = more.trailing[-1] if more.trailing else 1
    return Read(total, after, trailing)


def _smaller_part(tokens: Sequence[Token], after: int, unit: int, worded: bool, joined: bool) -> Read | None:
    """Return the next part of a sum, which is less than the magnitude of the one before it; None if there is none."""
    connector = tokens[after].text if after < len(tokens) else ""
    begin = after + (connector in ("and", ",", "-"))
    if connector == "-" and begin < len(tokens) and tokens[begin].text == "and":
        connector, begin = "and", begin + 1
    if begin < len(tokens) and connector == "and" and tokens[begin].text == "-":
        begin += 1
    if begin >= len(tokens) or connector == "-" or tokens[begin].text in ("a", "an", "half", "point"):
        return None
    read = _product(tokens, begin)
    if read is None or read.value >= unit or read.value.denominator != 1 or read.value == 0:
        return None
    own = read.trailing[-1] if read.trailing else 1
    if own >= unit or (worded and tokens[begin].kind == "digits" and own < 1000):
        return None
    if connector == "and":
        small = own == 1 and read.value < HUNDRED and tokens[begin].kind == "word"
        fits = small or (joined and own >= 1000)
    elif connector == ",":
        followed = tokens[read.after].text if read.after < len(tokens) else ""
        fits = tokens[begin].kind == "word" and read.value >= HUNDRED and followed != "of"
    else:
        fits = tokens[begin].kind == "word" or read.value >= HUNDRED
    return read if fits else None


def _product(tokens: Sequence[Token], place: int) -> Read | None:
    """Return a coefficient and the magnitudes behind it: *two hundred and fifty thousand*, *1.2m*, *half a million*."""
    read = coefficient(tokens, place)
    if read is None:
        return None
    value, after = read.value, read.after
    trailing: tuple[int, ...] = read.trailing
    while (scale := scale_at(tokens, after, not trailing)) is not None:
        unit, next_after = scale
        if trailing and (unit <= trailing[-1] or unit in SETS.values()):
            break
        value *= unit
        after = next_after
        trailing = tuple(unit * earlier for earlier in (1, *trailing[::-1]))[::-1]
        if unit == HUNDRED:
            value, after, trailing = _hundreds(tokens, value, after, trailing)
    more = and_a_part(tokens, after, of_one=False) if trailing and trailing[-1] != HUNDRED else None
    if more is not None:
        return Read(value + more.value * trailing[-1], more.after, trailing)
    return Read(value, after, trailing)


def _hundreds(
    tokens: Sequence[Token], value: Fraction, after: int, trailing: tuple[int, ...]
) -> tuple[Fraction, int, tuple[int, ...]]:
    """Add what follows *hundred* below a hundred, with *and* or without; a number of hundreds is none of it."""
    begin = past(tokens, after, "-")
    begin = past(tokens, begin, "and")
    begin = past(tokens, begin, "-")
    small = below_hundred(tokens, begin) or (_below_hundred_in_digits(tokens, after) if begin == after else None)
    if small is None or small.value == 0:
        return value, after, trailing
    following = scale_at(tokens, small.after, True)
    if following is not None and (following[0] in (HUNDRED, *SETS.values())):
        return value, after, trailing
    return value + small.value, small.after, ()


def _below_hundred_in_digits(tokens: Sequence[Token], place: int) -> Read | None:
    """Return a number below 100 in digits, as in *2 hundred 50*."""
    text = tokens[place].text if place < len(tokens) else ""
    return Read(Fraction(text), place + 1) if text.isdecimal() and len(text) == 2 else None
