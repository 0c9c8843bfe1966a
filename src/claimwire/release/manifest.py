"""The manifest of a release, and which of the published releases came before a version."""

from __future__ import annotations

import re
from pathlib import Path

from ..schema import ReleaseManifest

MANIFEST = "manifest.json"

VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")


def read_manifest(folder: Path) -> ReleaseManifest:
    """Return the manifest of a release."""
    return ReleaseManifest.model_validate_json((folder / MANIFEST).read_text(encoding="utf-8"))


def release_before(dataset: Path, data_version: str) -> Path | None:
    """Return the folder of the latest release in `dataset/` before a version; None where it is the first."""
    own = _numbers(data_version)
    found = {_numbers(path.parent.name): path.parent for path in dataset.glob(f"*/{MANIFEST}")}
    before = [numbers for numbers in found if numbers is not None and own is not None and numbers < own]
    return found[max(before)] if before else None


def _numbers(version: str) -> tuple[int, ...] | None:
    """Return the numbers of a version; None for what is no version, such as a release being built beside."""
    match = VERSION.fullmatch(version)
    return tuple(map(int, match.groups())) if match is not None else None
