"""Releases by the names that people give them: a place, or a version below `dataset/`."""

from __future__ import annotations

from pathlib import Path

from ..corpus.workspace import MANIFEST, Workspace
from ..errors import ReleaseError, WorkspaceError
from ..naming import alternatives


def named_release(name: str) -> Path:
    """Return the folder of a release that is named by its place, or by its version, or `draft`, in a repository.

    Raises `ReleaseError` if there is none.
    """
    place = Path(name)
    if place.is_dir():
        return place
    try:
        workspace = Workspace.find()
    except WorkspaceError as error:
        raise ReleaseError(f"{name!r} is not a folder, and no version either: {error}") from error
    folders = [path.name for path in (*workspace.releases(), workspace.draft) if path.is_dir()]
    if name in folders:
        return workspace.dataset / name
    if name == workspace.draft.name:
        raise ReleaseError(
            "there is no draft in dataset/; `claimwire build` makes one of what annotations/release.toml "
            "plans, unless it has the rows of the published version that is planned: then nothing has changed since"
        )
    known = alternatives(name, folders) if folders else "nothing is built yet; `claimwire build` makes a draft"
    raise ReleaseError(f"{name!r} is neither a folder nor a release in dataset/; {known}")


def published_folder(workspace: Workspace, version: str) -> Path:
    """Return the folder of a published version; raises `ReleaseError` if there is none of that name."""
    folders = {folder.name: folder for folder in workspace.releases() if (folder / MANIFEST).is_file()}
    if version in folders:
        return folders[version]
    if version == workspace.draft.name:
        found = "a draft is built over, and is never published or passed on"
    else:
        found = f"dataset/ has no release {version!r}"
    known = alternatives(version, folders) if folders else "nothing is released yet"
    raise ReleaseError(
        f"{found}; {known}; `claimwire build --release` makes a release of what annotations/release.toml plans"
    )
