"""How far each slot can be relied on, by how far annotators agree on it: scored, usable or experimental."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..iaa.tables import number
from ..regions import table
from ..schema import LABELS
from ..schema.fields import shapes
from .agreed import DrawnReport

SCORED = 0.8
"""Agreement from which on models are scored on a slot (Krippendorff 2004: reliable)."""

USABLE = 0.67
"""Agreement from which on a slot may be used with care (Krippendorff 2004: for tentative conclusions)."""

NOT_MEASURED = "not measured"


def grade(agreement: float | None) -> str:
    """Return the grade of a slot; without a measured agreement it is experimental."""
    if agreement is None or agreement < USABLE:
        return "experimental"
    return "scored" if agreement >= SCORED else "usable"


def slot_agreement(measured: Iterable[DrawnReport]) -> dict[tuple[str, str], float]:
    """Return the lowest agreement that any group of annotators in any corpus has on each slot, by label and slot.

    It is Krippendorff's alpha; where that is not defined (spans, or one value only) the share of aligned claims that
    have the same value.
    """
    lowest: dict[tuple[str, str], float] = {}
    for item in measured:
        for group in item.report.groups:
            numbers = item.report.of(group.name, "slots")
            for slot in item.report.slots:
                about = f"{slot.label}.{slot.name}"
                estimate = numbers.get((about, "alpha")) or numbers[about, "same"]
                value = estimate.value
                if value is not None and value == value:
                    key = slot.label, slot.name
                    lowest[key] = min(lowest.get(key, value), value)
    return lowest


def grade_table(measured: Sequence[DrawnReport]) -> str:
    """Return the grade of every slot that annotators judge, as a Markdown table."""
    agreement = slot_agreement(measured)
    rows = []
    for declaration in LABELS:
        for shape in shapes(declaration.model):
            if shape.role == "judgement":
                value = agreement.get((declaration.label.value, shape.name))
                shown = NOT_MEASURED if value is None else number(value)
                rows.append((declaration.label.value, f"`{shape.name}`", shown, grade(value)))
    return table(("label", "slot", "lowest agreement", "grade"), rows)
