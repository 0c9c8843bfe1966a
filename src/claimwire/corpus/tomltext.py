"""Records as TOML text that people go on writing: values, and a whole record with what each field means beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel


def toml_value(value: Any) -> str:
    """Return a TOML value of a text, number, yes or no, or a list of these.

    JSON escapes are TOML's too, except that TOML wants the control character 7F escaped.
    """
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def annotated_toml(record: BaseModel, examples: Mapping[str, Any]) -> str:
    """Return a record as TOML with a remark on every field: what the field's model says of it.

    A field without a value stands there as a remark with its value in `examples`, to be filled in; one that is in
    neither is left out. Tables come last.
    """
    values = record.model_dump(mode="json", exclude_none=True)
    plain = {name: value for name, value in values.items() if not isinstance(value, dict) and value != []}
    tables = {name: value for name, value in values.items() if isinstance(value, dict) and any(value.values())}
    return "\n".join([*_fields(record, plain, examples), *(_table(record, *table) for table in tables.items())])


def _fields(record: BaseModel, values: Mapping[str, Any], examples: Mapping[str, Any]) -> Iterator[str]:
    for name, field in type(record).model_fields.items():
        if name in values:
            yield f"# {field.description}\n{name} = {toml_value(values[name])}\n"
        elif name in examples:
            yield f"# {field.description}\n# {name} = {toml_value(examples[name])}\n"


def _table(record: BaseModel, name: str, values: Mapping[str, Any]) -> str:
    lines = "".join(f"{key} = {toml_value(value)}\n" for key, value in values.items())
    return f"# {type(record).model_fields[name].description}\n[{name}]\n{lines}"
