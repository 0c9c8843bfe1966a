"""The codebook's tables and the published JSON Schemas, made from the models."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter

from ..regions import table
from . import RECORDS
from .base import KEYWORDS_SINCE, SINCE
from .claims import LABELS, ClaimBase, LabelDeclaration, slot_names
from .fields import FieldShape, shapes
from .vocab import Vocabulary, require_docstrings

SCHEMA_BASE = "https://claimwire.example/schema"


def codebook_regions() -> dict[str, str]:
    """Return the generated regions of `annotations/guidelines.md`: region name -> Markdown."""
    regions = {
        "labels": table(
            ("label", "what it is", "key"), ((f"`{x.label}`", x.label.description, x.hotkey) for x in LABELS)
        ),
        "slots common": _slot_table(s for s in shapes(ClaimBase)),
    }
    for declaration in LABELS:
        own = set(slot_names(declaration.model))
        regions[f"slots {declaration.label}"] = _slot_table(s for s in shapes(declaration.model) if s.name in own)
        regions[f"values {declaration.label}"] = _value_tables(declaration)
    regions["values common"] = "\n".join(_value_table(v) for v in _vocabularies(shapes(ClaimBase)))
    return regions


def json_schemas(version: str) -> dict[str, str]:
    """Return the published JSON Schemas of a version: file name -> JSON text.

    Raises `ClaimwireError` as `require_docstrings` does.
    """
    require_docstrings()
    return {f"{name}.schema.json": _json_schema(name, version, adapter) for name, adapter in RECORDS.items()}


def _json_schema(name: str, version: str, adapter: TypeAdapter[Any]) -> str:
    schema = as_of(version, adapter.json_schema())
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{SCHEMA_BASE}/{version}/{name}.schema.json",
    }
    return json.dumps(head | schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def as_of(version: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Return a JSON Schema without the fields and keywords that are published from a later version on.

    They are marked by `since` and `keywords_since` of `schema.base`.
    """

    def is_later(since: str) -> bool:
        return tuple(map(int, since.split("."))) > tuple(map(int, version.split(".")))

    def kept(value: Any) -> Any:
        if isinstance(value, list):
            return [kept(item) for item in value]
        if not isinstance(value, dict):
            return value
        later = {
            name
            for name, field in value.get("properties", {}).items()
            if isinstance(field, dict) and is_later(field.get(SINCE, "0.0.0"))
        }
        if later:
            value = value | {"properties": {n: f for n, f in value["properties"].items() if n not in later}}
        keywords = value.get(KEYWORDS_SINCE, {})
        left_out = {SINCE, KEYWORDS_SINCE, *(keyword for keyword, since in keywords.items() if is_later(since))}
        return {key: kept(item) for key, item in value.items() if key not in left_out}

    result: dict[str, Any] = kept(schema)
    return result


def _slot_table(slots: Iterator[FieldShape]) -> str:
    return table(("slot", "takes", "what it says"), ((f"`{s.name}`", _takes(s), s.description) for s in slots))


def _takes(slot: FieldShape) -> str:
    kinds = {
        "spans": "spans",
        "integer": "whole number",
        "number": "number",
        "boolean": "yes or no",
        "record": "record",
    }
    meanings = {
        "edtf": "EDTF date",
        "claim_reference": "a claim",
        "event_reference": "an event",
        "own_words": "our own words",
        "name": "name",
        "id": "id",
    }
    if slot.vocabulary is not None:
        text = f"one of {len(slot.vocabulary)} values"
    elif slot.shape == "text":
        text = meanings.get(slot.meaning or "", "text")
    else:
        text = kinds[slot.shape]
    if slot.many and slot.shape != "spans":
        text += ", several possible"
    return f"{text}; may be left out" if slot.optional else text


def _vocabularies(slots: tuple[FieldShape, ...]) -> list[type[Vocabulary]]:
    """Return the vocabularies of the slots; the labels have a table of their own."""
    return [s.vocabulary for s in slots if s.vocabulary is not None and s.name != "label"]


def _value_tables(declaration: LabelDeclaration) -> str:
    own = set(slot_names(declaration.model))
    found = _vocabularies(tuple(s for s in shapes(declaration.model) if s.name in own))
    return "\n".join(_value_table(vocabulary) for vocabulary in found)


def _value_table(vocabulary: type[Vocabulary]) -> str:
    title = f"**{vocabulary.__name__}**: {vocabulary.title()}\n\n"
    return title + table(("value", "meaning"), ((f"`{v.value}`", v.description) for v in vocabulary))
