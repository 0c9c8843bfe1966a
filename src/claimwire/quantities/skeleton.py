"""A quantity's words with a letter in the place of each numeral, so that short patterns can tell what a number is.

The words are in small letters, the letters that stand for numerals are capitals:

- `I`: one; `N`: another whole number; `Y`: 1900 to 2099 in plain digits, which may be a year; `Z`: 1000 to 1899 or
  2100 in plain digits
- `F`: a number that is not whole; `U`: digits that cannot be read
- `O`: an ordinal in digits; `D`: a decade (`20s`); `C`: digits that are part of a name (`T-72`, `5G`)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from .characters import plain_characters
from .number_words import MAGNITUDES, ORDINAL, SUFFIXES
from .numerals import Numeral, numeral_at
from .tokens import Token, small_number, tokens_of

NUMBERS = "INYZFU"
"""The letters that stand for a number that may be a count."""
ORDERS = {"10": "tens", "100": "hundreds", "1000": "thousands", "1,000": "thousands", "1,000,000": "millions"}
"""Round numbers whose plural in digits is an order of size: `100s of people`."""
GLUED = frozenset(
    {"ish", "to", "or", "people", "ppl", "persons", "men", "women", "children", "dead", "killed", "injured", "wounded"}
    | {"hurt", "missing", "victims", "deaths", "cases", "others", "plus", "pc", "pct", "人", "名"}
)
"""Words that are sometimes written right behind digits."""
BETWEEN_REACH = 16
"""Words between *between* and its *and* at most."""
SUSPENDED = re.compile(r"(?<=\w)-(?= (?:to|and|or) )|(?<=\w)-(?=to-)|(?<=-to)-(?=\w)")
"""The hyphens of *10- to 12-year-olds* and *20-to-30*."""
BEFORE_CODE = re.compile(r"[^\W\d_]-$|[^\W\d_]$")


@dataclass(frozen=True)
class Skeleton:
    """Words with a letter for each numeral, and the numerals in their order."""

    text: str
    numerals: tuple[Numeral, ...]
    doubtful: bool = False
    """Whether its numerals can be told apart in two ways (*between two hundred and fifty thousand*)."""

    def count(self) -> int:
        """Return how many numbers it has."""
        return len(self.numerals)

    def cut(self, start: int, end: int, filler: str = " ") -> Skeleton:
        """Return it without a range of its text and the numbers in it."""
        first = letters_in(self.text[:start])
        after = first + letters_in(self.text[start:end])
        text = f"{self.text[:start]}{filler}{self.text[end:]}"
        return replace(self, text=_tidy(text), numerals=self.numerals[:first] + self.numerals[after:])

    def before(self, place: int) -> int:
        """Return how many numbers stand before a place in the text."""
        return letters_in(self.text[:place])


def letters_in(text: str) -> int:
    """Return how many numbers a stretch of a skeleton has."""
    return sum(character in NUMBERS for character in text)


def letter_of(numeral: Numeral) -> str:
    """Return the letter that stands for a numeral."""
    value = numeral.value
    if value is None:
        return "U"
    if value.denominator != 1:
        return "F"
    if value == 1:
        return "I"
    if numeral.plain and 1000 <= value <= 2100:
        return "Y" if 1900 <= value < 2100 else "Z"
    return "N"


def skeleton_of(words: str) -> Skeleton:
    """Return the skeleton of a quantity's words."""
    text = SUSPENDED.sub(" ", plain_characters(words))
    tokens = tokens_of(text)
    numerals, doubtful = _numerals(tokens)
    pieces: list[str] = []
    counted: list[Numeral] = []
    end = 0
    for numeral in numerals:
        letter, last = _letter_in(text, numeral)
        glued = " " if text[last : last + 1].isalpha() and letter in NUMBERS else ""
        before = (
            " " if numeral.digits and text[numeral.start - 1 : numeral.start].isalpha() and letter in NUMBERS else ""
        )
        pieces += [text[end : numeral.start], before, letter, glued]
        end = last
        if letter in NUMBERS:
            counted.append(numeral)
    pieces.append(text[end:])
    return Skeleton(_tidy("".join(pieces)), tuple(counted), doubtful)


def _tidy(text: str) -> str:
    return re.sub(r" +", " ", text).strip()


def _letter_in(text: str, numeral: Numeral) -> tuple[str, int]:
    """Return the letter (or word) that stands for a numeral, and where what it stands for ends."""
    if not numeral.digits:
        return letter_of(numeral), numeral.end
    behind = re.match(r"'?s\b", text[numeral.end :])
    if behind:
        end = numeral.end + behind.end()
        order = ORDERS.get(text[numeral.start : numeral.end])
        of = text[end : end + 4] == " of "
        return (order, end) if order and (of or order != "tens") else ("D", end)
    if BEFORE_CODE.search(text[: numeral.start]) and not _is_number_word(text[: numeral.start]):
        return "C", numeral.end
    letters = re.match(r"[^\W\d_]+", text[numeral.end :])
    if letters and numeral.value is not None and numeral.value < 1 and letters.group() in ("rds", "ths", "th", "rd"):
        return "F", numeral.end + letters.end()
    if letters and letters.group() not in GLUED:
        return ("O" if letters.group() in ORDINAL else "C"), numeral.end + letters.end()
    return letter_of(numeral), numeral.end


def _is_number_word(before: str) -> bool:
    """Return whether the word with a hyphen that stands before digits is a number or a bound: *five-10*, *sub-100*."""
    word = re.search(r"([^\W\d_]+)-?$", before)
    if re.search(rf"\d(?:{'|'.join(SUFFIXES)})-$", before):
        return True
    if word is not None and word.group(1) in ("to", "or"):
        return True
    return word is not None and (small_number(word.group(1)) is not None or word.group(1) in MAGNITUDES)


def _numerals(tokens: Sequence[Token]) -> tuple[list[Numeral], bool]:
    """Return the numerals of some tokens, and whether they can be told apart in two ways."""
    found: list[Numeral] = []
    doubtful = False
    place = 0
    while place < len(tokens):
        if tokens[place].text == "between":
            pair = _between(tokens, place + 1)
            if pair is not None:
                numerals, place, two_ways = pair
                found += numerals
                doubtful = doubtful or two_ways
                continue
        read = None if _pronoun(tokens, place) or _is_glued(tokens, place) else numeral_at(tokens, place)
        if read is None:
            place += 1
            continue
        found.append(read[0])
        place = read[1]
    return found, doubtful


def _is_glued(tokens: Sequence[Token], place: int) -> bool:
    """Return whether a word stands right behind digits, and so is no number by itself: the `O` of `3O`."""
    token, before = tokens[place], tokens[place - 1] if place else None
    return token.kind == "word" and before is not None and before.kind == "digits" and before.end == token.start


def _pronoun(tokens: Sequence[Token], place: int) -> bool:
    """Return whether a token is the *one* of *no one*, *one another* and the like."""
    if tokens[place].text != "one":
        return False
    before = [token.text for token in tokens[max(0, place - 2) : place]]
    after = tokens[place + 1].text if place + 1 < len(tokens) else ""
    return before[-1:] in (["no"], ["by"]) or before == ["no", "-"] or after in ("another", "by")


def _between(tokens: Sequence[Token], begin: int) -> tuple[list[Numeral], int, bool] | None:
    """Return the two numerals of a range with *between*, the number of the token after them, and if it is doubtful."""
    chosen = None
    for place in range(begin + 1, min(len(tokens), begin + BETWEEN_REACH)):
        if tokens[place].text != "and":
            continue
        lows = _all(tokens[begin:place])
        high = _first(tokens, place + 1)
        if len(lows) == 1 and high is not None:
            chosen = (lows[0], high, place)
    if chosen is None:
        return None
    low, (high_numeral, after), place = chosen
    start = next(number for number in range(begin, place) if tokens[number].start == low.start)
    whole = numeral_at(tokens, start, joined=False)
    return [low, high_numeral], after, whole is not None and whole[1] > place


def _all(tokens: Sequence[Token]) -> list[Numeral]:
    found = []
    place = 0
    while place < len(tokens):
        read = numeral_at(tokens, place, joined=False)
        if read is not None:
            found.append(read[0])
        place = place + 1 if read is None else read[1]
    return found


def _first(tokens: Sequence[Token], begin: int) -> tuple[Numeral, int] | None:
    """Return the numeral that begins at a token or at most three words after it."""
    for place in range(begin, min(len(tokens), begin + 4)):
        if tokens[place].text == "and":
            return None
        read = numeral_at(tokens, place, joined=False)
        if read is not None:
            return read
    return None


def whole(value: Fraction | None) -> int | None:
    """Return a value as a whole number; None if it is none."""
    return int(value) if value is not None and value.denominator == 1 else None
