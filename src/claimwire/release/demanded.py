"""Two releases compared row by row, as who loads them sees it, to know which version the newer one has to have.

The config `changes` tells what records say otherwise; here every value of every table counts, for whoever filters the
newer release by `since` is promised the rows of the older one. What each release says of its changes is left out.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from packaging.version import Version

from ..schema import LABELS, Entity, Event, ReleaseManifest
from ..schema.vocab import Label
from ..tables.column import model_columns
from ..tables.columns import CONFIGS, ID_COLUMNS, OF_LABELS, STANDOFF, TEXT_CONFIGS, columns_of
from ..tables.content import rows_hash
from ..tables.parquet import column_names, iter_own_rows
from ..tables.row import Row
from .manifest import read_manifest
from .published import in_order, table_file, whole_config
from .since import TOLD
from .versions import Demand, Extent, TableDifference
from .writing import CHANGES

NAMES = {
    "annotations": ("claim of a layer", "claims of layers"),
    "entities": ("entity", "entities"),
    "tolls": ("figure of a toll", "figures of tolls"),
    "sourcing": ("sourcing label", "sourcing labels"),
    "soft_labels": ("soft label", "soft labels"),
    **{x.label.value: (f"claim {x.label.value}", f"claims {x.label.value}") for x in LABELS},
}
"""What a row and rows of a config are called, where it is not the config's name without and with its last letter."""

OWN_FIELDS = {
    "events": frozenset(column.name for column in model_columns(Event)),
    "entities": frozenset(column.name for column in model_columns(Entity)),
}
"""Configs of which only the record's own fields count: the others list claims, whose version `since` tells."""

MADE_OF = {**dict.fromkeys(OF_LABELS, "claims"), "figures": Label.CASUALTY_FIGURE.value, "tokens": "sentences"}
"""Tables whose rows are made of those of another: of their columns, those that the other has are compared."""

SPLIT_OF_FIRST_ARTICLE = frozenset({"entities"})
"""Configs whose split is that of the first article in a list, which a new article can change."""

Place = tuple[str, Row]
"""A split and a row in it."""


@dataclass(frozen=True)
class Earlier:
    """What the older release has, to tell whether a new row belongs to it; `since` is the version of the newer one."""

    version: Version
    since: str
    articles: frozenset[str]
    events: frozenset[str]

    def has(self, config: str, row: Row) -> bool:
        """Return whether who asks the newer release for the older one's rows would get this row of a config.

        Events and entities that are new are named by new claims alone: another claim that named one would be edited.
        """
        if config in TOLD or "since" in row:
            since = row.get("since")
            return since is None or (since != self.since and Version(since) <= self.version)
        if config in OWN_FIELDS:
            return False
        if "article_id" in row:
            return row["article_id"] in self.articles
        if "article_ids" in row:
            return self.articles.issuperset(row["article_ids"])
        return row.get("event_id") in self.events


def demand(old: Path, new: Path) -> Demand:
    """Return what the change from a release to a newer one, each a folder, demands of the version of the newer.

    The rows with text are told of apart only where they differ more than those of all articles, and what is made of
    another table only where it differs more than that.
    Raises `ReleaseError` if a folder holds no release, or lacks a table.
    """
    before, after = ReleaseFolder(old, read_manifest(old)), ReleaseFolder(new, read_manifest(new))
    earlier = Earlier(
        Version(before.manifest.data_version),
        after.manifest.data_version,
        before.ids("articles"),
        before.ids("events"),
    )
    differing: list[TableDifference] = []
    known: dict[str, Extent] = {}
    for pair in _pairs(before, after):
        difference = _difference(pair, earlier)
        base = pair.config
        while base in MADE_OF:
            base = MADE_OF[base]
        if difference.extent > known.get(base, Extent.NOTHING):
            differing.append(difference)
            known[base] = difference.extent
    return Demand(
        before.manifest.data_version,
        after.manifest.data_version,
        tuple(differing),
        repackaged=_bytes(before.manifest) != _bytes(after.manifest),
    )


@dataclass(frozen=True)
class ReleaseFolder:
    """A published release: its folder and manifest."""

    folder: Path
    manifest: ReleaseManifest

    def table(self, name: str) -> ReleaseTable:
        """Return a config by the name that it has here; without files if there is none."""
        files = [(x.split.value, table_file(self.folder, x)) for x in self.manifest.tables if x.config == name]
        recipe = self.manifest.recipe.value
        hashes = [(x.split.value, f"{recipe} {x.content_sha256}") for x in self.manifest.tables if x.config == name]
        return ReleaseTable(tuple(files), tuple(hashes))

    def whole(self, config: str) -> ReleaseTable:
        """Return the form of a config that has the rows of all articles."""
        return self.table(whole_config(self.manifest, config))

    def ids(self, config: str) -> frozenset[str]:
        """Return the ids of all rows of a config."""
        column = ID_COLUMNS[config]
        files = self.whole(config).files
        return frozenset(row[column] for _, path in files for row in iter_own_rows(path, [column]))

    @property
    def texts(self) -> tuple[bool, bool]:
        """Whether it has all texts that somebody has, and whether it has those of open licences."""
        return self.manifest.hydrated, self.manifest.content_sha256 == self.manifest.open_texts_content_sha256


@dataclass(frozen=True)
class ReleaseTable:
    """A config of a release: its files and the hashes of their rows, each with its split."""

    files: tuple[tuple[str, Path], ...]
    hashes: tuple[tuple[str, str], ...]

    def columns(self) -> tuple[str, ...]:
        """Return its columns; none if it has no rows."""
        return tuple(dict.fromkeys(name for _, path in self.files for name in column_names(path)))

    def by_article(self, config: str) -> Iterator[tuple[str, list[Place]]]:
        """Yield its rows with their splits by article, in sorting order; all at once if articles share them."""
        streams = (_tagged(config, split, path) for split, path in self.files)
        for article_id, group in groupby(heapq.merge(*streams, key=itemgetter(0)), key=itemgetter(0)):
            yield article_id, [(split, row) for _, split, row in group]


@dataclass(frozen=True)
class _Pair:
    """A config of two releases."""

    config: str
    old: ReleaseTable
    new: ReleaseTable
    with_text: bool = False

    def called(self) -> tuple[str, str]:
        """Return what a row and rows of it are called."""
        one, several = NAMES.get(self.config, (self.config.removesuffix("s"), self.config))
        return (f"{one} with text", f"{several} with text") if self.with_text else (one, several)


def _pairs(before: ReleaseFolder, after: ReleaseFolder) -> Iterator[_Pair]:
    """Yield what is compared: the rows of all articles, then those with text, if both releases have them apart.

    What is made of another table is no change of the data where the older release did not have it.
    Those with text are not compared where one release has texts that the other leaves out by its kind.
    """
    for config in CONFIGS:
        pair = _Pair(config, before.whole(config), after.whole(config))
        is_new_view = config in MADE_OF and not pair.old.hashes
        if not config.endswith(STANDOFF) and not is_new_view:
            yield pair
    if before.texts == after.texts:
        for config in TEXT_CONFIGS:
            if all(whole_config(release.manifest, config) != config for release in (before, after)):
                yield _Pair(config, before.table(config), after.table(config), with_text=True)


def _difference(pair: _Pair, earlier: Earlier) -> TableDifference:
    """Return how many rows of a config differ; a config that the older release does not have has new rows alone."""
    if pair.old.hashes == pair.new.hashes:
        return TableDifference(pair.called())
    old, new = pair.old.columns(), pair.new.columns()
    is_new_config = not old and not pair.with_text
    compare = _Comparison(
        pair.config,
        _compared(pair.config, old, new),
        lambda row: not is_new_config and earlier.has(pair.config, row),
    )
    counted: Counter[str] = Counter()
    for olds, news in _side_by_side(pair.old.by_article(pair.config), pair.new.by_article(pair.config)):
        counted.update(compare(olds, news))
    gone = tuple(name for name in old if name not in new) if new else ()
    return TableDifference(pair.called(), **counted, columns_gone=gone)


@dataclass(frozen=True)
class _Comparison:
    """Counts the rows of a config that differ; `columns` are those whose values count, `is_late` is of a new row."""

    config: str
    columns: tuple[str, ...]
    is_late: Callable[[Row], bool]

    def __call__(self, olds: Iterable[Place], news: Iterable[Place]) -> Counter[str]:
        before, after = self._by_id(olds), self._by_id(news)
        counted: Counter[str] = Counter(removed=len(before.keys() - after.keys()))
        for row_id, (split, row) in after.items():
            if row_id not in before:
                counted["late" if self.is_late(row) else "added"] += 1
                continue
            old_split, old_row = before[row_id]
            if self._values(old_row) != self._values(row):
                counted["edited"] += 1
            elif old_split != split and self.config not in SPLIT_OF_FIRST_ARTICLE:
                counted["moved"] += 1
        return counted

    def _values(self, row: Row) -> list[object]:
        return [row[name] for name in self.columns]

    def _by_id(self, rows: Iterable[Place]) -> Mapping[object, Place]:
        """Return rows by id; where a config has none, by all that is compared, and how often it was there before."""
        column = ID_COLUMNS.get(self.config)
        if column is not None:
            return {row[column]: (split, row) for split, row in rows}
        seen: Counter[str] = Counter()
        found: dict[object, Place] = {}
        for split, row in rows:
            content = rows_hash([{name: row[name] for name in self.columns}])
            found[content, seen[content]] = (split, row)
            seen[content] += 1
        return found


def _compared(config: str, old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns whose values are compared: those that both releases have."""
    own = OWN_FIELDS.get(config)
    if config in MADE_OF:
        own = frozenset(column.name for column in columns_of(MADE_OF[config]))
    return tuple(name for name in new if name in old and (own is None or name in own))


def _tagged(config: str, split: str, path: Path) -> Iterator[tuple[str, str, Row]]:
    rows = iter_own_rows(path)
    if config in OWN_FIELDS or "article_id" not in column_names(path):
        yield from (("", split, row) for row in rows)
    else:
        yield from ((row["article_id"], split, row) for row in in_order(rows, path))


def _side_by_side(
    old: Iterable[tuple[str, list[Place]]], new: Iterable[tuple[str, list[Place]]]
) -> Iterator[tuple[list[Place], list[Place]]]:
    """Yield the rows of each article in the older and in the newer release."""
    olds = ((key, "old", rows) for key, rows in old)
    news = ((key, "new", rows) for key, rows in new)
    tagged = heapq.merge(olds, news, key=itemgetter(0))
    for _, group in groupby(tagged, key=itemgetter(0)):
        rows_of = {side: rows for _, side, rows in group}
        yield rows_of.get("old", []), rows_of.get("new", [])


def _bytes(manifest: ReleaseManifest) -> set[tuple[str, str, str]]:
    return {(table.config, table.split.value, table.sha256) for table in manifest.tables if table.config != CHANGES}
