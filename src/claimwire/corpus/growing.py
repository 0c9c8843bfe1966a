"""A private file that grows over several runs of a command, and takes its place when it is whole.

Unlike what `atomic.py` writes it is kept when the process ends, so that the next run goes on with it. It must not lie
where files are read from.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .atomic import PRIVATE, PRIVATE_FOLDER, make_folder, naming, sync_folder


@contextmanager
def growing(path: Path, *, anew: bool) -> Iterator[Callable[[bytes], None]]:
    """Give what writes bytes at the end of a file, or, with `anew`, of an empty one.

    If they cannot be written, for instance because the disk is full, the file goes away and `OSError` names it. A link
    in its place is not followed: it stays, and so does what it leads to.
    """
    with naming(path):
        make_folder(path.parent, PRIVATE_FOLDER)
    if path.is_symlink():
        raise OSError(errno.ELOOP, "It is a link, which is not followed; remove it", str(path))
    flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | (os.O_TRUNC if anew else os.O_APPEND)
    try:
        with naming(path):
            stream = os.fdopen(os.open(path, flags, PRIVATE), "wb")
    except OSError:
        path.unlink(missing_ok=True)
        raise

    def write(content: bytes) -> None:
        try:
            with naming(path):
                stream.write(content)
                stream.flush()
        except OSError:
            path.unlink(missing_ok=True)
            raise

    with stream:
        yield write


def put_in_place(path: Path, place: Path) -> None:
    """Rename a file that is whole to its place, in place of an older one there, and have it on the disk."""
    with naming(place):
        make_folder(place.parent, PRIVATE_FOLDER)
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        path.replace(place)
        sync_folder(place.parent)
