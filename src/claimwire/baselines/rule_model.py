"""The rule annotator as a model of articles: its claims, each with the share of such claims that were right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from ..schema import Article
from ..schema.vocab import Label
from .contract import ArticleModel, LabelledArticle, ScoredClaim
from .matching import hits, with_texts
from .rules import RuleAnnotator
from .store import opened_model, save_model

EVEN = 0.5
"""The score of a claim before it is known how many of its label are right."""


class RuleModel(ArticleModel):
    """The claims of the rules; it can predict before `fit`, which learns how many claims of a label are right."""

    name = "rules"
    version = RuleAnnotator.version

    def __init__(self) -> None:
        self._right: dict[str, float] = dict.fromkeys((label.value for label in Label), EVEN)

    def fit(self, articles: Sequence[LabelledArticle], seed: int) -> Self:
        """Count which claims of the rules a decided claim overlaps by half, label by label."""
        counted = {name: [1, 2] for name in self._right}
        for labelled in with_texts(articles):
            found = RuleAnnotator().annotate(labelled.article, "rules_")
            for claim, hit in zip(found, hits(found, labelled.claims), strict=True):
                counted[claim.label.value][0] += hit
                counted[claim.label.value][1] += 1
        self._right = {name: round(right / of, 4) for name, (right, of) in counted.items()}
        return self

    def predict(self, article: Article, prefix: str) -> tuple[ScoredClaim, ...]:
        """Return the claims of the rules."""
        claims = RuleAnnotator().annotate(article, prefix)
        return tuple(ScoredClaim(claim, self._right[claim.label.value]) for claim in claims)

    def save(self, folder: Path) -> None:
        """Write the shares."""
        save_model(folder, self.name, {"version": self.version, "right": self._right}, {})

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Return the model that a folder holds."""
        with opened_model(folder, cls.name, cls.version) as saved:
            model = cls()
            model._right = {name: saved.number("right", name, least=0, most=1) for name in model._right}
        return model
