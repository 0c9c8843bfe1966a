"""What travels with a layer unseen: ids, the fields that nobody edits on the page, and fingerprints of the rest.

The metadata of a claim travels in its region's `meta`, that of the layer in a hidden text field; Label Studio keeps
both when an annotator submits. A fingerprint covers what an annotator can change, so that a claim that comes back
unchanged is known to be unchanged: its review is still true, and its date and tool stay those of the layer that was
sent.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ...corpus.jsontext import parse_json
from ...corpus.records import canonical_json
from ...schema import Annotation, ClaimBase, claim_fields_in_role
from ..page.controls import HIDDEN_FIELDS

META = "claimwire"
"""The key of a region's `meta` that has the metadata of a claim."""

MARKED_BY = "marked_by"
"""The key of a claim's metadata that says who marked it in the first pass."""

PROPOSED = "proposed"
"""The key of a claim's metadata that has the slots that a program proposed, with their values."""

ORIGIN = "origin"
"""The key of a claim's metadata, and its field, that says whether it was a prediction before it was sent."""

PREDICTED_BY = "predicted_by"
"""The key of a claim's metadata that says whose it is, where it is sent as a prediction."""

NOTE = "note"
"""The key of a claim's metadata that has the note that was sent in its region's info."""

NAMESPACE = uuid.UUID("6f1d8f0e-6a51-5d0c-9c6b-3d1b0f6a7c11")
"""The namespace of the ids that layers have in Label Studio."""

ON_THE_PAGE = ("article_id", "claims", "complete", "lead_time_seconds")
"""Fields of a layer that the task and the page have; the others are its metadata."""


def annotation_key(annotation_id: str) -> str:
    """Return the `unique_id` of a layer's annotation in Label Studio: a UUID (version 5) made from the layer's id."""
    return str(uuid.uuid5(NAMESPACE, annotation_id))


def new_claim_id(annotation_id: str, region_id: str) -> str:
    """Return the id of a claim that somebody marked in Label Studio, the same whenever the region is read."""
    return f"{annotation_id}_{fingerprint(region_id)[:10]}"


def fingerprint(value: Any) -> str:
    """Return a short hash of a JSON value: 16 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def claim_fingerprint(fields: Mapping[str, Any], model: type[ClaimBase]) -> str:
    """Return the fingerprint of a claim's fields (as JSON values): those on the page that are not at their default."""
    default = _defaults(model)
    return fingerprint(
        {
            name: value
            for name, value in fields.items()
            if value not in (None, []) and name not in HIDDEN_FIELDS and value != default[name]
        }
    )


@cache
def _defaults(model: type[ClaimBase]) -> dict[str, Any]:
    return {name: field.default for name, field in model.model_fields.items()}


def claim_metadata(claim: ClaimBase, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return what travels unseen with a claim: its id, its fingerprint, and an adjudicator's fields if it has them.

    If a program has proposed slots of it, these are there with the values they have; so is its origin, if that is
    recorded. `fields` are the claim's own, as JSON values.
    """
    proposed = {PROPOSED: [[name, fields.get(name)] for name in claim.proposed_slots]} if claim.proposed_slots else {}
    names = (*sorted(claim_fields_in_role("adjudication")), ORIGIN)
    kept = (name for name in names if fields.get(name) not in (None, []))
    return {
        "claim_id": claim.claim_id,
        "fingerprint": claim_fingerprint(fields, type(claim)),
        **{name: fields[name] for name in kept},
        **proposed,
    }


def sent_proposals(metadata: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return the slots that a program had proposed when a claim was sent, with their values, in their order."""
    pairs = metadata.get(PROPOSED)
    found = pairs if isinstance(pairs, list) else []
    return [(x[0], x[1]) for x in found if isinstance(x, list) and len(x) == 2 and isinstance(x[0], str)]


@dataclass(frozen=True)
class LayerMetadata:
    """What travels unseen with a layer: its fields that the page does not have, as JSON values, and its fingerprint."""

    fields: Mapping[str, Any]
    fingerprint: str

    @property
    def annotation_id(self) -> str:
        """The id of the layer."""
        return str(self.fields["annotation_id"])

    @property
    def annotator_id(self) -> str:
        """Who made it."""
        return str(self.fields["annotator_id"])

    def json(self) -> str:
        """Return the metadata as the hidden text field has it."""
        return canonical_json(dict(self.fields) | {"fingerprint": self.fingerprint})

    @classmethod
    def parse(cls, text: Any) -> LayerMetadata | None:
        """Return the metadata in a text; None if it is not that of a layer."""
        try:
            fields = parse_json(text)
            layer_print = fields.pop("fingerprint")
            Annotation.model_validate(fields | {"article_id": "any", "complete": True, "claims": ()})
        except (ValueError, TypeError, KeyError, AttributeError):
            return None
        return cls(fields, str(layer_print))

    @classmethod
    def of(cls, layer: Annotation, claim_prints: Mapping[str, str]) -> LayerMetadata:
        """Return the metadata of a layer; `claim_prints` are the fingerprints of its claims by their ids."""
        fields = layer.model_dump(mode="json", exclude=set(ON_THE_PAGE), exclude_none=True)
        return cls(fields, layer_fingerprint(claim_prints.items(), layer.complete))


def layer_fingerprint(claims: Iterable[tuple[str, str]], complete: bool) -> str:
    """Return the fingerprint of a layer: that of its claims' ids and fingerprints, in any order."""
    return fingerprint([sorted(claims), complete])
