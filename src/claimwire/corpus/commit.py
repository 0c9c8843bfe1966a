"""Several files or folders that take their places together: all of them or none.

They are made ready in a folder, which is renamed to `.commit`. From then on they count: readers of files look there
first (`atomic.open_current`), and what a killed process leaves there is moved to its place by the next writer.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from ..errors import RecordError
from .atomic import COMMIT, sync_folder, write_text
from .records import read_json, sha256_file

BASE = ".base.json"
"""A file in `.commit`: the hashes of the files that are to be replaced."""


def commit(folder: Path, ready: Path) -> None:
    """Move what is in `ready`, a folder on the same disk, to `folder`; whoever calls this has the folder's lock."""
    base = {path.name: _sha256(folder / path.name) for path in ready.iterdir()}
    write_text(ready / BASE, json.dumps(base))
    sync_folder(ready)
    ready.rename(folder / COMMIT)
    sync_folder(folder)
    finish(folder)


def finish(folder: Path) -> None:
    """Move what a killed writer had made ready to its place; whoever calls this has the folder's lock.

    Raises `RecordError` if somebody has changed a file meanwhile in another way than by claimwire.
    """
    ready = folder / COMMIT
    if not ready.is_dir():
        return
    base = read_json(ready / BASE) if (ready / BASE).is_file() else {}
    for path in sorted(path for path in ready.iterdir() if path.name != BASE):
        if _sha256(folder / path.name) != base.get(path.name):
            raise RecordError(
                f"{folder / path.name} was changed after a command that was killed had made {path} ready to take its "
                "place; keep the one you want: move that to its place, and remove the other"
            )
        if path.is_dir() and (folder / path.name).is_dir():
            shutil.rmtree(folder / path.name)
        path.replace(folder / path.name)
    sync_folder(folder)
    (ready / BASE).unlink(missing_ok=True)
    ready.rmdir()
    sync_folder(folder)


def _sha256(path: Path) -> str | None:
    return sha256_file(path) if path.is_file() else None
