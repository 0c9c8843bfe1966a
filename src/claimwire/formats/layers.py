"""Annotators' layers made from quoted files, and merged with those there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from ..corpus.records import validation_messages
from ..errors import AnchorError
from ..schema import Annotation, Article, claim_order
from .quotes import read_quoted_claims


@dataclass(frozen=True)
class LayerFacts:
    """What is known of a layer besides its claims."""

    annotator_id: str
    guideline_version: str
    tool: str
    date: str | None = None
    complete: bool = True
    protocol_id: str | None = None


@dataclass(frozen=True)
class ReplacedLayer:
    """A layer whose claims change: what was, and what takes its place."""

    before: Annotation
    after: Annotation

    def __str__(self) -> str:
        old, new = ({claim.claim_id for claim in layer.claims} for layer in (self.before, self.after))
        gone = len(old - new)
        more = f", {gone} of the {len(old)} are gone" if gone > max(0, len(old) - len(new)) else ""
        return f"{self.after.annotation_id}: {len(old)} claims -> {len(new)}{more}"

    @property
    def is_emptied(self) -> bool:
        """Whether a layer with claims has none any more."""
        return bool(self.before.claims) and not self.after.claims


def layer_changes(before: Iterable[Annotation], after: Sequence[Annotation]) -> list[ReplacedLayer]:
    """Return the changes of layers that are there already and have other claims afterwards."""
    old = {layer.annotation_id: layer for layer in before}
    pairs = [(old[layer.annotation_id], layer) for layer in after if layer.annotation_id in old]
    return [ReplacedLayer(*pair) for pair in pairs if pair[0].claims != pair[1].claims]


def emptied_problems(changes: Iterable[ReplacedLayer], accepted: Collection[str]) -> list[str]:
    """Return a problem for every layer that would be emptied, but of the articles whose ids are accepted."""
    return [
        f"layer-emptied: {change}; it stays as it is in the repository; if it is meant to be empty, read it again with "
        f"--accept-empty {change.after.article_id}"
        for change in changes
        if change.is_emptied and change.after.article_id not in accepted
    ]


def quoted_layer(
    article: Article, lines: Sequence[tuple[int, str]], facts: LayerFacts, file_name: str
) -> tuple[Annotation, list[str]]:
    """Return the layer of a quoted file, and the problems of its lines.

    `lines` have their numbers in the file, which problems call `file_name`. Raises `AnchorError` if the article has no
    text, or if what is known of the layer does not make a record.
    """
    layer_id = f"{article.article_id}_{facts.annotator_id}"
    claims, problems = read_quoted_claims(lines, article, f"{layer_id}_", file_name, facts.guideline_version)
    try:
        layer = Annotation(
            annotation_id=layer_id,
            article_id=article.article_id,
            annotator_id=facts.annotator_id,
            guideline_version=facts.guideline_version,
            tool=facts.tool,
            date=facts.date,
            complete=facts.complete,
            protocol_id=facts.protocol_id,
            claims=tuple(sorted(claims, key=claim_order)),
        )
    except ValidationError as error:
        raise AnchorError(f"{file_name}: {validation_messages(error)}") from error
    return layer, problems
