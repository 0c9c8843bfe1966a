"""Hand-made features in logistic regressions, or in boosted trees. Needs scikit-learn to fit, and not to predict."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from ..errors import BaselineError
from ..ranges import Flags, Floats
from .boosting import TreeHeads
from .contract import SentenceRow
from .features import NAMES, feature_rows
from .heads import LinearHeads, checked, not_fitted, sigmoid
from .saved import SavedModel
from .store import FACTS, opened_model, save_model, with_names

STRENGTH = 0.1


class HandmadeClassifier:
    """The features of `features.NAMES`, each scaled to a deviation of one, in class-balanced logistic regressions."""

    name: ClassVar[str] = "handmade"

    def __init__(self) -> None:
        self._mean: Floats | None = None
        self._scale: Floats | None = None
        self._heads: LinearHeads | TreeHeads | None = None

    def fit(self, rows: Sequence[SentenceRow], labels: Flags, seed: int) -> Self:
        """Learn weights."""
        flags = checked(rows, labels)
        columns = feature_rows(rows)
        self._mean = columns.mean(axis=0)
        deviation = columns.std(axis=0)
        self._scale = np.where(deviation > 0, deviation, 1.0)
        self._heads = self._learn(self._scaled(columns), flags, seed)
        return self

    def predict_proba(self, rows: Sequence[SentenceRow]) -> Floats:
        """Return probabilities, a row per sentence and a column per label."""
        if self._heads is None:
            raise not_fitted(self.name)
        return self._heads.probabilities(self._scaled(feature_rows(rows)))

    def save(self, folder: Path) -> None:
        """Write the names of the features, how they are scaled, and what was learnt."""
        save_model(folder, self.name, {"features": list(NAMES)}, self.learnt())

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Return the model that a folder holds; raises `BaselineError` if it was made with other features."""
        with opened_model(folder, cls.name) as saved:
            require_features(saved.strings("features"), folder)
            return cls.of(saved)

    def learnt(self) -> dict[str, NDArray[Any]]:
        """Return what was learnt, and how features are scaled; raises `BaselineError` before `fit`."""
        if self._heads is None or self._mean is None or self._scale is None:
            raise not_fitted(self.name)
        return self._heads.arrays() | {"feature_mean": self._mean, "feature_scale": self._scale}

    @classmethod
    def of(cls, saved: SavedModel) -> Self:
        """Return what `learnt` gave; raises `BaselineError` if it is none of that."""
        model = cls()
        model._mean = saved.floats("feature_mean", len(NAMES))
        model._scale = saved.positive("feature_scale", len(NAMES))
        model._heads = cls._read(saved)
        return model

    def _learn(self, columns: Floats, labels: Flags, seed: int) -> LinearHeads | TreeHeads:
        return LinearHeads.fit(columns, labels, STRENGTH)

    @staticmethod
    def _read(saved: SavedModel) -> LinearHeads | TreeHeads:
        return LinearHeads.of(saved, len(NAMES))

    def _scaled(self, columns: Floats) -> Floats:
        if self._mean is None or self._scale is None:
            raise not_fitted(self.name)
        return (columns - self._mean) / self._scale


def require_features(names: Sequence[str], folder: Path) -> None:
    """Raise `BaselineError` if a folder's model was made with other features."""
    if list(names) != list(NAMES):
        raise BaselineError(f"{folder / FACTS} has other features than this version computes; fit the model again")


def mean_of_odds(several: Sequence[Floats]) -> Floats:
    """Return the probabilities of the mean of log odds, of which none is beyond one in ten million."""
    kept = [np.clip(one, 1e-7, 1 - 1e-7) for one in several]
    return sigmoid(np.mean([np.log(one / (1 - one)) for one in kept], axis=0))


class HandmadeBoosting(HandmadeClassifier):
    """The same features in boosted trees."""

    name: ClassVar[str] = "handmade-boosting"

    def _learn(self, columns: Floats, labels: Flags, seed: int) -> LinearHeads | TreeHeads:
        return TreeHeads.fit(columns, labels, seed)

    @staticmethod
    def _read(saved: SavedModel) -> LinearHeads | TreeHeads:
        return TreeHeads.of(saved, len(NAMES))


class HandmadeMean:
    """The mean of the log odds of both: what one of them is wrong about by chance counts half."""

    name: ClassVar[str] = "handmade-mean"

    def __init__(self) -> None:
        self._both: tuple[HandmadeClassifier, HandmadeBoosting] | None = None

    def fit(self, rows: Sequence[SentenceRow], labels: Flags, seed: int) -> Self:
        """Learn weights and trees."""
        self._both = (HandmadeClassifier().fit(rows, labels, seed), HandmadeBoosting().fit(rows, labels, seed))
        return self

    def predict_proba(self, rows: Sequence[SentenceRow]) -> Floats:
        """Return probabilities, a row per sentence and a column per label."""
        if self._both is None:
            raise not_fitted(self.name)
        return mean_of_odds([one.predict_proba(rows) for one in self._both])

    def save(self, folder: Path) -> None:
        """Write what both write."""
        if self._both is None:
            raise not_fitted(self.name)
        linear, trees = (one.learnt() for one in self._both)
        arrays = with_names("linear", linear) | with_names("trees", trees)
        save_model(folder, self.name, {"features": list(NAMES)}, arrays)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Return the model that a folder holds; raises `BaselineError` if it was made with other features."""
        with opened_model(folder, cls.name) as saved:
            require_features(saved.strings("features"), folder)
            model = cls()
            model._both = HandmadeClassifier.of(saved.part("linear")), HandmadeBoosting.of(saved.part("trees"))
        return model
