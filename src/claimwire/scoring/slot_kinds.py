"""Which slots are scored, what of a claim is compared in each, and when two values are the same or overlap.

All slots that annotators judge are scored, each as its type says; what takes several slots stands first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..dates import Bounds, bounds
from ..errors import EdtfError
from ..schema import ATTRIBUTION_PARTS, LABELS
from ..schema.fields import FieldShape, shapes
from ..schema.vocab import Label
from .claims import ClaimToScore
from .entities import NameTable, same_entities
from .matching import overlap

TRIPLE, BOUNDS = "+".join(ATTRIBUTION_PARTS), "bounds"
"""The names of what is scored of several slots: source, cue and content together, and both bounds of a figure."""


@dataclass(frozen=True)
class SlotContext:
    """What has to be known beside a claim: its article, the entities of the gold, and what its references lead to."""

    article_id: str
    entities: NameTable
    referred: Mapping[str, Any]


@dataclass(frozen=True)
class ScoredSlot:
    """A slot, the fields it is made of, its value in a claim (None for none), and when two values are the same.

    `near` says whether two values overlap, where that can be.
    """

    label: str
    name: str
    fields: tuple[str, ...]
    value: Callable[[ClaimToScore, SlotContext], Any]
    same: Callable[[Any, Any], bool] = lambda one, other: bool(one == other)
    near: Callable[[Any, Any], bool] | None = None

    @property
    def about(self) -> str:
        """Its label and its name."""
        return f"{self.label}.{self.name}"


def scored_slots() -> list[ScoredSlot]:
    """Return all slots that can be scored: triples and bounds, then each slot that annotators judge."""
    parts = tuple(field for field in ATTRIBUTION_PARTS.values() if field != "spans")
    found = [
        ScoredSlot(Label.ATTRIBUTED_STATEMENT.value, TRIPLE, parts, _triple, near=_triples_overlap),
        ScoredSlot(Label.CASUALTY_FIGURE.value, BOUNDS, ("lower", "upper"), _bounds, near=_bounds_overlap),
    ]
    for declaration in LABELS:
        for shape in shapes(declaration.model):
            if shape.role == "judgement" and shape.name not in ("lower", "upper"):
                found.append(_slot(declaration.label.value, shape, declaration.model.model_fields))
    return found


def _slot(label: str, shape: FieldShape, fields: Mapping[str, Any]) -> ScoredSlot:
    name = shape.name
    if shape.shape == "spans":
        return ScoredSlot(label, name, (name,), lambda claim, _: claim.spans_of(name) or None, near=overlap)
    if shape.meaning == "edtf":
        return ScoredSlot(label, name, (name,), lambda claim, _: _days(claim.slots.get(name)), near=_days_overlap)
    if shape.meaning == "claim_reference":
        return ScoredSlot(label, name, (name,), lambda claim, context: _referred(claim, name, context))
    ids = name.removesuffix("_name") + ("_ids" if shape.many else "_id")
    if name.endswith("_name") and ids in fields:
        return ScoredSlot(
            label, name, (name,), lambda claim, context: _entities(claim, name, ids, context), same_entities
        )
    return ScoredSlot(label, name, (name,), lambda claim, _: _plain(claim.slots.get(name)))


def _plain(value: Any) -> Any:
    """Return a value as it is compared: several values as a set, no value as None."""
    return (frozenset(value) or None) if isinstance(value, list) else value


def _referred(claim: ClaimToScore, name: str, context: SlotContext) -> Any:
    value = claim.slots.get(name)
    return None if value is None else context.referred.get(value, f"id: {value}")


def _entities(claim: ClaimToScore, name: str, ids: str, context: SlotContext) -> Any:
    names, known = (_listed(claim.slots.get(field)) for field in (name, ids))
    return context.entities.meanings(context.article_id, names, known) or None


def _listed(value: Any) -> list[str]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _days(edtf: str | None) -> Bounds | str | None:
    """Return the days that a date can mean, or a date without bounds as it is written."""
    try:
        return None if edtf is None else bounds(edtf)
    except EdtfError:
        return edtf


def _days_overlap(one: Bounds | str, other: Bounds | str) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return one.meets(other)


def _reach(lower: Any, upper: Any) -> bool:
    """Return whether a lower end is not above an upper end; None is an open end."""
    return lower is None or upper is None or bool(lower <= upper)


def _bounds(claim: ClaimToScore, _: SlotContext) -> tuple[int | None, int | None] | None:
    found = claim.slots.get("lower"), claim.slots.get("upper")
    return None if found == (None, None) else found


def _bounds_overlap(one: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> bool:
    return _reach(one[0], other[1]) and _reach(other[0], one[1])


def _triple(claim: ClaimToScore, _: SlotContext) -> tuple[Any, ...]:
    return tuple(claim.pieces if field == "spans" else claim.spans_of(field) for field in ATTRIBUTION_PARTS.values())


def _triples_overlap(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return all(overlap(a, b) or a == b == () for a, b in zip(one, other, strict=True))
