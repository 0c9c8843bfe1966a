"""What kind of decision it was, by what the layers and the adjudicated claim have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..schema.vocab import Decision


def decision_kind(
    layers: Sequence[Mapping[str, str]],
    gold: Mapping[str, str] | None,
    opinions: Sequence[Mapping[str, str]] | None = None,
) -> Decision:
    """Return what kind of decision it was, from the comparable fields of the layers' claims and of the gold claim.

    `gold` is None if the layers' claims were rejected; `layers` has one entry per claim that the decision is about.
    `opinions` are those of them that are by people or models, all if None: a program agrees with nobody.
    """
    if gold is None:
        return Decision.REJECTED
    if not layers:
        return Decision.ADDED
    if gold in layers:
        counted = layers if opinions is None else opinions
        return Decision.AGREED if len(counted) > 1 and all(claim == gold for claim in counted) else Decision.CHOSEN
    names = set(gold) | {name for layer in layers for name in layer}
    from_layers = all(any(layer.get(name) == gold.get(name) for layer in layers) for name in names)
    return Decision.MERGED if from_layers else Decision.CHANGED
