"""What counts when claims are compared: the fields in which annotators have to agree, and those that differ."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ..corpus.records import canonical_json
from ..schema import ClaimBase, claim_fields_in_role, reference_fields

NOT_COMPARED = claim_fields_in_role("identity", "wording", "remark", "certainty", "origin", "adjudication")
"""Fields in which claims may differ and still agree: ids, free wording, and what only adjudication fills in."""


def claim_fields(claim: ClaimBase, gold_ids: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return a claim's fields as JSON values, without those that have their default value.

    With `gold_ids`, which has the gold claim's id for each layer's claim that became one, references to other claims
    of the layer become references to gold claims; None if the claim became none.
    """
    fields = claim.model_dump(mode="json", exclude_defaults=True)
    if gold_ids is not None:
        for name in reference_fields(type(claim)):
            if name in fields:
                fields[name] = gold_ids.get(fields[name])
    return fields


def comparable_fields(claim: ClaimBase, gold_ids: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the fields that count in a comparison as canonical JSON; `gold_ids` is explained at `claim_fields`."""
    fields = claim_fields(claim, gold_ids)
    return {name: canonical_json(v) for name, v in fields.items() if name not in NOT_COMPARED and v is not None}


def without_not_asked(gold: Mapping[str, str], not_asked: Iterable[Collection[str]]) -> dict[str, str]:
    """Return the comparable fields of an adjudicated claim without the slots that none of its layers was asked for.

    `not_asked` has those slots for each layer's claim; without layers' claims all fields stay.
    """
    lacking = [set(names) for names in not_asked]
    nowhere: set[str] = set.intersection(*lacking) if lacking else set()
    return {name: value for name, value in gold.items() if name not in nowhere}


def differing_fields(claims: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """Return the names of the fields in which claims do not all have the same value, sorted.

    `claims` are claims as `comparable_fields` returns them; a field that some have and others have not differs.
    """
    compared = list(claims)
    names = sorted({name for claim in compared for name in claim})
    return tuple(name for name in names if len({claim.get(name) for claim in compared}) > 1)
