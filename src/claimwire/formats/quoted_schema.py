"""The JSON Schema of a line that `claimwire anchor` reads, made from the models of claims."""

from __future__ import annotations

import json
from typing import Any

from ..proposals import proposable
from ..schema import CLAIM_ADAPTER, LABELS, reference_fields, span_slots
from ..schema.base import ID_PATTERN
from .selectors import ALL, POSITION, QUOTE

NAME = "quoted-claim"

SELECTOR_REF = {"$ref": "#/$defs/Selector"}
PIECES = {"anyOf": [SELECTOR_REF, {"type": "array", "minItems": 1, "items": SELECTOR_REF}]}

LINE_ID = {"anyOf": [{"type": "string", "pattern": ID_PATTERN}, {"type": "integer", "minimum": 0}]}


def quoted_schema() -> str:
    """Return the JSON Schema of a line of a file of quotes.

    Spans are selectors in place of offsets; `claim_id` and `article_id` follow from the file; the line has an `id`; and
    slots that the words tell may be left out. What a schema cannot say is held against the article: that the words are
    there, once, and in the sentences named.
    """
    schema = CLAIM_ADAPTER.json_schema()
    defs = schema["$defs"]
    defs["Selector"] = _selector()
    for declaration in LABELS:
        defs[declaration.model.__name__] = _line(defs[declaration.model.__name__], declaration.model)
    defs.pop("Span", None)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A claim in quotes"}
    return json.dumps(head | schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _line(record: dict[str, Any], model: Any) -> dict[str, Any]:
    """Return the schema of a claim with quotes for its spans."""
    properties = {name: part for name, part in record["properties"].items() if name not in ("claim_id", "article_id")}
    for name in span_slots(model):
        part = {"description": properties[name]["description"]}
        properties[name] = part | ({**PIECES} if name == "spans" else {"anyOf": [*PIECES["anyOf"], _empty(), _null()]})
    for name in reference_fields(model):
        line_id = {"anyOf": [*LINE_ID["anyOf"], _null()]}
        properties[name] = {"description": properties[name]["description"]} | line_id
    told = {shape.name for shape in proposable(model)}
    for name in told:
        properties[name] = {"anyOf": [properties[name], _null()]}
    properties |= {
        "id": {"description": "short, and unique in the file"} | LINE_ID,
        "sentences": {
            "description": "the numbers of the sentences that the claim is in, as `claimwire sentences ARTICLE` prints",
            "type": ["array", "null"],
            "items": {"type": "integer", "minimum": 0},
        },
        "target": {"description": "stands for spans, as in a W3C annotation"} | PIECES,
        "@context": True,
        "type": True,
    }
    left_out = told | {"claim_id", "article_id", "spans"}
    return record | {
        "properties": properties,
        "required": ["id", *(name for name in record["required"] if name not in left_out)],
        "oneOf": [{"required": ["spans"]}, {"required": ["target"]}],
    }


def _empty() -> dict[str, Any]:
    return {"type": "array", "maxItems": 0}


def _null() -> dict[str, Any]:
    return {"type": "null"}


def _selector() -> dict[str, Any]:
    """Return the schema of what selects words: a string, a quote with its neighbours, offsets, or several of them."""
    words, count = {"type": "string", "minLength": 1}, {"type": "integer", "minimum": 0}
    names = {"enum": [QUOTE, POSITION, f"oa:{QUOTE}", f"oa:{POSITION}", "SpecificResource", "oa:SpecificResource"]}
    kind = {"anyOf": [names, {"type": "array", "items": names}]}
    parts = {
        "exact": words,
        "prefix": {"type": "string"},
        "suffix": {"type": "string"},
        "occurrence": {"anyOf": [{"type": "integer", "minimum": 1}, {"const": ALL}]},
        "start": count,
        "end": count,
    }
    common = {"type": kind, "@type": kind, "refinedBy": PIECES}
    nested = {"selector": PIECES, "source": True, "id": True, "@context": True}
    return {
        "description": "words of the article: quoted, with what is around them, by offsets in code points, or several",
        "anyOf": [
            words,
            {
                "type": "object",
                "properties": parts | common,
                "additionalProperties": False,
                "anyOf": [{"required": ["exact"]}, {"required": ["start", "end"]}],
            },
            {
                "type": "object",
                "properties": nested | common,
                "required": ["selector"],
                "additionalProperties": False,
            },
        ],
    }
