"""Articles in folds, so that what scores candidates is learnt on articles that the other parts have not seen."""

from __future__ import annotations

from collections.abc import Sequence

from ..contract import LabelledArticle

FOLDS = 4


def folds_of(articles: Sequence[LabelledArticle]) -> list[int]:
    """Return the fold of each article; those of one event are together, and the folds have about as many claims.

    One article alone is in a fold of its own, and learnt from all the same.
    """
    weights: dict[str, int] = {}
    keys = [labelled.article.episode_id or labelled.article.article_id for labelled in articles]
    for key, labelled in zip(keys, articles, strict=True):
        weights[key] = weights.get(key, 0) + 1 + len(labelled.claims)
    sizes = [0] * min(FOLDS, len(weights))
    fold_of: dict[str, int] = {}
    for key in sorted(weights, key=lambda key: (-weights[key], key)):
        smallest = sizes.index(min(sizes))
        fold_of[key] = smallest
        sizes[smallest] += weights[key]
    return [fold_of[key] for key in keys]
