"""The files of a release, those of a repository on the Hub, and how the two differ."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..corpus.records import sha256_file
from ..tables.columns import ALL_CONFIGS


@dataclass(frozen=True)
class ReleaseFile:
    """A file of a release as it was when it was looked at."""

    name: str
    """Its path from the top of the release, with slashes."""
    path: Path
    size: int
    """In bytes."""
    sha256: str
    git_sha1: str
    """The id that git gives its content, by which the Hub knows small files."""


@dataclass(frozen=True)
class HubFile:
    """A file of a repository on the Hub."""

    name: str
    size: int
    """In bytes."""
    git_sha1: str
    """The id of its content in git: of a large file that of what points to it."""
    sha256: str | None
    """Of the content of a large file; None if it is a small one."""

    def has_content_of(self, file: ReleaseFile) -> bool:
        """Return whether its content is that of a file of a release."""
        return self.git_sha1 == file.git_sha1 if self.sha256 is None else self.sha256 == file.sha256


@dataclass(frozen=True)
class HubDifference:
    """What a commit would do to the files of a repository to make them those of a release: names, sorted."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
    deleted: tuple[str, ...]
    """Files of an older release that this one does not have: its tables are read by patterns that they would match."""
    left: tuple[str, ...]
    """Files that no release has, such as `.gitattributes`; they stay."""

    @property
    def is_none(self) -> bool:
        """Whether the release is there as it is."""
        return not (self.new or self.changed or self.deleted)


def files_of(folder: Path) -> tuple[ReleaseFile, ...]:
    """Return the files below a folder, sorted by name."""
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return tuple(
        ReleaseFile(name, path, path.stat().st_size, sha256_file(path), git_sha1(path.read_bytes()))
        for name, path in sorted(paths.items())
    )


def git_sha1(content: bytes) -> str:
    """Return the id that git gives a content."""
    return hashlib.sha1(b"blob %d\0%b" % (len(content), content), usedforsecurity=False).hexdigest()


def difference(
    files: Iterable[ReleaseFile], there: Mapping[str, HubFile], configs: Collection[str] = ALL_CONFIGS.keys()
) -> HubDifference:
    """Return how the files of a repository, by name, differ from those of a release.

    What the repository has below the folder of one of `configs`, and the release has not, is to be deleted.
    """
    own = {file.name: file for file in files}
    both = own.keys() & there.keys()
    same = {name for name in both if there[name].has_content_of(own[name])}
    others = there.keys() - own.keys()
    old = {name for name in others if "/" in name and PurePosixPath(name).parts[0] in configs}
    found = (own.keys() - there.keys(), both - same, same, old, others - old)
    return HubDifference(*(tuple(sorted(names)) for names in found))
