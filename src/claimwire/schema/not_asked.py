"""What annotators of a repository are not asked for: labels, and slots that may stay empty."""

from __future__ import annotations

from functools import cache

from pydantic import Field, model_validator

from .base import Record
from .claims import LABELS, slot_names
from .fields import FieldShape, shapes
from .vocab import Label

REFERENCES = ("claim_reference", "event_reference", "entity_reference")


class NotAsked(Record):
    """What annotators are not asked for, of what the codebook has: the table `[not_asked]` of a release plan."""

    labels: tuple[Label, ...] = Field(default=(), description="labels that nobody is asked to mark")
    slots: tuple[str, ...] = Field(
        default=(), description="slots that nobody is asked to fill in: `time` of all labels, or `casualty_figure.time`"
    )

    @model_validator(mode="after")
    def _may_be_left_out(self) -> NotAsked:
        if set(self.labels) == set(Label):
            raise ValueError("labels names all labels; ask for one at least")
        unknown = [slot for slot in self.slots if slot not in slots_to_leave_out()]
        if unknown:
            raise ValueError(f"{unknown[0]} cannot be left out; these can: {', '.join(sorted(slots_to_leave_out()))}")
        return self

    def of(self, label: Label) -> frozenset[str]:
        """Return the slots that a label has and that are not asked for."""
        own = {slot.removeprefix(f"{label}.") for slot in self.slots}
        return frozenset(name for name in own if f"{label}.{name}" in slots_to_leave_out())


EVERYTHING_IS_ASKED = NotAsked()


@cache
def slots_to_leave_out() -> frozenset[str]:
    """Return the slots that annotators can do without, with their label and a dot before them, and by the name alone.

    Those are the slots of one label or several that may stay empty, name no other record, and are read off the words by
    no program.
    """
    names = [
        (declaration.label.value, shape.name)
        for declaration in LABELS
        for shape in shapes(declaration.model)
        if shape.name in slot_names(declaration.model) and _may_be_left_out(shape)
    ]
    return frozenset(name for label, slot in names for name in (slot, f"{label}.{slot}"))


def _may_be_left_out(shape: FieldShape) -> bool:
    may_be_empty = shape.optional and shape.needed_since is None
    return may_be_empty and shape.role == "judgement" and shape.meaning not in REFERENCES and not shape.proposed
