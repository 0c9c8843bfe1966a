"""Loading a release as a user does, and comparing what comes back with what was built."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ReleaseError
from ..schema import ReleaseManifest
from ..tables.content import content_hash
from ..tables.named import own_features
from ..tables.parquet import iter_own_rows
from ..tables.rewriting import arrow_table
from .manifest import read_manifest
from .taking_out import files_of_tables, losses

PATTERN = re.compile(r"[\[\]*?$]|::")
"""What `datasets` and the libraries below it take for patterns, variables and chains of addresses in a path."""

LOADED_ROWS = 10_000
"""Rows that are read back at a time."""

if TYPE_CHECKING:
    import datasets


def load_back(folder: Path) -> int:
    """Load every table with `datasets.load_dataset`, configs by name and the others by file; return the number of rows.

    Raises `ReleaseError` where features, rows or content are not those of the files and the manifest. A cache of its
    own keeps an earlier build of the same version from being handed out.
    """
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from datasets import disable_progress_bars

    disable_progress_bars()
    manifest = read_manifest(folder)
    total = 0
    with tempfile.TemporaryDirectory(prefix="claimwire-load-") as cache:
        for config in _tables(manifest):
            total += _compare(config, _loaded(folder, manifest, config, cache), manifest, folder)
    return total


def _tables(manifest: ReleaseManifest) -> list[str]:
    return list(dict.fromkeys(table.config for table in manifest.tables))


def _loaded(folder: Path, manifest: ReleaseManifest, config: str, cache: str | None = None) -> datasets.DatasetDict:
    """Return a table of a release: by its name where the card has a config of that name, otherwise by its files."""
    from datasets import get_dataset_config_names, load_dataset

    with loadable(folder) as place:
        if config in get_dataset_config_names(str(place)):
            return load_dataset(str(place), config, cache_dir=cache)
        files: dict[str, list[str]] = {}
        for table in manifest.tables:
            if table.config == config:
                files.setdefault(table.split.value, []).append(str(place / table.path))
        return load_dataset("parquet", data_files=files, cache_dir=cache)


def load_config(folder: Path, config: str, withdrawn: Collection[str] = ()) -> datasets.DatasetDict:
    """Return a table of a release, with its class names and types: split -> rows.

    What some ids withdraw, and what belongs to it, is left out, if the folder still has it. Raises `ReleaseError` if
    the folder holds no release, or one without that table.
    """
    manifest = read_manifest(folder)
    if config not in _tables(manifest):
        raise ReleaseError(f"{folder} has no table {config!r}; it has {', '.join(_tables(manifest))}")
    loaded = _loaded(folder, manifest, config)
    for split, left in _left(folder, manifest, config, withdrawn):
        loaded[split] = left
    return loaded


def _left(
    folder: Path, manifest: ReleaseManifest, config: str, withdrawn: Collection[str]
) -> Iterator[tuple[str, datasets.Dataset]]:
    """Yield the splits of a config that lose something by a withdrawal, with the rows that are left."""
    from datasets import Dataset

    files = files_of_tables(folder, manifest.tables)
    lost = {loss.file.path: loss.rows for loss in losses(files, withdrawn, config)}
    for split in dict.fromkeys(file.split for file in files if file.path in lost):
        own = [file.path for file in files if file.config == config and file.split == split]
        rows = [row for path in own for row in (lost[path] if path in lost else iter_own_rows(path))]
        yield split.value, Dataset(arrow_table(rows, own[0]))


@contextmanager
def loadable(folder: Path) -> Iterator[Path]:
    """Give a path under which `datasets` can load a release: it takes some characters of paths for patterns.

    That is the folder itself, or one in a temporary folder with links to its files, which is removed at the end: what
    was loaded is in the cache of `datasets` by then. Raises `ReleaseError` if the temporary folder's path has such
    characters, too.
    """
    if PATTERN.search(str(folder.resolve())) is None:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="claimwire-release-") as name:
        place = Path(name).resolve() / "release"
        if PATTERN.search(str(place)) is not None:
            raise ReleaseError(
                f"`datasets` takes characters of {folder} and of the temporary folder {place.parent} for patterns "
                "([ ] * ? $ ::); move the release, or set TMPDIR to a folder without them"
            )
        for path in folder.rglob("*"):
            if path.is_file():
                link = place / path.relative_to(folder)
                link.parent.mkdir(parents=True, exist_ok=True)
                link.symlink_to(path.resolve())
        yield place


def _compare(config: str, loaded: Any, manifest: ReleaseManifest, folder: Path) -> int:
    tables = [table for table in manifest.tables if table.config == config]
    if sorted(loaded) != sorted(table.split.value for table in tables):
        raise ReleaseError(
            f"{config}: loaded splits {sorted(loaded)}, the manifest has {[t.split.value for t in tables]}"
        )
    for table in tables:
        split = loaded[table.split.value]
        if split.features != own_features(folder / table.path):
            raise ReleaseError(f"{config}/{table.split}: the loaded features differ from those of {table.path}")
        read = split.with_format("arrow").iter(batch_size=LOADED_ROWS)
        if content_hash(manifest.recipe, read, split.features) != table.content_sha256:
            raise ReleaseError(f"{config}/{table.split}: the loaded rows differ from those that were built")
    return sum(table.rows for table in tables)
