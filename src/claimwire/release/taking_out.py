"""A release without what is withdrawn: how many rows it loses, and its tables written again without them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..schema import ManifestTable, RowsWithdrawn
from ..schema.vocab import ContentRecipe, Split
from ..tables.gone import ReleaseTables, TableFile, find_gone, find_rest
from ..tables.parquet import WrittenFile, iter_own_rows
from ..tables.rewriting import write_rows_again
from ..tables.row import Row
from ..tables.taking_out import rows_left
from .published import table_file


@dataclass(frozen=True)
class TableLoss:
    """What a table of a release loses: `rows` are those that are left, in the form of its file."""

    file: TableFile
    removed: int
    changed: int
    rows: list[Row]

    def counted(self) -> RowsWithdrawn:
        """Return how much it loses, as a manifest says it."""
        return RowsWithdrawn(config=self.file.config, split=self.file.split, removed=self.removed, changed=self.changed)

    def write_again(self, path: Path, name: str, recipe: ContentRecipe) -> WrittenFile | None:
        """Write what is left to a new file, whose place in the release is `name`; None, and no file, if it is empty.

        `recipe` says how its content hash is made.
        """
        return write_rows_again(path, self.rows, self.file.path, name, recipe) if self.rows else None


def files_of_tables(folder: Path, tables: Iterable[ManifestTable]) -> list[TableFile]:
    """Return the files of the tables of a release; raises `ReleaseError` if one is missing."""
    return [TableFile(table.config, table.split, table_file(folder, table)) for table in tables]


def losses(files: Collection[TableFile], ids: Collection[str], config: str | None = None) -> Iterator[TableLoss]:
    """Yield what tables of a release lose if some ids are withdrawn, a table at a time; nothing if they have none.

    If a config is named, only its tables are looked at, but those of all others have to be in `files`.
    """
    tables = ReleaseTables(files)
    gone = find_gone(tables, ids) if ids else None
    if gone is None or gone.is_nothing:
        return
    rest = find_rest(tables, gone)
    for file in (file for file in files if config in (None, file.config)):
        rows = list(iter_own_rows(file.path))
        left = rows_left(file.config, rows, gone, rest)
        same = set(map(id, rows))
        changed = sum(id(row) not in same for row in left)
        if changed or len(left) < len(rows):
            yield TableLoss(file, len(rows) - len(left), changed, left)


def take_out(
    folder: Path, written: Iterable[tuple[str, Split, WrittenFile]], ids: Collection[str], recipe: ContentRecipe
) -> list[tuple[str, Split, WrittenFile]]:
    """Take what is withdrawn out of tables that were just written to a folder; return what is there then."""
    held = list(written)
    files = [TableFile(config, split, folder / file.name) for config, split, file in held]
    anew: dict[Path, WrittenFile | None] = {}
    for loss in losses(files, ids):
        path = loss.file.path
        beside = path.with_name(f".{path.name}")
        anew[path] = loss.write_again(beside, path.relative_to(folder).as_posix(), recipe)
    for path, file in anew.items():
        if file is None:
            path.unlink()
        else:
            path.with_name(f".{path.name}").replace(path)
    found = ((config, split, anew.get(folder / file.name, file)) for config, split, file in held)
    return [(config, split, file) for config, split, file in found if file is not None]
