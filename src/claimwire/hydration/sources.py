"""Read the files of a user's copy, which is a folder, a file or an archive, one after the other.

Archives are read in memory and nothing is unpacked; a member's name identifies it and is never used as a path.
"""

from __future__ import annotations

import hashlib
import lzma
import os
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import IO

from ..errors import HydrationError
from ..ingest.filekinds import kind_of_bytes
from ..ingest.filekinds.kinds import UNPACK

MEMBER_BYTES = 64 * 1024 * 1024
"""Most bytes of a file or a member of an archive; larger ones are left out and named."""

MEMBERS = 50_000
"""Most files of a source."""

TAR_ENDINGS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
BROKEN = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError),
    *(EOFError, RuntimeError, ValueError, OverflowError, MemoryError, OSError, IndexError, KeyError, struct.error),
)
"""What reading a damaged, truncated or encrypted archive raises, or one with sizes that cannot be."""


@dataclass(frozen=True)
class SourceFile:
    """A file of a source: its path within the source, and its bytes."""

    path: str
    content: bytes

    @property
    def name(self) -> str:
        """The file's own name, without the folders above it."""
        return PurePosixPath(self.path.replace("\\", "/")).name

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def source_files(source: Path, problems: list[str]) -> Iterator[SourceFile]:
    """Yield the files of a folder (with its subfolders), of an archive, or the one file, in order of path.

    Files that had to be left out are named in `problems`. Raises `HydrationError` if there is no such source, an
    archive cannot be read, or there are more than 50,000 files.
    """
    if source.is_dir():
        files = _in_folder(source, problems)
    elif source.exists() and not source.is_file():
        raise HydrationError(f"{source} is neither a file nor a folder; save its output in a file first")
    elif source.name.lower().endswith(".zip"):
        files = _in_zip(source, problems)
    elif source.name.lower().endswith(TAR_ENDINGS):
        files = _in_tar(source, problems)
    elif source.is_file():
        files = _one(source, source.name, problems)
    else:
        raise HydrationError(f"{source} does not exist; name a folder, a file, or a .zip or .tar archive of documents")
    for number, file in enumerate(files):
        if number >= MEMBERS:
            raise HydrationError(f"{source} has more than {MEMBERS} files; name the folder that holds the documents")
        yield file


def _in_folder(source: Path, problems: list[str]) -> Iterator[SourceFile]:
    def leave_out(error: OSError) -> None:
        problems.append(f"{os.fsdecode(error.filename)} was left out: {error.strerror}")

    for folder, folders, files in os.walk(source, onerror=leave_out):
        folders.sort()
        for name in folders:
            if (Path(folder) / name).is_symlink():
                problems.append(f"{Path(folder) / name} was left out: it is a link to a folder; name that folder")
        for name in sorted(files):
            path = Path(folder) / name
            if path.is_file():
                yield from _one(path, path.relative_to(source).as_posix(), problems)
            elif path.is_symlink() and not path.exists() and not name.startswith("."):
                problems.append(f"{path} was left out: it is a link to nothing")


def _one(path: Path, name: str, problems: list[str]) -> Iterator[SourceFile]:
    try:
        with path.open("rb") as stream:
            yield from _read(stream, name, problems)
    except OSError as error:
        problems.append(f"{path} was left out: {error.strerror}")


def _in_zip(source: Path, problems: list[str]) -> Iterator[SourceFile]:
    try:
        with zipfile.ZipFile(source) as archive:
            for member in sorted(archive.infolist(), key=lambda member: member.filename):
                if not member.filename:
                    problems.append(f"a file without a name in {source} was left out")
                elif stat.S_ISLNK(member.external_attr >> 16):
                    problems.append(_special(member.filename, True))
                elif not member.is_dir():
                    with archive.open(member) as stream:
                        yield from _read(stream, member.filename, problems)
    except BROKEN as error:
        raise _unreadable(source, error) from error


def _in_tar(source: Path, problems: list[str]) -> Iterator[SourceFile]:
    """Yield the regular files of a tar archive; its links and devices are named."""
    try:
        with tarfile.open(source, "r:*") as archive:
            for member in sorted(archive, key=lambda member: member.name):
                if not member.isfile():
                    problems += [] if member.isdir() else [_special(member.name, member.issym() or member.islnk())]
                    continue
                stream = archive.extractfile(member)
                if stream is not None:
                    yield from _read(stream, member.name, problems)
    except BROKEN as error:
        raise _unreadable(source, error) from error


def _special(name: str, is_link: bool) -> str:
    """Return the message about a member of an archive that is no file of its own."""
    if is_link:
        return f"{name} was left out: it is a link in an archive; name the file or folder that it leads to"
    return f"{name} was left out: it is neither a file nor a folder"


def _read(stream: IO[bytes], path: str, problems: list[str]) -> Iterator[SourceFile]:
    if path.lower().endswith((".zip", *TAR_ENDINGS)):
        problems.append(f"{path} was left out: it is an archive within the source; unpack it, or name it itself")
        return
    content = stream.read(MEMBER_BYTES + 1)
    if len(content) > MEMBER_BYTES:
        problems.append(f"{path} was left out: it has more than {MEMBER_BYTES // 1024 // 1024} MB")
    elif (kind := kind_of_bytes(content)) is not None and kind.advice == UNPACK:
        problems.append(f"{path} was left out: it is {kind.name}; {kind.advice}")
    else:
        yield SourceFile(path, content)


def _unreadable(source: Path, error: Exception) -> HydrationError:
    return HydrationError(f"{source} cannot be read as an archive: {error}; unpack it yourself and name the folder")
