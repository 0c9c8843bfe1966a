"""Which slots of claims are compared, and at what distance."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any, Literal

from ..dates import bounds
from ..errors import EdtfError
from ..schema import INCLUSIVE, LABELS, ClaimBase, claim_fields_in_role
from ..schema.fields import FieldShape, shapes
from ..schema.vocab import Qualifier
from .study import Mark

Distance = Literal["nominal", "log count", "days", "reference", "spans"]

NOT_JUDGED = frozenset(ClaimBase.model_fields) - claim_fields_in_role("judgement")
"""Fields of every claim that are not a judgement: ids, free wording, certainty, and what only adjudication fills in."""

BOUNDS = ("lower", "upper", "qualifier")
"""The slots that make the bounds tuple of a figure: the qualifier says whether the bounds themselves are possible."""

ABSENT = 0
"""The code of a slot without a value."""


@dataclass(frozen=True)
class Slot:
    """A slot of a label, and how its values are compared.

    - nominal: equal or not; no value is a value of its own; several names are compared as a set;
    - log count: the squared difference of ln(1 + n);
    - days: the squared differences of the first and of the last day a date can mean;
    - reference: whether the claims named are aligned with each other;
    - spans: the same pieces or not; these have no alpha here, see the agreement on words.
    """

    label: str
    name: str
    distance: Distance
    closed: bool = False
    """Whether the values are those of a vocabulary."""

    @property
    def names(self) -> bool:
        """Whether the values are names that annotators write out, perhaps differently for the same thing."""
        return self.distance == "nominal" and not self.closed and self.name != "bounds"


def slots_of(label: str, marks: Sequence[Mark]) -> list[Slot]:
    """Return the slots of a label: those of its claim model, or those that its marks have if they are not claims."""
    own = [mark for mark in marks if mark.label == label]
    for declaration in LABELS:
        if declaration.label.value == label and all("claim_id" in mark.slots for mark in own):
            slots = [_slot(label, shape) for shape in shapes(declaration.model) if shape.role == "judgement"]
            has_bounds = set(BOUNDS) <= {slot.name for slot in slots}
            return slots + ([Slot(label, "bounds", "nominal")] if has_bounds else [])
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
"""The values of some marks in one slot; None for no value."""


def columns(slots: Sequence[Slot], marks: Sequence[Mark]) -> dict[str, Column]:
    """Return by slot the value of each mark; every mark is looked at once, because there may be very many."""
    if not marks:
        return {slot.name: () for slot in slots}
    plain = sorted({slot.name for slot in slots if slot.distance != "spans" and slot.name != "bounds"})
    by_slot: dict[str, Column] = dict(zip(plain, zip(*_rows(plain, marks), strict=True), strict=True))
    if any(slot.name == "bounds" for slot in slots):
        by_slot["bounds"] = list(map(_bounds_tuple, *(by_slot[name] for name in BOUNDS)))
    for slot in slots:
        if slot.distance == "spans":
            by_slot[slot.name] = [mark.pieces.get(slot.name) for mark in marks]
    return by_slot


def _rows(names: Sequence[str], marks: Sequence[Mark]) -> list[tuple[Any, ...]]:
    if len(names) > 1:  # of one name, `itemgetter` returns the value itself
        try:
            return list(map(itemgetter(*names), (mark.slots for mark in marks)))
        except KeyError:  # brat has attributes only where they are given
            pass
    return [tuple(mark.slots.get(name) for name in names) for mark in marks]


def _bounds_tuple(lower: int | None, upper: int | None, qualifier: Qualifier) -> tuple[Any, ...]:
    """Return the bounds of a figure, each with whether it is possible itself; nothing of a bound that it lacks."""
    inclusive = INCLUSIVE.get(qualifier, (None, None))
    return lower, upper, *(None if n is None else can_be for n, can_be in zip((lower, upper), inclusive, strict=True))


def values(slot: Slot, given: Column) -> Sequence[Hashable]:
    """Return what two marks must have in common to agree in a slot; None for no value."""
    if slot.distance == "spans" or tuple not in set(map(type, given)):
        return given
    if slot.name == "bounds":
        return [None if value[0] is value[1] is None else value for value in given]
    return [(frozenset(value) or None) if isinstance(value, tuple) else value for value in given]


def log_counts(given: Column) -> list[float]:
    """Return ln(1 + n) of each count, NaN for no value."""
    return [math.nan if n is None else math.log1p(n) for n in given]


def days(given: Column) -> list[tuple[float, float]]:
    """Return the first and last day each date can mean, as numbers; NaN if there is no date or it is open."""
    return list(map(_days, given))


def same_days(given: Column) -> list[Hashable]:
    """Return what two dates must have in common to mean the same days, however they are written; None for no date."""
    return list(map(_bounds, given))


@lru_cache(maxsize=4096)
def _bounds(edtf: str | None) -> Hashable:
    if edtf is None:
        return None
    try:
        interval = bounds(edtf)
    except EdtfError:
        return edtf
    return (interval.lower, interval.upper)


@lru_cache(maxsize=4096)
def _days(edtf: str | None) -> tuple[float, float]:
    interval = _bounds(edtf)
    if not isinstance(interval, tuple) or None in interval:
        return math.nan, math.nan
    return float(interval[0].toordinal()), float(interval[1].toordinal())


def codes(columns: Sequence[Sequence[Hashable]]) -> list[list[int]]:
    """Return numbers for the values of several columns, the same for the same value; `ABSENT` for None."""
    numbers: dict[Hashable, int] = {None: ABSENT}
    for column in columns:
        for value in dict.fromkeys(column):
            numbers.setdefault(value, len(numbers))
    return [list(map(numbers.__getitem__, column)) for column in columns]
