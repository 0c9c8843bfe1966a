"""Taggers of claims: conditional random fields of the three labels over the same tokens, as weights that can be kept.

Kept are the names of the features and their weights as whole numbers from -127 to 127 with a scale a layer; features
that are rare, and weights near 0, are left out. What is predicted is the same before and after saving.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ..ranges import Floats, Ints
from .crf import Chains, Encoded, Fitting, fit_chains
from .saved import SavedModel
from .tagging import LAYERS, SIZES
from .token_features import REACH, FeatureNumbers, TokenRow, word_features

FEWEST = 3
"""Articles that a feature is in at least."""
LEAST = 0.02
"""The share of the largest weight of a layer below which a feature's weights are left out."""
MOST = 127
STEEPEST = 100.0
"""The largest weight of one tag behind another, whose exponential is far from overflow; learnt ones are below 10."""
REMEMBERED = 20_000
"""The words, and what tokens have, that a tagger keeps at hand; those that were not asked for longest go."""


@dataclass(frozen=True)
class TaggerRow:
    """A sentence to learn from: what is known of its tokens, their tags (tokens, layers), and its article."""

    row: TokenRow
    tags: Ints
    article: str


class Tagger:
    """Finds the tags of tokens; learns from sentences whose tags are known.

    It does not change once it is made, so that several threads may ask it, and copy it, at once; a copy remembers no
    word.
    """

    def __init__(self, numbers: FeatureNumbers, weights: NDArray[np.int8], scale: Floats, chains: Chains) -> None:
        self._numbers, self._weights, self._scale, self._chains = numbers, weights, scale, chains
        words = chains.weights[: numbers.width * (2 * REACH + 1)]
        by_distance = words.reshape(2 * REACH + 1, numbers.width, *words.shape[1:])
        self._at_distance = np.pad(by_distance, ((0, 0), (0, 1), (0, 0), (0, 0)))
        self._word = lru_cache(maxsize=REMEMBERED)(numbers.of_word)
        self._place = _remembering(numbers, chains.weights[numbers.width * (2 * REACH + 1) :])

    def __reduce__(self) -> tuple[type[Self], tuple[Any, ...]]:
        return type(self), (self._numbers, self._weights, self._scale, self._chains)

    @classmethod
    def fit(cls, rows: Sequence[TaggerRow], seed: int, how: Fitting | None = None) -> Self:
        """Return what is learnt; nothing is drawn but the order of the sentences."""
        numbers = _numbers(rows)
        encoded = [_encoded(one.row, numbers) for one in rows]
        chains = fit_chains(encoded, [one.tags for one in rows], numbers.count, SIZES, seed, how or Fitting())
        return cls._rounded(numbers, chains)

    @classmethod
    def _rounded(cls, numbers: FeatureNumbers, chains: Chains) -> Self:
        top = np.abs(chains.weights).max(axis=(0, 2))
        scale = np.where(top > 0, top, 1.0) / MOST
        share = np.abs(chains.weights) / np.where(top > 0, top, 1.0)[None, :, None]
        kept = np.where(share.max(axis=2, keepdims=True) >= LEAST, chains.weights, 0.0)
        weights = np.rint(kept / scale[None, :, None]).astype(np.int8)
        return cls._of(numbers, weights, scale, chains.follows, chains.first)

    @classmethod
    def _of(
        cls, numbers: FeatureNumbers, weights: NDArray[np.int8], scale: Floats, follows: Floats, first: Floats
    ) -> Self:
        allowed = np.arange(max(SIZES)) < np.array(SIZES)[:, None]
        rounded = weights.astype(np.float64) * scale[None, :, None]
        return cls(numbers, weights, scale, Chains(rounded, follows, first, allowed))

    def marginals(self, rows: Sequence[TokenRow]) -> list[Floats]:
        """Return how probable each tag of each token is: for each sentence (tokens, layers, tags)."""
        kept = [number for number, row in enumerate(rows) if row.tokens]
        found: list[Floats] = [np.zeros((0, len(LAYERS), max(SIZES))) for _ in rows]
        own = [rows[number] for number in kept]
        scores = self._emissions(own) if own else []
        for number, one in zip(kept, self._chains.marginals(scores), strict=True):
            found[number] = one
        return found

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the weights as they are saved."""
        return {
            "tag_weights": self._weights, "tag_scale": self._scale,
            "tag_follows": self._chains.follows, "tag_first": self._chains.first,
        }  # fmt: skip

    def facts(self) -> dict[str, list[str]]:
        """Return the names of the features as they are saved."""
        return {"words": list(self._numbers.words), "places": list(self._numbers.places)}

    @classmethod
    def of(cls, saved: SavedModel) -> Self:
        """Return the tagger whose `facts` are the fact `tagger`; raises `BaselineError` if they and arrays do not fit.

        Names of features stand in their order, as they are saved.
        """
        words, places = saved.strings("tagger", "words"), saved.strings("tagger", "places")
        for name, known in (("words", words), ("places", places)):
            if any(one >= other for one, other in pairwise(known)):
                raise saved.fault(f"its tagger.{name} are not in order, or one is there twice")
        numbers, layers, most = FeatureNumbers(words, places), len(LAYERS), max(SIZES)
        weights = saved.small_ints("tag_weights", numbers.count, layers, most)
        follows = saved.floats("tag_follows", layers, most, most, most=STEEPEST)
        first = saved.floats("tag_first", layers, most, most=STEEPEST)
        return cls._of(numbers, weights, saved.positive("tag_scale", layers), follows, first)

    def _words(self, words: Sequence[tuple[int, ...]]) -> Floats:
        """Return the scores of words, given by their features, at each distance: (distances, words, layers, tags)."""
        most = max(map(len, words))
        nothing = self._numbers.width
        columns = np.array([[*own, *[nothing] * (most - len(own))] for own in words], dtype=np.int64).T
        found = np.zeros((2 * REACH + 1, len(words), *self._at_distance.shape[2:]))
        for column in columns:
            found += self._at_distance[:, column]
        return found

    def _emissions(self, rows: Sequence[TokenRow]) -> list[Floats]:
        """Return the score of each tag of each token: by the words around it, and by its place; one row per sentence.

        The sentences are computed in one go, each between as many tokens outside any sentence as words are read.
        """
        lengths = [len(row.tokens) for row in rows]
        numbers = {word: number for number, word in enumerate(dict.fromkeys(t for row in rows for t in row.tokens), 1)}
        words = self._words([(self._numbers.width - 1,), *map(self._word, numbers)])
        padded: list[int] = [0] * REACH
        inside: list[int] = []
        for row in rows:
            inside += range(len(padded), len(padded) + len(row.tokens))
            padded += [*(numbers[token] for token in row.tokens), *[0] * REACH]
        known, places = np.array(padded), np.array(inside)
        scores = np.zeros((len(inside), *words.shape[2:]))
        for at in range(2 * REACH + 1):
            scores += words[at, known[places + (at - REACH)]]
        base = self._numbers.width * (2 * REACH + 1)
        weights = self._chains.weights[base:]
        common = [weights[self._numbers.of_place(row.common)].sum(axis=0) for row in rows]
        scores += np.repeat(np.array(common), lengths, axis=0)
        scores += np.array([self._place(names) for row in rows for names in row.places])
        return np.split(scores, np.cumsum(lengths)[:-1])


def _remembering(numbers: FeatureNumbers, weights: Floats) -> Callable[[tuple[str, ...]], Floats]:
    """Return what gives the scores of what a token has in its place, (layers, tags), and remembers the last ones.

    `lru_cache` may be asked by several threads at once, and never holds more than it should.
    """

    @lru_cache(maxsize=REMEMBERED)
    def scores(names: tuple[str, ...]) -> Floats:
        own = numbers.of_place(names)
        found: Floats = np.add.reduceat(weights[own], [0], axis=0)[0] if own else np.zeros(weights.shape[1:])
        found.setflags(write=False)
        return found

    return scores


def _numbers(rows: Sequence[TaggerRow]) -> FeatureNumbers:
    """Return the features that are in several articles; `always` is one of them, whatever there is."""
    words: dict[str, set[str]] = {}
    places: dict[str, set[str]] = {}
    for one in rows:
        for token in one.row.tokens:
            for name in word_features(token):
                words.setdefault(name, set()).add(one.article)
        for names in (*one.row.places, one.row.common):
            for name in names:
                places.setdefault(name, set()).add(one.article)
    fewest = min(FEWEST, len({one.article for one in rows}))
    known = [sorted(name for name, own in table.items() if len(own) >= fewest) for table in (words, places)]
    return FeatureNumbers(*known)


def _encoded(row: TokenRow, numbers: FeatureNumbers) -> Encoded:
    own = [np.array(numbers.of_word(token), dtype=np.int64) for token in row.tokens]
    base = numbers.width * (2 * REACH + 1)
    parts, begins, reached = [], [], 0
    common = numbers.of_place(row.common)
    for number, names in enumerate(row.places):
        begins.append(reached)
        for at in range(2 * REACH + 1):
            place = number + at - REACH
            found = own[place] if 0 <= place < len(own) else numbers.edge()
            parts.append(found + numbers.width * at)
            reached += len(found)
        places = np.array([base + n for n in (*numbers.of_place(names), *common)], dtype=np.int64)
        parts.append(places)
        reached += len(places)
    return Encoded(np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64), np.array(begins, dtype=np.int64))
