"""Which claims of several layers mean the same, and in which fields they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..corpus.records import canonical_json
from ..schema import Annotation, ClaimBase, reference_fields
from ..schema.fields import fields_in_role

NOT_COMPARED = fields_in_role(ClaimBase, "identity", "wording", "remark", "certainty", "adjudication")
"""Fields in which layers may differ and still agree: ids, free wording, and what only adjudication fills in."""

OVERLAP = 0.3
"""Share of code points, of those either claim covers, that two layers' claims must have in common to be aligned."""


def aligned(layers: Sequence[Annotation]) -> list[list[ClaimBase]]:
    """Return the claims of several layers in groups that mean the same, in text order; a claim is in one group.

    Claims of the same label whose spans overlap most are put together first; no group has two of one layer.
    """
    groups: list[dict[int, ClaimBase]] = [{0: claim} for claim in layers[0].claims] if layers else []
    for number, layer in enumerate(layers[1:], start=1):
        pairs = sorted(
            (
                (-likeness(claim, next(iter(group.values()))), at, place)
                for place, claim in enumerate(layer.claims)
                for at, group in enumerate(groups)
                if likeness(claim, next(iter(group.values()))) >= OVERLAP
            ),
        )
        done: set[int] = set()
        for _, at, place in pairs:
            if place not in done and number not in groups[at]:
                groups[at][number] = layer.claims[place]
                done.add(place)
        groups += [{number: claim} for place, claim in enumerate(layer.claims) if place not in done]
    found = [[group[key] for key in sorted(group)] for group in groups]
    return sorted(found, key=lambda group: (group[0].spans[0].start, -group[0].spans[-1].end))


def likeness(one: ClaimBase, other: ClaimBase) -> float:
    """Return the share of code points in common, with a little for a common cue; 0 for different labels."""
    if one.label is not other.label:
        return 0.0
    first, second = (_points(claim, "spans") for claim in (one, other))
    same_cue = bool(_points(one, "cue_spans") & _points(other, "cue_spans"))
    return len(first & second) / len(first | second) + (0.5 if same_cue and first & second else 0.0)


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
