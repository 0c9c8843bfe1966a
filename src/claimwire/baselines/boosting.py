"""Boosted trees as arrays, so that they can be kept without pickle and read without scikit-learn.

The trees are those of scikit-learn's `GradientBoostingClassifier` (Friedman 2001, log loss): a node sends a row to the
left if its feature is at most the threshold, a leaf adds its value times the learning rate to the logit. scikit-learn
compares features as 32-bit floats, and so does this.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ..ranges import Flags, Floats, Ints
from .heads import SURE, sigmoid
from .saved import SavedModel

TREES, DEPTH, RATE, SHARE = 150, 3, 0.08, 0.7
"""How many trees, how deep, the learning rate, and the share of the rows that each tree sees."""


@dataclass(frozen=True)
class TreeHeads:
    """Trees of all labels, node by node; `roots` has the place of each tree's root, one row per label."""

    left: Ints
    right: Ints
    feature: Ints
    threshold: Floats
    value: Floats
    roots: Ints
    start: Floats
    rate: float

    @classmethod
    def fit(
        cls, columns: Floats, labels: Flags, seed: int, *, balanced: bool = True, trees: int = TREES, depth: int = DEPTH
    ) -> Self:
        """Return what is learnt.

        If `balanced`, rows of the rarer value of a label weigh as much as those of the other together.
        """
        from sklearn.ensemble import GradientBoostingClassifier
        from sklearn.utils.class_weight import compute_sample_weight

        nodes: list[tuple[NDArray[Any], ...]] = []
        roots, start = np.full((labels.shape[1], trees), -1, dtype=np.int64), np.zeros(labels.shape[1])
        reached = 0
        for number, column in enumerate(labels.T):
            if column.all() or not column.any():
                start[number] = SURE if column.all() else -SURE
                continue
            model = GradientBoostingClassifier(
                n_estimators=trees, max_depth=depth, learning_rate=RATE, subsample=SHARE, random_state=seed
            )
            model.fit(columns, column, sample_weight=compute_sample_weight("balanced" if balanced else None, column))
            for place, (estimator,) in enumerate(model.estimators_):
                tree = estimator.tree_
                inner = tree.children_left >= 0
                left = np.where(inner, tree.children_left + reached, -1)
                right = np.where(inner, tree.children_right + reached, -1)
                nodes.append((left, right, tree.feature, tree.threshold, tree.value[:, 0, 0]))
                roots[number, place] = reached
                reached += tree.node_count
        joined = [np.concatenate(parts) for parts in zip(*nodes, strict=True)] if nodes else [np.zeros(0)] * 5
        ints = [part.astype(np.int64) for part in joined[:3]]
        return cls(ints[0], ints[1], ints[2], joined[3].astype(float), joined[4].astype(float), roots, start, RATE)

    def probabilities(self, columns: Floats) -> Floats:
        """Return the probability of each label, one line per row of the matrix."""
        rows = np.asarray(columns, dtype=np.float32)
        logits = np.tile(self.start, (len(rows), 1))
        for label, trees in enumerate(self.roots):
            grown = trees[trees >= 0]
            if len(grown):
                logits[:, label] += self.rate * self.value[self._leaves(rows, grown)].sum(axis=1)
        return sigmoid(logits)

    def _leaves(self, rows: NDArray[np.float32], roots: Ints) -> Ints:
        """Return the leaf that each row comes to in each tree: (rows, trees)."""
        children, feature, depth = self._walk
        at: Ints = np.tile(roots, (len(rows), 1))
        values, first = rows.ravel(), np.arange(len(rows))[:, None] * rows.shape[1]
        for _ in range(depth):
            goes_right = values.take(first + feature.take(at)) > self.threshold.take(at)
            at = children.take(2 * at + goes_right)
        return at

    @cached_property
    def _walk(self) -> tuple[Ints, Ints, int]:
        """Both children of each node one after the other, its feature, and how deep the deepest leaf is.

        A leaf is its own child, so that all rows go the same number of steps.
        """
        count = len(self.left)
        own, inner = np.arange(count), self.left >= 0
        children = np.stack([np.where(inner, self.left, own), np.where(inner, self.right, own)], axis=1)
        below = np.zeros(count, dtype=np.int64)
        for node in range(count - 1, -1, -1):  # children come behind their parent
            if inner[node]:
                below[node] = 1 + max(below[self.left[node]], below[self.right[node]])
        return children.ravel(), np.maximum(self.feature, 0), int(below.max(initial=0))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the trees as they are saved."""
        return {field.name: np.asarray(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def of(cls, saved: SavedModel, features: int, labels: int | None = None) -> Self:
        """Return what `arrays` gave, for so many features and labels.

        Raises `BaselineError` if it is none of that, or if nodes are not those of trees: children come behind their
        parent, so that every way ends at a leaf.
        """
        start = saved.floats("start", labels)
        roots = saved.ints("roots", len(start), None)
        left = saved.ints("left", None)
        count = len(left)
        right, feature = saved.ints("right", count), saved.ints("feature", count)
        places, inner = np.arange(count), left >= 0
        nodes_right = all(
            ((places < child) & (child < count))[inner].all() and (child[~inner] == -1).all() for child in (left, right)
        )
        if not nodes_right:
            raise saved.fault(f"the trees {saved.prefix}left and right have nodes that do not lead to a leaf")
        if not ((feature >= 0) & (feature < features))[inner].all():
            raise saved.fault(f"the trees {saved.prefix}feature name features beyond the {features} that there are")
        if not ((roots >= -1) & (roots < count)).all():
            raise saved.fault(f"the trees {saved.prefix}roots name nodes beyond the {count} that there are")
        threshold, value = saved.floats("threshold", count), saved.floats("value", count)
        return cls(left, right, feature, threshold, value, roots, start, float(saved.positive("rate")))
