"""What brat needs to show and edit claims: `annotation.conf` and `visual.conf`, made of the labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...schema import (
    LABELS,
    REFERENCE_LABELS,
    SPAN_SLOTS,
    STANDARD_QUESTIONS,
    ClaimBase,
    Questions,
    reference_fields,
    span_slots,
)
from ...schema.fields import FieldShape, shapes
from ..mark import SPANS

YES, NO = "yes", "no"
"""The values of an attribute that says whether something is so."""


def attribute_slots(model: type[ClaimBase]) -> tuple[FieldShape, ...]:
    """Return the slots of a label that are attributes in brat: one value of a list, or yes or no."""
    return tuple(
        shape
        for shape in shapes(model)
        if shape.shape in ("vocabulary", "boolean") and not shape.many and shape.role != "label"
    )


def annotation_conf(questions: Questions = STANDARD_QUESTIONS) -> str:
    """Return the content of `annotation.conf`: which annotations, relations and attributes there are."""
    labels = [declaration.label.value for declaration in LABELS]
    slots = [slot.field for slot in SPAN_SLOTS if slot.field != SPANS]
    lines = ["[entities]", *labels, *slots, "", "[relations]"]
    for field, label in REFERENCE_LABELS.items():
        named_by = [x.label.value for x in LABELS if field in reference_fields(x.model)]
        lines.append(f"{field}\tArg1:{'|'.join(named_by)}, Arg2:{label.value}")
    for slot in slots:
        owners = [x.label.value for x in LABELS if slot in span_slots(x.model)]
        lines.append(f"{slot}\tArg1:{'|'.join(owners)}, Arg2:{slot}")
    any_two = "Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>"
    lines += [f"<OVERLAP>\t{any_two}", "", "[events]", "", "[attributes]", *_attributes(questions), ""]
    return "\n".join(lines)


def _attributes(questions: Questions) -> Iterator[str]:
    """Yield a line for every attribute: its name, the labels that have it, and its values."""
    owners: dict[str, list[str]] = {}
    values: dict[str, Iterable[str]] = {}
    for declaration in LABELS:
        for shape in attribute_slots(declaration.model):
            owners.setdefault(shape.name, []).append(declaration.label.value)
            values[shape.name] = (YES, NO) if shape.vocabulary is None else questions.values(shape.vocabulary)
    for name, labels in owners.items():
        yield f"{name}\tArg:{'|'.join(labels)}, Value:{'|'.join(values[name])}"


def visual_conf() -> str:
    """Return the content of `visual.conf`: how annotations are called and which colours they have."""
    labels = [f"{x.label.value} | {x.title} | {x.title.split()[0]}" for x in LABELS]
    slots = [slot for slot in SPAN_SLOTS if slot.field != SPANS]
    called = [f"{slot.field} | {slot.field.removesuffix('_spans')}" for slot in slots]
    colours = [f"{x.label.value}\tbgColor:{x.color}, fgColor:white" for x in LABELS]
    colours += [f"{slot.field}\tbgColor:white, fgColor:{slot.color}, borderColor:{slot.color}" for slot in slots]
    return "\n".join(["[labels]", *labels, *called, "", "[drawing]", *colours, ""])
