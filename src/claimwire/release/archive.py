"""Making one file of a published release, to be deposited or sent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..checks.releases import SumLine, sum_lines
from ..corpus.atomic import replacing, write_text
from ..corpus.records import sha256_file
from ..corpus.workspace import SUMS, Workspace
from ..errors import ReleaseError
from ..schema import ReleaseManifest
from .manifest import read_manifest
from .named import published_folder
from .packing import ENDING, SUM_ENDING, pack, packed_name
from .rebuilding import plan_rebuild
from .soundness import SHOWN
from .verifying import Verification, verify_archive, verify_folder

NOT_IN_A_LINE = frozenset("\\\n\r")
"""Characters of a name that `sha256sum` writes in a way of its own."""


@dataclass(frozen=True)
class PlannedArchive:
    """An archive that is to be made: of which folder, with which files (paths from its top), and where."""

    folder: Path
    manifest: ReleaseManifest
    names: tuple[str, ...]
    place: Path

    @property
    def sums(self) -> Path:
        """The file with the archive's hash, beside it."""
        return self.place.with_name(self.place.name + SUM_ENDING)


def plan_archive(workspace: Workspace, version: str, to: Path | None = None) -> PlannedArchive:
    """Verify a published release, and return what its archive has; it goes to the current folder unless `to` is given.

    Raises `ReleaseError` if there is no such release, it is a draft, not what its check sums and manifest say or has
    texts for local use, or if the place is taken or no place for an archive.
    """
    folder = published_folder(workspace, version)
    manifest = read_manifest(folder)
    place = Path(f"{packed_name(manifest)}{ENDING}") if to is None else to
    planned = PlannedArchive(folder, manifest, (), place)
    _require_place(workspace, planned)
    _require_free(planned)
    found = verify_folder(folder, named=True)
    _require_sound(found, workspace.shown(folder))
    if found.is_draft:
        raise ReleaseError(f"{workspace.shown(folder)} is a draft; publish it first, with `claimwire build --release`")
    if manifest.hydrated:
        raise ReleaseError(f"{workspace.shown(folder)} has texts that may not be passed on; it is for local use")
    left = plan_rebuild(folder, workspace.withdrawn_ids())
    if left is not None:
        raise ReleaseError(
            f"{workspace.shown(folder)} has {left.removed} rows of what is withdrawn; take them out with "
            "`claimwire withdraw --write`"
        )
    names = [line.name for line in sum_lines(folder / SUMS) if isinstance(line, SumLine)]
    return PlannedArchive(folder, manifest, (*sorted([*names, SUMS]),), place)


def write_archive(planned: PlannedArchive) -> str:
    """Write an archive and the file with its hash beside it, both or neither, and return the hash.

    What was written is unpacked and verified before it gets its place. Raises `ReleaseError` if it is not the release,
    or if the place was taken in the meantime.
    """
    _require_free(planned)
    try:
        with replacing(planned.place) as file:
            pack(planned.folder, planned.names, planned.manifest, file.stream)
            sha256 = _verified(file.stream, planned)
            write_text(planned.sums, f"{sha256}  {planned.place.name}\n")
    except BaseException:
        planned.sums.unlink(missing_ok=True)
        raise
    return sha256


def _require_place(workspace: Workspace, planned: PlannedArchive) -> None:
    place = planned.place
    if not place.name.endswith(ENDING) or place.name == ENDING or NOT_IN_A_LINE & set(place.name):
        raise ReleaseError(
            f"{place} is not a name for an archive; name a file that ends in {ENDING}, without backslash"
        )
    if any(place.resolve().is_relative_to(folder.resolve()) for folder in (*workspace.releases(), workspace.draft)):
        raise ReleaseError(f"{place} is in the folder of a release, which never changes; name another place")


def _require_free(planned: PlannedArchive) -> None:
    for path in (planned.place, planned.sums):
        if path.exists() or path.is_symlink():
            raise ReleaseError(f"{path} is there already; remove it, or name another place with --to")


def _require_sound(found: Verification, shown: str) -> None:
    if found.problems:
        problems = "".join(f"\n  {shown}/{problem}" for problem in found.problems[:SHOWN])
        raise ReleaseError(
            f"nothing was written, because {shown} is not what was published; put it back, from the tag of its version:"
            f"{problems}"
        )


def _verified(stream: BinaryIO, planned: PlannedArchive) -> str:
    """Return the hash of an archive that was just written, if it unpacks to the release."""
    stream.flush()
    path = Path(stream.name)
    found = verify_archive(path)
    if found.problems or found.manifest != planned.manifest or found.files != len(planned.names):
        raise ReleaseError(
            f"{planned.place} was not written: what was packed is not the release, which changed in the meantime"
        )
    return sha256_file(path)
