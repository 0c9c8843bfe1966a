"""What to say where a folder or a file may be read and not written."""

from __future__ import annotations

import errno
import os
from pathlib import Path

DENIED = (errno.EACCES, errno.EPERM, errno.EROFS)
"""The errors of a system that lets somebody read and not write."""

ADVICE = (
    "Commands that only read, and --dry-run, work there as it is. To change something, ask its owner for the right to "
    "write, or copy the folder and work in the copy"
)


def not_writable(path: Path) -> str | None:
    """Return a sentence, without its full stop, on why a path cannot be written and what to do; None if it can.

    What is looked at is the folder that it is in, or the nearest one above it that is there, then the path itself.
    """
    folder = next(place for place in (path.absolute().parent, *path.absolute().parents) if place.is_dir())
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"the folder {folder} cannot be written{_owner(folder)}. {ADVICE}"
    if path.is_file() and not os.access(path, os.W_OK):
        return f"the file {path} cannot be written{_owner(path)}. Ask its owner for the right to write"
    return None


def _owner(path: Path) -> str:
    """Return whose a path is, in brackets; nothing where the system does not say."""
    try:
        return f" (it belongs to {path.owner()})"
    except (KeyError, NotImplementedError, OSError):
        return ""
