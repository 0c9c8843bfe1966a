"""The tagger alone as a model of articles: claims where it is surest, each with how sure it is. Needs numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np

from ..ranges import Floats
from ..schema import Article
from .contract import ArticleModel, LabelledArticle, ScoredClaim
from .heads import not_fitted
from .matching import with_texts
from .parts import draft_of, tagged_claims
from .reading import read_article
from .rules.passage import Draft
from .scored import scored_claims
from .store import opened_model, save_model
from .tagger import Tagger
from .tagger_rows import tagger_rows
from .tagging import LAYERS, Run


class SpanModel(ArticleModel):
    """Conditional random fields over the tokens of each sentence; a score is the mean probability of a span's tags."""

    name = "spans"
    version = "1"

    def __init__(self) -> None:
        self._tagger: Tagger | None = None

    def fit(self, articles: Sequence[LabelledArticle], seed: int) -> Self:
        """Learn from the sentences of articles."""
        known = with_texts(articles)
        rows = [row for one in known for row in tagger_rows(read_article(one.article), one.claims)]
        self._tagger = Tagger.fit(rows, seed)
        return self

    def predict(self, article: Article, prefix: str) -> tuple[ScoredClaim, ...]:
        """Return the claims of the most probable tags."""
        if self._tagger is None:
            raise not_fitted(self.name)
        reading = read_article(article)
        found: list[tuple[Draft, float]] = []
        for passage, row, sure in zip(
            reading.passages, reading.tokens, self._tagger.marginals(reading.tokens), strict=True
        ):
            tags = sure.argmax(axis=-1).astype(np.int64)
            for claim in tagged_claims(passage, row.where, tags):
                draft = draft_of(passage, claim, reading.published)
                found.append((draft, _mean(sure[:, LAYERS.index(claim.label)], claim.runs)))
        return scored_claims(found, article, prefix)

    def save(self, folder: Path) -> None:
        """Write the names of the features, and weights."""
        if self._tagger is None:
            raise not_fitted(self.name)
        save_model(folder, self.name, {"version": self.version, "tagger": self._tagger.facts()}, self._tagger.arrays())

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Return the model that a folder holds."""
        with opened_model(folder, cls.name, cls.version) as saved:
            model = cls()
            model._tagger = Tagger.of(saved)
        return model


def _mean(sure: Floats, runs: Sequence[Run]) -> float:
    """Return the mean probability of the tags that the tokens of runs have (tokens, tags)."""
    return float(np.mean([sure[number].max() for run in runs for number in range(run.first, run.end)]))
