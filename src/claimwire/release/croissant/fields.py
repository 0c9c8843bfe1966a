"""The columns of a table as fields of its record set."""

from __future__ import annotations

from typing import Any

from ...schema import ReleaseManifest
from ...schema.vocab import Label
from ...tables.column import Column
from ..tally import ReleaseTally
from .files import file_set_id
from .licences import text_parts
from .statistics import label_counts, split_counts
from .terms import reference
from .vocabularies import SPLITS, value_id

DATA_TYPES = {
    "text": "sc:Text",
    "integer": "cr:Int64",
    "number": "cr:Float64",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}

SPLIT_FIELD = "split"
"""The field that every record has beside the columns of its table: the split, read off the name of the file."""


def data_type(column: Column) -> Any:
    """Return the type of a column's values; those of labels are labels, too."""
    if column.vocabulary is None:
        return DATA_TYPES[column.shape]
    plain = DATA_TYPES["integer" if column.is_class else "text"]
    return [plain, "cr:Label"] if column.vocabulary is Label else plain


def array(column: Column) -> dict[str, Any]:
    """Return what says that a column has a list in every row; nothing for another one."""
    return {"isArray": True, "arrayShape": "-1"} if column.many else {}


def column_source(config: str, column: str, inner: str | None = None) -> dict[str, Any]:
    """Return where a field is read from: a column of a table's files, or what each of its records has at `inner`."""
    source: dict[str, Any] = {"fileSet": reference(file_set_id(config)), "extract": {"column": column}}
    return source if inner is None else source | {"transform": {"jsonPath": inner}}


def split_field(config: str, manifest: ReleaseManifest) -> dict[str, Any]:
    """Return the field of the split. Its pattern matches the split alone, too: `mlcroissant` applies it twice."""
    field_id = f"{config}/{SPLIT_FIELD}"
    splits = "|".join(dict.fromkeys(t.split.value for t in manifest.tables if t.config == config))
    return {
        "@type": "cr:Field",
        "@id": field_id,
        "name": SPLIT_FIELD,
        "description": "the split that the row is in; it is no column of the table",
        "dataType": "sc:Text",
        "source": {
            "fileSet": reference(file_set_id(config)),
            "extract": {"fileProperty": "fullpath"},
            "transform": {"regex": f"^(?:{config}/)?({splits})(?:-.+\\.parquet)?$"},
        },
        "references": {"field": reference(f"{SPLITS}/name")},
        "annotation": [split_counts(field_id, config, manifest)],
    }


def column_field(config: str, column: Column, tally: ReleaseTally, manifest: ReleaseManifest) -> dict[str, Any]:
    """Return the field of a column; that of a list of records has a sub-field for each of theirs."""
    field = _field(config, config, column, column.name, None, tally)
    counts = list(label_counts(field["@id"], column.name, config, tally, manifest))
    return field | ({"annotation": [*field.get("annotation", ()), *counts]} if counts else {})


def parts(column: Column) -> list[Column]:
    """Return the columns of the records in a column: those of a model, or start and end of a span."""
    if column.shape == "spans":
        return [Column("start", "integer", "first code point"), Column("end", "integer", "code point after the last")]
    return column.parts()


def _field(
    parent: str, config: str, column: Column, top: str, inner: str | None, tally: ReleaseTally
) -> dict[str, Any]:
    field_id = f"{parent}/{column.name}"
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": field_id,
        "name": column.name,
        "description": column.description,
        "source": column_source(config, top, inner),
        **array(column),
    }
    inside = parts(column)
    if inside:
        field["subField"] = [_field(field_id, config, part, top, part.name, tally) for part in inside]
    else:
        field["dataType"] = data_type(column)
    if column.vocabulary is not None:
        field["annotation"] = [_values(field_id, column)]
    licences = text_parts(tally) if column.third_party else []
    return field | ({"usageInfo": licences} if licences else {})


def _values(field_id: str, column: Column) -> dict[str, Any]:
    """Return the annotation that says which vocabulary a field's values are of.

    It is no `references` of the field itself: `mlcroissant` takes one of a record set for a join and ignores the
    others, and then cannot read a single split.
    """
    assert column.vocabulary is not None
    return {
        "@type": "cr:Field",
        "@id": f"{field_id}/value",
        "name": "value",
        "description": f"{'a class number' if column.is_class else 'a value'} of {column.vocabulary.__name__}",
        "dataType": DATA_TYPES["integer" if column.is_class else "text"],
        "references": {"field": reference(value_id(column))},
    }
