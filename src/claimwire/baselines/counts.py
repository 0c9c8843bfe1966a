"""How many are counted in an English sentence, and what befalls people there: by `quantities` and a table of harm."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from ..quantities import Quantity, read_quantity
from ..schema.vocab import Harm
from .lexicon import all_forms, either, table, word_set
from .sentence import Sentence

HARM_WORDS = table("harm")["words"]
NUMBER_WORD = either(HARM_WORDS["number_words"])
MAGNITUDE = r"(?:hundred|thousand|million|billion|dozen)"
IN_WORDS = rf"(?:a\s+|half\s+a\s+)?\b(?:{NUMBER_WORD})\b(?:(?:[-\s]|\s+and\s+)(?:{NUMBER_WORD})\b)*"
IN_DIGITS = rf"\d{{1,3}}(?:[, \u00a0\u202f]\d{{3}})+(?!\d)|\d+(?:\.\d+)?(?:[\s-]{MAGNITUDE}\b)?"
NUMBER = rf"(?:{IN_DIGITS}|{IN_WORDS})"
VAGUE = rf"(?:{either(HARM_WORDS['vague'])})\b"
QUANTITY = re.compile(
    rf"\b(?<![\w.,$£€¥:/–-])(?:(?:{either(HARM_WORDS['modifiers'])})\s+)*"
    rf"(?:between\s+{NUMBER}\s+and\s+{NUMBER}|{NUMBER}(?:\s?(?:-|–|\bto\b|\bor\b)\s?{NUMBER})?|{VAGUE})(?:\s+or\s+more\b)?",
    re.IGNORECASE,
)
COUNTING = frozenset(words.split()[-1] for words in (*HARM_WORDS["number_words"], *HARM_WORDS["vague"]))
"""Words of which each quantity without a digit has one."""
NO_COUNT = re.compile(
    r"\s?%|\s?(?:per\s?cent|percent)\b|-\w|(?:st|nd|rd|th)\b|[:/]\d|[.,]\d|s\b|[’']s\b|\s(?:a\.m|p\.m|am|pm)\b"
)
"""What stands right behind a number that counts nobody: an age, a share, an ordinal, a time."""
MAGNITUDE_FIRST = re.compile(MAGNITUDE, re.IGNORECASE)
YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
AGE = re.compile(r"[^\W\d_]+,\s$")
REACH = 4
"""Words behind a quantity within which what it counts is looked for."""
HARM_OF: dict[str, Harm] = {harm.value: harm for harm in Harm}
Counted = Literal["people", "things", "open"]


@dataclass(frozen=True)
class CountFound:
    """A quantity of a sentence with its modifiers: where it is, what it says, and what it counts.

    `last` is the number of the word that says what is counted, or of the last word of the quantity.
    """

    start: int
    end: int
    first: int
    after: int
    quantity: Quantity
    counted: Counted
    last: int


@dataclass(frozen=True)
class HarmFound:
    """Words for harm: the number of the last, what they say, how they are used, and the number of the first."""

    word: int
    harm: Harm
    part: Literal["verbs", "happens", "nouns", "adjectives"]
    first: int


def counts_in(sentence: Sentence) -> list[CountFound]:
    """Return the quantities of a sentence, in order, that may count people or things."""
    return list(_counts(sentence))


@lru_cache(maxsize=2_000)
def _counts(sentence: Sentence) -> tuple[CountFound, ...]:
    found: list[CountFound] = []
    if not sentence.has_digit and sentence.runs.isdisjoint(COUNTING):
        return ()
    for match in QUANTITY.finditer(sentence.text):
        start, end = match.start(), match.end()
        if _is_no_count(sentence.text, match):
            continue
        first, after = sentence.word_at(start), sentence.word_at(end)
        counted, last = _counted(sentence, after)
        plain = match.group()
        if YEAR.fullmatch(plain) and (counted != "people" or sentence.words[after] not in word_set("harm", "people")):
            continue
        if plain.casefold() in word_set("harm", "often_no_count") and counted != "people":
            continue
        if _is_day_of_month(sentence, first, after):
            continue
        quantity = read(plain)
        if quantity is not None:
            found.append(CountFound(start, end, first, after, quantity, counted, last))
    return tuple(found)


@lru_cache(maxsize=20_000)
def read(words: str) -> Quantity | None:
    """Return what the words of a quantity say, its magnitude counted as people; None if that is no quantity."""
    return read_quantity(f"{words} people")


def _is_no_count(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 30) : match.start()]
    if NO_COUNT.match(text, match.end()) or (MAGNITUDE_FIRST.match(match.group()) and before[-2:-1].isdecimal()):
        return True
    return bool(AGE.search(before)) and text[match.end() : match.end() + 1] in (",", ".") and len(match.group()) < 4


def _is_day_of_month(sentence: Sentence, first: int, after: int) -> bool:
    """Return whether the word before or behind a quantity is a month."""
    around = sentence.words[max(0, first - 1) : first] + sentence.words[after : after + 1]
    return any(word in months() for word in around)


@cache
def months() -> dict[str, int]:
    """Return the numbers of months by their names and short names."""
    return {name: number for number, names in enumerate(table("time")["months"], start=1) for name in names}


def _counted(sentence: Sentence, after: int) -> tuple[Counted, int]:
    """Return what a quantity counts, by the nouns behind it, and the number of the word that says so."""
    people, things = word_set("harm", "people"), word_set("harm", "things") | word_set("harm", "measures")
    person = word_set("harm", "person")
    for number in range(after, min(after + REACH, len(sentence.words))):
        word = sentence.words[number]
        gap = sentence.gap(number)
        if gap.strip(" \u00a0\n-–") and number > after:
            break
        if gap.strip(" \u00a0\n-–,") and number == after:
            break
        if word in people or word in person:
            return "people", _head(sentence, number, people)
        if word in things:
            return "things", number
        if word in word_set("harm", "stops"):
            break
    return "open", max(after - 1, 0)


def _head(sentence: Sentence, number: int, people: frozenset[str]) -> int:
    """Return the last of several words for people in a row: *police officers*, *other passengers*."""
    while (
        number + 1 < len(sentence.words)
        and sentence.words[number + 1] in people
        and not sentence.gap(number + 1).strip(" -")
    ):
        number += 1
    return number


@cache
def harm_words() -> dict[str, tuple[Harm, Literal["verbs", "happens", "nouns", "adjectives"]]]:
    """Return what each form of a word for harm says; a form of several harms has the first of the table."""
    found: dict[str, tuple[Harm, Literal["verbs", "happens", "nouns", "adjectives"]]] = {}
    parts: tuple[Literal["verbs", "happens", "nouns", "adjectives"], ...] = ("adjectives", "verbs", "happens", "nouns")
    for part in parts:
        for value, lists in table("harm")["harm"].items():
            words = lists.get(part, ())
            for form in all_forms(tuple(words)) if part in ("verbs", "happens") else words:
                found.setdefault(form, (HARM_OF[value], part))
    return found


def harms_in(sentence: Sentence) -> list[HarmFound]:
    """Return the words for harm of a sentence, in order."""
    return list(_harms(sentence))


@lru_cache(maxsize=2_000)
def _harms(sentence: Sentence) -> tuple[HarmFound, ...]:
    known, words = harm_words(), sentence.words
    found = [
        HarmFound(first + len(phrase) - 1, harm, "adjectives", first)
        for first, word in enumerate(words)
        for phrase, harm in harm_phrases().get(word, ())
        if words[first : first + len(phrase)] == phrase
    ]
    taken = {n for harm in found for n in range(harm.first, harm.word + 1)}
    found += [HarmFound(n, *known[word], n) for n, word in enumerate(words) if word in known and n not in taken]
    return tuple(sorted(found, key=lambda harm: harm.word))


@cache
def harm_phrases() -> dict[str, tuple[tuple[tuple[str, ...], Harm], ...]]:
    """Return the phrases for harm by their first word: their words, and what they say."""
    found: dict[str, list[tuple[tuple[str, ...], Harm]]] = {}
    for value, phrases in table("harm")["phrases"].items():
        for phrase in phrases:
            words = tuple(phrase.split())
            found.setdefault(words[0], []).append((words, HARM_OF[value]))
    return {first: tuple(phrases) for first, phrases in found.items()}
