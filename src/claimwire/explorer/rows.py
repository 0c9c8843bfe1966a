"""What the explorer reads of a release: the rows of its tables by article, without whatever is withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..errors import ReleaseError
from ..release.manifest import read_manifest
from ..release.taking_out import files_of_tables
from ..schema import ReleaseManifest
from ..tables.columns import whole_config
from ..tables.gone import ReleaseTables, TableFile, find_gone, find_rest
from ..tables.parquet import column_names, iter_own_rows
from ..tables.row import Row
from ..tables.taking_out import row_left
from ..versions import is_read_as_it_is

NOT_SHOWN = frozenset({"anchors", "anchor_runs", "sentence_ids", "proposed_slots", "origin", "text"})
"""Columns that no page shows; the texts are read on their own."""

Progress = Callable[[str], None]
"""Is told what is being done."""


@dataclass(frozen=True)
class ExplorerRows:
    """The rows of a release that pages are made of. A row has no column that is null or empty in it."""

    manifest: ReleaseManifest
    articles: dict[str, Row] = field(default_factory=dict)
    """By article id."""
    texts: dict[str, str] = field(default_factory=dict)
    """The texts that stand in the release, by article id."""
    claims: dict[str, list[Row]] = field(default_factory=dict)
    """The adjudicated claims, by article id."""
    layers: dict[str, list[Row]] = field(default_factory=dict)
    """The claims of annotators' layers, by article id."""
    sourcing: dict[str, Row] = field(default_factory=dict)
    """Sourcing labels, by article id."""
    events: list[Row] = field(default_factory=list)
    entities: list[Row] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)
    figures: list[Row] = field(default_factory=list)
    tolls: list[Row] = field(default_factory=list)

    @property
    def claim_count(self) -> int:
        """How many adjudicated claims there are."""
        return sum(map(len, self.claims.values()))

    def with_texts(self, texts: dict[str, str]) -> ExplorerRows:
        """Return the same rows with other texts."""
        return replace(self, texts=texts)


def read_explorer_rows(folder: Path, withdrawn: Collection[str], progress: Progress = lambda _: None) -> ExplorerRows:
    """Return the rows of a release without what belongs to something withdrawn, given by ids.

    A table that the release does not have counts as empty. Raises `ReleaseError` if the folder holds no release, lacks
    a file that its manifest lists, or is of a schema whose records are not those of this version.
    """
    manifest = read_manifest(folder)
    if not is_read_as_it_is(manifest.schema_version):
        raise ReleaseError(
            f"{folder} is of schema {manifest.schema_version}, and pages cannot be made of it; take a newer release"
        )
    files = files_of_tables(folder, manifest.tables)
    rows = _TableReading(files, withdrawn)
    progress("reading articles")
    found = ExplorerRows(manifest, articles={row["article_id"]: row for row in rows.whole("articles")})
    found.texts.update(rows.texts(found.articles))
    for name, into in (("claims", found.claims), ("annotations", found.layers)):
        progress(f"reading {name}")
        for row in rows.whole(name):
            into.setdefault(row["article_id"], []).append(row)
    progress("reading the other tables")
    found.sourcing.update((row["article_id"], row) for row in rows.whole("sourcing"))
    for name in ("events", "entities", "links", "figures", "tolls"):
        getattr(found, name).extend(rows.whole(name))
    return found


class _TableReading:
    """The tables of a release, read without what is gone."""

    def __init__(self, files: list[TableFile], withdrawn: Collection[str]) -> None:
        self._files = files
        tables = ReleaseTables(files)
        gone = find_gone(tables, withdrawn) if withdrawn else None
        self._gone = None if gone is None or gone.is_nothing else gone
        self._rest = None if self._gone is None else find_rest(tables, self._gone)

    def whole(self, config: str) -> Iterator[Row]:
        """Yield the rows of a config for every article, without empty columns and those that no page shows."""
        name = whole_config({file.config for file in self._files}, config)
        for file in self._of(name):
            columns = [column for column in column_names(file.path) if column not in NOT_SHOWN]
            needed = None if self._gone is not None else columns
            for row in iter_own_rows(file.path, needed):
                if self._gone is None or self._rest is None:
                    yield slim(row)
                elif (left := row_left(file.config, row, self._gone, self._rest)) is not None:
                    yield slim(left)

    def texts(self, articles: Collection[str]) -> Iterator[tuple[str, str]]:
        """Yield the texts that stand in the release, of some articles."""
        for file in self._of("articles"):
            for row in iter_own_rows(file.path, ["article_id", "text"]):
                if row["article_id"] in articles and row["text"] is not None:
                    yield row["article_id"], row["text"]

    def _of(self, config: str) -> Iterator[TableFile]:
        return (file for file in self._files if file.config == config)


def slim(row: Row) -> Row:
    """Return a row without columns that are null or empty, and without those that no page shows."""
    return {name: value for name, value in row.items() if name not in NOT_SHOWN and value not in (None, [], "")}
