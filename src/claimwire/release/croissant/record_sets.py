"""The tables of a release as record sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ...schema import ReleaseManifest
from ...tables.column import Column
from ...tables.columns import CONFIG_DESCRIPTIONS, ID_COLUMNS, columns_of, has_words
from ..tally import ReleaseTally
from .attribution import attributions, responsible
from .fields import column_field, parts, split_field
from .licences import annotation_parts, text_parts
from .statistics import row_count
from .terms import reference


def record_set(config: str, tally: ReleaseTally, manifest: ReleaseManifest) -> dict[str, Any]:
    """Return the record set of a table: whom it is by, its licences, its fields, and how many rows it has."""
    columns = columns_of(config)
    key = ID_COLUMNS.get(config)
    agents = responsible(config, tally)
    licences = annotation_parts(tally)
    if has_words(config):
        licences += text_parts(tally)
    return {
        "@type": "cr:RecordSet",
        "@id": config,
        "name": config,
        "description": CONFIG_DESCRIPTIONS[config],
        **({"key": reference(f"{config}/{key}")} if key else {}),
        "annotation": [row_count(config, manifest), *(attributions(config, columns) if agents else ())],
        **({"prov:wasAttributedTo": agents} if agents else {}),
        "usageInfo": licences,
        "field": [
            split_field(config, manifest),
            *(column_field(config, column, tally, manifest) for column in columns),
        ],
    }


def with_parts(columns: Iterable[Column]) -> Iterator[Column]:
    """Yield columns, and after each of them those of the records in it."""
    for column in columns:
        yield column
        yield from with_parts(parts(column))
