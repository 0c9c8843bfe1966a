"""The manifest of a release."""

from __future__ import annotations

from pathlib import Path

from ..corpus.workspace import MANIFEST
from ..schema import ReleaseManifest


def read_manifest(folder: Path) -> ReleaseManifest:
    """Return the manifest of a release."""
    return ReleaseManifest.model_validate_json((folder / MANIFEST).read_text(encoding="utf-8"))
