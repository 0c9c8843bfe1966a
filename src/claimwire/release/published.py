"""A published release read an article at a time, to be compared with another."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from pathlib import Path

from ..corpus.workspace import MANIFEST
from ..errors import ReleaseError
from ..schema import ManifestTable, ReleaseManifest
from ..tables import columns
from ..tables.parquet import iter_rows
from ..tables.row import Row
from .changes import COMPARED, Change, ChangeFinder, Tables, tables_of_article
from .manifest import read_manifest


@dataclass(frozen=True)
class Release(Tables):
    """What is compared of a whole release, in memory, with its manifest."""

    manifest: ReleaseManifest


def read_release(folder: Path) -> Release:
    """Return what is compared of a release; raises `ReleaseError` as `articles_of` does."""
    manifest = read_manifest(folder)
    release = Release({}, {}, {}, manifest)
    for _, tables in articles_of(folder):
        release.articles.update(tables.articles)
        release.claims.update(tables.claims)
        release.layer_claims.update(tables.layer_claims)
    return release


def release_changes(old: Path, new: Path) -> Iterator[Change]:
    """Yield every difference between two published releases; raises `ReleaseError` as `articles_of` does."""
    before, after = dict(claim_homes(old)), dict(claim_homes(new))
    moved = {claim_id for claim_id, article_id in before.items() if after.get(claim_id, article_id) != article_id}
    finder = ChangeFinder(articles_of(old), moved)
    for article_id, tables in articles_of(new):
        yield from finder.add(article_id, tables)
    yield from finder.rest()


def claim_homes(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield claim id and article id of every claim of a release; raises `ReleaseError` as `articles_of` does."""
    import pyarrow.parquet as pq

    manifest = read_manifest(folder)
    for table in manifest.tables:
        if table.config == whole_config(manifest, "claims"):
            pairs = pq.read_table(table_file(folder, table), columns=["claim_id", "article_id"])
            yield from zip(pairs["claim_id"].to_pylist(), pairs["article_id"].to_pylist(), strict=True)


def articles_of(folder: Path) -> Iterator[tuple[str, Tables]]:
    """Yield by article id, in sorting order, what is compared of each article of a release.

    Raises `ReleaseError` if the folder holds no release, lacks a table, or one has columns that are not known.
    """
    manifest = read_manifest(folder)
    tagged = (_rows(folder, manifest, config) for config in COMPARED)
    merged = heapq.merge(*tagged, key=itemgetter(0))
    for article_id, group in groupby(merged, key=itemgetter(0)):
        rows: dict[str, list[Row]] = {config: [] for config in COMPARED}
        splits = set()
        for _, config, split, row in group:
            rows[config].append(row)
            splits.add(split)
        yield article_id, tables_of_article(rows, splits.pop())


def _rows(folder: Path, manifest: ReleaseManifest, config: str) -> Iterable[tuple[str, str, str, Row]]:
    """Return article id, config, split and row of a config's rows, in the order of articles."""
    streams = []
    name = whole_config(manifest, config)
    for table in manifest.tables:
        if table.config == name:
            streams.append(_tagged(config, name, table_file(folder, table), table.split.value, manifest.schema_version))
    return heapq.merge(*streams, key=itemgetter(0))


def whole_config(manifest: ReleaseManifest, config: str) -> str:
    """Return the config of a release with the rows of a config for every article; before 0.2.0 itself."""
    return columns.whole_config({table.config for table in manifest.tables}, config)


def table_file(folder: Path, table: ManifestTable) -> Path:
    """Return the path of a table of a release; raises `ReleaseError` if there is no such file."""
    path = folder / table.path
    if not path.is_file():
        raise ReleaseError(f"{path} is missing, which {MANIFEST} lists; get the whole release")
    return path


def _tagged(config: str, name: str, path: Path, split: str, version: str) -> Iterator[tuple[str, str, str, Row]]:
    for row in in_order(iter_rows(name, path, version), path):
        yield row["article_id"], config, split, row


def in_order(rows: Iterable[Row], path: Path) -> Iterable[Row]:
    """Return the rows of a file in the order of articles; they are in memory only if the file has another order."""
    return rows if _is_sorted(path) else sorted(rows, key=itemgetter("article_id"))


def _is_sorted(path: Path) -> bool:
    """Return whether the rows of a file are in the order of articles, as claimwire writes them."""
    import pyarrow.parquet as pq

    article_ids = pq.read_table(path, columns=["article_id"])["article_id"].to_pylist()
    return all(one <= other for one, other in pairwise(article_ids))
