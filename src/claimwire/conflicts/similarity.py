"""How similar two short statements are: the rare words they share, weighed against all their words.

A word counts by its first letters, so that `fighters` and `fighting` are the same, and the more the fewer statements
have it. Meaning plays no part: statements in similar words are found, the same thing in other words is missed.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping

WORD = re.compile(r"\w+")
STEM_LETTERS = 5
"""Letters of a word that count."""

NOTHING: frozenset[str] = frozenset()


def stems(text: str) -> frozenset[str]:
    """Return the words of a text, case folded and cut to their first letters."""
    return frozenset(word[:STEM_LETTERS] for word in WORD.findall(text.casefold()))


class Similarity:
    """Compares statements, which are given by id."""

    def __init__(self, statements: Mapping[str, str]) -> None:
        self._stems = {name: stems(text) for name, text in statements.items()}
        counts = Counter(stem for words in self._stems.values() for stem in words)
        total = len(self._stems) + 1
        self._weights = {stem: math.log(total / (1 + count)) for stem, count in counts.items()}

    def between(self, one: str, other: str, without: frozenset[str] = NOTHING) -> float:
        """Return the similarity of two statements, from 0 to 1, the stems in `without` left out of both.

        It is the cosine of their words, each weighted by the logarithm of how rare it is among the statements.
        """
        return self.of_stems(self._stems[one] - without, self._stems[other] - without)

    def of_stems(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Return the similarity of two sets of stems, from 0 to 1; a stem that no statement has counts nothing."""
        length = math.sqrt(self._squares(one) * self._squares(other))
        return self._squares(one & other) / length if length else 0.0

    def _squares(self, words: frozenset[str]) -> float:
        return math.fsum(self._weights.get(stem, 0.0) ** 2 for stem in words)
