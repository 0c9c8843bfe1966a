"""What the labelling page is made of: labels for claims and their parts, a control for every slot a person fills in.

Everything is read from the record models and their declarations. The page, the tasks and the reading of results all go
by these tuples, so that a new label or slot reaches all three at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from ...schema import (
    LABELS,
    SPAN_SLOTS,
    STANDARD_QUESTIONS,
    ClaimBase,
    LabelDeclaration,
    ListedValue,
    Questions,
    SpanSlot,
    claim_fields_in_role,
    reference_fields,
    slot_names,
    span_slots,
)
from ...schema.fields import FieldShape, shapes
from ...schema.vocab import Label

TEXT = "text"
"""Name of the page's text, and of the field of the task's data that has it."""

LABEL = "label"
"""Name of the control that marks claims. It marked parts too up to page 0.3.0, and so has their labels, unseen."""

PART = "part"
"""Name of the control that marks parts. A region that is marked by both controls is what the first mark says."""

MARKS = (PART, LABEL)
"""The controls that mark regions, in the order of the page: of two marks that are chosen a new region gets the part's
first."""

COMPLETE = "complete"
"""Name of the control that says whether every sentence was considered."""

LAYER = "layer"
"""Name of the hidden control that has the metadata of a layer."""

YES, NO = "yes", "no"
"""The choices of a yes-or-no slot."""

HIDDEN_FIELDS = claim_fields_in_role("identity", "origin", "adjudication")
"""Fields of every claim that nobody fills in on the page: they are the ids of region and task, or in the metadata."""

ControlKind = Literal["choices", "textarea", "number"]


@dataclass(frozen=True)
class Control:
    """A slot as the page asks for it, for the regions of some labels."""

    name: str
    kind: ControlKind
    shape: FieldShape
    labels: tuple[Label, ...]
    choices: tuple[ListedValue, ...] = ()
    """The values of its vocabulary, or yes and no, with what they mean; none if it is typed."""

    @property
    def title(self) -> str:
        """What people call the slot."""
        return in_words(self.shape.name.removesuffix("_name"))

    @cached_property
    def values(self) -> tuple[str, ...]:
        """The choices, if it has some."""
        return tuple(choice.value for choice in self.choices)

    @property
    def is_required(self) -> bool:
        """Whether an annotator has to fill it in; never where a program can read the value off the words."""
        needed = not self.shape.optional or self.shape.needed_since is not None
        return needed and not self.shape.proposed


GROUPS: tuple[tuple[str, ...], ...] = (("qualifier", "lower", "upper"),)
"""Slots that are one thought, and stand beside each other."""


@dataclass(frozen=True)
class Part:
    """A kind of region that belongs to a claim: a slot of spans, or a further piece of the claim itself."""

    slot: SpanSlot

    @property
    def field(self) -> str:
        """The field of the claim that such regions are the spans of."""
        return self.slot.field

    @property
    def value(self) -> str:
        """The label of such regions."""
        return "piece" if self.field == "spans" else self.field.removesuffix("_spans")

    @property
    def labels(self) -> tuple[Label, ...]:
        """The labels of the claims that have such parts."""
        return tuple(declaration.label for declaration in LABELS if self.field in span_slots(declaration.model))


PARTS: tuple[Part, ...] = tuple(map(Part, SPAN_SLOTS))
PART_BY_VALUE = {part.value: part for part in PARTS}
PART_BY_FIELD = {part.field: part for part in PARTS}
LABEL_BY_VALUE = {declaration.label.value: declaration for declaration in LABELS}


def asked_parts(labels: Sequence[LabelDeclaration], questions: Questions = STANDARD_QUESTIONS) -> tuple[Part, ...]:
    """Return the parts that claims of some labels have, without those that are not asked for."""
    present = {declaration.label for declaration in labels}
    return tuple(
        part for part in PARTS if any(x in present and part.field not in questions.not_asked.of(x) for x in part.labels)
    )


def in_words(value: str) -> str:
    """Return an id as people read it."""
    return value.replace("_", " ")


def relations(labels: Sequence[LabelDeclaration]) -> tuple[str, ...]:
    """Return the fields of some labels that name another claim; each is a label of relations."""
    return tuple(dict.fromkeys(name for declaration in labels for name in reference_fields(declaration.model)))


def controls(labels: Sequence[LabelDeclaration], questions: Questions = STANDARD_QUESTIONS) -> tuple[Control, ...]:
    """Return the controls of a page for some labels: the slots of each label that are asked, then those of every claim.

    Both times what has to be filled in comes first, and what a program proposes last.

    Raises `TypeError` for a slot that the page has no control for, so that such a field fails the tests at once.
    """
    own = [
        control
        for declaration in labels
        for control in _in_order(
            _control(f"{declaration.label.value}__{shape.name}", shape, (declaration.label,), questions)
            for shape in shapes(declaration.model)
            if shape.name in set(slot_names(declaration.model)) - questions.not_asked.of(declaration.label)
            and _is_asked_for(shape)
        )
    ]
    all_labels = tuple(declaration.label for declaration in labels)
    common = _in_order(
        _control(shape.name, shape, all_labels, questions) for shape in shapes(ClaimBase) if _is_asked_for(shape)
    )
    return (*own, *common)


def _in_order(found: Iterable[Control]) -> list[Control]:
    return sorted(found, key=lambda control: (control.shape.proposed, not control.is_required))


def _is_asked_for(shape: FieldShape) -> bool:
    hidden = shape.name in HIDDEN_FIELDS or shape.role == "label"
    return not hidden and shape.shape != "spans" and shape.meaning != "claim_reference"


def _control(name: str, shape: FieldShape, labels: tuple[Label, ...], questions: Questions) -> Control:
    kinds: dict[str, ControlKind] = {
        "vocabulary": "choices",
        "boolean": "choices",
        "integer": "number",
        "text": "textarea",
    }
    if shape.shape not in kinds or (shape.many and shape.shape not in ("text", "vocabulary")):
        raise TypeError(f"the labelling page has no control for {name}, which is {shape.shape}; see controls.py")
    return Control(name, kinds[shape.shape], shape, labels, _choices(shape, questions))


def _choices(shape: FieldShape, questions: Questions) -> tuple[ListedValue, ...]:
    if shape.vocabulary is not None:
        return questions.choices(shape.vocabulary)
    return tuple(ListedValue(x, f"{shape.description}: {x}") for x in (YES, NO)) if shape.shape == "boolean" else ()


RELATIONS: tuple[str, ...] = relations(LABELS)
CONTROLS: tuple[Control, ...] = controls(LABELS)
CONTROL_BY_NAME = {control.name: control for control in CONTROLS}


@lru_cache
def controls_by_name(questions: Questions) -> Mapping[str, Control]:
    """Return the controls of all labels by name, also those not asked for: earlier pages had them."""
    return {control.name: control for control in controls(LABELS, Questions(added=questions.added))}


@lru_cache
def controls_of(label: Label) -> tuple[Control, ...]:
    """Return the controls shown for a label's regions: its own slots, then those of every claim."""
    return tuple(control for control in CONTROLS if label in control.labels)
