"""Near-duplicates among texts: the pairs that share enough, with the exact shares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .index import sharing
from .shingles import ARTICLE_WORDS, STATEMENT_WORDS, Hashes, shingled, shingles

CACHED = 4096
"""Candidates whose shingles are kept while pairs are looked at closer."""


@dataclass(frozen=True)
class Rule:
    """When two texts are near-duplicates.

    `least_share` is a share of the shorter text's distinct shingles; with `symmetric`, of the shingles that either
    has (Jaccard's index). `least_shared` is a number of shingles. A shingle that more than `crowd` texts have makes
    pairs of neighbours only (see `claimwire.duplicates.index`). Texts of equal words are duplicates in any case.
    """

    words: int
    least_share: float
    least_shared: int
    symmetric: bool = False
    crowd: int = 20

    def share(self, shared: int, one: int, other: int) -> float:
        """Return the share that two texts of so many shingles have in common."""
        whole = one + other - shared if self.symmetric else min(one, other)
        return shared / whole if whole else 0.0

    def holds(self, shared: int, one: int, other: int) -> bool:
        """Tell whether two texts of so many shingles, with so many in common, are near-duplicates."""
        return shared >= self.least_shared and self.share(shared, one, other) >= self.least_share

    def leads(self) -> tuple[float, int]:
        """Return what the index must show of a pair for a closer look: share of the shorter text, and number.

        It is half of what the rule asks for, as the index leaves out pairs where a shingle stands in many texts.
        """
        share = 2 * self.least_share / (1 + self.least_share) if self.symmetric else self.least_share
        return share / 2, max(1, self.least_shared // 2)


ARTICLES = Rule(ARTICLE_WORDS, least_share=0.08, least_shared=8)
STATEMENTS = Rule(STATEMENT_WORDS, least_share=0.6, least_shared=4, symmetric=True, crowd=400)


@dataclass(frozen=True)
class Pair:
    """Two texts by their ids, how many distinct shingles each has, how many they share, and whether all words do."""

    one: str
    other: str
    sizes: tuple[int, int]
    shared: int
    same_words: bool = False


def near_duplicates(texts: Mapping[str, str], rule: Rule) -> list[Pair]:
    """Return the pairs of near-duplicates among texts by id, by id; the shares are exact.

    Each text is read once for the index, and again if it is a candidate. In families of more copies than
    `rule.crowd` not every pair is named; in all that were measured enough were to join the family.
    """
    ids = sorted(texts)
    same: dict[int, int] = {}
    found: dict[tuple[int, int], bool] = {}

    def read() -> Iterator[Hashes]:
        for number, text_id in enumerate(ids):
            hashes, whole = shingled(texts[text_id], rule.words)
            if len(hashes):
                if whole in same:
                    found[same[whole], number] = True
                same[whole] = number
            yield hashes

    for one, other in sharing(read(), *rule.leads(), rule.crowd):
        found.setdefault((min(one, other), max(one, other)), False)
    held = lru_cache(maxsize=CACHED)(lambda number: shingles(texts[ids[number]], rule.words))
    pairs = []
    for (one, other), same_words in sorted(found.items()):
        first, second = held(one), held(other)
        shared = len(np.intersect1d(first, second, assume_unique=True))
        if same_words or rule.holds(shared, len(first), len(second)):
            pairs.append(Pair(ids[one], ids[other], (len(first), len(second)), shared, same_words))
    return pairs
