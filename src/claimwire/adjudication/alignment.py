"""Which claims of several layers mean the same, and in which fields they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..alignment import align, layer_arrays, similarity
from ..corpus.records import canonical_json
from ..schema import Annotation, ClaimBase, reference_fields
from ..schema.fields import fields_in_role

NOT_COMPARED = fields_in_role(ClaimBase, "identity", "wording", "remark", "certainty", "adjudication")
"""Fields in which layers may differ and still agree: ids, free wording, and what only adjudication fills in."""


def aligned(layers: Sequence[Annotation]) -> list[list[ClaimBase]]:
    """Return the claims of several layers of an article in groups that are the same, in text order; see `align`.

    A group's claims are in the order of the layers. Every claim is in one group, and no group has two of one layer.
    """
    rows = [
        [layers[number].claims[place] for number, place in enumerate(row) if place >= 0]
        for row in sorted(align([layer_arrays(layer) for layer in layers]).tolist(), key=_first_of_group)
    ]
    return sorted(rows, key=lambda group: (group[0].spans[0].start, -group[0].spans[-1].end))


def _first_of_group(row: Sequence[int]) -> tuple[int, int]:
    """Return the number of the first layer that a group has a claim of, and the claim's place there."""
    return next((number, place) for number, place in enumerate(row) if place >= 0)


def similarity_of(one: ClaimBase, other: ClaimBase) -> float:
    """Return how similar two claims are, as `align` measures it; 0 for different labels or if they share no text."""
    first, second = _points(one, "spans"), _points(other, "spans")
    if one.label is not other.label or not first & second:
        return 0.0
    same_cue = bool(_points(one, "cue_spans") & _points(other, "cue_spans"))
    return similarity(float(len(first & second)), float(len(first | second)), float(same_cue))


def _points(claim: ClaimBase, field: str) -> set[int]:
    return {point for span in getattr(claim, field, ()) for point in range(span.start, span.end)}


def layer_names(layers: Sequence[Annotation]) -> dict[str, str]:
    """Return how decisions name the layers' claims, `ANNOTATOR/ID`, by the claims' ids."""
    return {
        claim.claim_id: f"{layer.annotator_id}/{claim.claim_id.removeprefix(f'{layer.annotation_id}_')}"
        for layer in layers
        for claim in layer.claims
    }


def gold_claim_id(article_id: str, line_id: str | None) -> str:
    """Return the id of the claim that a line of an article's decisions file makes."""
    return f"{article_id}_c{line_id}"


def gold_claims(
    article_id: str, names: Mapping[str, str], made: Iterable[tuple[str | None, Iterable[str]]]
) -> dict[str, str]:
    """Return which claim each layer's claim becomes, by their ids, from lines' ids and the claims they are made of.

    `names` are the layers' claims as `layer_names` gives them.
    """
    by_name = {name: claim_id for claim_id, name in names.items()}
    return {
        by_name[name]: gold_claim_id(article_id, line_id) for line_id, own in made for name in own if name in by_name
    }


def mapped(claim: ClaimBase, gold_of: Mapping[str, str]) -> dict[str, Any]:
    """Return a layer claim's fields with references to other layer claims turned into the gold claims they became."""
    fields = claim.model_dump(mode="json", exclude_defaults=True)
    for name in reference_fields(type(claim)):
        if name in fields:
            fields[name] = gold_of.get(fields[name])
    return fields


def compared(fields: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields that count in a comparison, as canonical JSON."""
    return {k: canonical_json(v) for k, v in fields.items() if k not in NOT_COMPARED and v is not None}


def differing(claims: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """Return the fields in which claims, as `compared` gives them, do not all have the same value."""
    names = sorted({name for claim in claims for name in claim})
    return tuple(name for name in names if len({claim.get(name) for claim in claims}) > 1)
