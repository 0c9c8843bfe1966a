"""The files of a release as Croissant describes them. Their paths are seen from the folder of the description.

The folder itself is no file and has no hash: a table's files are those below it that match a pattern.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...corpus.workspace import MANIFEST
from ...schema import ReleaseManifest

PARQUET = "application/x-parquet"
"""What `mlcroissant` reads as Parquet."""


def file_objects(manifest: ReleaseManifest, manifest_sha256: str, sizes: Mapping[str, int]) -> Iterable[dict[str, Any]]:
    """Yield the manifest and every file of a table with its SHA-256; `sizes` are the bytes of these files by path."""
    yield _file(MANIFEST, "application/json", manifest_sha256) | {
        "description": "what the release was made of and what it holds, with the hashes of all tables"
    }
    for table in manifest.tables:
        yield _file(table.path, PARQUET, table.sha256) | {"contentSize": f"{sizes[table.path]} B"}


def file_set_id(config: str) -> str:
    """Return the id of the set of a table's files."""
    return f"{config}-files"


def file_set(config: str) -> dict[str, Any]:
    """Return the set of a table's files, those of all splits."""
    return {
        "@type": "cr:FileSet",
        "@id": file_set_id(config),
        "name": file_set_id(config),
        "encodingFormat": PARQUET,
        "includes": f"{config}/*.parquet",
    }


def _file(path: str, encoding: str, sha256: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "contentUrl": path,
        "encodingFormat": encoding,
        "sha256": sha256,
    }
