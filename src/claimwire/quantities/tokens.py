"""The words, numbers in digits and marks of a text, its number words spelled right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .number_words import HUNDRED, MAGNITUDES, SETS, ZEROS

MISSPELLED = {
    "fiveteen": "fifteen",
    "forteen": "fourteen",
    "ninty": "ninety",
    "ninteen": "nineteen",
    "sixtey": "sixty",
    "sevety": "seventy",
    "tweleve": "twelve",
    "twelv": "twelve",
    "twelfe": "twelve",
    "eigty": "eighty",
    "eigthy": "eighty",
    "elevan": "eleven",
    "elven": "eleven",
    "fivety": "fifty",
    "fifity": "fifty",
    "fourtey": "forty",
    "threety": "thirty",
    "thirtey": "thirty",
    "twenthy": "twenty",
    "twety": "twenty",
    "twnety": "twenty",
    "dozon": "dozen",
    "dozzen": "dozen",
    "douzen": "dozen",
}
LONG_WORDS = (
    *MAGNITUDES,
    *(f"{stem}teen" for stem in ("thir", "four", "fif", "six", "seven", "eigh", "nine")),
    "seventy",
)
NEAR_WORDS = frozenset(
    {"bullion", "mullion", "minion", "billion", "million", "trillion", "fifteen", "sixteen", "pillion"}
)
"""Words one letter away from a number word that are no misspelling of it."""

TOKEN = re.compile(
    r"(?P<grouped>\d{1,3}(?: \d{3})+(?![\d/]|[.,]\d|:\d))|(?P<digits>(?:(?<![\w.])\.)?\d+(?:[.,'/]\d+)*)|"
    r"(?P<word>[^\W\d_]+(?:'[^\W\d_]+)?)|(?P<mark>\S)"
)


@dataclass(frozen=True)
class Token:
    """A word, a number in digits or another character, and where it stands."""

    kind: str
    text: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a text that `plain_characters` made."""
    found = []
    for match in TOKEN.finditer(text):
        kind = str(match.lastgroup)
        if kind == "word":
            found += _words(match.group(), match.start())
        else:
            found.append(Token("digits" if kind == "grouped" else kind, match.group(), *match.span()))
    return found


def _words(word: str, start: int) -> list[Token]:
    """Return a word as a token, or two number words that are written as one (*fortytwo*, *twohundred*)."""
    for place in range(3, len(word) - 2) if small_number(word) is None else ():
        first, rest = small_number(word[:place]), word[place:]
        unit = small_number(rest)
        tens = first is not None and first >= 20 and first % 10 == 0 and unit is not None and 0 < unit < 10
        if tens or (first is not None and (rest in MAGNITUDES or rest in SETS)):
            middle = start + place
            return [Token("word", word[:place], start, middle), Token("word", rest, middle, start + len(word))]
    return [Token("word", corrected(word), start, start + len(word))]


@lru_cache(maxsize=4096)
def corrected(word: str) -> str:
    """Return a number word as it is spelled right, if the word is a common misspelling of one; else the word."""
    if word in MISSPELLED:
        return MISSPELLED[word]
    if len(word) < 6 or word in NEAR_WORDS or small_number(word) is not None:
        return word
    return next((known for known in LONG_WORDS if known != word and _one_letter_apart(known, word)), word)


def _one_letter_apart(known: str, word: str) -> bool:
    """Return whether a word has one letter more, fewer or otherwise, or two neighbours in the wrong order.

    Not where the letter is the `s` or `th` of an inflected form.
    """
    if abs(len(known) - len(word)) > 1 or word == known + "s":
        return False
    begin = next((place for place, pair in enumerate(zip(known, word, strict=False)) if pair[0] != pair[1]), None)
    if begin is None:
        return len(known) > len(word) and len(word) > 6
    if (
        known[begin + 1 :] == word[begin + 1 :]
        or known[begin:] == word[begin + 1 :]
        or known[begin + 1 :] == word[begin:]
    ):
        return True
    return known[begin : begin + 2] == word[begin : begin + 2][::-1] and known[begin + 2 :] == word[begin + 2 :]


@lru_cache(maxsize=4096)
def small_number(word: str) -> int | None:
    """Return the number below 100 that one word is, such as *seven*, *twelve* or *forty*; None for other words."""
    from text_to_num import text2num

    if word in ZEROS:
        return ZEROS[word]
    if word.endswith("s") or len(word) == 1:
        return None
    try:
        number = int(text2num(word, "en"))
    except ValueError:
        return None
    return number if number < HUNDRED and not word.isdecimal() else None
