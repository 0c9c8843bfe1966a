"""The manifest of a release, and which of the published releases came before a version."""

from __future__ import annotations

from pathlib import Path

from packaging.version import InvalidVersion, Version

from ..corpus.workspace import MANIFEST
from ..schema import ReleaseManifest


def read_manifest(folder: Path) -> ReleaseManifest:
    """Return the manifest of a release."""
    return ReleaseManifest.model_validate_json((folder / MANIFEST).read_text(encoding="utf-8"))


def release_before(dataset: Path, data_version: str) -> Path | None:
    """Return the folder of the latest release in `dataset/` before a version; None if it is the first."""
    own = _version(data_version)
    folders = {_version(path.parent.name): path.parent for path in dataset.glob(f"*/{MANIFEST}")}
    before = [version for version in folders if version is not None and own is not None and version < own]
    return folders[max(before)] if before else None


def _version(text: str) -> Version | None:
    """Return a version; None for what is not one, such as a release being built beside."""
    try:
        return Version(text)
    except InvalidVersion:
        return None
