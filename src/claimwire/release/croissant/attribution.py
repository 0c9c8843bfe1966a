"""Whom the rows are by: annotators as agents of PROV, and on which columns of a table their ids are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...schema import Annotator
from ...schema.vocab import AnnotatorKind
from ...tables.column import Column
from ...tables.columns import standoff
from ..tally import ANNOTATOR_COLUMNS, ReleaseTally
from .fields import array, column_source, data_type
from .terms import inline_field, reference

AGENT_TYPES = {
    AnnotatorKind.HUMAN: "prov:Person",
    AnnotatorKind.MODEL: "prov:SoftwareAgent",
    AnnotatorKind.RULE: "prov:SoftwareAgent",
}

ANNOTATORS = "annotators"
"""The record set of the annotators, whose data stands in the description."""

KIND_COLUMNS = {"annotator_id": "annotator_kind", "adjudicator_id": "adjudicator_kind"}
"""The columns with the kind of the annotator whose id is in another."""

NOT_BY_ANNOTATORS = ("articles", standoff("articles"))
"""Tables whose rows are texts, and name their annotators without being by them."""


def agents(tally: ReleaseTally) -> list[dict[str, Any]]:
    """Return everybody who had a part in the annotations of a release, as agents, sorted by id."""
    return [_agent(tally.annotators[annotator_id]) for annotator_id in sorted(tally.involved)]


def agent_references(annotator_ids: Iterable[str]) -> list[dict[str, str]]:
    """Return references to agents, sorted."""
    return [reference(_agent_id(annotator_id)) for annotator_id in sorted(annotator_ids)]


def annotator_set(tally: ReleaseTally) -> dict[str, Any]:
    """Return the record set that has the annotators as data, to be joined with the columns of their ids."""
    descriptions = {
        "annotator_id": "id of the annotator, as in the columns of the tables",
        "annotator_kind": "a person, a model, or a rule program",
        "agent": "id of the agent in this description",
        "description": "who or what that is, with version where known, and what was not checked",
    }
    return {
        "@type": "cr:RecordSet",
        "@id": ANNOTATORS,
        "name": ANNOTATORS,
        "description": "who annotated, adjudicated, checked items, linked claims or accepted entities",
        "dataType": "prov:Agent",
        "key": reference(f"{ANNOTATORS}/annotator_id"),
        "field": [inline_field(ANNOTATORS, name, "sc:Text", text) for name, text in descriptions.items()],
        "data": [
            {
                f"{ANNOTATORS}/annotator_id": annotator_id,
                f"{ANNOTATORS}/annotator_kind": tally.annotators[annotator_id].annotator_kind.value,
                f"{ANNOTATORS}/agent": _agent_id(annotator_id),
                f"{ANNOTATORS}/description": tally.annotators[annotator_id].description,
            }
            for annotator_id in sorted(tally.involved)
        ],
    }


def attributions(config: str, columns: list[Column]) -> list[dict[str, Any]]:
    """Return the annotations of a record set that say by whom a row is: one per column that has ids of annotators."""
    by_name = {column.name: column for column in columns}
    if config in NOT_BY_ANNOTATORS:
        return []
    return [
        _attribution(config, by_name[name], by_name.get(KIND_COLUMNS.get(name, "")))
        for name in ANNOTATOR_COLUMNS
        if name in by_name
    ]


def responsible(config: str, tally: ReleaseTally) -> list[dict[str, str]]:
    """Return references to the agents whom some row of a table is by, as far as its columns tell."""
    if config in NOT_BY_ANNOTATORS:
        return []
    return agent_references({who for name in ANNOTATOR_COLUMNS for who in tally.row_annotators[config, name]})


def _agent_id(annotator_id: str) -> str:
    return f"annotator/{annotator_id}"


def _agent(annotator: Annotator) -> dict[str, Any]:
    return {
        "@type": AGENT_TYPES[annotator.annotator_kind],
        "@id": _agent_id(annotator.annotator_id),
        "prov:label": annotator.annotator_id,
        "additionalType": annotator.annotator_kind.value,
        "description": annotator.description,
    }


def _attribution(config: str, column: Column, kind: Column | None) -> dict[str, Any]:
    node_id = f"{config}/by/{column.name}"
    annotator_id = _column_field(f"{node_id}/id", "id", config, column)
    annotator_id["references"] = {"field": reference(f"{ANNOTATORS}/annotator_id")}
    kinds = [_column_field(f"{node_id}/kind", "kind", config, kind)] if kind is not None else []
    return {
        "@type": "cr:Field",
        "@id": node_id,
        "name": column.name,
        "description": column.description,
        "dataType": "prov:Agent",
        "equivalentProperty": "prov:wasAttributedTo",
        **array(column),
        "subField": [annotator_id, *kinds],
    }


def _column_field(node_id: str, name: str, config: str, column: Column) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": node_id,
        "name": name,
        "description": column.description,
        "dataType": data_type(column),
        **array(column),
        "source": column_source(config, column.name),
    }
