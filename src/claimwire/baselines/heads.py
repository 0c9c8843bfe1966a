"""One logistic regression a label over the same columns; a label that all or no sentences have gets a constant."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ..errors import BaselineError
from ..ranges import Flags, Floats
from .contract import SentenceRow
from .saved import SavedModel

SURE = 12.0
"""The logit of a label that every sentence of the training data has; its negative for one that none has."""


@dataclass(frozen=True)
class LinearHeads:
    """Weights: one row per label, one column per feature; and what is added, one per label."""

    weights: Floats
    bias: Floats

    @classmethod
    def fit(cls, columns: Any, labels: Flags, strength: float, *, balanced: bool = True) -> Self:
        """Return what is learnt from a dense or sparse matrix; `strength` is scikit-learn's `C`."""
        from sklearn.linear_model import LogisticRegression

        weights, bias = np.zeros((labels.shape[1], columns.shape[1])), np.zeros(labels.shape[1])
        for number, column in enumerate(labels.T):
            if column.all() or not column.any():
                bias[number] = SURE if column.all() else -SURE
                continue
            model = LogisticRegression(C=strength, class_weight="balanced" if balanced else None, max_iter=2000)
            model.fit(columns, column)
            weights[number], bias[number] = model.coef_[0], model.intercept_[0]
        return cls(weights, bias)

    def probabilities(self, columns: Any) -> Floats:
        """Return the probability of each label, one row per row of the matrix."""
        return sigmoid(np.asarray(columns @ self.weights.T) + self.bias)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the weights as they are saved."""
        return {"weights": self.weights, "bias": self.bias}

    @classmethod
    def of(cls, saved: SavedModel, features: int | None, labels: int | None = None) -> Self:
        """Return what `arrays` gave, for so many features and labels; raises `BaselineError` if it is none of that."""
        weights = saved.floats("weights", labels, features)
        return cls(weights, saved.floats("bias", len(weights)))


def sigmoid(logits: Floats) -> Floats:
    """Return probabilities of logits, without overflow."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -500, 500))))


def logit(probability: float) -> float:
    """Return the log odds of a probability, within those of one in a thousand."""
    kept = 0.001 if probability < 0.001 else 0.999 if probability > 0.999 else float(probability)
    return math.log(kept / (1.0 - kept))


def best_threshold(scores: Floats, right: Flags, missed: int) -> float:
    """Return the score from which on F1 is highest, where further positives have no score; .5 if nothing is right."""
    if not right.any():
        return 0.5
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(right[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + right.sum() + missed)
    last = np.append(np.diff(scores[order]) != 0, True)
    best = int(np.argmax(np.where(last, f1, -1.0)))
    below = scores[order][best + 1] if best + 1 < len(order) else 0.0
    return float((scores[order][best] + below) / 2)


def checked(rows: Sequence[SentenceRow], labels: Flags) -> Flags:
    """Return the labels as flags; raises `BaselineError` if they do not fit the rows."""
    if not rows:
        raise BaselineError("there is no sentence to learn from; a build without texts has none: hydrate it first")
    found = np.asarray(labels, dtype=bool)
    if found.ndim != 2 or len(found) != len(rows) or not found.shape[1]:
        raise BaselineError(f"labels have the shape {found.shape}, expected ({len(rows)}, number of labels)")
    return found


def not_fitted(name: str) -> BaselineError:
    """Return the error that a model has learnt nothing yet."""
    return BaselineError(f"the model {name} has not been fitted; call `fit`, or `load` one that was saved")
