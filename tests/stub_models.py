"""A model of articles that learns which words are claims: small, exact, and of another hash when it has learnt."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from claimwire.baselines.contract import ArticleModel, LabelledArticle, ScoredClaim
from claimwire.baselines.store import opened_model, save_model
from claimwire.errors import BaselineError
from claimwire.schema import CLAIM_ADAPTER, Article, ClaimBase


class WordModel(ArticleModel):
    """Proposes every place of a word that it knows as background, with the word's score."""

    def __init__(self, **scores: float) -> None:
        self.name, self.version = "words", "1"
        self.scores = scores

    def fit(self, articles: Sequence[LabelledArticle], seed: int) -> Self:
        """Know the words that claims are of, at 0.9."""
        texts = [(x.article.text, claim) for x in articles if x.article.text is not None for claim in x.claims]
        if not articles:
            raise BaselineError("there is nothing to learn from")
        self.scores = self.scores | {claim.spans[0].of(text): 0.9 for text, claim in texts}
        return self

    def predict(self, article: Article, prefix: str) -> tuple[ScoredClaim, ...]:
        if article.text is None:
            raise BaselineError(f"{article.article_id} has no text")
        found = sorted((article.text.find(word), word) for word in self.scores if word in article.text)
        return tuple(
            ScoredClaim(claim_at(article, f"{prefix}{number:03}", start, start + len(word)), self.scores[word])
            for number, (start, word) in enumerate(found, start=1)
        )

    def save(self, folder: Path) -> None:
        save_model(folder, self.name, {"scores": self.scores}, {})

    @classmethod
    def load(cls, folder: Path) -> Self:
        with opened_model(folder, "words") as saved:
            return cls(**saved.fact("scores"))


def claim_at(article: Article, claim_id: str, start: int, end: int) -> ClaimBase:
    """Return background over some words of an article."""
    fields = {
        "claim_id": claim_id,
        "article_id": article.article_id,
        "label": "historical_background",
        "spans": [{"start": start, "end": end}],
        "presented_as": "asserted",
        "polarity": "positive",
        "event_type": "disaster",
        "time_resolution": "unresolved",
    }
    return CLAIM_ADAPTER.validate_json(json.dumps(fields))
