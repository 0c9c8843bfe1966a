"""How probable each label of a sentence is: logistic regression and boosted trees over the hand-made features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ...ranges import Flags, Floats
from ...schema import ClaimBase
from ..boosting import TreeHeads
from ..contract import SentenceRow
from ..features import NAMES, feature_rows
from ..handmade import STRENGTH, mean_of_odds
from ..heads import LinearHeads
from ..reading import ArticleReading
from ..saved import SavedModel
from ..store import with_names
from ..tagging import LAYERS


def sentence_labels(reading: ArticleReading, claims: Sequence[ClaimBase]) -> Flags:
    """Return which labels the sentences of an article have (sentences, labels)."""
    found = np.zeros((len(reading.passages), len(LAYERS)), dtype=bool)
    for claim in claims:
        for span in claim.spans:
            for number, passage in enumerate(reading.passages):
                if span.start < passage.end and passage.start < span.end:
                    found[number, LAYERS.index(claim.label)] = True
    return found


@dataclass(frozen=True)
class SentenceModel:
    """Both heads over the same scaled features; the mean of their log odds counts."""

    mean: Floats
    scale: Floats
    linear: LinearHeads
    trees: TreeHeads

    @classmethod
    def fit(cls, rows: Sequence[SentenceRow], labels: Flags, seed: int) -> Self:
        """Return what is learnt from sentences (sentences, labels)."""
        columns = feature_rows(rows)
        mean, deviation = columns.mean(axis=0), columns.std(axis=0)
        scale = np.where(deviation > 0, deviation, 1.0)
        scaled = (columns - mean) / scale
        return cls(mean, scale, LinearHeads.fit(scaled, labels, STRENGTH), TreeHeads.fit(scaled, labels, seed))

    def probabilities(self, rows: Sequence[SentenceRow]) -> Floats:
        """Return the probability of each label, one row per sentence."""
        scaled = (feature_rows(rows) - self.mean) / self.scale
        return mean_of_odds([self.linear.probabilities(scaled), self.trees.probabilities(scaled)])

    @staticmethod
    def names() -> list[str]:
        """Return the names of the features."""
        return list(NAMES)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what is learnt as it is saved."""
        own = {"sentence_mean": self.mean, "sentence_scale": self.scale}
        return (
            own
            | with_names("sentence_linear", self.linear.arrays())
            | with_names("sentence_trees", self.trees.arrays())
        )

    @classmethod
    def of(cls, saved: SavedModel) -> Self:
        """Return what `arrays` gave; raises `BaselineError` if it is none of that."""
        features, labels = len(NAMES), len(LAYERS)
        linear = LinearHeads.of(saved.part("sentence_linear"), features, labels)
        trees = TreeHeads.of(saved.part("sentence_trees"), features, labels)
        return cls(saved.floats("sentence_mean", features), saved.positive("sentence_scale", features), linear, trees)
