"""Writing a release as its articles go by: rows to Parquet, hashed as they are written, then manifest, card, sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from ..corpus.atomic import write_text
from ..corpus.corpus import Corpus
from ..corpus.dois import dois_of
from ..corpus.index import Index
from ..corpus.records import records_of, sha256_file
from ..corpus.withdrawn import left_of
from ..corpus.workspace import CARD, CROISSANT, MANIFEST, SUMS
from ..errors import ReleaseError
from ..schema import EVERYTHING_IS_ASKED, ManifestInput, ManifestTable, Questions, ReleaseManifest, ReleasePlan
from ..schema.vocab import ContentRecipe, Split
from ..scoring.boards import read_board
from ..tables.columns import ALL_CONFIGS, CONFIGS, ID_COLUMNS
from ..tables.encoding import RowsToArrow
from ..tables.parquet import BATCH, TableWriter, WrittenFile
from ..tables.row import Row
from ..tables.rows import base_rows, has_text
from ..tables.shared import ruling_rows, shared_rows
from ..tables.variants import Variants
from ..versions import SCHEMA_VERSION, __version__
from .card import release_card
from .card_head import TableFacts
from .changes import Change, Tables, tables_of_article
from .charts import chart_file, charts, drawn
from .croissant import croissant_json
from .manifest import content_recipe, manifest_json, tables_sha256
from .members import Members
from .reader import reader_measure
from .taking_out import take_out
from .tally import CorpusTally, ReleaseTally

WAITING_BYTES = 32 * 2**20
"""Bytes of rows, as Arrow, that wait in memory for their row groups, over all tables."""

CHANGES = "changes"

WRITERS = ("datasets", "matplotlib", "pyarrow")
"""The libraries that write files of a release, whose other versions may write other bytes."""

Texts = Literal["repository", "open", "all"]
"""Which texts a build has: those of the repository, those of open licences too, or all that somebody has."""


class ReleaseWriter:
    """Writes the files of a release into an empty folder."""

    def __init__(self, folder: Path, members: Members, *, waiting_bytes: int = WAITING_BYTES) -> None:
        repository, plan = members.repository, members.plan
        infos = {source.info.corpus_id: source.info for source in repository.sources}
        self.tally = ReleaseTally(
            plan,
            repository.outlet_by_id,
            repository.annotator_by_id,
            {corpus_id: CorpusTally(infos[corpus_id]) for corpus_id in plan.corpora},
            reader_measure(repository.workspace),
            protocols=repository.protocol_by_id,
            dois=dois_of(repository.workspace).before(plan.data_version),
            board=read_board(repository.workspace.root),
        )
        self._folder = folder
        self._members = members
        self._surroundings = members.surroundings
        self._bases: dict[tuple[str, str], _BaseTable] = {}
        self._writers: dict[tuple[str, str], TableWriter] = {}
        self._recipe = content_recipe(repository.workspace, plan)
        self._ids = Index()
        self._waiting_bytes = waiting_bytes
        self._withdrawn = repository.workspace.withdrawn_ids()

    def add_article(self, corpus: Corpus) -> Tables:
        """Write the rows of one article's corpus; return what of them is compared between releases."""
        (article_id,) = corpus.articles
        split = self._members.split_of[article_id]
        rows = base_rows(corpus, self._surroundings)
        with_text = has_text(corpus)
        for config, own in rows.items():
            self._add(config, split, own, with_text=with_text)
        self._count(corpus, split, rows)
        self._flush()
        return tables_of_article(rows, split)

    def add_shared(self, corpora: list[Corpus]) -> None:
        """Write the rows of what articles share."""
        for config, split, row in shared_rows(corpora, self._members.repository.index, self._members.split_of):
            self._add(config, split, [row])
            self._flush()
        for corpus in corpora:
            self.tally.add_shared(left_of(corpus, self._withdrawn))
        for config, split, row in ruling_rows(records_of(self._members.repository.workspace.rulings()[0])):
            self._add(config, split, [row])

    def add_changes(self, changes: Iterable[Change]) -> None:
        """Write rows of the config `changes`."""
        for change in changes:
            self._add(CHANGES, change.split, [change.row()])
        self._flush()

    def finish(
        self,
        inputs: tuple[ManifestInput, ...],
        prose: str,
        *,
        texts: Texts,
        open_texts_content_sha256: str | None,
        later: bool,
    ) -> ReleaseManifest:
        """Write manifest, Croissant description, charts, card and check sums, and return the manifest.

        `prose` is the card with its generated regions as they are; `later` says that there is a release before.
        `open_texts_content_sha256` is the content hash of the build with open texts, if it is known; that build's own
        manifest has its own.
        """
        tables: list[ManifestTable] = []
        facts: list[TableFacts] = []
        sizes: dict[str, int] = {}
        for config, split, file in take_out(self._folder, self._files(), self._withdrawn, self._recipe):
            tables.append(_table(config, split, file))
            facts.append(TableFacts(config, split.value, file.rows))
            sizes[file.name] = file.file_bytes
        manifest = _manifest(self._members.plan, inputs, tuple(tables), texts, open_texts_content_sha256, self._recipe)
        write_text(self._folder / MANIFEST, manifest_json(manifest))
        before = self._members.repository.workspace.release_before(manifest.data_version)
        described = croissant_json(
            manifest, self.tally, sha256_file(self._folder / MANIFEST), sizes, before.name if before else None
        )
        write_text(self._folder / CROISSANT, described)
        for chart in charts(self.tally).values():
            write_text(self._folder / chart_file(chart.name), drawn(chart))
        configs = ALL_CONFIGS if later else CONFIGS
        write_text(self._folder / CARD, release_card(prose, self.tally, manifest, facts, configs.keys()))
        write_text(self._folder / SUMS, check_sums(self._folder))
        return manifest

    def _count(self, corpus: Corpus, split: str, rows: dict[str, list[Row]]) -> None:
        """Count an article without what is withdrawn, which its tables lose at the end."""
        left = left_of(corpus, self._withdrawn)
        if left.articles:
            kept = {
                config: [row for row in own if row.get("claim_id") not in self._withdrawn]
                for config, own in rows.items()
            }
            self.tally.add_article(left, split, kept if self._withdrawn else rows)

    def _add(self, config: str, split: str, rows: Iterable[Row], *, with_text: bool = True) -> None:
        base = self._bases.get((config, split))
        if base is None:
            base = self._bases[config, split] = _BaseTable(config, self._members.plan.questions)
        for row in rows:
            self._require_new(config, split, row)
            base.add(row, with_text=with_text)
            if base.is_full:
                self._pack(base, split)

    def _pack(self, base: _BaseTable, split: str) -> None:
        """Give the rows of a base table that are held as Python values to the tables that have them."""
        for config, table in base.take():
            self.tally.add_table(config, split, table)
            writer = self._writers.get((config, split))
            if writer is None:
                writer = TableWriter(config, split, self._folder, recipe=self._recipe)
                self._writers[config, split] = writer
            writer.add_table(table)

    def _require_new(self, config: str, split: str, row: Row) -> None:
        """Raise `ReleaseError` if a row of the config has the id of this one already; `changes` has no ids."""
        column = ID_COLUMNS.get(config)
        if column is not None and self._ids.add_id(config, str(row[column]), self._folder / config / split, 0):
            raise ReleaseError(
                f"{config} would have two rows with {column} {row[column]!r}; run `claimwire check`, and if it finds "
                "nothing, report a defect"
            )

    def _flush(self) -> None:
        """Write the rows of the fullest tables while too many wait in memory."""
        while sum(writer.waiting_bytes for writer in self._writers.values()) > self._waiting_bytes:
            max(self._writers.values(), key=lambda writer: writer.waiting_bytes).flush()

    def _files(self) -> Iterator[tuple[str, Split, WrittenFile]]:
        for (_, name), base in self._bases.items():
            self._pack(base, name)
        for config in ALL_CONFIGS:
            for split in Split:
                if (config, split.value) in self._writers:
                    for file in self._writers[config, split.value].close():
                        yield config, split, file


class _BaseTable:
    """The rows of one split of a base table that are held as Python values, and the tables made of them."""

    def __init__(self, config: str, questions: Questions) -> None:
        self._to_arrow = RowsToArrow(config, questions)
        self._variants = Variants(config)
        self._rows: list[Row] = []
        self._with_text: list[bool] = []

    @property
    def is_full(self) -> bool:
        """Whether so many rows are held that they should be taken."""
        return len(self._rows) >= BATCH

    def add(self, row: Row, *, with_text: bool) -> None:
        """Add a row; `with_text` says whether the text of its article is at hand."""
        self._rows.append(self._to_arrow.encoded(row))
        self._with_text.append(with_text)

    def take(self) -> list[tuple[str, Any]]:
        """Return the rows by table, as Arrow, and hold them no more."""
        rows, self._rows, with_text, self._with_text = self._rows, [], self._with_text, []
        return list(self._variants.of(self._to_arrow.table(rows), with_text)) if rows else []


def check_sums(folder: Path) -> str:
    """Return the content of a `SHA256SUMS` file over all other files below a folder, as `sha256sum -c` reads it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    return "".join(f"{sha256_file(path)}  {path.relative_to(folder).as_posix()}\n" for path in files)


def _table(config: str, split: Split, file: WrittenFile) -> ManifestTable:
    return ManifestTable(
        config=config,
        split=split,
        path=file.name,
        rows=file.rows,
        sha256=file.sha256,
        content_sha256=file.content_sha256,
    )


def _manifest(
    plan: ReleasePlan,
    inputs: tuple[ManifestInput, ...],
    tables: tuple[ManifestTable, ...],
    texts: Texts,
    open_texts_content_sha256: str | None,
    recipe: ContentRecipe,
) -> ReleaseManifest:
    content_sha256 = tables_sha256(tables)
    return ReleaseManifest(
        name=plan.name,
        data_version=plan.data_version,
        date=plan.date,
        schema_version=SCHEMA_VERSION,
        code_version=__version__,
        hydrated=texts == "all",
        writers={name: version(name) for name in WRITERS if find_spec(name) is not None},
        inputs=inputs,
        tables=tables,
        content_recipe=None if recipe is ContentRecipe.ROWS_JSON else recipe,
        content_sha256=content_sha256,
        added_values=plan.added_values or None,
        open_texts_content_sha256=content_sha256 if texts == "open" else open_texts_content_sha256,
        not_asked=None if plan.not_asked == EVERYTHING_IS_ASKED else plan.not_asked,
    )
