"""Where the claims of an annotation come from: a prediction left as it was or edited, or the annotator alone.

Label Studio marks each region with its `origin`, and an annotation with its `parent_prediction`. Neither is enough: a
claim keeps the mark `prediction` when the region of its source is deleted or moved, has `prediction-changed` when a
slot was changed and set back, and an annotation that was a draft for a while has no parent any more. So a claim is
compared with what was predicted: by the fingerprint that came along, or by the prediction that the export has. What
was marked in a first pass is no prediction, although it came as one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...schema import ClaimBase
from ...schema.base import ID_PATTERN
from ...schema.vocab import ClaimOrigin
from .metadata import MARKED_BY, ORIGIN, PREDICTED_BY
from .regions import Region

PREDICTION = "prediction"
"""How Label Studio's mark of a region begins that came with a prediction."""

Fingerprints = Mapping[str, str]
"""The fingerprints of some claims by the ids of their regions."""

NO_CLAIMS: Fingerprints = {}

Predictions = Sequence[Mapping[str, Any]]
"""Predictions as an export has them."""


@dataclass(frozen=True)
class Beginning:
    """What an annotation began from.

    `annotator_id` is who made that, None where it is not known or the annotation began from nothing. `is_own_layer`
    says that it is the annotator's own layer, sent to go on with. `fingerprints` are those of what was predicted, where
    claims came back without theirs and the export has the prediction.
    """

    annotator_id: str | None = None
    is_own_layer: bool = False
    fingerprints: Fingerprints = field(default_factory=dict)

    def origin(self, region: Region, fingerprints: Collection[str]) -> ClaimOrigin | None:
        """Return where the claim of a region comes from; None where that was not recorded when it was sent.

        `fingerprints` are those of the claim as it came back, and without white space at its edges.
        """
        is_predicted, metadata = region.origin.startswith(PREDICTION), region.metadata
        if MARKED_BY in metadata:
            return ClaimOrigin.OWN  # a pass before this one settled the spans, and nobody predicted the slots
        told = metadata.get("fingerprint")
        sent = told if isinstance(told, str) and told else self.fingerprints.get(region.region_id)
        if self.is_own_layer and metadata and not is_predicted:
            return _recorded(metadata.get(ORIGIN), is_unchanged=sent in fingerprints)
        if not is_predicted and not metadata:
            return ClaimOrigin.OWN
        is_unchanged = region.origin == PREDICTION if sent is None else sent in fingerprints
        return ClaimOrigin.PREDICTION if is_unchanged else ClaimOrigin.PREDICTION_EDITED


def _recorded(value: Any, *, is_unchanged: bool) -> ClaimOrigin | None:
    """Return the origin of a claim that had one when it was sent."""
    origin = next((known for known in ClaimOrigin if known == value), None)
    return ClaimOrigin.PREDICTION_EDITED if origin is ClaimOrigin.PREDICTION and not is_unchanged else origin


NOTHING = Beginning()


def predictions_of(exported_task: Mapping[str, Any], annotation: Any) -> Predictions:
    """Return the predictions that an annotation may have begun from, the one that Label Studio names first.

    They are in the task, or, in what Label Studio exports without predictions, one is in the annotation.
    """
    if not isinstance(annotation, dict):
        return []
    kept, own = exported_task.get("predictions"), annotation.get("prediction")
    found = [x for x in [*(kept if isinstance(kept, list) else []), own] if isinstance(x, dict) and x]
    parent = annotation.get("parent_prediction")
    return sorted(found, key=lambda prediction: parent is None or prediction.get("id") != parent)


def beginning_of(
    annotation: Mapping[str, Any],
    predictions: Predictions,
    regions: Sequence[Region],
    fingerprints_of: Callable[[Sequence[Any]], Fingerprints],
) -> Beginning:
    """Return what an annotation that was sent with no layer began from.

    `regions` are those of its claims. `fingerprints_of` returns the fingerprints of the claims in a result.
    """
    predicted = {region.region_id for region in regions if region.origin.startswith(PREDICTION)}
    parent = annotation.get("parent_prediction")
    used = [
        prediction
        for prediction in predictions
        if (parent is not None and prediction.get("id") == parent) or predicted & _regions(prediction.get("result"))
    ]
    names = [x.metadata.get(PREDICTED_BY) for x in regions] + [annotator_of(str(x.get("model_version"))) for x in used]
    is_bare = any(region.region_id in predicted and not region.metadata for region in regions)
    result = used[0].get("result") if used and is_bare else None
    return Beginning(
        next((name for name in names if isinstance(name, str) and re.fullmatch(ID_PATTERN, name)), None),
        fingerprints=fingerprints_of(result) if isinstance(result, list) else NO_CLAIMS,
    )


def annotator_of(model_version: str) -> str | None:
    """Return who made a prediction of ours, from its model version; None if it is not written as ours are."""
    name = model_version.partition(" (")[0]
    return name if re.fullmatch(ID_PATTERN, name) else None


def without_origins(claims: Iterable[ClaimBase]) -> list[ClaimBase]:
    """Return claims as they are where nobody recorded where they come from."""
    return [claim.model_copy(update={"origin": None}) for claim in claims]


def _regions(result: Any) -> set[str]:
    entries = result if isinstance(result, list) else []
    return {x["id"] for x in entries if isinstance(x, dict) and isinstance(x.get("id"), str)}
