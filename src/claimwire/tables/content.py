"""The content hash of a table: the SHA-256 of what its rows say, whatever wrote the Parquet file and in which pieces.

There are two recipes, and a manifest names the one of its release, so that what was published stays comparable:

- `rows-json/1`, that of the releases up to 0.3.0 and of manifests that name none, is over the rows as canonical JSON
  lines. Making these lines costs more than everything else about a file.
- `columns/1` is over the columns. Each column is taken apart into what Arrow keeps of it: which values are null, the
  values of numbers, truth values and days (as 64-bit integers, 64-bit floats, bytes and 32-bit days, little-endian; 0
  where null), the number of bytes of each text and the bytes of all texts, the number of items of each list and the
  items of all lists, taken apart in turn; a record by its fields. Class numbers count as the names they stand for. Each
  of these parts has a SHA-256 of its own over all rows in order, and the content hash is over the lines
  `PATH PART SHA256`, sorted, after the line `rows NUMBER`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from ..corpus.records import canonical_json
from ..schema.vocab import ContentRecipe
from .row import Row


class RowsHash:
    """The content hash `rows-json/1`, of rows that come one by one: class names as names, days in ISO form."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def add(self, row: Row) -> None:
        """Add a row."""
        self._digest.update((canonical_json(row) + "\n").encode("utf-8"))

    def hexdigest(self) -> str:
        """Return the hash of the rows so far, in hexadecimal."""
        return self._digest.hexdigest()


def rows_hash(rows: Iterable[Row]) -> str:
    """Return the content hash `rows-json/1` of rows."""
    digest = RowsHash()
    for row in rows:
        digest.add(row)
    return digest.hexdigest()


class TableHash(Protocol):
    """A content hash over Arrow tables that come one by one; how the rows are spread over them makes no difference."""

    def add(self, table: Any) -> None:
        """Add the rows of an Arrow table."""

    def hexdigest(self) -> str:
        """Return the hash of the rows so far, in hexadecimal."""


def table_hash(recipe: ContentRecipe, features: Mapping[str, Any]) -> TableHash:
    """Return what hashes tables by a recipe; `features` (of `datasets`) have the names of the classes."""
    return ColumnsHash(features) if recipe is ContentRecipe.COLUMNS else _TablesAsRows(features)


def content_hash(recipe: ContentRecipe, tables: Iterable[Any], features: Mapping[str, Any]) -> str:
    """Return the content hash of Arrow tables by a recipe."""
    digest = table_hash(recipe, features)
    for table in tables:
        digest.add(table)
    return digest.hexdigest()


class _TablesAsRows:
    """The content hash `rows-json/1` of tables."""

    def __init__(self, features: Mapping[str, Any]) -> None:
        self._features = features
        self._digest = RowsHash()

    def add(self, table: Any) -> None:
        from .named import named_rows

        for batch in table.to_batches(max_chunksize=256):
            for row in named_rows(batch.to_pylist(), self._features):
                self._digest.add(row)

    def hexdigest(self) -> str:
        return self._digest.hexdigest()


class ColumnsHash:
    """The content hash `columns/1`."""

    def __init__(self, features: Mapping[str, Any]) -> None:
        self._features = features
        self._digests: dict[tuple[str, str], Any] = {}
        self._rows = 0

    def add(self, table: Any) -> None:
        """Add the rows of an Arrow table."""
        self._rows += table.num_rows
        for name, column in zip(table.column_names, table.columns, strict=True):
            for chunk in column.chunks:
                self._take(name, chunk, self._features.get(name))

    def hexdigest(self) -> str:
        """Return the hash of the rows so far, in hexadecimal."""
        parts = sorted((path, part, digest.hexdigest()) for (path, part), digest in self._digests.items())
        lines = [f"rows {self._rows}", *(f"{path} {part} {digest}" for path, part, digest in parts)]
        return hashlib.sha256("".join(f"{line}\n" for line in lines).encode("utf-8")).hexdigest()

    def _take(self, path: str, array: Any, feature: Any) -> None:
        """Add an array of values that stand at a path: a column, or a field of the records in one."""
        import pyarrow as pa
        import pyarrow.compute as pc
        from datasets import ClassLabel, List

        if isinstance(feature, ClassLabel):
            array = pa.array(feature.names, pa.string()).take(array)
        self._update(path, "null", b"\0" * len(array) if not array.null_count else _bytes(array.is_null(), pa.uint8()))
        if pa.types.is_list(array.type) or pa.types.is_large_list(array.type):
            self._update(path, "items", _bytes(pc.list_value_length(array), pa.int64()))
            self._take(f"{path}[]", array.flatten(), feature.feature if isinstance(feature, List) else None)
        elif pa.types.is_struct(array.type):
            inner = feature if isinstance(feature, dict) else {}
            for number, part in enumerate(array.flatten()):
                name = array.type.field(number).name
                self._take(f"{path}.{name}", part, inner.get(name))
        elif pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
            self._update(path, "bytes", _bytes(pc.binary_length(array), pa.int64()))
            self._update(path, "text", _text_bytes(array))
        elif pa.types.is_boolean(array.type):
            self._update(path, "value", _bytes(array, pa.uint8()))
        elif pa.types.is_floating(array.type):
            self._update(path, "value", _bytes(array, pa.float64()))
        elif pa.types.is_date(array.type):
            self._update(path, "value", _bytes(array.cast(pa.date32()).cast(pa.int32()), pa.int32()))
        elif pa.types.is_integer(array.type):
            self._update(path, "value", _bytes(array, pa.int64()))
        elif not pa.types.is_null(array.type):
            raise TypeError(f"{path}: a column of type {array.type} has no content hash; see tables/content.py")

    def _update(self, path: str, part: str, content: bytes | memoryview) -> None:
        digest = self._digests.get((path, part))
        if digest is None:
            digest = self._digests[path, part] = hashlib.sha256()
        digest.update(content)


def _bytes(array: Any, to: Any) -> memoryview:
    """Return the values of an array as bytes of a type of fixed width; 0 where they are null."""
    import pyarrow as pa

    plain = array.cast(to)
    if plain.null_count:
        plain = plain.fill_null(pa.scalar(0, to))
    if not len(plain):
        return memoryview(b"")
    width = to.bit_width // 8
    return memoryview(plain.buffers()[1])[plain.offset * width : (plain.offset + len(plain)) * width]


def _text_bytes(array: Any) -> memoryview:
    """Return the bytes of all texts of an array, one after the other; those of null are none."""
    import pyarrow as pa

    plain = array.cast(pa.large_string())
    if plain.null_count:
        plain = plain.fill_null("")
    _, offsets, data = plain.buffers()
    if not len(plain) or data is None:
        return memoryview(b"")
    ends = memoryview(offsets).cast("q")
    return memoryview(data)[ends[plain.offset] : ends[plain.offset + len(plain)]]
