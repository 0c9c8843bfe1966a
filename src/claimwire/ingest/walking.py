"""The files that names mean: files themselves, and folders with all that is in them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import RecipeError
from .filekinds import kind_of_bytes, kind_of_text

HEAD = 65536
"""Number of bytes at the beginning of a file by which is told what it is."""


@dataclass(frozen=True)
class Skipped:
    """A file or folder within a folder that is not read, and why: `hidden`, `an image`, ..."""

    path: Path
    why: str


def files_meant(names: Sequence[str], aside: Sequence[Path] = ()) -> tuple[list[str], list[Skipped]]:
    """Return the names of files that some names mean, and what of folders is left out.

    A folder means the files in it and in its folders, in the order of their paths. Hidden files, links to folders, and
    what can hold no article (images, sound, programs) are left out, but a file that is named itself never is. The
    files `aside` are not meant by a folder that has them.
    Raises `RecipeError` if a folder cannot be read or has no file to read.
    """
    found: list[str] = []
    skipped: list[Skipped] = []
    for name in names:
        if not Path(name).is_dir():
            found.append(name)
            continue
        inside = []
        for item in _walked(Path(name)):
            if isinstance(item, Skipped):
                skipped.append(item)
            elif not any(item.samefile(other) for other in aside):
                inside.append(str(item))
        if not inside:
            raise RecipeError(f"{name} is a folder without a file to read{_but(skipped)}")
        found += inside
    return found, skipped


def _but(skipped: Sequence[Skipped]) -> str:
    return f"; left out: {', '.join(f'{item.path.name} ({item.why})' for item in skipped[:5])}" if skipped else ""


def _walked(folder: Path) -> Iterator[Path | Skipped]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise RecipeError(f"{folder} cannot be read: {error.strerror}") from error
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith("."):
            yield Skipped(path, "hidden")
        elif entry.is_dir(follow_symlinks=False):
            yield from _walked(path)
        elif path.is_dir():
            yield Skipped(path, "a link to a folder")
        else:
            why = _why_not(path)
            yield path if why is None else Skipped(path, why)


def _why_not(path: Path) -> str | None:
    """Return why a file of a folder holds no article by what it is; None if it may, or cannot be told."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return "no plain file"
        with path.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError:
        return None
    kind = kind_of_bytes(head) or kind_of_text(head.decode("utf-8", errors="replace"))
    return None if kind is None or kind.may_hold_text else kind.name
