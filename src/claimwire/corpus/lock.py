"""One writer at a time: a lock file in a folder, which says who has it.

The lock is the operating system's, so a process that is killed lets go of it; the file stays and says nothing by
itself. Network folders were not tried.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from ..errors import LockedError, NotWritableError
from .writable import DENIED, not_writable

LOCK_FILE = ".lock"

WAIT = 60.0
"""Seconds to wait for another writer unless the caller says otherwise."""


@contextmanager
def locked(folder: Path, wait: float = WAIT) -> Iterator[None]:
    """Have a folder for oneself among the writers, once those before are done.

    Raises `LockedError`, which names who has it, if that takes longer than `wait` seconds, and `NotWritableError` if
    the folder may only be read.
    """
    path = folder / LOCK_FILE
    lock = FileLock(path, timeout=wait)
    try:
        lock.acquire()
    except Timeout as error:
        raise LockedError(
            f"{folder} is being written by {_holder(path)}; waited {wait:g} s. Try again when that is done, "
            "or wait longer with --wait SECONDS"
        ) from error
    except OSError as error:
        denied = not_writable(path) if error.errno in DENIED else None
        if denied is None:
            raise
        raise NotWritableError(denied) from error
    try:
        path.write_text(json.dumps({"process": os.getpid(), "command": _command(), "since": _now()}), encoding="utf-8")
        yield
    finally:
        lock.release()


def _command() -> str:
    """Return what runs, without its options, which may hold what is nobody's business."""
    words = [Path(sys.argv[0]).name]
    for word in sys.argv[1:3]:
        if word.startswith("-"):
            break
        words.append(word)
    return " ".join(words)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _holder(path: Path) -> str:
    """Return who has a lock, as far as its file says."""
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        return f"process {known['process']} (`{known['command']}`, since {known['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
