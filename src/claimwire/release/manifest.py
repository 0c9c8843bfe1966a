"""The manifest of a release."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from ..corpus.records import validation_messages
from ..corpus.workspace import MANIFEST, Workspace
from ..errors import ReleaseError
from ..schema import ManifestTable, ReleaseManifest, ReleasePlan
from ..schema.vocab import ContentRecipe


def read_manifest(folder: Path) -> ReleaseManifest:
    """Return the manifest of a release; raises `ReleaseError` if it is missing or not valid."""
    path = folder / MANIFEST
    try:
        return ReleaseManifest.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        advice = "name a version below dataset/, or the folder of a release"
        raise ReleaseError(f"{folder} has no {MANIFEST}; {advice}") from error
    except ValidationError as error:
        raise ReleaseError(f"{path}: {validation_messages(error)}") from error


def content_recipe(workspace: Workspace, plan: ReleasePlan) -> ContentRecipe:
    """Return how content hashes of a planned release are made: as those of the published one of that version, if any.

    Every later build of a published version is compared with it, so it has its recipe; new versions have the newest.
    """
    place = workspace.dataset / plan.data_version
    return read_manifest(place).recipe if (place / MANIFEST).is_file() else ContentRecipe.COLUMNS


def manifest_json(manifest: ReleaseManifest) -> str:
    """Return the content of `manifest.json`; fields that say nothing are left out."""
    return json.dumps(json.loads(manifest.model_dump_json(exclude_none=True)), indent=1, ensure_ascii=False) + "\n"


def tables_sha256(tables: Iterable[ManifestTable]) -> str:
    """Return the SHA-256 over the names and content hashes of tables: the content hash of a release."""
    lines = "".join(f"{table.config}/{table.split} {table.content_sha256}\n" for table in tables)
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()
