"""What layers say that was not taken, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from ..schema import ClaimBase

Reading = tuple[str, ClaimBase, Mapping[str, str], Collection[str]]
"""A layer's claim: its name (`ANNOTATOR/ID`), the claim, its comparable fields, and the slots it was not asked for."""


def other_readings(readings: Iterable[Reading], gold: Mapping[str, str] | None) -> tuple[str, ...]:
    """Return, for each layer's claim that is not as the adjudicated one, its values that differ and its comment.

    `gold` has the comparable fields of the adjudicated claim; None if there is none.
    """
    return tuple(
        f"{name}: {', '.join(said)}" + (f" ({claim.comment})" if claim.comment else "")
        for name, claim, own, not_asked in readings
        if (said := _not_taken(own, gold, not_asked))
    )


def _not_taken(own: Mapping[str, str], gold: Mapping[str, str] | None, not_asked: Collection[str]) -> list[str]:
    """Return what a layer's claim says that the adjudicated claim does not; `a claim` if there is none."""
    if gold is None:
        return ["a claim"]
    names = sorted(name for name in {*own, *gold} if name not in not_asked and own.get(name) != gold.get(name))
    return [f"{name} {own[name]}" if name in own else f"no {name}" for name in names]
