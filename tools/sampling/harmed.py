"""The numbers of harmed people that a sentence of news seems to give: a rule for sampling, and no annotation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimwire.quantities import read_quantity

HARM = re.compile(
    r"\b(?:kill(?:s|ed|ing|ings)?|dead|deaths?|dies?|died|dying|injur(?:es?|ed|ies|y|ing)|wound(?:s|ed|ing)?|missing|"
    r"fatalit(?:y|ies)|casualt(?:y|ies)|toll|bodies|lives|hospitali[sz]ed|unaccounted|drown(?:s|ed)?|"
    r"execut(?:es?|ed)|massacred?|murder(?:s|ed)?|perish(?:es|ed)?|hostages?|abduct(?:s|ed)?|kidnap(?:s|ped)?|"
    r"displac(?:es|ed|ing)|evacuat(?:es?|ed|ing))\b",
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"\b(?:\d[\d,.]*(?:\s(?:million|thousand|hundred))?|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:a|one|two|three|several)\shundred|"
    r"(?:a|two|several)\sdozen|dozens|hundreds|thousands|scores)\b",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[^.!?;]+(?:[.](?=\d)[^.!?;]+)*")
BREAK = re.compile(r"[,:()]|\b(?:and|while|after|when|in|at|on|by|from)\b")
NEAR = 60
"""Most code points between a number and a word of harm of one sentence."""
LONGEST = 40
"""Most code points of a quantity's words after its number."""


def harmed(text: str) -> frozenset[int]:
    """Return the numbers of people near a word of harm in the sentences of an English text.

    Bounds of vague quantities count as far as they have numbers. *A man is killed* gives none. A year or the number of
    a flight near such a word counts, too: that is good enough to choose events by.
    """
    return frozenset(number for sentence in SENTENCE.findall(text) for number in _of_sentence(sentence))


def is_casualty(text: str) -> bool:
    """Return whether a text seems to tell how many people were harmed, in numbers or in words such as *dozens*."""
    return any(True for sentence in SENTENCE.findall(text) for _ in _quantities(sentence))


def _of_sentence(sentence: str) -> Iterator[int]:
    for words in _quantities(sentence):
        read = read_quantity(words)
        yield from () if read is None else read.numbers


def _quantities(sentence: str) -> Iterator[str]:
    """Yield the words of every quantity of people that stands near a word of harm."""
    harms = [match.span() for match in HARM.finditer(sentence)]
    for match in NUMBER.finditer(sentence):
        near = any(start - NEAR <= match.end() and match.start() <= end + NEAR for start, end in harms)
        rest = sentence[match.end() : match.end() + LONGEST]
        stop = BREAK.search(rest)
        words = match[0] + (rest if stop is None else rest[: stop.start()])
        if near and read_quantity(words.strip()) is not None:
            yield words.strip()
