"""Which version of the data had a row first, by the ids in the published releases."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..corpus.index import Index
from ..tables.columns import ID_COLUMNS
from .manifest import read_manifest
from .published import table_file, whole_config

TOLD = ("claims", "sentences")
"""The configs whose rows say since when there is one of their id."""


class FirstVersions:
    """The ids of the rows of some releases, the oldest first, each with the version that had it first.

    Of the tables only the columns of ids are read. They are kept in a temporary database, not in memory. Raises
    `ReleaseError` if a folder holds no release, or lacks a table.
    """

    def __init__(self, releases: Iterable[Path], version: str) -> None:
        self._version = version
        self._index = Index()
        for folder in releases:
            self._add(folder)

    def __call__(self, config: str, row_id: str) -> str:
        """Return the version that had a row first; the one that is being built if no release has it."""
        found = self._index.place_of(config, row_id)
        return self._version if found is None else found.path.name

    def _add(self, folder: Path) -> None:
        import pyarrow.parquet as pq

        manifest = read_manifest(folder)
        for config in TOLD:
            name = whole_config(manifest, config)
            for table in manifest.tables:
                if table.config == name:
                    column = ID_COLUMNS[config]
                    for batch in pq.ParquetFile(table_file(folder, table)).iter_batches(columns=[column]):
                        for row_id in batch[column].to_pylist():
                            self._index.add_id(config, row_id, Path(manifest.data_version), 0)
