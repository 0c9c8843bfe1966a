"""Near-duplicates among texts: the pairs that share enough shingles, with the exact numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .shingle_index import sharing_pairs
from .shingles import ARTICLE_WORDS, STATEMENT_WORDS, Hashes, shingled, shingles

CACHED_TEXTS = 4096
"""Candidates whose shingles are kept in memory while pairs are verified."""


@dataclass(frozen=True)
class DuplicateRule:
    """When two texts are near-duplicates.

    `words` is the length of a shingle. `least_share` is a share of the shorter text's distinct shingles; with
    `symmetric`, of the shingles that either has (Jaccard index). `least_shared` is a number of shingles. A shingle
    that more than `crowd` texts have makes pairs of neighbours only (see `claimwire.duplicates.shingle_index`). Texts
    with the same words are duplicates in any case.
    """

    words: int
    least_share: float
    least_shared: int
    symmetric: bool = False
    crowd: int = 20

    def share(self, shared: int, one: int, other: int) -> float:
        """Return the share that two texts of `one` and `other` shingles have in common; 0 if neither has any."""
        whole = one + other - shared if self.symmetric else min(one, other)
        return shared / whole if whole else 0.0

    def fits(self, shared: int, one: int, other: int) -> bool:
        """Return whether two texts of `one` and `other` shingles are near-duplicates."""
        return shared >= self.least_shared and self.share(shared, one, other) >= self.least_share

    def candidate_bounds(self) -> tuple[float, int]:
        """Return what the index must count of a pair for it to be verified: share of the shorter text, and number.

        It is half of what the rule asks for, because the index does not count a shingle of many texts for every pair.
        """
        share = 2 * self.least_share / (1 + self.least_share) if self.symmetric else self.least_share
        return share / 2, max(1, self.least_shared // 2)


ARTICLES = DuplicateRule(ARTICLE_WORDS, least_share=0.08, least_shared=8)
STATEMENTS = DuplicateRule(STATEMENT_WORDS, least_share=0.6, least_shared=4, symmetric=True, crowd=400)


@dataclass(frozen=True)
class TextPair:
    """Two texts by id, how many distinct shingles each has, how many they share, and whether all words are the same."""

    one: str
    other: str
    sizes: tuple[int, int]
    shared: int
    same_words: bool = False

    @property
    def ids(self) -> tuple[str, str]:
        """The ids of the texts."""
        return self.one, self.other


def near_duplicates(texts: Mapping[str, str], rule: DuplicateRule) -> list[TextPair]:
    """Return the near-duplicates among texts by id, sorted by id; the numbers are exact.

    Each text is read once for the index, and again if it is a candidate. In families of more copies than `rule.crowd`
    not every pair is returned; in all that were measured there were enough pairs to connect the family.
    """
    ids = sorted(texts)
    last_with_words: dict[int, int] = {}
    candidates: dict[tuple[int, int], bool] = {}  # pair of numbers -> whether all words are the same

    def read() -> Iterator[Hashes]:
        for number, text_id in enumerate(ids):
            hashes, whole = shingled(texts[text_id], rule.words)
            if len(hashes):
                if whole in last_with_words:
                    candidates[last_with_words[whole], number] = True
                last_with_words[whole] = number
            yield hashes

    for one, other in sharing_pairs(read(), *rule.candidate_bounds(), rule.crowd):
        candidates.setdefault((min(one, other), max(one, other)), False)
    cached = lru_cache(maxsize=CACHED_TEXTS)(lambda number: shingles(texts[ids[number]], rule.words))
    pairs = []
    for (one, other), same_words in sorted(candidates.items()):
        first, second = cached(one), cached(other)
        shared = len(np.intersect1d(first, second, assume_unique=True))
        if same_words or rule.fits(shared, len(first), len(second)):
            pairs.append(TextPair(ids[one], ids[other], (len(first), len(second)), shared, same_words))
    return pairs
