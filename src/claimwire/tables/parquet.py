"""Writing rows as Parquet as they come, hashed as `claimwire.tables.content` says, and reading them again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..corpus.atomic import folder_beside
from ..corpus.records import sha256_file
from ..errors import ReleaseError
from ..schema import STANDARD_QUESTIONS, Questions
from ..schema.migrations import migrate
from ..schema.vocab import ContentRecipe
from ..versions import SCHEMA_VERSION, is_read_as_it_is
from .columns import STANDOFF, arrow_schema, columns_of, features
from .content import TableHash, table_hash
from .encoding import RowsToArrow
from .named import features_of, named_rows
from .row import Row

ROW_GROUP = 32_000
"""Rows a group at most: who wants a few rows reads one group."""

BATCH = 512
"""Rows that are held as Python values at a time; Arrow holds the rest of a row group in a tenth of the memory."""

SHARD_BYTES = 500_000_000
"""Size in memory, as Arrow, from which on the next row group begins another file; the Hub splits at the same size."""


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
    depends on the rows, on the tables that they come in, and on when `flush` is called, alone.
    """

    def __init__(
        self,
        config: str,
        split: str,
        folder: Path,
        shard_bytes: int = SHARD_BYTES,
        recipe: ContentRecipe = ContentRecipe.COLUMNS,
        questions: Questions = STANDARD_QUESTIONS,
    ) -> None:
        self.config = config
        self.split = split
        self.waiting_bytes = 0
        self._folder = folder / config
        self._shard_bytes = shard_bytes
        self._recipe = recipe
        self._to_arrow = RowsToArrow(config, questions)
        self._encoded: list[Row] = []
        self._batches: list[Any] = []
        self._waiting = 0
        self._shards: list[_Shard] = []

    def add(self, row: Row) -> None:
        """Add a row; raises `ReleaseError` if a value is neither of its column's vocabulary nor added to it."""
        self._encoded.append(self._to_arrow.encoded(row))
        if len(self._encoded) == BATCH:
            self._pack()

    def add_table(self, table: Any) -> None:
        """Add the rows of an Arrow table of the schema of the config."""
        while table.num_rows:
            self._begin()
            taken = table.slice(0, ROW_GROUP - self._waiting)
            table = table.slice(taken.num_rows)
            self._shards[-1].digest.add(taken)
            self._batches.append(taken)
            self._waiting += taken.num_rows
            self.waiting_bytes += int(taken.nbytes)
            if self._waiting == ROW_GROUP:
                self._write()

    def flush(self) -> None:
        """Write the rows that are waiting as a row group."""
        self._pack()
        self._write()

    def close(self) -> list[WrittenFile]:
        """Write what is left and return the files under their final names; none if there were no rows."""
        self.flush()
        return [shard.close(self.split, number, len(self._shards)) for number, shard in enumerate(self._shards)]

    def _begin(self) -> None:
        """Begin a shard if there is none yet, or the last one is full."""
        if not self._shards or (not self._waiting and self._shards[-1].arrow_bytes >= self._shard_bytes):
            path = self._folder / f"{self.split}-{len(self._shards)}.parquet"
            self._shards.append(_Shard(path, table_hash(self._recipe, features(self.config))))

    def _pack(self) -> None:
        """Turn the rows that are held as Python values into Arrow."""
        encoded, self._encoded = self._encoded, []
        if encoded:
            self.add_table(self._to_arrow.table(encoded))

    def _write(self) -> None:
        import pyarrow as pa

        if self._batches:
            self._shards[-1].write(pa.concat_tables(self._batches).combine_chunks())
        self._batches, self._waiting, self.waiting_bytes = [], 0, 0


class _Shard:
    """One Parquet file that is being written."""

    def __init__(self, path: Path, digest: TableHash) -> None:
        self.path = path
        self.digest = digest
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
        named = features_of(file.schema_arrow)
        for batch in file.iter_batches(BATCH, columns=columns):
            yield from named_rows(batch.to_pylist(), named)


def column_names(path: Path) -> list[str]:
    """Return the names of the columns of a Parquet file, in order."""
    import pyarrow.parquet as pq

    return list(pq.read_schema(path).names)


def _require_known(config: str, names: Iterable[str]) -> None:
    """Raise `ReleaseError` if one of some columns is none of a config's."""
    unknown = sorted(set(names) - {column.name for column in columns_of(config)})
    if unknown:
        raise ReleaseError(f"a table of {config} has columns that this claimwire does not know: {', '.join(unknown)}")
