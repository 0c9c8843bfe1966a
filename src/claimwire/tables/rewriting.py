"""Writing a table of a published release again with other rows: in its own columns, types and classes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..corpus.records import sha256_file
from ..schema.vocab import ContentRecipe
from .content import content_hash
from .named import own_features
from .parquet import ROW_GROUP, WrittenFile, parquet_writer
from .row import Row


def arrow_table(rows: Sequence[Row], like: Path) -> Any:
    """Return rows, as `iter_own_rows` gives them, as an Arrow table of the schema that a Parquet file has.

    Columns, types, class names and metadata are those of the file, whatever this version of claimwire has.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema, features = pq.read_schema(like), own_features(like)
    return pa.Table.from_pylist([_numbered(row, features) for row in rows], schema=schema)


def write_rows_again(path: Path, rows: Sequence[Row], like: Path, name: str, recipe: ContentRecipe) -> WrittenFile:
    """Write rows to a new file as `arrow_table` makes them; `name` is the file's place in the release.

    `recipe` says how the content hash is made.
    """
    table = arrow_table(rows, like)
    path.parent.mkdir(parents=True, exist_ok=True)
    with parquet_writer(path, table.schema) as writer:
        writer.write_table(table, row_group_size=ROW_GROUP)
    size = path.stat().st_size
    content = content_hash(recipe, [table], own_features(like))
    return WrittenFile(name, len(rows), int(table.nbytes), size, sha256_file(path), content)


def arrow_bytes(path: Path) -> int:
    """Return the size in memory of the rows of a Parquet file."""
    import pyarrow.parquet as pq

    return int(pq.read_table(path).nbytes)


def _numbered(value: Any, feature: Any) -> Any:
    """Return a value with every class name in it as the number that the file has for it."""
    from datasets import ClassLabel, List

    if value is None:
        return None
    if isinstance(feature, ClassLabel):
        return feature.str2int(value)
    if isinstance(feature, List):
        return [_numbered(item, feature.feature) for item in value]
    return (
        {name: _numbered(item, feature[name]) for name, item in value.items()} if isinstance(feature, dict) else value
    )
