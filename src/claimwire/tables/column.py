"""What a column is, and the columns that a model has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from ..schema import LABELS, fields_of_layers
from ..schema.fields import FieldShape, Shape, shapes
from ..schema.fields import shape as shape_of
from ..schema.vocab import Label, Vocabulary


@dataclass(frozen=True)
class Column:
    """A column: name, kind of value, and meaning. `date` is a calendar day; a column of `spans` is `many`.

    `third_party` says that it holds words of an article. With `stand_off`, the records in a column of records are
    without those of their fields that do. `of` names the slot that a computed column follows from; `nested` says that
    it is a field of such records.
    """

    name: str
    shape: Shape | str
    description: str
    many: bool = False
    vocabulary: type[Vocabulary] | None = None
    record: type[BaseModel] | None = None
    third_party: bool = False
    stand_off: bool = False
    of: str | None = None
    nested: bool = False

    @property
    def is_class(self) -> bool:
        """Whether its values are class numbers: a row's label alone; those of all other vocabularies are text."""
        return self.vocabulary is Label and not self.many and not self.nested

    def parts(self) -> list[Column]:
        """Return the columns of the records in it; none if it holds no records."""
        if self.record is None:
            return []
        parts = [replace(column, nested=True) for column in model_columns(self.record)]
        return without_text(parts) if self.stand_off else parts


def without_text(columns: Iterable[Column]) -> list[Column]:
    """Return columns without those that hold words of an article, also within records."""
    kept = (column for column in columns if not column.third_party)
    return [replace(column, stand_off=True) if holds_text(column) else column for column in kept]


def holds_text(column: Column) -> bool:
    """Return whether the records in a column have words of an article, if it holds records."""
    return any(part.third_party or holds_text(part) for part in column.parts())


def model_columns(model: type[BaseModel], prefix: str = "") -> list[Column]:
    """Return the columns of a model; a single record within it is flattened, its name before each of its fields."""
    found: list[Column] = []
    for shape in shapes(model):
        if shape.record is not None and not shape.many:
            found += model_columns(shape.record, prefix=f"{prefix}{shape.name}_")
        else:
            found.append(_column(shape, prefix))
    return found


def _column(shape: FieldShape, prefix: str) -> Column:
    return Column(
        prefix + shape.name,
        shape.shape,
        shape.description,
        shape.many,
        shape.vocabulary,
        shape.record,
        shape.meaning == "third_party_text",
    )


def claim_columns() -> list[Column]:
    """Return the columns of all labels together, the common ones first.

    Raises `TypeError` where two labels have a slot of one name that takes different things.
    """
    found: dict[str, Column] = {}
    for declaration in LABELS:
        for column in model_columns(declaration.model):
            known = found.setdefault(column.name, column)
            if replace(column, description=known.description) != known:
                raise TypeError(f"labels disagree on what the slot {column.name} takes: {known} and {column}")
    ordered = [found.pop(name) for name in ("claim_id", "article_id", "label")]
    return ordered + list(found.values())


def adjudicated_columns() -> list[Column]:
    """Return the columns that adjudicated claims have: those of claims but for what layers alone say."""
    return [column for column in claim_columns() if column.name not in fields_of_layers()]


def picked(model: type[BaseModel], *names: str, prefix: str = "") -> list[Column]:
    """Return the columns of some fields of a model."""
    return [_column(shape_of(name, model.model_fields[name]), prefix) for name in names]


def feature(column: Column) -> Any:
    """Return the `datasets` feature of a column."""
    from datasets import ClassLabel, List, Value

    if column.shape == "spans":
        return List({"start": Value("int32"), "end": Value("int32")})
    simple = {"text": "string", "integer": "int64", "number": "float64", "boolean": "bool", "date": "date32"}
    inner: Any
    if column.is_class:
        inner = ClassLabel(names=Label.names())
    elif column.vocabulary is not None:
        inner = Value("string")
    elif column.record is not None:
        inner = {part.name: feature(part) for part in column.parts()}
    else:
        inner = Value(simple[column.shape])
    return List(inner) if column.many else inner
