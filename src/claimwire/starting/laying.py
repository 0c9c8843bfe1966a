"""Laying a repository down: all of it or nothing, in a folder that has nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from pydantic import ValidationError

from ..corpus.atomic import folder_beside, make_folder, write_text
from ..corpus.commit import commit
from ..corpus.records import validation_messages
from ..corpus.workspace import Workspace
from ..errors import WorkspaceError
from ..naming import shown
from ..release.schema_files import write_schema
from .beginning import NewRepository
from .files import files_of

KEPT = frozenset({".git"})
"""What a folder may have in it already: whoever wants versions of the first file, too, begins with `git init`."""


def lay_down(
    folder: Path, beginning: NewRepository, more: Callable[[Workspace], None] | None = None, *, dry_run: bool = False
) -> list[str]:
    """Make a folder a claimwire repository and return the paths of its files from there, sorted.

    `more` writes further records into it before it takes its place. With `dry_run` everything is tried and nothing
    stays. Raises `WorkspaceError`, and writes nothing, if the folder has something in it or is no folder, or if
    something that is said of the repository is not valid.
    """
    folder = Path(os.path.realpath(folder))  # a loop of links is refused below, by name
    _require_empty(folder)
    with folder_beside(folder / "repository" if folder.is_dir() else folder) as beside:
        made = Workspace(beside / "made")
        try:
            for name, text in files_of(beginning).items():
                write_text(made.root / name, text)
        except ValidationError as error:
            raise WorkspaceError(f"nothing was written: {validation_messages(error)}") from error
        write_schema(made)
        if more is not None:
            more(made)
        names = sorted(path.relative_to(made.root).as_posix() for path in made.root.rglob("*") if path.is_file())
        if dry_run:
            return names
        if folder.is_dir():
            commit(folder, made.root)
        else:
            made.root.rename(folder)
    return names


def _require_empty(folder: Path) -> None:
    """Raise `WorkspaceError` if a folder has something in it that is not its history in git."""
    if folder.is_dir():
        present = sorted(path.name for path in folder.iterdir() if path.name not in KEPT)
        if present:
            raise WorkspaceError(
                f"{folder} is not empty: it has {shown(present)}; name a folder that is empty or does not exist yet"
            )
    elif folder.exists() or folder.is_symlink():
        raise WorkspaceError(f"{folder} is not a folder; name a folder that is empty or does not exist yet")
    else:
        make_folder(folder.parent)
