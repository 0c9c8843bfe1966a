"""What a model's field is, read from its type: the one place that looks inside annotations.

Arrow columns, codebook tables and the labelling page all ask here, so that a field is described where it is declared.
"""

from __future__ import annotations

import types
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from .base import Marked, Meaning, Role, Span
from .open_lists import AddedValue
from .vocab import Vocabulary

Shape = Literal["text", "integer", "number", "boolean", "vocabulary", "spans", "record"]


@dataclass(frozen=True)
class FieldShape:
    """What values a field takes; `is_open` says that a dataset can add values to its vocabulary."""

    name: str
    shape: Shape
    many: bool
    optional: bool
    description: str
    vocabulary: type[Vocabulary] | None = None
    record: type[BaseModel] | None = None
    meaning: Meaning | None = None
    role: Role = "judgement"
    asked_since: str | None = None
    needed_since: str | None = None
    proposed: bool = False
    use: str = ""
    of_layers: bool = False
    is_open: bool = False


@lru_cache
def shapes(model: type[BaseModel]) -> tuple[FieldShape, ...]:
    """Return the shape of every field of a model, in the order of declaration.

    Raises `TypeError` for a type that no table can hold, so that such a field fails the tests at once.
    """
    return tuple(shape(name, field) for name, field in model.model_fields.items())


@lru_cache
def fields_in_role(model: type[BaseModel], *roles: Role) -> frozenset[str]:
    """Return the names of a model's fields that have one of some roles."""
    return frozenset(shape.name for shape in shapes(model) if shape.role in roles)


def shape(name: str, field: FieldInfo) -> FieldShape:
    """Return the shape of one field."""
    meaning = _meaning(field.metadata)
    annotation, found, optional = _unwrapped(field.annotation)
    meaning = meaning or found
    many = get_origin(annotation) is tuple
    if many:
        annotation, found, _ = _unwrapped(get_args(annotation)[0])
        meaning = meaning or found
    annotation, is_open = _without_added(annotation)
    marks = [mark for mark in field.metadata if isinstance(mark, Marked)]
    base = FieldShape(
        name,
        "text",
        many,
        optional or not field.is_required(),
        field.description or "",
        meaning=meaning,
        role=next((mark.role for mark in marks if mark.role), "judgement"),
        asked_since=next((mark.asked_since for mark in marks if mark.asked_since), None),
        needed_since=next((mark.needed_since for mark in marks if mark.needed_since), None),
        proposed=any(mark.proposed for mark in marks),
        use=next((mark.use for mark in marks if mark.use), ""),
        of_layers=any(mark.of_layers for mark in marks),
        is_open=is_open,
    )
    if annotation is Span and many:
        return replace(base, shape="spans")
    if get_origin(annotation) is Literal:
        annotation = type(get_args(annotation)[0])
    if isinstance(annotation, type):
        if issubclass(annotation, Vocabulary):
            return replace(base, shape="vocabulary", vocabulary=annotation)
        if issubclass(annotation, BaseModel):
            return replace(base, shape="record", record=annotation)
        simple: dict[type, Shape] = {bool: "boolean", int: "integer", float: "number", str: "text"}
        if annotation in simple:
            return replace(base, shape=simple[annotation])
    raise TypeError(f"field {name} has the type {field.annotation!r}, which has no column; see schema/fields.py")


def _unwrapped(annotation: Any) -> tuple[Any, Meaning | None, bool]:
    """Take `Annotated` and `| None` off a type; return it with its meaning and whether None was allowed."""
    meaning: Meaning | None = None
    optional = False
    while True:
        if hasattr(annotation, "__metadata__"):
            meaning = meaning or _meaning(annotation.__metadata__)
            annotation = annotation.__origin__
            continue
        if get_origin(annotation) in (Union, types.UnionType):
            rest = [part for part in get_args(annotation) if part is not type(None)]
            if len(rest) == 1:
                annotation, optional = rest[0], True
                continue
        return annotation, meaning, optional


def _without_added(annotation: Any) -> tuple[Any, bool]:
    """Return the vocabulary of an open list, and whether it is one; any other type as it is."""
    parts = get_args(annotation) if get_origin(annotation) in (Union, types.UnionType) else ()
    if AddedValue not in parts:
        return annotation, False
    (vocabulary,) = (part for part in parts if part is not AddedValue)
    return vocabulary, True


def _meaning(metadata: Any) -> Meaning | None:
    return next((mark.meaning for mark in metadata if isinstance(mark, Marked) and mark.meaning), None)
