"""Records made again of rows: the way back of what `row.flat` does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ..corpus.records import validation_messages
from ..errors import ReleaseError
from ..schema import LABELS, ClaimBase
from ..schema.fields import shapes
from .row import Row

M = TypeVar("M", bound=BaseModel)


def record_of_row(model: type[M], row: Row) -> M:
    """Return the record of a model that a row was made of; columns that are not the model's are left alone.

    A column that a table lacks, as older ones do, is a field that is absent. Raises `ReleaseError` if the row makes no
    record.
    """
    try:
        return model.model_validate_json(json.dumps(_values(model, row)))
    except ValidationError as error:
        raise ReleaseError(f"a row makes no {model.__name__}: {validation_messages(error)}") from error


def claim_of_row(row: Row) -> ClaimBase:
    """Return the claim that a row of `claims` or `annotations` was made of; raises `ReleaseError` as `record_of_row`.

    What layers alone say of a claim comes back if the row has it.
    """
    return record_of_row(MODEL_OF[row["label"]], row)


MODEL_OF = {declaration.label.value: declaration.model for declaration in LABELS}


def _values(model: type[BaseModel], row: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return the fields of a model as a row has them; what is null or an empty list is left out."""
    values: dict[str, Any] = {}
    for shape in shapes(model):
        name = f"{prefix}{shape.name}"
        if shape.record is not None and not shape.many:
            value: Any = _values(shape.record, row, f"{name}_") or None
        elif shape.record is not None:
            value = [_values(shape.record, item) for item in row.get(name) or ()]
        else:
            value = row.get(name)
        if value is not None and (value != [] or not shape.optional):
            values[shape.name] = value
    return values
