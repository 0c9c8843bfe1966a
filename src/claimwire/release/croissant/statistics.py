"""Counts as annotations of a record set and of its fields, the way Croissant 1.1 has for statistics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...schema import ReleaseManifest
from ...schema.vocab import Split
from ..tally import ReleaseTally

COUNT_TYPE = ["sc:Integer", "wd:Q4049983"]
"""A number, and that it is how many there are: the term that the specification uses in its example."""


def rows_of_split(config: str, manifest: ReleaseManifest) -> dict[str, int]:
    """Return how many rows a table has in each of its splits, in the order of the splits."""
    rows = {split.value: 0 for split in Split}
    for table in manifest.tables:
        if table.config == config:
            rows[table.split.value] += table.rows
    return {split: count for split, count in rows.items() if count}


def row_count(config: str, manifest: ReleaseManifest) -> dict[str, Any]:
    """Return the annotation of a record set with the number of its rows."""
    return _count(f"{config}/count", "count", sum(rows_of_split(config, manifest).values()), "number of rows")


def split_counts(field_id: str, config: str, manifest: ReleaseManifest) -> dict[str, Any]:
    """Return the annotation of the field of the split with the number of rows of each."""
    return _counts(f"{field_id}/count", "count", rows_of_split(config, manifest), "number of rows by split")


def label_counts(
    field_id: str, column: str, config: str, tally: ReleaseTally, manifest: ReleaseManifest
) -> Iterable[dict[str, Any]]:
    """Yield annotations of a field of labels: the number of rows that have each of them, in all and by split.

    A row with several labels counts for each of them.
    """
    of_split = {
        split: tally.label_counts[config, split, column]
        for split in rows_of_split(config, manifest)
        if tally.label_counts[config, split, column]
    }
    if not of_split:
        return
    labels = sorted({label for counts in of_split.values() for label in counts})
    total = {label: sum(counts[label] for counts in of_split.values()) for label in labels}
    yield _counts(f"{field_id}/count", "count", total, "number of rows by label")
    for split, counts in of_split.items():
        of_label = {label: counts[label] for label in labels}
        yield _counts(f"{field_id}/count_{split}", f"count_{split}", of_label, f"number of rows by label in {split}")


def _counts(node_id: str, name: str, numbers: Mapping[str, int], description: str) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": node_id,
        "name": name,
        "description": description,
        "subField": [_count(f"{node_id}/{of}", of, number) for of, number in numbers.items()],
    }


def _count(node_id: str, name: str, number: int, description: str | None = None) -> dict[str, Any]:
    described = {"description": description} if description else {}
    return {"@type": "cr:Field", "@id": node_id, "name": name, **described, "dataType": COUNT_TYPE, "value": number}
