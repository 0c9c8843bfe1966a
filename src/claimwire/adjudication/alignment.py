"""Which claims of several layers mean the same."""

from __future__ import annotations

from collections.abc import Sequence

from ..alignment import align, layer_arrays, similarity
from ..schema import Annotation, ClaimBase


def aligned(layers: Sequence[Annotation]) -> list[list[ClaimBase]]:
    """Return the claims of several layers of an article in groups that are the same, in text order; see `align`.

    A group's claims are in the order of the layers. Every claim is in one group, and no group has two of one layer.
    """
    rows = [
        [layers[number].claims[index] for number, index in enumerate(row) if index >= 0]
        for row in sorted(align([layer_arrays(layer) for layer in layers]).tolist(), key=_first_of_group)
    ]
    return sorted(rows, key=lambda group: (group[0].spans[0].start, -group[0].spans[-1].end))


def _first_of_group(row: Sequence[int]) -> tuple[int, int]:
    """Return the number of the first layer that a group has a claim of, and the claim's index there."""
    return next((number, index) for number, index in enumerate(row) if index >= 0)


def similarity_of(one: ClaimBase, other: ClaimBase) -> float:
    """Return how similar two claims are, as `align` measures it; 0 for different labels or if they share no text."""
    first, second = _points(one, "spans"), _points(other, "spans")
    if one.label is not other.label or not first & second:
        return 0.0
    same_cue = bool(_points(one, "cue_spans") & _points(other, "cue_spans"))
    return similarity(float(len(first & second)), float(len(first | second)), float(same_cue))


def _points(claim: ClaimBase, field: str) -> set[int]:
    return {point for span in getattr(claim, field, ()) for point in range(span.start, span.end)}
