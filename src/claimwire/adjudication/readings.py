"""What a decision's record says of the readings that it was made on: its kind, the fields, and what was not taken."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..schema import ClaimBase
from .comparison import differing_fields, without_not_asked
from .kinds import decision_kind


@dataclass(frozen=True)
class LayerReading:
    """A layer's claim as a decision sees it."""

    name: str
    """What decisions call it: `ANNOTATOR/ID`."""

    claim: ClaimBase
    values: Mapping[str, str]
    """Its comparable fields, references being gold claims."""

    not_asked: Collection[str]
    """The slots that its codebook does not ask for."""

    is_opinion: bool
    """Whether it is a person's or model's; a program has no opinion."""


def asked_values(readings: Sequence[LayerReading], gold: Mapping[str, str] | None) -> Mapping[str, str] | None:
    """Return the comparable fields of the adjudicated claim without the slots that no reading was asked for."""
    return None if gold is None else without_not_asked(gold, (reading.not_asked for reading in readings))


def told_of(readings: Sequence[LayerReading], gold: Mapping[str, str] | None) -> dict[str, Any]:
    """Return the fields of a decision's record that follow from its readings and the adjudicated claim.

    `gold` has the comparable fields of the adjudicated claim; None if there is none. `changed` is against the first
    reading, `differing` among them all.
    """
    compared = [reading.values for reading in readings]
    opinions = [reading.values for reading in readings if reading.is_opinion]
    return {
        "decision": decision_kind(compared, asked_values(readings, gold), opinions),
        "differing": differing_fields(compared),
        "changed": differing_fields([compared[0], gold]) if compared and gold else (),
        "other_readings": other_readings(readings, gold),
    }


def other_readings(readings: Sequence[LayerReading], gold: Mapping[str, str] | None) -> tuple[str, ...]:
    """Return, for each reading that is not as the adjudicated claim, its values that differ and its comment."""
    return tuple(
        f"{reading.name}: {', '.join(said)}" + (f" ({reading.claim.comment})" if reading.claim.comment else "")
        for reading in readings
        if (said := _not_taken(reading, gold))
    )


def _not_taken(reading: LayerReading, gold: Mapping[str, str] | None) -> list[str]:
    """Return what a reading says that the adjudicated claim does not; `a claim` if there is none."""
    if gold is None:
        return ["a claim"]
    own = reading.values
    names = sorted(name for name in {*own, *gold} if name not in reading.not_asked and own.get(name) != gold.get(name))
    return [f"{name} {own[name]}" if name in own else f"no {name}" for name in names]
