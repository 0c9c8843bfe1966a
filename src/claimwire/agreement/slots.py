"""What of a claim is compared by value, and at what distance."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any, Literal

from ..dates import bounds
from ..errors import EdtfError
from ..schema import LABELS, ClaimBase
from ..schema.fields import FieldShape, fields_in_role, shapes
from .units import Mark

Distance = Literal["nominal", "log count", "days", "reference", "spans"]

NOT_JUDGED = frozenset(ClaimBase.model_fields) - fields_in_role(ClaimBase, "judgement")
"""Fields of every claim that are no judgement: ids, free wording, certainty, and what only adjudication fills in."""

BOUNDS = ("lower", "lower_inclusive", "upper", "upper_inclusive")
"""The slots that make the bounds tuple of a figure."""

ABSENT = 0
"""The code of a slot that an annotator left out."""


@dataclass(frozen=True)
class Slot:
    """A slot of a label, and how its values are compared.

    - nominal: equal or not; a slot left out is a value of its own; of several names, their set;
    - log count: the squared difference of ln(1 + n);
    - days: the squared differences of the first and of the last day a date can mean;
    - reference: whether the claims named are aligned with each other;
    - spans: the same pieces or not, for which there is no alpha here: see the agreement on words.
    """

    label: str
    name: str
    distance: Distance
    closed: bool = False
    """Whether the values are those of a vocabulary."""

    @property
    def names(self) -> bool:
        """Whether the values are names that annotators write out, and may write differently for the same thing."""
        return self.distance == "nominal" and not self.closed and self.name != "bounds"


def slots_of(label: str, marks: Sequence[Mark]) -> list[Slot]:
    """Return the slots of a label: those of its claim model, or what its marks have where they are no claims (brat)."""
    own = [mark for mark in marks if mark.label == label]
    for declaration in LABELS:
        if declaration.label.value == label and all("claim_id" in mark.slots for mark in own):
            found = [_slot(label, s) for s in shapes(declaration.model) if s.role == "judgement"]
            names = {slot.name for slot in found}
            return found + ([Slot(label, "bounds", "nominal")] if set(BOUNDS) <= names else [])
    spans = {name for mark in own for name in mark.pieces} - NOT_JUDGED
    attributes = {name for mark in own for name in mark.slots} - NOT_JUDGED - spans
    return [Slot(label, name, "spans") for name in sorted(spans)] + [
        Slot(label, name, "nominal") for name in sorted(attributes)
    ]


def _slot(label: str, shape: FieldShape) -> Slot:
    if shape.shape == "spans":
        return Slot(label, shape.name, "spans")
    if shape.meaning == "edtf":
        return Slot(label, shape.name, "days")
    if shape.meaning == "claim_reference":
        return Slot(label, shape.name, "reference")
    if shape.shape in ("integer", "number"):
        return Slot(label, shape.name, "log count")
    return Slot(label, shape.name, "nominal", closed=shape.vocabulary is not None or shape.shape == "boolean")


Column = Sequence[Any]
"""What each of some marks has in one slot; None where it is left out."""


def columns(slots: Sequence[Slot], marks: Sequence[Mark]) -> dict[str, Column]:
    """Return by slot what each mark has there; every mark is looked at once, for there may be very many."""
    if not marks:
        return {slot.name: () for slot in slots}
    plain = sorted({slot.name for slot in slots if slot.distance != "spans" and slot.name != "bounds"})
    found: dict[str, Column] = dict(zip(plain, zip(*_rows(plain, marks), strict=True), strict=True))
    if any(slot.name == "bounds" for slot in slots):
        found["bounds"] = list(zip(*(found[name] for name in BOUNDS), strict=True))
    for slot in slots:
        if slot.distance == "spans":
            found[slot.name] = [mark.pieces.get(slot.name) for mark in marks]
    return found


def _rows(names: Sequence[str], marks: Sequence[Mark]) -> list[tuple[Any, ...]]:
    if len(names) > 1:  # of one name, `itemgetter` returns the value itself
        try:
            return list(map(itemgetter(*names), (mark.slots for mark in marks)))
        except KeyError:  # brat has attributes only where they are given
            pass
    return [tuple(mark.slots.get(name) for name in names) for mark in marks]


def values(slot: Slot, given: Column) -> Sequence[Hashable]:
    """Return what two marks must share to agree in a slot; None where it is left out."""
    if slot.distance == "spans" or tuple not in set(map(type, given)):
        return given
    if slot.name == "bounds":
        return [None if found == (None,) * len(BOUNDS) else found for found in given]
    return [(frozenset(x) or None) if isinstance(x, tuple) else x for x in given]


def log_counts(given: Column) -> list[float]:
    """Return ln(1 + n) of each count, NaN where it is left out."""
    return [math.nan if n is None else math.log1p(n) for n in given]


def days(given: Column) -> list[tuple[float, float]]:
    """Return the first and last day each date can mean, as numbers; NaN where there is none or it is open."""
    return list(map(_days, given))


def same_days(given: Column) -> list[Hashable]:
    """Return what two dates must share to mean the same days, whichever way they are written; None without a date."""
    return list(map(_bounds, given))


@lru_cache(maxsize=4096)
def _bounds(edtf: str | None) -> Hashable:
    if edtf is None:
        return None
    try:
        found = bounds(edtf)
    except EdtfError:
        return edtf
    return (found.lower, found.upper)


@lru_cache(maxsize=4096)
def _days(edtf: str | None) -> tuple[float, float]:
    found = _bounds(edtf)
    if not isinstance(found, tuple) or None in found:
        return math.nan, math.nan
    return float(found[0].toordinal()), float(found[1].toordinal())


def codes(columns: Sequence[Sequence[Hashable]]) -> list[list[int]]:
    """Return numbers for the values of several columns, the same for the same value; `ABSENT` for None."""
    numbers: dict[Hashable, int] = {None: ABSENT}
    for column in columns:
        for value in dict.fromkeys(column):
            numbers.setdefault(value, len(numbers))
    return [list(map(numbers.__getitem__, column)) for column in columns]
