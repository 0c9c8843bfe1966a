"""What labels, slots and their values mean, for pages to say: told once, where the records are declared."""

from __future__ import annotations

from typing import Any

from ..adjudication.rules import RULES
from ..schema import LABELS, SPAN_SLOTS, STANDARD_QUESTIONS, Questions
from ..schema.claims import ClaimBase
from ..schema.fields import FieldShape, shapes
from ..schema.vocab import DateEvidence, SegmentKind

HIDDEN = frozenset({"claim_id", "article_id", "label", "statement", "spans", "review", "origin", "proposed_slots"})
"""Fields of claims that pages show in a place of their own, or not at all."""


JUDGED = ("label", "content", "judgement")
"""The roles of fields in which the claims of two annotators are compared; ids of other claims differ in any case."""


def field_data(questions: Questions = STANDARD_QUESTIONS) -> dict[str, Any]:
    """Return the labels with their titles and slots in order, and what every field and value means."""
    models: list[type[ClaimBase]] = [declaration.model for declaration in LABELS]
    known = {shape.name: shape for model in models for shape in shapes(model)}
    return {
        "labels": {x.label.value: {"title": x.title, "slots": _shown(x.model)} for x in LABELS},
        "fields": {name: _field(shape, questions) for name, shape in known.items()},
        "parts": [slot.field for slot in SPAN_SLOTS if slot.field != "spans"],
        "rules": {rule.rule_id: rule.description for rule in RULES},
        "segments": {kind.value: kind.description for kind in SegmentKind},
        "found": {found.value: found.description for found in DateEvidence},
    }


def _shown(model: type[ClaimBase]) -> list[str]:
    return [shape.name for shape in shapes(model) if shape.name not in HIDDEN and not shape.of_layers]


def _field(shape: FieldShape, questions: Questions) -> dict[str, Any]:
    made: dict[str, Any] = {"title": shape.name.removesuffix("_spans").removesuffix("_id").replace("_", " ")}
    is_judged = shape.role in JUDGED and shape.meaning != "claim_reference"
    made |= {"about": shape.description, "shape": shape.shape, "judged": is_judged}
    if shape.vocabulary is not None:
        made["values"] = {choice.value: choice.told for choice in questions.choices(shape.vocabulary)}
    return made
