"""A published release built again without what is withdrawn: the one exception to a published version never changing.

It is made of its own files and not of the records, which have changed since: other rows stay what they were, and files
that lose nothing stay byte for byte.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from ..corpus.atomic import write_text
from ..corpus.records import read_utf8, sha256_file
from ..corpus.workspace import CARD, CROISSANT, MANIFEST, SUMS
from ..errors import ReleaseError
from ..schema import ManifestRebuild, ManifestTable, ReleaseManifest, RowsWithdrawn
from ..tables.parquet import WrittenFile
from .manifest import manifest_json, read_manifest, tables_sha256
from .rebuilt_documents import card_again, croissant_again
from .taking_out import files_of_tables, losses
from .verifying import verify_folder
from .writing import check_sums


@dataclass(frozen=True)
class Rebuild:
    """A release that has something of what is withdrawn: its folder, and what its tables lose."""

    folder: Path
    manifest: ReleaseManifest
    tables: tuple[RowsWithdrawn, ...]

    @property
    def removed(self) -> int:
        """The number of rows that go."""
        return sum(table.removed for table in self.tables)


def plan_rebuild(folder: Path, ids: Collection[str]) -> Rebuild | None:
    """Return what a release loses if some ids are withdrawn; None if it has nothing of them. Nothing is written.

    Raises `ReleaseError` if the folder holds no release, or lacks a table.
    """
    manifest = read_manifest(folder)
    lost = tuple(loss.counted() for loss in losses(files_of_tables(folder, manifest.tables), ids))
    return Rebuild(folder, manifest, lost) if lost else None


def write_rebuild(rebuild: Rebuild, ids: Collection[str], date: str, place: Path) -> ReleaseManifest:
    """Write a release again, without what is withdrawn, to a folder that does not exist, and return its manifest.

    `date` is the day of the latest withdrawal (EDTF). Raises `ReleaseError` if what was written is not as it lists.
    """
    folder, manifest = rebuild.folder, rebuild.manifest
    shutil.copytree(folder, place)
    anew: dict[str, WrittenFile | None] = {}
    counted = []
    for loss in losses(files_of_tables(folder, manifest.tables), ids):
        name = loss.file.path.relative_to(folder).as_posix()
        (place / name).unlink()
        anew[name] = loss.write_again(place / name, name, manifest.recipe)
        counted.append(loss.counted())
    tables = tuple(left for table in manifest.tables if (left := _table_again(table, anew)) is not None)
    rebuilt = ManifestRebuild(date=date, tables=tuple(counted))
    made = manifest.model_copy(
        update={
            "tables": tables,
            "content_sha256": tables_sha256(tables),
            "open_texts_content_sha256": None,
            "withdrawn": (*(manifest.withdrawn or ()), rebuilt),
        }
    )
    _describe(made, place)
    problems = verify_folder(place).problems
    if problems:
        raise ReleaseError(f"{folder} could not be built again: {problems[0]}; nothing was changed")
    return made


def _table_again(table: ManifestTable, anew: dict[str, WrittenFile | None]) -> ManifestTable | None:
    """Return a table of a manifest as its file is now; None if it lost all rows."""
    if table.path not in anew:
        return table
    file = anew[table.path]
    if file is None:
        return None
    return table.model_copy(update={"rows": file.rows, "sha256": file.sha256, "content_sha256": file.content_sha256})


def _describe(manifest: ReleaseManifest, place: Path) -> None:
    """Write manifest, card, Croissant description and check sums of a release that was built again."""
    for path in [path for path in place.iterdir() if path.is_dir() and not any(path.iterdir())]:
        path.rmdir()
    write_text(place / MANIFEST, manifest_json(manifest))
    if (place / CARD).is_file():
        write_text(place / CARD, card_again(read_utf8(place / CARD), manifest, place))
    if (place / CROISSANT).is_file():
        text = read_utf8(place / CROISSANT)
        write_text(place / CROISSANT, croissant_again(text, manifest, sha256_file(place / MANIFEST), place))
    write_text(place / SUMS, check_sums(place))
