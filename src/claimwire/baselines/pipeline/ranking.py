"""The score of a candidate: how probable it is that a reader marks a claim of its label over mostly the same words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ...ranges import Flags, Floats, Ints
from ...schema import ClaimBase
from ...schema.vocab import Label
from ..boosting import TreeHeads
from ..heads import LinearHeads, best_threshold, sigmoid
from ..matching import HALF, paired, pieces_of, shared
from ..saved import SavedModel
from ..store import with_names
from ..tagging import LAYERS
from .candidates import FEATURES, CandidateClaim, kept

BY_TREES: frozenset[Label] = frozenset({Label.ATTRIBUTED_STATEMENT, Label.CASUALTY_FIGURE})
"""The labels whose candidates boosted trees score; the others', a logistic regression: by our validation split."""
STRENGTH = 0.1
TREES, DEPTH = 150, 2
EXACT = 0.5
"""What the probability that a candidate is exactly a claim counts, beside that it is one, when the best is kept."""


@dataclass(frozen=True)
class SeenCandidates:
    """The candidates of an article that no part has learnt from: what they share with its claims, and its fold."""

    found: list[CandidateClaim]
    claims: tuple[ClaimBase, ...]
    common: Floats
    fold: int


def seen_of(found: list[CandidateClaim], claims: Sequence[ClaimBase], fold: int) -> SeenCandidates:
    """Return candidates with the largest share of words that each has with a claim of its label."""
    own = {label: [pieces_of(claim) for claim in claims if claim.label is label] for label in LAYERS}
    common = [max((shared(one.proposal.spans, pieces) for pieces in own[one.label]), default=0.0) for one in found]
    return SeenCandidates(found, tuple(claims), np.array(common), fold)


@dataclass(frozen=True)
class Ranking:
    """For each label: how candidates are scored, how scores become probabilities, and from where on they are given.

    `certain` has one row per label: slope and shift of the log odds (Platt 1999).
    """

    mean: Floats
    scale: Floats
    linear: tuple[LinearHeads, ...]
    trees: tuple[TreeHeads, ...]
    certain: Floats
    thresholds: Floats

    @classmethod
    def fit(cls, seen: Sequence[SeenCandidates], seed: int) -> Self:
        """Return what is learnt; slopes and thresholds on candidates that their scores were not learnt from."""
        plain = cls._scores(seen, seed)
        odds: list[list[float]] = [[] for _ in LAYERS]
        right: list[list[bool]] = [[] for _ in LAYERS]
        for fold in sorted({one.fold for one in seen}):
            others = [one for one in seen if one.fold != fold] or list(seen)
            half = cls._scores(others, seed)
            for one in (one for one in seen if one.fold == fold and one.found):
                both = half.both_heads(one.found)
                chosen = kept(one.found, both[:, 0] + EXACT * both[:, 1])
                own = [one.found[number] for number in chosen]
                hits = paired(
                    [(candidate.label.value, candidate.proposal.spans) for candidate in own],
                    [(claim.label.value, pieces_of(claim)) for claim in one.claims],
                )
                for number, candidate, hit in zip(chosen, own, hits, strict=True):
                    odds[LAYERS.index(candidate.label)].append(float(_odds(both[number, 0])))
                    right[LAYERS.index(candidate.label)].append(hit)
        missed = [_never_found(seen, label, sum(hits)) for label, hits in zip(LAYERS, right, strict=True)]
        certain = np.array([_certain(x, y) for x, y in zip(odds, right, strict=True)])
        thresholds = np.array(
            [
                best_threshold(sigmoid(slope * np.array(x) + shift), np.array(y, dtype=bool), more)
                for (slope, shift), x, y, more in zip(certain, odds, right, missed, strict=True)
            ]
        )
        return cls(plain.mean, plain.scale, plain.linear, plain.trees, certain, thresholds)

    @classmethod
    def _scores(cls, seen: Sequence[SeenCandidates], seed: int) -> Self:
        """Return what scores candidates, with scores as they come."""
        columns, labels, common = _joined(seen)
        mean = columns.mean(axis=0) if len(columns) else np.zeros(columns.shape[1])
        deviation = columns.std(axis=0) if len(columns) else np.ones(columns.shape[1])
        scale = np.where(deviation > 0, deviation, 1.0)
        flags = np.stack([common >= HALF, common == 1.0], axis=1)
        linear, trees = [], []
        for number, label in enumerate(LAYERS):
            own = labels == number
            scaled, wanted = (columns[own] - mean) / scale, flags[own]
            by_trees = label in BY_TREES
            rows = scaled if own.any() else np.zeros((1, columns.shape[1]))
            wanted = wanted if own.any() else np.zeros((1, 2), dtype=bool)
            none: Flags = np.zeros((len(rows), 2), dtype=bool)
            linear.append(LinearHeads.fit(rows, none if by_trees else wanted, STRENGTH, balanced=False))
            grown = wanted if by_trees else none
            trees.append(TreeHeads.fit(rows, grown, seed, balanced=False, trees=TREES, depth=DEPTH))
        count = len(LAYERS)
        certain, thresholds = np.tile([1.0, 0.0], (count, 1)), np.full(count, HALF)
        return cls(mean, scale, tuple(linear), tuple(trees), certain, thresholds)

    def of(self, found: Sequence[CandidateClaim]) -> tuple[Floats, Floats]:
        """Return for each candidate by what the best is kept, and its score."""
        both = self.both_heads(found)
        layers = np.array([LAYERS.index(one.label) for one in found])
        odds = _odds(both[:, 0])
        scores = sigmoid(self.certain[layers, 0] * odds + self.certain[layers, 1])
        return both[:, 0] + EXACT * both[:, 1], scores

    def threshold(self, label: Label) -> float:
        """Return the score from which on claims of a label are given."""
        return float(self.thresholds[LAYERS.index(label)])

    def both_heads(self, found: Sequence[CandidateClaim]) -> Floats:
        """Return how probable it is that each candidate is a claim, and exactly one."""
        columns = (np.array([one.features for one in found]) - self.mean) / self.scale
        layers = np.array([LAYERS.index(one.label) for one in found])
        both = np.zeros((len(found), 2))
        for number, label in enumerate(LAYERS):
            own = layers == number
            if own.any():
                heads = self.trees[number] if label in BY_TREES else self.linear[number]
                both[own] = heads.probabilities(columns[own])
        return both

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what is learnt as it is saved."""
        arrays: dict[str, NDArray[Any]] = {
            "rank_mean": self.mean, "rank_scale": self.scale, "rank_certain": self.certain,
            "rank_thresholds": self.thresholds,
        }  # fmt: skip
        for number in range(len(LAYERS)):
            arrays |= with_names(f"rank_linear_{number}", self.linear[number].arrays())
            arrays |= with_names(f"rank_trees_{number}", self.trees[number].arrays())
        return arrays

    @classmethod
    def of_saved(cls, saved: SavedModel) -> Self:
        """Return what `arrays` gave; raises `BaselineError` if it is none of that."""
        numbers, features = range(len(LAYERS)), len(FEATURES)
        linear = tuple(LinearHeads.of(saved.part(f"rank_linear_{number}"), features, 2) for number in numbers)
        trees = tuple(TreeHeads.of(saved.part(f"rank_trees_{number}"), features, 2) for number in numbers)
        own = saved.floats("rank_mean", features), saved.positive("rank_scale", features)
        certain, thresholds = saved.floats("rank_certain", len(LAYERS), 2), saved.floats("rank_thresholds", len(LAYERS))
        if not (certain[:, 0] > 0).all():
            raise saved.fault("the array rank_certain has slopes that are not above 0")
        if not ((thresholds >= 0) & (thresholds <= 1)).all():
            raise saved.fault("the array rank_thresholds has scores that are not from 0 to 1")
        return cls(*own, linear, trees, certain, thresholds)


def _joined(seen: Sequence[SeenCandidates]) -> tuple[Floats, Ints, Floats]:
    features = [one.features for article in seen for one in article.found]
    columns = np.array(features).reshape(len(features), len(FEATURES))
    labels = np.array([LAYERS.index(one.label) for article in seen for one in article.found], dtype=np.int64)
    return columns, labels, np.concatenate([article.common for article in seen])


def _odds(probabilities: Floats) -> Floats:
    within = np.clip(probabilities, 1e-4, 1.0 - 1e-4)
    return np.asarray(np.log(within / (1.0 - within)))


def _certain(odds: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """Return slope and shift of log odds; as they are where all or none are right, and where slopes would turn."""
    if not any(right) or all(right):
        return 1.0, 0.0
    learnt = LinearHeads.fit(np.array(odds)[:, None], np.array(right)[:, None], 100.0, balanced=False)
    slope, shift = float(learnt.weights[0, 0]), float(learnt.bias[0])
    return (slope, shift) if slope > 0 else (1.0, 0.0)


def _never_found(seen: Sequence[SeenCandidates], label: Label, hits: int) -> int:
    """Return how many claims of a label no kept candidate is."""
    return sum(claim.label is label for one in seen for claim in one.claims) - hits
