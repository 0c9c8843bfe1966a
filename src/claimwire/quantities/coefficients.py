"""What stands before a magnitude: a number in digits, number words below a hundred, a part, or *a*."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .number_words import (
    LENGTH_AFTER,
    MAGNITUDES,
    MILLIONS_AFTER,
    OF_TWO,
    SETS,
    SHARES,
    SUFFIXES,
    VAGUE_BEFORE,
    VAGUE_PLURALS,
)
from .tokens import Token, small_number


@dataclass(frozen=True)
class Read:
    """The value that was read from some tokens, and the number of the token after them."""

    value: Fraction
    after: int
    trailing: tuple[int, ...] = ()


def coefficient(tokens: Sequence[Token], place: int) -> Read | None:
    """Return what stands before a magnitude: digits, a number word, a part or *a*."""
    token = tokens[place]
    if token.kind == "digits":
        return _digits(tokens, place)
    if token.kind != "word":
        return None
    return _part_of_one(tokens, place) or _below_hundred_with_part(tokens, place) or _one_magnitude(tokens, place)


def _one_magnitude(tokens: Sequence[Token], place: int) -> Read | None:
    """Return 1 for *a* before a magnitude, and for a magnitude without anything before it that makes it vague."""
    word = tokens[place].text
    if word in ("a", "an"):
        after = past(tokens, place + 1, "-")
        known = after < len(tokens) and (tokens[after].text in MAGNITUDES or tokens[after].text in SETS)
        if (
            known
            and tokens[after].text == "score"
            and [one.kind for one in tokens[after + 2 : after + 3]] == ["digits"]
        ):
            return None
        before = tokens[place - 1].text if place else ""
        return Read(Fraction(1), after) if known and before not in ("many",) else None
    if word in MAGNITUDES or word == "dozen":
        first = place
        while first and tokens[first - 1].text in MAGNITUDES:
            first -= 1
        earlier = [one.text for one in tokens[max(0, first - 2) : first]]
        of_vague = earlier[-1:] in (["of"], ["a"]) and earlier[0] in VAGUE_PLURALS | {"couple", "pair"}
        vague = of_vague or not VAGUE_BEFORE.isdisjoint(earlier[-1:])
        return None if vague else Read(Fraction(1), place)
    return None


def _part_of_one(tokens: Sequence[Token], place: int) -> Read | None:
    """Return the part of a magnitude: *half a*, *a quarter of a*, *three quarters of a*, *point five*."""
    after = place
    count = Fraction(1)
    if tokens[after].text in ("a", "an"):
        after += 1
    elif (small := small_number(tokens[after].text)) is not None and small:
        count, after = Fraction(small), after + 1
    after = past(tokens, after, "-")
    if after >= len(tokens):
        return None
    word = tokens[after].text
    share = SHARES.get(word.removesuffix("s"))
    if share is None or (count != 1 and not word.endswith("s")):
        return _decimal_words(tokens, place, Fraction(0))
    after = past(tokens, after + 1, "-")
    after = past(tokens, after, "of")
    if after < len(tokens) and tokens[after].text in ("a", "one"):
        after += 1
    after = past(tokens, after, "-")
    return Read(count * share, after) if scale_at(tokens, after, True) is not None else None


def _below_hundred_with_part(tokens: Sequence[Token], place: int) -> Read | None:
    """Return a number word below 100, with a decimal part or *and a half* if it has one."""
    read = below_hundred(tokens, place)
    if read is None:
        return None
    decimal = _decimal_words(tokens, read.after, read.value)
    if decimal is not None:
        return decimal
    more = and_a_part(tokens, read.after)
    return read if more is None else Read(read.value + more.value, more.after)


def below_hundred(tokens: Sequence[Token], place: int) -> Read | None:
    """Return a number below 100 in one word or two, *twenty* and *twenty-one*."""
    if place >= len(tokens) or tokens[place].kind != "word":
        return None
    number = small_number(tokens[place].text)
    if number is None:
        return None
    if number >= 20 and number % 10 == 0:
        after = past(tokens, place + 1, "-")
        unit = small_number(tokens[after].text) if after < len(tokens) and tokens[after].kind == "word" else None
        if unit is not None and 0 < unit < 10:
            return Read(Fraction(number + unit), after + 1)
    return Read(Fraction(number), place + 1)


def _decimal_words(tokens: Sequence[Token], after: int, value: Fraction) -> Read | None:
    """Return a number with the decimal part that *point* and words for digits give it."""
    if after >= len(tokens) or tokens[after].text != "point":
        return None
    after, unit = after + 1, Fraction(1, 10)
    begin = after
    if tokens[begin : begin + 1] and tokens[begin].text.isdecimal():
        return Read(value + Fraction(f"0.{tokens[begin].text}"), begin + 1)
    while after < len(tokens) and (digit := _digit(tokens[after].text)) is not None:
        value, unit, after = value + digit * unit, unit / 10, after + 1
    return Read(value, after) if after > begin else None


def _digit(word: str) -> int | None:
    number = 0 if word in ("oh", "o") else small_number(word)
    return number if number is not None and number < 10 else None


def and_a_part(tokens: Sequence[Token], after: int, of_one: bool = True) -> Read | None:
    """Return the part that *and a half*, *and a quarter* or *and three quarters* adds.

    With `of_one` it may go on with *of a* before a magnitude: *one and three quarters of a million*.
    """
    place = past(tokens, after, "-")
    if place >= len(tokens) or tokens[place].text != "and":
        return None
    place = past(tokens, place + 1, "-")
    count = Fraction(1)
    if place < len(tokens) and tokens[place].text in ("a", "an", "one"):
        place += 1
    elif place < len(tokens) and tokens[place].kind == "word" and (small := small_number(tokens[place].text)):
        count, place = Fraction(small), place + 1
    place = past(tokens, place, "-")
    word = tokens[place].text if place < len(tokens) else ""
    share = SHARES.get(word.removesuffix("s"))
    followed = [token.text for token in tokens[place + 1 : place + 3]]
    if share is None or followed[:1] == ["the"]:
        return None
    if followed == ["of", "a"] and of_one:
        return Read(count * share, place + 3) if scale_at(tokens, place + 3, True) is not None else None
    return None if followed[:1] == ["of"] else Read(count * share, place + 1)


def _digits(tokens: Sequence[Token], place: int) -> Read | None:
    """Return a number in digits, with a fraction behind it if it has one; None if it cannot be read."""
    after = place + 1
    scaled = scale_at(tokens, after, True) is not None
    value = digits_value(tokens[place].text, scaled)
    if value is None:
        return None
    part_at = past(tokens, after, "-")
    if part_at < len(tokens) and "/" in tokens[part_at].text and value.denominator == 1:
        part = digits_value(tokens[part_at].text, True)
        if part is not None and part < 1:
            return Read(value + part, part_at + 1)
    if value < 1 and scale_at(tokens, of_one := past(tokens, past(tokens, after, "of"), "a"), True) is not None:
        return Read(value, of_one)
    if value.denominator == 1 and (decimal := _decimal_words(tokens, after, value)) is not None:
        return decimal
    more = and_a_part(tokens, after)
    return Read(value, after) if more is None else Read(value + more.value, more.after)


def digits_value(text: str, scaled: bool) -> Fraction | None:
    """Return the value of digits with their separators; None if they are no number of people.

    `scaled` says that a magnitude follows, so that a part may be a decimal: `1.234 million` is a decimal, `1.234` are
    grouped by a point. Groups are of three digits, or of two before a last one of three, as in India.
    """
    if re.fullmatch(r"\d{1,3}(?:([ ,'])\d{3})(?:\1\d{3})*(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}", text):
        return Fraction(re.sub("[ ,']", "", text))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", text) or (re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text) and not scaled):
        return Fraction(text.replace(".", ""))
    if re.fullmatch(r"\d+(?:\.\d+)?|\.\d+", text):
        return Fraction(text)
    if re.fullmatch(r"\d+,\d{1,2}", text):
        return Fraction(text.replace(",", "."))
    over, _, under = text.partition("/")
    if over.isdecimal() and under.isdecimal() and int(over) < int(under):
        return Fraction(int(over), int(under))
    return None


def scale_at(tokens: Sequence[Token], place: int, first: bool) -> tuple[int, int] | None:
    """Return the magnitude at a token, or after a hyphen there, and the number of the token after it."""
    after = past(tokens, place, "-")
    if after >= len(tokens) or tokens[after].kind != "word":
        return None
    token, before = tokens[after], tokens[place - 1]
    word = token.text
    singular = word.removesuffix("s")
    if singular in MAGNITUDES:
        return MAGNITUDES[singular], after + 1
    if first and singular in SETS:
        return SETS[singular], after + 1
    if first and word in OF_TWO:
        return OF_TWO[word], after + 1
    attached = token.start == before.end and after == place
    following = tokens[after + 1].text if after + 1 < len(tokens) else ""
    apart = after == place and (len(word) > 1 or word == "k" or (word == "m" and following in MILLIONS_AFTER))
    if word in SUFFIXES and before.kind == "digits" and (attached or apart) and following not in LENGTH_AFTER:
        return SUFFIXES[word], after + 1
    return None


def past(tokens: Sequence[Token], place: int, text: str) -> int:
    """Return the number of the token after one of this text, or `place` if there is another there."""
    return place + 1 if place < len(tokens) and tokens[place].text == text else place
