"""Rows written as a release, with its manifest."""

from __future__ import annotations

import json
from pathlib import Path

from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import sha256_file
from claimwire.schema import ManifestTable, ReleaseManifest
from claimwire.schema.vocab import Split
from claimwire.tables.content import rows_hash
from claimwire.tables.parquet import write_table
from claimwire.tables.row import Row

Made = dict[str, dict[str, list[Row]]]
NO_HASH = "0" * 64


def write_release(folder: Path, made: Made, version: str) -> Path:
    """Write the rows of a release with its manifest."""
    tables = []
    for config, splits in made.items():
        for split, content in splits.items():
            path = folder / config / f"{split}-00000-of-00001.parquet"
            write_table(config, content, path)
            tables.append(
                ManifestTable(
                    config=config,
                    split=Split(split),
                    path=path.relative_to(folder).as_posix(),
                    rows=len(content),
                    sha256=sha256_file(path),
                    content_sha256=rows_hash(content),
                )
            )
    manifest = ReleaseManifest(
        name="invented",
        data_version=version,
        date="2041-06-05",
        schema_version="2.0.0",
        code_version="0.2.0",
        hydrated=False,
        writers={},
        inputs=(),
        tables=tuple(tables),
        content_sha256=NO_HASH,
    )
    write_text(folder / "manifest.json", json.dumps(manifest.model_dump(mode="json")))
    return folder
