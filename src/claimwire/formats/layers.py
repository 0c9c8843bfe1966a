"""Annotators' layers made from quoted files, and merged with those there are."""

from __future__ import annotations

from collections.abc import Sequence
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
