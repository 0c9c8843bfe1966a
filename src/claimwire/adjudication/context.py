"""An article with its annotators' layers: the claims by the names that decisions have for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ..schema import Annotation, Article, ClaimBase, slots_not_asked
from .comparison import claim_fields, comparable_fields
from .readings import LayerReading
from .rules import Group


def claim_names(layers: Iterable[Annotation]) -> dict[str, str]:
    """Return the names that decisions have for layers' claims, `ANNOTATOR/ID`, by the claims' ids."""
    return {
        claim.claim_id: f"{layer.annotator_id}/{claim.claim_id.removeprefix(f'{layer.annotation_id}_')}"
        for layer in layers
        for claim in layer.claims
    }


@dataclass(frozen=True)
class ArticleContext:
    """What a decision on an article is made with: the article, its layers, and the lines of its decisions file."""

    article: Article
    layers: Sequence[Annotation]
    lines: Sequence[tuple[str, Sequence[str]]] = ()
    """For each line that makes a claim of layers' claims: its id, and the names of these claims."""
    programs: Collection[str] = frozenset()
    """The annotators that are rule programs: what they mark can be taken, but it is nobody's opinion."""

    def with_lines(self, lines: Iterable[tuple[str, Sequence[str]]]) -> ArticleContext:
        """Return the same article and layers with other lines."""
        return replace(self, lines=tuple(lines))

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of the layers' claims (`ANNOTATOR/ID`) by claim id."""
        return claim_names(self.layers)

    @cached_property
    def codebook_of(self) -> dict[str, str]:
        """The version of the codebook that a layer's claim was annotated by, by the claim's id."""
        return {claim.claim_id: layer.guideline_version for layer in self.layers for claim in layer.claims}

    def not_asked(self, claim: ClaimBase) -> tuple[str, ...]:
        """Return the slots that a layer's claim lacks because its codebook does not ask for them."""
        return slots_not_asked(claim, self.codebook_of[claim.claim_id])

    @cached_property
    def claims(self) -> dict[str, ClaimBase]:
        """The layers' claims by name, layer by layer."""
        return {self.names[claim.claim_id]: claim for layer in self.layers for claim in layer.claims}

    @cached_property
    def gold_ids(self) -> dict[str, str]:
        """The id of the gold claim that each layer's claim becomes, by the id of the layer's claim."""
        return {
            self.claims[name].claim_id: self.gold_id(line_id)
            for line_id, names in self.lines
            for name in names
            if name in self.claims
        }

    def gold_id(self, line_id: str) -> str:
        """Return the id of the gold claim that a line makes."""
        return f"{self.article.article_id}_c{line_id}"

    def fields(self, claim: ClaimBase) -> dict[str, Any]:
        """Return the fields of a layer's claim, its references being gold claims."""
        return claim_fields(claim, self.gold_ids)

    def comparable(self, claim: ClaimBase) -> dict[str, str]:
        """Return the fields of a layer's claim that are compared, its references being gold claims."""
        return comparable_fields(claim, self.gold_ids)

    @cached_property
    def opinions(self) -> frozenset[str]:
        """The ids of the claims of the layers that are by people and models."""
        return frozenset(
            claim.claim_id for layer in self.layers if layer.annotator_id not in self.programs for claim in layer.claims
        )

    def reading(self, claim: ClaimBase) -> LayerReading:
        """Return a layer's claim as the record of a decision sees it."""
        is_opinion = claim.claim_id in self.opinions
        return LayerReading(
            self.names[claim.claim_id], claim, self.comparable(claim), self.not_asked(claim), is_opinion
        )

    def opinions_among(self, claims: Iterable[ClaimBase]) -> list[ClaimBase]:
        """Return layers' claims without those of rule programs."""
        return [claim for claim in claims if claim.claim_id in self.opinions]

    def group(self, claims: Iterable[ClaimBase]) -> Group:
        """Return layers' claims as rules see them: only the layers by people and models count."""
        layers = sum(layer.annotator_id not in self.programs for layer in self.layers)
        return Group(tuple(map(self.comparable, self.opinions_among(claims))), layers)
