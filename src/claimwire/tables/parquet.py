"""Writing rows as Parquet, and hashing them independently of how they were written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from ..corpus.records import canonical_json
from ..errors import ReleaseError
from ..schema.vocab import Vocabulary
from .columns import Column, columns_of, model_columns
from .columns import features as features_of
from .rows import Row

ROW_GROUP = 32_000
"""Rows a group at most: with 50,000 and more, leaving a streaming loop early hangs at exit (apache/arrow#45214)."""


def content_hash(rows: Iterable[Row]) -> str:
    """Return the SHA-256 over the rows as canonical JSON lines: class names as names, days in ISO form."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update((canonical_json(_plain(row)) + "\n").encode("utf-8"))
    return digest.hexdigest()


def write_table(config: str, rows: list[Row], path: Path) -> int:
    """Write the rows of one split of a config as a Parquet file; return their size in memory as Arrow, in bytes.

    Raises `ReleaseError` where a value does not belong to its column's vocabulary.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {column.name: column for column in columns_of(config)}
    encoded = [{name: _encoded(value, columns[name]) for name, value in row.items()} for row in rows]
    table = pa.Table.from_pylist(encoded, schema=features_of(config).arrow_schema).combine_chunks()
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=3,
        row_group_size=ROW_GROUP,
        write_page_index=True,
        use_content_defined_chunking=True,
    )
    return int(table.nbytes)


def read_rows(config: str, path: Path) -> list[Row]:
    """Return the rows of a Parquet file as they were given to `write_table`."""
    import pyarrow.parquet as pq

    return [decoded_row(config, row) for row in pq.read_table(path).to_pylist()]


def decoded_row(config: str, row: Row) -> Row:
    """Return a row as it was given to `write_table`, from one read with pyarrow or datasets: classes by name.

    Raises `ReleaseError` where it has a column that this version of claimwire does not know.
    """
    columns = {column.name: column for column in columns_of(config)}
    unknown = sorted(row.keys() - columns.keys())
    if unknown:
        raise ReleaseError(f"a table of {config} has columns that this claimwire does not know: {', '.join(unknown)}")
    return {name: _decoded(value, columns[name]) for name, value in row.items()}


def _encoded(value: Any, column: Column) -> Any:
    """Return a value as Arrow takes it: class names become numbers."""
    return _converted(value, column, _number)


def _decoded(value: Any, column: Column) -> Any:
    """Return a value as the rows have it: class numbers become names."""
    return _converted(value, column, lambda number, column: _vocabulary(column).names()[number])


def _converted(value: Any, column: Column, convert: Callable[[Any, Column], Any]) -> Any:
    """Return a value with every class in it converted; null stays null."""
    if value is None:
        return None
    if column.record is not None:
        inner = {sub.name: sub for sub in model_columns(column.record)}
        return [{name: _converted(item.get(name), sub, convert) for name, sub in inner.items()} for item in value]
    if column.vocabulary is not None:
        return [convert(v, column) for v in value] if column.many else convert(value, column)
    return value


def _vocabulary(column: Column) -> type[Vocabulary]:
    assert column.vocabulary is not None
    return column.vocabulary


def _number(value: str, column: Column) -> int:
    names = _vocabulary(column).names()
    try:
        return names.index(value)
    except ValueError:
        raise ReleaseError(f"column {column.name}: {value!r} is none of {', '.join(names)}") from None


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value
