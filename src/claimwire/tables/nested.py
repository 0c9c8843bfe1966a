"""The records that stand in lists within a row, and are no records of the repository."""

from __future__ import annotations

from pydantic import Field

from ..schema.base import Id, OwnWords, Record
from ..schema.vocab import AnnotatorKind, ExampleKind, Label


class LabelVotes(Record):
    """How many annotators of a kind have a claim of a label in a sentence."""

    annotator_kind: AnnotatorKind = Field(description="a person, a model, or a rule program")
    label: Label = Field(description="the label")
    votes: int = Field(description="annotators of that kind who have a claim of the label in the sentence")
    voters: int = Field(description="annotators of that kind who could")


class FieldVotes(Record):
    """How many annotators of a kind give the label or a slot of a claim one value."""

    field: str = Field(description="`label`, or the slot")
    value: str | None = Field(
        default=None,
        description="the label or the slot's value, numbers and lists as JSON; null where there is none: no such "
        "claim, empty slot",
    )
    votes: int = Field(description="annotators who say so")
    voters: int = Field(description="annotators who could")
    share: float = Field(description="votes divided by voters")
    annotator_ids: tuple[Id, ...] = Field(description="who says so")


class ShownExample(Record):
    """An example of a ruling, as the codebook shows it."""

    kind: ExampleKind = Field(description="what it shows")
    text: OwnWords = Field(description="the invented text")
    answers: OwnWords = Field(description="what is right there: label, words of the claim in brackets, slots")
