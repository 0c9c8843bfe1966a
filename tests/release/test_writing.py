"""Which rows of a release wait in memory, and which tables are written first."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from claimwire.checks import load
from claimwire.corpus.workspace import Workspace
from claimwire.release.build import card_prose
from claimwire.release.changes import Change
from claimwire.release.members import members
from claimwire.release.writing import ReleaseWriter
from claimwire.schema.vocab import ChangeKind
from claimwire.tables.parquet import BATCH, TableWriter


def added(split: str, count: int) -> list[Change]:
    """Return so many articles that were added to a split, all alike."""
    change = Change(ChangeKind.ARTICLE_ADDED, "heron", "heron_a", None, None, None, None, None, None, split)
    return [change] * count


def batch_bytes(folder: Path) -> int:
    """Return the size of a batch of changes that waits."""
    writer = TableWriter("changes", "train", folder)
    for change in added("train", BATCH):
        writer.add(change.row())
    return writer.waiting_bytes


def row_groups(path: Path) -> list[int]:
    """Return the number of rows of every row group of a file."""
    meta = pq.ParquetFile(path).metadata
    return [meta.row_group(number).num_rows for number in range(meta.num_row_groups)]


def written(small: Workspace, folder: Path, waiting_batches: float) -> dict[str, list[int]]:
    """Write two batches of changes to `train` and one to `test`, then a row to each, and return their row groups.

    The rows of so many batches may wait.
    """
    with load(small) as repository:
        waiting_bytes = int(waiting_batches * batch_bytes(folder / "measured"))
        writer = ReleaseWriter(folder, members(repository, small.plan()), waiting_bytes=waiting_bytes)
        writer.add_changes([*added("train", 2 * BATCH), *added("test", BATCH)])
        writer.add_changes([*added("train", 1), *added("test", 1)])
        writer.finish((), card_prose(small), texts="repository", open_texts_content_sha256=None, later=True)
    return {split: row_groups(folder / "changes" / f"{split}-00000-of-00001.parquet") for split in ("train", "test")}


def test_of_too_many_waiting_rows_those_of_the_fullest_table_are_written(
    small_built: Workspace, tmp_path: Path
) -> None:
    assert written(small_built, tmp_path, 2.5) == {"train": [2 * BATCH, 1], "test": [BATCH + 1]}


def test_as_many_rows_as_may_wait_are_written_at_the_end(small_built: Workspace, tmp_path: Path) -> None:
    assert written(small_built, tmp_path, 3) == {"train": [2 * BATCH + 1], "test": [BATCH + 1]}
