"""Writing rows as Parquet as they come, and hashing them independently of how they were written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..corpus.atomic import folder_beside
from ..corpus.records import canonical_json, sha256_file
from ..errors import ReleaseError
from ..schema import STANDARD_QUESTIONS, Questions
from ..schema.migrations import migrate
from ..versions import SCHEMA_VERSION, is_read_as_it_is
from .column import Column
from .columns import STANDOFF, arrow_schema, columns_of
from .row import Row

if TYPE_CHECKING:
    import datasets
    import pyarrow

ROW_GROUP = 32_000
"""Rows a group at most: who wants a few rows reads one group."""

BATCH = 256
"""Rows that are held as Python values at a time; Arrow holds the rest of a row group in a tenth of the memory."""

SHARD_BYTES = 500_000_000
"""Size in memory, as Arrow, from which on the next row group begins another file; the Hub splits at the same size."""


class ContentHash:
    """The SHA-256 over rows as canonical JSON lines: class names as names, days in ISO form."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def add(self, row: Row) -> None:
        """Add a row."""
        self._digest.update((canonical_json(_plain(row)) + "\n").encode("utf-8"))

    def hexdigest(self) -> str:
        """Return the hash of the rows so far, in hexadecimal."""
        return self._digest.hexdigest()


def content_hash(rows: Iterable[Row]) -> str:
    """Return the content hash of rows."""
    digest = ContentHash()
    for row in rows:
        digest.add(row)
    return digest.hexdigest()


@dataclass(frozen=True)
class WrittenFile:
    """A Parquet file that was written: its name, rows, size as Arrow and as a file in bytes, and hashes."""

    name: str
    rows: int
    arrow_bytes: int
    file_bytes: int
    sha256: str
    content_sha256: str


class TableWriter:
    """Writes the rows of one split of a config to one or more Parquet files (shards) of a folder.

    Rows wait in memory until there are enough for a row group, or until `flush` is called. What is in which file
    depends on the rows, and on when it is called, alone.
    """

    def __init__(
        self,
        config: str,
        split: str,
        folder: Path,
        shard_bytes: int = SHARD_BYTES,
        questions: Questions = STANDARD_QUESTIONS,
    ) -> None:
        self.config = config
        self.split = split
        self.waiting_bytes = 0
        self._folder = folder / config
        self._shard_bytes = shard_bytes
        self._questions = questions
        self._columns = {column.name: column for column in columns_of(config)}
        self._schema = arrow_schema(config)
        self._encoded: list[Row] = []
        self._batches: list[Any] = []
        self._waiting = 0
        self._shards: list[_Shard] = []

    def add(self, row: Row) -> None:
        """Add a row; raises `ReleaseError` if a value is neither of its column's vocabulary nor added to it."""
        encoded = {name: _encoded(value, self._columns[name], self._questions) for name, value in row.items()}
        if not self._shards or (not self._waiting and self._shards[-1].arrow_bytes >= self._shard_bytes):
            self._shards.append(_Shard(self._folder / f"{self.split}-{len(self._shards)}.parquet"))
        self._encoded.append(encoded)
        self._waiting += 1
        self._shards[-1].digest.add(row)
        if len(self._encoded) == BATCH:
            self._pack()
        if self._waiting == ROW_GROUP:
            self.flush()

    def flush(self) -> None:
        """Write the rows that are waiting as a row group."""
        import pyarrow as pa

        self._pack()
        if self._batches:
            self._shards[-1].write(pa.concat_tables(self._batches).combine_chunks())
        self._batches, self._waiting, self.waiting_bytes = [], 0, 0

    def close(self) -> list[WrittenFile]:
        """Write what is left and return the files under their final names; none if there were no rows."""
        self.flush()
        return [shard.close(self.split, number, len(self._shards)) for number, shard in enumerate(self._shards)]

    def _pack(self) -> None:
        """Turn the rows that are held as Python values into Arrow."""
        import pyarrow as pa

        if self._encoded:
            self._batches.append(pa.Table.from_pylist(self._encoded, schema=self._schema))
            self.waiting_bytes += int(self._batches[-1].nbytes)
            self._encoded = []


class _Shard:
    """One Parquet file that is being written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.digest = ContentHash()
        self.rows = 0
        self.arrow_bytes = 0
        self._writer: Any = None

    def write(self, table: Any) -> None:
        """Write a table as a row group."""
        if self._writer is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = parquet_writer(self.path, table.schema)
        self._writer.write_table(table, row_group_size=ROW_GROUP)
        self.rows += table.num_rows
        self.arrow_bytes += int(table.nbytes)

    def close(self, split: str, number: int, count: int) -> WrittenFile:
        """Finish the file and give it its name, as shard `number` of `count`."""
        self._writer.close()
        place = self.path.with_name(f"{split}-{number:05d}-of-{count:05d}.parquet")
        self.path.rename(place)
        return WrittenFile(
            name=f"{place.parent.name}/{place.name}",
            rows=self.rows,
            arrow_bytes=self.arrow_bytes,
            file_bytes=place.stat().st_size,
            sha256=sha256_file(place),
            content_sha256=self.digest.hexdigest(),
        )


def parquet_writer(path: Path, schema: Any) -> Any:
    """Return what writes the tables of a release to a file, of an Arrow schema."""
    import pyarrow.parquet as pq

    return pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        compression_level=3,
        write_page_index=True,
        use_content_defined_chunking=True,
    )


def write_table(config: str, rows: Iterable[Row], path: Path) -> None:
    """Write rows of a config as a single Parquet file, whole or not at all; raises `ReleaseError` as `TableWriter`."""
    import pyarrow.parquet as pq

    with folder_beside(path) as beside:
        writer = TableWriter(config, "rows", beside, shard_bytes=2**63)
        for row in rows:
            writer.add(row)
        files = writer.close()
        if not files:
            pq.write_table(arrow_schema(config).empty_table(), beside / "empty")
        (beside / (files[0].name if files else "empty")).replace(path)


def read_rows(config: str, path: Path) -> list[Row]:
    """Return the rows of a Parquet file as they were given to `TableWriter`."""
    return list(iter_rows(config, path))


def iter_rows(config: str, path: Path, version: str = SCHEMA_VERSION) -> Iterator[Row]:
    """Yield the rows of a Parquet file as they were given to `TableWriter`, a batch in memory at a time.

    `version` is the schema of the release; rows of an older one become rows of the newest, without the columns that it
    did not have. Raises `ReleaseError` if the file has a column that this version of claimwire does not know.
    """
    if is_read_as_it_is(version):
        _require_known(config, column_names(path))
    yield from as_newest(config, iter_own_rows(path), version)


def as_newest(config: str, rows: Iterable[Row], version: str) -> Iterator[Row]:
    """Yield rows of a release of some schema as rows of the newest, without the columns that it did not have."""
    if is_read_as_it_is(version):
        yield from rows
        return
    kind = {"claims": "claim", "annotations": "claim", "events": "event"}.get(config.removesuffix(STANDOFF), config)
    yield from (migrate(kind, row, version) for row in rows)


def iter_own_rows(path: Path, columns: list[str] | None = None) -> Iterator[Row]:
    """Yield the rows of a Parquet file as it has them, classes by the names that it gives them, a batch at a time.

    Nothing is migrated. `columns` are those that are read, all of them if None.
    """
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        features = _features_of(file.schema_arrow)
        for batch in file.iter_batches(BATCH, columns=columns):
            yield from named_rows(batch.to_pylist(), features)


def own_features(path: Path) -> datasets.Features:
    """Return the features that a Parquet file says it has."""
    import pyarrow.parquet as pq

    return _features_of(pq.read_schema(path))


def _features_of(schema: pyarrow.Schema) -> datasets.Features:
    """Return the features that the schema of a Parquet file says it has."""
    from datasets import Features

    said = (schema.metadata or {}).get(b"huggingface")
    return Features.from_arrow_schema(schema) if said is None else _features_said(said, schema.remove_metadata())


@lru_cache(maxsize=256)
def _features_said(said: bytes, schema: pyarrow.Schema) -> datasets.Features:
    """Return the features of a schema with what is said of them; many files of a release have the same."""
    from datasets import Features

    return Features.from_arrow_schema(schema.with_metadata({b"huggingface": said}))


def named_rows(rows: Iterable[Row], features: Mapping[str, Any]) -> Iterator[Row]:
    """Yield rows with every class number in them as the name that the features have for it."""
    named = {name: feature for name, feature in features.items() if _has_names(feature)}
    for row in rows:
        yield {name: _named(value, named[name]) if name in named else value for name, value in row.items()}


def _has_names(feature: Any) -> bool:
    from datasets import ClassLabel, List

    if isinstance(feature, List):
        return _has_names(feature.feature)
    if isinstance(feature, dict):
        return any(map(_has_names, feature.values()))
    return isinstance(feature, ClassLabel)


def column_names(path: Path) -> list[str]:
    """Return the names of the columns of a Parquet file, in order."""
    import pyarrow.parquet as pq

    return list(pq.read_schema(path).names)


def _named(value: Any, feature: Any) -> Any:
    """Return a value with every class number in it as the name that the file has for it."""
    from datasets import ClassLabel, List

    if value is None:
        return None
    if isinstance(feature, ClassLabel):
        return feature.names[value]
    if isinstance(feature, List):
        return [_named(item, feature.feature) for item in value]
    return {name: _named(item, feature[name]) for name, item in value.items()} if isinstance(feature, dict) else value


def _require_known(config: str, names: Iterable[str]) -> None:
    """Raise `ReleaseError` if one of some columns is none of a config's."""
    unknown = sorted(set(names) - {column.name for column in columns_of(config)})
    if unknown:
        raise ReleaseError(f"a table of {config} has columns that this claimwire does not know: {', '.join(unknown)}")


def _encoded(value: Any, column: Column, questions: Questions) -> Any:
    """Return a value as Arrow takes it: names of labels become numbers, those of other vocabularies are text."""
    if value is None:
        return None
    if column.record is not None:
        inner = {part.name: part for part in column.parts()}
        return [{name: _encoded(item.get(name), part, questions) for name, part in inner.items()} for item in value]
    if column.vocabulary is not None:
        return [_number(v, column, questions) for v in value] if column.many else _number(value, column, questions)
    return value


def _number(value: str, column: Column, questions: Questions) -> int | str:
    assert column.vocabulary is not None
    names = questions.values(column.vocabulary)
    if value not in names:
        raise ReleaseError(f"column {column.name}: {value!r} is not one of {', '.join(names)}")
    return names.index(value) if column.is_class else value


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value
