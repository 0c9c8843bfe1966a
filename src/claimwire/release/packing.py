"""A release as one file, and back: a gzipped tar whose bytes depend on the files of the release alone.

No clock, user, mode or order of a folder is in it: names are sorted, every file is of mode 644 and of user and group 0
without names, and of midnight (UTC) of the day that the manifest gives; gzip's head has neither name nor time. What
could differ between machines is the compressed stream: level 9 of zlib gives the same bytes in all versions of the zlib
of zlib.net, and other ones where Python was built with another library of its interface, such as zlib-ng. Then the
archive has another hash and the same files; `claimwire verify` compares those.
"""

from __future__ import annotations

import calendar
import errno
import gzip
import re
import shutil
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, BinaryIO

from ..checks.releases import is_inner
from ..dates import day_of
from ..errors import ReleaseError
from ..hydration.sources import BROKEN
from ..schema import ReleaseManifest

ENDING = ".tar.gz"

SUM_ENDING = ".sha256"
"""What is added to the name of an archive for the file with its hash."""

LEVEL = 9
"""zlib's level of compression; another one would give other bytes."""

MODE = 0o644

CHUNK = 2**20
"""Bytes that are copied at a time."""

PLAIN = re.compile(r"[^A-Za-z0-9._]+")

CANNOT_BE = (errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.EINVAL)
"""Errors of names that no file can have, or not beside the others."""


def packed_name(manifest: ReleaseManifest) -> str:
    """Return `NAME-VERSION`, the name of the archive's folder: what is no ASCII letter or digit of NAME is a hyphen."""
    name = PLAIN.sub("-", manifest.name).strip("-.") or "dataset"
    return f"{name}-{manifest.data_version}"


def pack(folder: Path, names: Sequence[str], manifest: ReleaseManifest, stream: BinaryIO) -> None:
    """Write files of the folder of a release, named by their paths from its top, to a stream as an archive.

    Raises `EdtfError` if the manifest's date is not one day.
    """
    top = packed_name(manifest)
    time = calendar.timegm(day_of(manifest.date).timetuple())
    with (
        gzip.GzipFile(filename="", mode="wb", compresslevel=LEVEL, fileobj=stream, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT, encoding="utf-8") as tar,
    ):
        for name in sorted(names):
            member = tarfile.TarInfo(f"{top}/{name}")
            member.size, member.mtime, member.mode = (folder / name).stat().st_size, time, MODE
            with (folder / name).open("rb") as content:
                tar.addfile(member, content)


@dataclass
class Unpacked:
    """What came out of an archive: its one folder at the top, how many files, and by name of a file what is wrong.

    `is_whole` says whether it could be read to its end.
    """

    top: str | None = None
    files: int = 0
    is_whole: bool = True
    problems: list[tuple[str, str]] = field(default_factory=list)


def unpack(archive: Path, to: Path) -> Unpacked:
    """Unpack the files of an archive into an empty folder, and read it to its last byte.

    What is no file of its own, is there twice, has a name that leads elsewhere or is not below the folder at the top is
    not unpacked, but named. Raises `ReleaseError` if there is not enough room for what the archive says it holds.
    """
    found = Unpacked()
    try:
        with gzip.open(archive) as stream, tarfile.open(fileobj=stream, mode="r:", encoding="utf-8") as tar:
            for member in tar:
                _unpack_member(tar, member, to, found)
            if any(chunk.strip(b"\0") for chunk in iter(lambda: stream.read(CHUNK), b"")):
                found.problems.append((archive.name, "there is more data after the end of the archive"))
    except BROKEN as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        found.is_whole = False
        found.problems.append((archive.name, f"it is damaged: {error}"))
    return found


def _unpack_member(tar: tarfile.TarFile, member: tarfile.TarInfo, to: Path, found: Unpacked) -> None:
    if member.isdir():
        return
    top, _, name = member.name.partition("/")
    shown = name or member.name
    if found.top is None and is_inner(member.name) and name:
        found.top = top
    if not member.isreg() or member.issparse():
        found.problems.append((shown, f"{member.name} is not a file, but a link or a device"))
    elif not is_inner(member.name):
        found.problems.append((shown, f"{member.name!r} is not a path within the archive"))
    elif top != found.top or not name:
        found.problems.append((shown, f"{member.name} is not in the folder at the top of the archive"))
    else:
        content = tar.extractfile(member)
        assert content is not None
        _require_room(member, to)
        try:
            _write(content, to / member.name)
        except OSError as error:
            if error.errno not in CANNOT_BE:
                raise
            twice = error.filename == str(to / member.name)
            why = "is there twice" if twice and error.errno == errno.EEXIST else f"cannot be unpacked: {error.strerror}"
            found.problems.append((shown, f"{member.name} {why}"))
        else:
            found.files += 1


def _write(content: IO[bytes], place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("xb") as file:
        shutil.copyfileobj(content, file, CHUNK)


def _require_room(member: tarfile.TarInfo, to: Path) -> None:
    free = shutil.disk_usage(to).free
    if member.size > free:
        raise ReleaseError(
            f"{member.name} has {member.size} bytes unpacked, and {to.parent} has room for {free}; set TMPDIR to a "
            "folder with more room"
        )
