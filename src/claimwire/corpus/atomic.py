"""Files and folders that appear whole or not at all: written beside their place, synced, renamed there.

Whoever reads sees the old one or the new one. What a killed process leaves behind is called `.NAME.PID-XXXXXXXX.new`,
is read by nothing, and goes away when something is next written to the same folder.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..errors import RecordError

COMMIT = ".commit"
"""A folder beside files, of new ones that take their places: whatever is in it counts already."""

PRIVATE = 0o600
"""Mode of a file that only its owner may read."""

PRIVATE_FOLDER = 0o700
"""Mode of a folder that only its owner may look into."""

FILE, FOLDER = 0o666, 0o777
"""Modes of any other file and folder; the umask of the user takes from them, as from those of every program."""

LEFTOVER = re.compile(r"\..+\.(?P<pid>\d+)-[^.]+\.new")
"""Name of what is being written; it has the number of the process that writes it."""


def write_text(path: Path, text: str, mode: int = FILE) -> None:
    """Write a file in UTF-8, whole or not at all; raises `RecordError` if a character of it is none."""
    try:
        content = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise RecordError(f"{path}: {text[error.start]!r} is not a character and cannot be written") from error
    write_bytes(path, content, mode)


def write_bytes(path: Path, content: bytes, mode: int = FILE) -> None:
    """Write a file, whole or not at all."""
    with replacing(path, mode) as file:
        file.stream.write(content)


@dataclass
class NewFile:
    """A file that is being written beside its place: its content, and the place it gets, which may still change."""

    stream: BinaryIO
    place: Path


@contextmanager
def replacing(path: Path, mode: int = FILE) -> Iterator[NewFile]:
    """Give a new file that takes the place of an older one at the end; after an error that stays as it was.

    A private file is never readable by others, not even while it is written.
    """
    with naming(path):
        make_folder(path.parent, PRIVATE_FOLDER if mode == PRIVATE else FOLDER)
        remove_leftovers(path.parent, path.name)
    beside = path.with_name(_beside(path.name))
    try:
        with (
            naming(path, beside),
            open(beside, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as stream,
        ):
            file = NewFile(stream, path)
            yield file
            stream.flush()
            os.fsync(stream.fileno())
        with naming(path):
            beside.replace(file.place)
            sync_folder(path.parent)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


@contextmanager
def folder_beside(place: Path, mode: int = FOLDER) -> Iterator[Path]:
    """Give a new folder beside a place, to be filled and renamed there; whatever is left of it at the end goes away."""
    with naming(place):
        make_folder(place.parent, mode)
        remove_leftovers(place.parent, place.name)
        folder = place.with_name(_beside(place.name))
        folder.mkdir(mode)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_folder(folder: Path, mode: int = FOLDER) -> None:
    """Make a folder, and those above it, where they are missing; folders that are there keep their modes."""
    if not folder.is_dir():
        make_folder(folder.parent, mode)
        folder.mkdir(mode, exist_ok=True)


def make_private(folder: Path) -> None:
    """Let nobody but the owner read a folder and what is in it; links in it are left alone."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(PRIVATE_FOLDER if path.is_dir() else PRIVATE)


def replace_folder(new: Path, place: Path) -> None:
    """Rename a folder to a place, in place of the folder that is there, if any."""
    remove_leftovers(place.parent, place.name)
    if not place.exists():
        new.rename(place)
        return
    with folder_beside(place) as beside:
        place.rename(beside / "old")
        new.rename(place)


def open_current(path: Path) -> BinaryIO:
    """Open a file to be read, or the one in `.commit` that is about to take its place.

    Raises `FileNotFoundError` if there is neither.
    """
    try:
        return (path.parent / COMMIT / path.name).open("rb")
    except (FileNotFoundError, NotADirectoryError):
        return path.open("rb")


def is_current(path: Path) -> bool:
    """Return whether there is a file of that path, or one in `.commit` that is about to take its place."""
    return (path.parent / COMMIT / path.name).is_file() or path.is_file()


def sync_folder(folder: Path) -> None:
    """Have what was renamed in a folder written to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_leftovers(folder: Path, name: str) -> None:
    """Remove what processes that no longer run left of writing a file or folder of that name."""
    for left in folder.glob(f".{_escaped(name)}.*.new"):
        made_by = LEFTOVER.fullmatch(left.name)
        if made_by is not None and not is_running(int(made_by["pid"])):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def is_running(pid: int) -> bool:
    """Return whether a process of that number runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def naming(path: Path, beside: Path | None = None) -> Iterator[None]:
    """Have an `OSError` name the file that is to be written.

    The error of a full disk names none, and others the file beside it, which nobody knows. If `beside` is given, errors
    that name another file than that stay as they are.
    """
    try:
        yield
    except OSError as error:
        if error.errno is None or (beside is not None and error.filename not in (None, str(beside))):
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error


def _beside(name: str) -> str:
    """Return a new name for what is written beside a place until it takes that."""
    return f".{name}.{os.getpid()}-{secrets.token_hex(4)}.new"


def _escaped(name: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", name)
