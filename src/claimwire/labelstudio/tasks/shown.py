"""What Label Studio shows as a prediction: the claims of a layer, or those that a model proposes, with their scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...schema import Annotation
from ...schema.vocab import Confidence

if TYPE_CHECKING:
    from ...baselines.predictions import ArticlePrediction

NO_SCORES: Mapping[str, float] = {}
"""The scores of the claims of a layer, whose maker gives none."""


@dataclass(frozen=True)
class ShownPrediction:
    """A layer as it is shown: with the scores of its claims, by their ids, and one of the whole, 0 to 1.

    Without a claim that a score could be told of, that is None.
    """

    layer: Annotation
    scores: Mapping[str, float] = field(default_factory=lambda: NO_SCORES)
    score: float | None = None

    @property
    def model_version(self) -> str:
        """What Label Studio calls it: who made it, and with what."""
        return model_version(self.layer.annotator_id, self.layer.tool)

    @classmethod
    def of_layer(cls, layer: Annotation) -> ShownPrediction:
        """Return somebody's layer as a prediction: its score is the share of claims whose confidence is high."""
        certain = sum(claim.confidence is Confidence.HIGH for claim in layer.claims)
        return cls(layer, score=certain / len(layer.claims) if layer.claims else None)

    @classmethod
    def of_model(cls, made: ArticlePrediction) -> ShownPrediction:
        """Return what a model proposes: its score says how certain it is, so that the lowest are looked at first.

        That score is not rounded: short texts have scores near 0, which differ in late decimals.
        """
        claims = tuple(scored.claim for scored in made.claims)
        layer = Annotation(
            annotation_id=f"{made.article_id}_{made.model.annotator_id}",
            article_id=made.article_id,
            annotator_id=made.model.annotator_id,
            guideline_version=made.guideline_version,
            tool=made.model.tool,
            complete=True,
            claims=claims,
        )
        return cls(layer, {x.claim.claim_id: round(x.score, 4) for x in made.claims}, made.certainty)


def model_version(annotator_id: str, tool: str) -> str:
    """Return what Label Studio calls the version of a model: who made its claims, and with what, without a comma.

    In the list of tasks Label Studio takes the versions of a task's predictions apart at commas, and puts them together
    again in any order: a version with one is never found again.
    """
    return f"{annotator_id} ({tool})".replace(",", ";")
