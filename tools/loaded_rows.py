"""Load every table of a release with the `datasets` of the Python that runs this, and print the rows as JSON lines.

It is run by `tools/old_datasets.py` with other versions of `datasets` than claimwire needs, so nothing of claimwire is
imported. Each table is loaded in three ways: `folder` (`load_dataset(FOLDER, CONFIG)`), `streamed` (the same, with
`streaming=True`) and `files` (`load_dataset("parquet", data_files=...)`); tables without a config in the card's head
by `files` alone.

The first line is the version of `datasets`, as a string. A list `[table, way, split]` begins the rows of a split, each
an object with classes by name and days in ISO form. A string says why the table or split could not be loaded so.
"""

from __future__ import annotations

import datetime
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"

import datasets

BATCH = 1000
"""Rows that are read at a time, which is much quicker than one by one."""


def loaded(folder: Path, table: str, way: str, files: dict[str, list[str]], cache: str) -> Any:
    """Return a table by its splits, loaded in one of the ways; `files` are its Parquet files by split."""
    if way == "files":
        return datasets.load_dataset("parquet", data_files=files, cache_dir=cache)
    return datasets.load_dataset(str(folder), table, cache_dir=cache, streaming=way == "streamed")


def named(value: Any, feature: Any) -> Any:
    """Return a value with every class number in it as its name, whatever the version calls a list."""
    if value is None:
        return None
    if isinstance(feature, datasets.ClassLabel):
        return feature.names[value]
    if isinstance(feature, list):
        return [named(item, feature[0]) for item in value]
    if type(feature).__name__ in ("List", "LargeList", "Sequence"):
        if isinstance(value, dict):
            raise ValueError("a list of records came back as a record of lists")
        return [named(item, feature.feature) for item in value]
    if isinstance(feature, dict):
        return {key: named(item, feature[key]) for key, item in value.items()}
    return value.isoformat() if isinstance(value, datetime.date) else value


def named_rows(rows: Any) -> Iterator[dict[str, Any]]:
    """Yield the rows of a split, with classes by name."""
    features = dict(rows.features)
    for batch in rows.iter(BATCH):
        columns = {name: [named(value, features[name]) for value in values] for name, values in batch.items()}
        yield from (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))


def lines(folder: Path) -> Iterator[Any]:
    """Yield what is printed."""
    yield datasets.__version__
    tables: dict[str, dict[str, list[str]]] = {}
    for table in json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tables"]:
        tables.setdefault(table["config"], {}).setdefault(table["split"], []).append(str(folder / table["path"]))
    configs = datasets.get_dataset_config_names(str(folder))
    for table, files in tables.items():
        for way in ("folder", "streamed", "files") if table in configs else ("files",):
            yield [table, way, None]
            with tempfile.TemporaryDirectory(prefix="claimwire-loaded-") as cache:
                try:
                    for split, rows in loaded(folder, table, way, files, cache).items():
                        yield [table, way, str(split)]
                        yield from named_rows(rows)
                except Exception as error:
                    yield f"{type(error).__name__}: {' '.join(str(error).split())[:160]}"


def main() -> None:
    """Print the lines of the folder that is the one argument."""
    datasets.disable_progress_bars()
    for line in lines(Path(sys.argv[1]).resolve()):
        sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
