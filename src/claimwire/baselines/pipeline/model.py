"""The default model: sentences, tagger and rules together, with a score for each claim."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np

from ...errors import BaselineError
from ...ranges import Flags, Floats
from ...schema import Article
from ...schema.vocab import Label
from ..contract import ArticleModel, LabelledArticle, ScoredClaim, WeighedClaims
from ..heads import not_fitted
from ..matching import with_texts
from ..reading import ArticleReading, read_article
from ..scored import scored_claims
from ..store import FACTS, opened_model, save_model
from ..tagger import Tagger
from ..tagger_rows import tagger_rows
from .candidates import FEATURES, CandidateClaim, candidates, kept
from .folds import folds_of
from .ranking import Ranking, SeenCandidates, seen_of
from .sentences import SentenceModel, sentence_labels


class PipelineModel(ArticleModel):
    """Finds claims by hand-made features, rules and a tagger; needs scikit-learn to fit, and numpy alone to predict."""

    name = "pipeline"
    version = "1"

    def __init__(self) -> None:
        self._sentences: SentenceModel | None = None
        self._tagger: Tagger | None = None
        self._ranking: Ranking | None = None

    def fit(self, articles: Sequence[LabelledArticle], seed: int) -> Self:
        """Learn from articles: the parts first on all but one of several folds, for the scores on that one."""
        known = with_texts(articles)
        readings = [read_article(labelled.article) for labelled in known]
        folds = folds_of(known)
        seen: list[SeenCandidates] = []
        for fold in sorted(set(folds)):
            inner = [n for n, own in enumerate(folds) if own != fold] or list(range(len(known)))
            sentences, tagger = _parts([known[n] for n in inner], [readings[n] for n in inner], seed)
            for number in (n for n, own in enumerate(folds) if own == fold):
                found = _candidates(readings[number], sentences, tagger)
                seen.append(seen_of(found, known[number].claims, fold))
        self._sentences, self._tagger = _parts(known, readings, seed)
        self._ranking = Ranking.fit(seen, seed)
        return self

    def predict(self, article: Article, prefix: str) -> tuple[ScoredClaim, ...]:
        """Return the claims of an article from the threshold on; by default that of each label, of the best F1."""
        return self.weighed(article, prefix).claims

    def weighed(self, article: Article, prefix: str) -> WeighedClaims:
        """Return the claims from the threshold on, and the scores of those below it too."""
        if self._sentences is None or self._tagger is None or self._ranking is None:
            raise not_fitted(self.name)
        reading = read_article(article)
        found = _candidates(reading, self._sentences, self._tagger)
        if not found:
            return WeighedClaims((), ())
        ranks, scores = self._ranking.of(found)
        best = kept(found, ranks)
        chosen = [n for n in best if scores[n] >= self._least(found[n].label)]
        claims = scored_claims([(found[n].proposal.draft(reading), float(scores[n])) for n in chosen], article, prefix)
        return WeighedClaims(claims, tuple(round(float(scores[n]), 4) for n in best))

    def save(self, folder: Path) -> None:
        """Write names of features, and weights."""
        if self._sentences is None or self._tagger is None or self._ranking is None:
            raise not_fitted(self.name)
        facts = {"version": self.version, "sentence_features": self._sentences.names(), "candidate_features": FEATURES}
        arrays = self._sentences.arrays() | self._tagger.arrays() | self._ranking.arrays()
        save_model(folder, self.name, facts | {"tagger": self._tagger.facts()}, arrays)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Return the model that a folder holds; raises `BaselineError` if it was made with other features."""
        with opened_model(folder, cls.name, cls.version) as saved:
            own = (saved.strings("sentence_features"), saved.strings("candidate_features"))
            if own != (SentenceModel.names(), list(FEATURES)):
                raise BaselineError(
                    f"{folder / FACTS} has other features than this version computes; train the model again"
                )
            model = cls()
            model._sentences, model._tagger = SentenceModel.of(saved), Tagger.of(saved)
            model._ranking = Ranking.of_saved(saved)
        return model

    def _least(self, label: Label) -> float:
        if self.threshold is not None:
            return self.threshold
        return 0.0 if self._ranking is None else self._ranking.threshold(label)


def _parts(
    articles: Sequence[LabelledArticle], readings: Sequence[ArticleReading], seed: int
) -> tuple[SentenceModel, Tagger]:
    rows = [row for reading in readings for row in reading.rows]
    labels: Flags = np.concatenate(
        [sentence_labels(reading, one.claims) for reading, one in zip(readings, articles, strict=True)]
    )
    tagged = [row for reading, one in zip(readings, articles, strict=True) for row in tagger_rows(reading, one.claims)]
    return SentenceModel.fit(rows, labels, seed), Tagger.fit(tagged, seed)


def _candidates(reading: ArticleReading, sentences: SentenceModel, tagger: Tagger) -> list[CandidateClaim]:
    if not reading.rows:
        return []
    probable: Floats = sentences.probabilities(reading.rows)
    return list(candidates(reading, probable, tagger.marginals(reading.tokens)))
