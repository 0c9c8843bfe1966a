"""A server's data folder as one file, made while the server runs, and a new data folder from such a file.

The database is copied by SQLite's own online backup, so that the copy is of one moment although annotators are at work.
What the server can make again (exports, its log, where it runs) is left out. The file has passwords, keys and texts:
only its owner may read it.
"""

from __future__ import annotations

import contextlib
import io
import json
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...corpus.atomic import PRIVATE, folder_beside, make_private, replacing
from ...corpus.records import sha256_file, sha256_text
from ...errors import LabelStudioError
from .environment import server_requirements
from .server import DATABASE, server_on

CONTENTS = "claimwire-backup.json"
"""The first member of a backup: the server's requirements, and the SHA-256 of every other member."""

LEFT_OUT = (
    "server.log",
    "running.json",
    "export",
    "test_data",
    f"{DATABASE}-journal",
    f"{DATABASE}-wal",
    f"{DATABASE}-shm",
)
"""Entries of a data folder that a backup does not have; of the media, the exports."""

EXPORTS = Path("media", "export")


def requirements_hash() -> str:
    """Return a hash of the exact versions of the server that this claimwire starts."""
    return sha256_text(server_requirements())


def back_up(data: Path, file: Path) -> int:
    """Write a data folder into a file, whole or not at all, and return how many files it has; the server may run.

    Raises `LabelStudioError` if the folder has no database, or the file would be in it.
    """
    if not (data / DATABASE).is_file():
        raise LabelStudioError(f"{data} has no {DATABASE}: it is not the data folder of a server")
    if data.resolve() in file.resolve().parents:
        raise LabelStudioError(f"{file} is in the folder that it would be a backup of; name a place outside")
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / DATABASE
        _copy_database(data / DATABASE, copy)
        members = {DATABASE: copy} | {str(path.relative_to(data)): path for path in _other_files(data)}
        contents = {
            "requirements_sha256": requirements_hash(),
            "files": {name: sha256_file(path) for name, path in sorted(members.items())},
        }
        with replacing(file, PRIVATE) as new, tarfile.open(fileobj=new.stream, mode="w:gz", compresslevel=6) as tar:
            _add(tar, CONTENTS, json.dumps(contents, indent=1).encode())
            for name, path in sorted(members.items()):
                tar.add(path, arcname=name, recursive=False)
    return len(members)


def restore(file: Path, data: Path) -> bool:
    """Make a data folder from a backup, whole or not at all; return whether it is of the versions started here.

    Raises `LabelStudioError` if the folder is there with something in it, a server runs on it, or the file is not a
    backup or is damaged.
    """
    if server_on(data).pid is not None:
        raise LabelStudioError(f"a server runs on {data}; stop it first, or name another folder with --data")
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        raise LabelStudioError(f"{data} is there already; move it away, or name another folder with --data")
    with folder_beside(data, 0o700) as scratch:
        requirements = _unpack(file, scratch)
        make_private(scratch)
        with contextlib.suppress(FileNotFoundError):
            data.rmdir()
        scratch.rename(data)
    return requirements == requirements_hash()


def _copy_database(database: Path, copy: Path) -> None:
    """Copy a database as it is at one moment, whoever writes to it meanwhile."""
    with (
        contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as source,
        contextlib.closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)


def _other_files(data: Path) -> Iterator[Path]:
    for path in sorted(data.rglob("*")):
        inner = path.relative_to(data)
        is_left_out = inner.parts[0] in LEFT_OUT or inner.is_relative_to(EXPORTS) or inner == Path(DATABASE)
        if path.is_file() and not path.is_symlink() and not is_left_out:
            yield path


def _unpack(file: Path, folder: Path) -> str:
    """Unpack a backup into an empty folder, hold every file against its hash, and return that of its requirements."""
    try:
        with tarfile.open(file, "r:gz") as tar:
            contents = _contents(tar, file)
            for member in tar:
                if member.name != CONTENTS:
                    tar.extract(member, folder, filter="data", set_attrs=False)
        listed: dict[str, str] = dict(contents["files"])
        requirements = str(contents["requirements_sha256"])
        found = {str(path.relative_to(folder)): sha256_file(path) for path in folder.rglob("*") if path.is_file()}
    except (tarfile.TarError, zlib.error, EOFError, OSError, OverflowError, ValueError, KeyError, TypeError) as error:
        raise LabelStudioError(f"{file} is damaged, or not a backup that `server backup` made: {error}") from error
    wrong = sorted(name for name in found.keys() | listed.keys() if found.get(name) != listed.get(name))
    if wrong or DATABASE not in found:
        raise LabelStudioError(
            f"{file} is damaged: {wrong[0] if wrong else DATABASE} is not as it was; nothing was made of it"
        )
    return requirements


def _contents(tar: tarfile.TarFile, file: Path) -> dict[str, Any]:
    """Return what a backup says of itself, its first member."""
    first = tar.next()
    stream = tar.extractfile(first) if first is not None and first.name == CONTENTS else None
    if stream is None:
        raise LabelStudioError(f"{file} is not a backup that `server backup` made: it has no {CONTENTS}")
    contents: dict[str, Any] = json.loads(stream.read())
    return contents


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), PRIVATE
    tar.addfile(member, io.BytesIO(content))
