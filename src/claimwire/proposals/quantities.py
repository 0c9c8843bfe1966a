"""What a quantity's words tell: its numbers, in digits, spelled out, or both, and what they bound. English only.

A number in digits may be grouped by commas or spaces of any kind, have a decimal part, and be followed by a word for
the magnitude (`2,000`, `30 000`, `1.5 million`). Spelled numbers are read by `text_to_num`; *a dozen*, *half a
million* and the like are added here. ClaimWords without a number (*dozens*, *several*) hold none.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import takewhile
from typing import Any

from ..schema import INCLUSIVE
from ..schema.base import MOST_PEOPLE
from ..schema.vocab import Qualifier, QuantityForm
from .words import ClaimWords

MAGNITUDES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
NOBODY = frozenset({"no", "none", "nobody", "neither"})
SINGLE = frozenset({"a", "an", "single"})
VAGUE = frozenset({"tens", "dozens", "hundreds", "thousands", "millions", "billions"})
COMPARED = frozenset({"more", "fewer", "less"})
"""Words before which *no* is part of a comparison: *no more than ten*."""
LONGEST = 12
"""Words that a spelled number has at most."""

BOUNDS = frozenset({"lower", "upper"})
SEVERAL_OF = r"\b(?:several|(?:a|some|the past) few|few|many|some|a couple(?: of)?|multiple|unknown) "
VAGUE_WORDS: tuple[tuple[str, Qualifier], ...] = (
    (rf"\bhundreds of thousands\b|{SEVERAL_OF}hundred thousand\b", Qualifier.HUNDREDS_OF_THOUSANDS),
    (r"\b(?:tens|dozens|scores) of thousands\b", Qualifier.TENS_OF_THOUSANDS),
    (rf"\bmillions\b|{SEVERAL_OF}million\b", Qualifier.MILLIONS),
    (rf"\bthousands\b|{SEVERAL_OF}thousand\b", Qualifier.THOUSANDS),
    (rf"\bhundreds\b|{SEVERAL_OF}hundred\b", Qualifier.HUNDREDS),
    (rf"\bscores\b|{SEVERAL_OF}score\b", Qualifier.SCORES),
    (rf"\bdozens\b|{SEVERAL_OF}dozen\b", Qualifier.DOZENS),
    (r"\btens\b", Qualifier.TENS),
)
"""Words for an order of size, the greatest first; they say more than any number beside them."""
LOOSE_WORDS: tuple[tuple[str, Qualifier], ...] = (
    (r"\b(?:unknown|unspecified|undisclosed) number\b", Qualifier.SOME),
    (r"\b(?:several|multiple|many|numerous|various|countless|numbers? of|a number)\b", Qualifier.SEVERAL),
    (r"\b(?:some|a few|few|a handful|handful|most|majority|more|others?|part)\b", Qualifier.SOME),
)
"""Words for an open quantity, which count only where no number stands beside them."""
BOUND_WORDS: tuple[tuple[str, Qualifier], ...] = (
    (r"\b(?:no|not) more than\b|\bat (?:the )?most\b|\bmaximum\b|\bor (?:fewer|less)\b", Qualifier.AT_MOST),
    (
        r"\b(?:no|not) (?:fewer|less) than\b|\bat (?:the very )?least\b|\bminimum\b|\d\+|\d-plus\b|"
        r"\b(?:or|perhaps|possibly|maybe|probably) (?:many )?more\b(?! or less)|\band counting\b",
        Qualifier.AT_LEAST,
    ),
    (r"\bup to\b|\bas (?:many|much|high) as\b|\banything up to\b", Qualifier.UP_TO),
    (
        r"\bmore than\b|\bover\b|\babove\b|\bupwards? of\b|\bin excess of\b|\bexceed(?:s|ed|ing)?\b|"
        r"\bpass(?:es|ed|ing)\b|\bbeyond\b|\btop(?:s|ped|ping)\b|\bgreater than\b|\bsurpass(?:es|ed|ing)\b|^>",
        Qualifier.MORE_THAN,
    ),
    (r"\b(?:fewer|less) than\b|\bunder\b|\bbelow\b|\bshort of\b|^<", Qualifier.LESS_THAN),
)
"""Words that make a number a bound; the first that a quantity has decides."""
APPROXIMATE = re.compile(
    r"\b(?:about|around|some|nearly|almost|roughly|approximately|approx|circa|close to|approaching|estimated|"
    r"or so|more or less|or thereabouts|in the (?:region|order) of|on the order of)\b|-odd\b|~|\bc\. ?\d"
)
RANGE = re.compile(r"\bbetween\b.+\band\b|\bto\b|\bor\b|\d ?[-‐-―] ?\d|[^\W\d][-–—][^\W\d]")
SHARE = re.compile(
    r"%|\bper ?cent\b|\bhalf (?!a (?:dozen|million|thousand))(?!dozen|million)|\bthirds?\b|\bquarters?\b|^half$"
)
"""Words for a share of people, which is no number of people."""

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


def quantity_slots(words: str) -> dict[str, Any]:
    """Return the slots of a figure that the words of its quantity tell: form, qualifier, approximate and bounds.

    No words are no quantity. Words whose number cannot be told have at most their form. `approximate` is there
    only where it holds, a bound only where the words set it.
    """
    plain = " ".join(words.casefold().replace("’", "'").split())
    if not plain:
        return {"quantity_form": QuantityForm.NONE.value, "qualifier": Qualifier.NONE_STATED.value}
    vague = _vague(plain)
    if vague is not None:
        return {"quantity_form": QuantityForm.VAGUE.value, "qualifier": vague.value}
    numbers = _numbers(plain)
    if numbers is None:
        return {}
    form = QuantityForm.DIGITS if re.search(r"\d", plain) else QuantityForm.WORDS
    found: dict[str, Any] = {"quantity_form": form.value}
    qualifier = _qualifier(plain, numbers)
    if qualifier is None or max(numbers) > MOST_PEOPLE:
        return found
    found["qualifier"] = qualifier.value
    if APPROXIMATE.search(plain) and qualifier is not Qualifier.ZERO:
        found["approximate"] = True
    return found | _bounds(qualifier, numbers)


def quantity(words: ClaimWords) -> dict[str, Any]:
    """Return what the words of a claim's quantity tell; a form or qualifier that it has already decides its bounds."""
    found = quantity_slots(words.of("quantity_spans"))
    qualifier = words.fields.get("qualifier", found.get("qualifier"))
    numberless = words.fields.get("quantity_form") in (QuantityForm.NONE, QuantityForm.VAGUE)
    if numberless or qualifier != found.get("qualifier"):
        bounds = {} if numberless or qualifier is None else _bounds_given(words, str(qualifier))
        found = {name: value for name, value in found.items() if name not in BOUNDS} | bounds
        if not bounds:
            found.pop("approximate", None)
    return found


def _bounds_given(words: ClaimWords, qualifier: str) -> dict[str, Any]:
    """Return the bounds that the words give under a qualifier that is not the one they are read to have."""
    numbers = _numbers(" ".join(words.of("quantity_spans").casefold().split()))
    known = next((member for member in Qualifier if member.value == qualifier), None)
    if numbers is None or known is None or max(numbers) > MOST_PEOPLE:
        return {}
    return _bounds(known, numbers) if len(numbers) == (2 if known is Qualifier.BETWEEN else 1) else {}


def _bounds(qualifier: Qualifier, numbers: tuple[int, ...]) -> dict[str, int]:
    has_lower, has_upper = (inclusive is not None for inclusive in INCLUSIVE.get(qualifier, (None, None)))
    return ({"lower": min(numbers)} if has_lower else {}) | ({"upper": max(numbers)} if has_upper else {})


def _vague(plain: str) -> Qualifier | None:
    """Return the qualifier of words that have no number; None if they may have one, or say no vague quantity."""
    for pattern, qualifier in VAGUE_WORDS:
        if re.search(pattern, plain):
            return qualifier
    if numbers_in(plain) not in ((), (1,)) or set(TOKEN.findall(plain)) & NOBODY:
        return None
    return next((qualifier for pattern, qualifier in LOOSE_WORDS if re.search(pattern, plain)), None)


def _numbers(plain: str) -> tuple[int, ...] | None:
    """Return the one number, or the two of a range, that words hold; None if they hold another thing, or no number."""
    if SHARE.search(plain):
        return None
    for word, number in (("both", 2), ("a couple", 2), ("a pair", 2)):
        if re.search(rf"\b{word}\b", plain) and not numbers_in(plain.replace(word, "")):
            return (number,)
    if re.search(r"\bnot (?:one|a single|a)\b", plain):
        return (0,)
    counted = re.sub(r"(?<=\S) (?:out )?of (?:the |those |these |them |its |their )*.*$", "", plain)
    numbers = numbers_in(counted if numbers_in(counted) else plain)
    singles = re.findall(r"\b(?:an?|single)\b(?! (?:dozen|hundred|thousand|million|further|total|single)\b)", counted)
    if numbers == (1,) and len(singles) > 1:
        return None
    if len(numbers) == 2 and RANGE.search(counted):
        return _carried(counted, numbers)
    return numbers if len(numbers) == 1 else None


def _carried(plain: str, numbers: tuple[int, ...]) -> tuple[int, ...] | None:
    """Return the numbers of a range, the magnitude of the second carried to the first: *five to six thousand*."""
    low, high = numbers
    magnitude = re.search(r"\b(hundred|thousand|million)\b\W*(?:\w+\W*)?$", plain)
    size = MAGNITUDES[magnitude.group(1)] if magnitude else 1
    if size > 1 and high % size == 0 and low < high // size:
        low *= size
    return (low, high) if low <= high else None


def _qualifier(plain: str, numbers: tuple[int, ...]) -> Qualifier | None:
    if len(numbers) == 2:
        return Qualifier.BETWEEN
    if numbers == (0,):
        return Qualifier.ZERO
    return next((qualifier for pattern, qualifier in BOUND_WORDS if re.search(pattern, plain)), Qualifier.EXACT)
