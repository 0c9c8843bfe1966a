"""The build of a release with the texts of open licences, made to be published in place of the one without."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..corpus.workspace import MANIFEST, Workspace
from ..errors import PublishError
from ..release.built import Progress
from ..release.manifest import read_manifest
from ..release.open_texts import open_corpora
from ..release.with_texts import build_with_texts
from ..schema import ReleaseManifest
from ..tables.columns import has_words


@contextmanager
def with_open_texts_of(workspace: Workspace, folder: Path, source: Path, progress: Progress) -> Iterator[Path]:
    """Give the folder of a release built with the texts of open licences out of a copy; it is removed at the end.

    Raises `PublishError` if the release is not the planned one, of which alone the records are here, or if its manifest
    does not name the build with the texts. That of a release that something was withdrawn from names none; all tables
    without words of articles have to be the same then. Raises `ReleaseError` if the copy lacks a text or the build is
    not the one named.
    """
    manifest = read_manifest(folder)
    named = manifest.open_texts_content_sha256
    planned = workspace.plan().data_version
    if folder.name != planned:
        raise PublishError(
            f"the texts can be put into {planned} alone, which annotations/release.toml plans, not into {folder.name}; "
            f"use the repository as it was at {folder.name}"
        )
    if named is None and not manifest.withdrawn:
        raise PublishError(
            f"dataset/{folder.name}/{MANIFEST} names no build with texts, so nothing says which one is right; "
            "`claimwire build --release --open-texts-from` names it, from the next version on"
        )
    with tempfile.TemporaryDirectory(prefix="claimwire-publish-") as name:
        place = Path(name) / folder.name
        built = build_with_texts(workspace, open_corpora(workspace, source, progress), place, progress, texts="open")
        if manifest.withdrawn and _tables_without_texts(built.manifest) != _tables_without_texts(manifest):
            raise PublishError(f"the build with texts has other rows than dataset/{folder.name}")
        if named not in (None, built.manifest.content_sha256):
            raise PublishError(f"the build with texts is not the one that dataset/{folder.name}/{MANIFEST} names")
        yield built.folder


def _tables_without_texts(manifest: ReleaseManifest) -> dict[str, str]:
    """Return the content hashes of the tables of a release that have no words of articles, by their paths."""
    return {table.path: table.content_sha256 for table in manifest.tables if not has_words(table.config)}
