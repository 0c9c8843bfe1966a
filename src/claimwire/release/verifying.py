"""Whether a release, wherever it is, is what its own list of hashes and its manifest say.

That needs no repository, and proves nothing about who made it: somebody who changes a file can change the list, too. So
the result has the content hash of the manifest, to be compared with what was published elsewhere.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ..checks.findings import Finding, Place
from ..checks.releases import SumLine, croissant_problems, manifest_problems, sum_lines, sums_broken
from ..corpus.records import sha256_file
from ..corpus.workspace import CROISSANT, DRAFT_NOTE, MANIFEST, SUMS
from ..errors import ReleaseError
from ..schema import ReleaseManifest
from .manifest import read_manifest, tables_sha256
from .packing import ENDING, SUM_ENDING, packed_name, unpack


@dataclass(frozen=True)
class FileProblem:
    """What is wrong with a file of a release.

    `file` is its path from the top of the release, or the archive's name; `place` and `line` say where the problem was
    seen, which is the file itself, or a line of a file that lists it.
    """

    file: str
    place: str
    line: int | None
    message: str

    def __str__(self) -> str:
        """Return the line that is printed: where it was seen, and what was found and expected."""
        return f"{self.place}: {self.message}" if self.line is None else f"{self.place}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Verification:
    """What was found of a release: its manifest, if that is valid, the number of its files, and what is wrong."""

    manifest: ReleaseManifest | None
    files: int
    is_draft: bool
    problems: tuple[FileProblem, ...]

    @property
    def rows(self) -> int:
        """The number of rows of all tables, as the manifest has it."""
        return 0 if self.manifest is None else sum(table.rows for table in self.manifest.tables)

    @property
    def faulty_files(self) -> list[str]:
        """The files that something is wrong with, sorted."""
        return sorted({problem.file for problem in self.problems})


def verify(place: Path) -> Verification:
    """Compare a release, which is a folder or an archive that `claimwire archive` made, with what it says of itself.

    Raises `ReleaseError` if it is neither, or holds no release.
    """
    if place.is_dir():
        return verify_folder(place)
    if not place.is_file() or not place.name.endswith(ENDING):
        raise ReleaseError(f"{place} is neither the folder of a release nor an archive of one ({ENDING})")
    return verify_archive(place)


def verify_folder(folder: Path, *, named: bool = False) -> Verification:
    """Compare the folder of a release with its `SHA256SUMS` and its manifest.

    `named` says that the folder has to be called like the version. Raises `ReleaseError` if it has neither file.
    """
    if not (folder / SUMS).is_file() and not (folder / MANIFEST).is_file():
        raise ReleaseError(f"{folder} holds no release: it has neither {MANIFEST} nor {SUMS}")
    manifest = _valid_manifest(folder)
    return Verification(
        manifest,
        files=sum(path.is_file() for path in folder.rglob("*")),
        is_draft=(folder / DRAFT_NOTE).exists(),
        problems=tuple(_problem(finding, folder) for finding in _findings(folder, manifest, named=named)),
    )


def verify_archive(archive: Path) -> Verification:
    """Compare an archive of a release with the `.sha256` file beside it, if any, and what is in it with its own lists.

    It is unpacked to a temporary folder. Raises `ReleaseError` if it holds no release.
    """
    outside = [FileProblem(archive.name, place, line, message) for place, line, message in _sum_problems(archive)]
    with tempfile.TemporaryDirectory(prefix="claimwire-verify-") as name:
        unpacked = unpack(archive, Path(name))
        outside += [FileProblem(file, archive.name, None, message) for file, message in unpacked.problems]
        if not unpacked.is_whole or (unpacked.top is None and outside):
            return Verification(None, unpacked.files, False, tuple(outside))
        if unpacked.top is None:
            raise ReleaseError(f"{archive} holds no release: there is no folder with files in it")
        found = verify_folder(Path(name) / unpacked.top)
    expected = unpacked.top if found.manifest is None else packed_name(found.manifest)
    if unpacked.top != expected:
        message = f"its folder is called {unpacked.top!r}, expected {expected!r}"
        outside.append(FileProblem(archive.name, archive.name, None, message))
    known = {problem.file for problem in outside}
    inside = (problem for problem in found.problems if problem.file not in known)
    return Verification(found.manifest, found.files, found.is_draft, (*outside, *inside))


def _valid_manifest(folder: Path) -> ReleaseManifest | None:
    """Return the manifest of a release; None if it has none, or one that is not valid."""
    try:
        return read_manifest(folder)
    except (ReleaseError, OSError):
        return None


def _findings(folder: Path, manifest: ReleaseManifest | None, *, named: bool) -> Iterator[Finding]:
    """Yield what is wrong with the files of a release, of each file as the first list that it is not true to says it.

    What a file says of others does not count if it is not what it was.
    """
    found = [_blaming_the_list(finding, folder, manifest) for finding in sums_broken(folder)]
    yield from found
    faulty = {finding.file for finding in found}
    if folder / MANIFEST in faulty:
        return
    found = [x for x in manifest_problems(folder, named=named) if x.file not in faulty]
    yield from found
    if manifest is None:
        return
    faulty |= {finding.file for finding in found}
    yield from (x for x in _table_problems(folder, manifest) if x.file not in faulty)
    if folder / CROISSANT not in faulty:
        yield from croissant_problems(folder)


def _blaming_the_list(finding: Finding, folder: Path, manifest: ReleaseManifest | None) -> Finding:
    """Return a finding of `SHA256SUMS` about a table as one about that list, if the table has the manifest's hash."""
    known = {} if manifest is None else {folder / table.path: table.sha256 for table in manifest.tables}
    if finding.about in known and finding.file.is_file() and sha256_file(finding.file) == known[finding.file]:
        return replace(finding, about=None)
    return finding


def _table_problems(folder: Path, manifest: ReleaseManifest) -> Iterator[Finding]:
    """Yield where the Parquet files of a release are not the tables of its manifest, or have other rows."""
    place = Place(folder / MANIFEST)
    rows = {table.path: table.rows for table in manifest.tables}
    if len(rows) < len(manifest.tables):
        yield Finding(place, "tables names a file twice")
    if manifest.content_sha256 != (found := tables_sha256(manifest.tables)):
        message = f"content_sha256 is {manifest.content_sha256[:12]}..., that of the tables is {found[:12]}..."
        yield Finding(place, message)
    for path in sorted(folder.rglob("*.parquet")):
        name = path.relative_to(folder).as_posix()
        if name not in rows:
            yield Finding(place, f"{name} is not one of its tables", path)
        elif path.is_file() and (number := _rows(path)) != rows[name]:
            has = "cannot be read as Parquet" if number is None else f"has {number} rows"
            yield Finding(place, f"{name} {has}, expected {rows[name]} rows", path)


def _rows(path: Path) -> int | None:
    """Return how many rows a Parquet file has; None if it is none."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return int(pq.read_metadata(path).num_rows)
    except (pa.ArrowException, OSError):
        return None


def _sum_problems(archive: Path) -> Iterator[tuple[str, int | None, str]]:
    """Yield where an archive is not what the `.sha256` file beside it says, if there is one: place, line, message."""
    sums = archive.with_name(archive.name + SUM_ENDING)
    if not sums.is_file():
        return
    lines = list(sum_lines(sums))
    for line in lines:
        if isinstance(line, Finding):
            yield sums.name, line.place.line, line.message
        elif line.name == archive.name and (found := sha256_file(archive)) != line.sha256:
            yield (
                sums.name,
                line.number,
                f"{archive.name} has SHA-256 {found[:12]}..., expected {line.sha256[:12]}...",
            )
    if not any(isinstance(line, SumLine) and line.name == archive.name for line in lines):
        yield sums.name, None, f"it does not list {archive.name}"


def _problem(finding: Finding, folder: Path) -> FileProblem:
    file, place = (path.relative_to(folder).as_posix() for path in (finding.file, finding.place.path))
    return FileProblem(file, place, finding.place.line, finding.message)
