"""What is exported to the formats of neighbours: claims of a corpus, or of a release wherever it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from ..corpus.corpus import Corpus
from ..corpus.workspace import Workspace
from ..errors import WorkspaceError
from ..formats.contract import ArticleLayer, Format, Material, TableOfRows
from ..naming import alternatives
from ..schema import Article, claim_order
from ..sourcing import World
from ..tables.columns import CONFIGS, ID_COLUMNS
from ..tables.parquet import as_newest, iter_rows
from ..tables.records_of_rows import claim_of_row, record_of_row
from ..tables.row import Row, Surroundings
from ..tables.rows import BY_ARTICLE, ordered
from .manifest import read_manifest
from .published import table_file, whole_config
from .since import FirstVersions
from .taking_out import files_of_tables, losses


@dataclass(frozen=True)
class ExportChoice:
    """What of a corpus or release is exported: whose layers (the adjudicated claims if nobody is named), of what."""

    annotator_id: str | None = None
    article_ids: tuple[str, ...] = ()

    @property
    def claims_table(self) -> str:
        """The table that has the chosen claims."""
        return "claims" if self.annotator_id is None else "annotations"


@dataclass(frozen=True)
class Exported:
    """What there is to export, and the articles that are left out because their texts are not at hand.

    `has_closed_texts` says whether there are words of texts in it that may not be redistributed.
    """

    material: Material
    without_text: tuple[str, ...] = ()
    has_closed_texts: bool = False


def exported_corpus(workspace: Workspace, corpus: Corpus, choice: ExportChoice) -> Exported:
    """Return what is chosen of a corpus, with the texts that it has.

    Raises `WorkspaceError` if there is no such article, or no claims of that annotator.
    """
    chosen = [corpus.article(article_id) for article_id in choice.article_ids] or list(corpus.articles.values())
    layers = tuple(layer for article in chosen if (layer := _layer(corpus, article, choice.annotator_id)) is not None)
    if not layers:
        raise _nothing(corpus.corpus_id, choice, sorted({layer.annotator_id for layer in corpus.layers.values()}))
    own = corpus.only([article.article_id for article in chosen])
    tables = {"claims": lambda: _table(workspace, own, choice.claims_table, choice)}
    if choice.annotator_id is None:
        tables["figures"] = lambda: _table(workspace, own, "figures", choice)
    has_text = any(article.text is not None for article in chosen)
    material = Material(layers, tables, workspace.questions())
    return Exported(material, has_closed_texts=has_text and not corpus.info.text_redistributable)


def _layer(corpus: Corpus, article: Article, annotator_id: str | None) -> ArticleLayer | None:
    """Return an article's claims by an annotator, or the adjudicated ones.

    None if the annotator has no layer over the article, or nothing of it is adjudicated.
    """
    article_id = article.article_id
    if annotator_id is None:
        claims = corpus.claims_of_article[article_id]
        return ArticleLayer(article, tuple(claims), f"{article_id}_") if claims else None
    for layer in corpus.layers_of_article[article_id]:
        if layer.annotator_id == annotator_id:
            return ArticleLayer(article, layer.claims, f"{layer.annotation_id}_")
    return None


def _table(workspace: Workspace, corpus: Corpus, config: str, choice: ExportChoice) -> TableOfRows:
    """Return a table of a corpus as a release would have it; one with words has them where they are at hand."""
    version = workspace.plan().data_version
    surroundings = Surroundings(
        workspace.outlets(),
        {row.record.annotator_id: row.record for row in workspace.annotators()[0]},
        FirstVersions(workspace.releases_before(version), version),
        worlds={other.corpus_id: World.of(other) for other in workspace.corpora()},
        questions=workspace.questions(),
    )
    made = (ordered(config, row) for row in BY_ARTICLE[config](corpus, surroundings))
    rows = [row for row in made if choice.annotator_id in (None, row.get("annotator_id"))]
    return TableOfRows(tuple(column.name for column in CONFIGS[config]), rows)


def exported_release(folder: Path, withdrawn: Collection[str], choice: ExportChoice, form: Format) -> Exported:
    """Return what is chosen of a release, without what is withdrawn.

    If the format needs the words of articles, those whose text the release does not have are left out. Raises
    `ReleaseError` if the folder holds no release, or one whose rows are not known, and `WorkspaceError` if it has no
    such article, no claims of that annotator, or none with the text that the format needs.
    """
    tables = TablesOfRelease(folder, withdrawn)
    articles = {row["article_id"]: row for row in tables.of_every_article("articles")}
    for article_id in choice.article_ids:
        if article_id not in articles:
            raise WorkspaceError(f"{folder} has no article {article_id!r}; {alternatives(article_id, articles)}")
    claims = sorted(tables.of_every_article(choice.claims_table), key=lambda row: str(row["article_id"]))
    layers, left_out = [], []
    for article_id, own in groupby(claims, key=lambda row: str(row["article_id"])):
        rows = [row for row in own if choice.annotator_id in (None, row.get("annotator_id"))]
        if not rows or (choice.article_ids and article_id not in choice.article_ids):
            continue
        if articles[article_id].get("text") is None and form.needs_text:
            left_out.append(article_id)
        else:
            layers.append(_layer_of_rows(articles[article_id], rows))
    if not layers and not left_out:
        raise _nothing(str(folder), choice, sorted({row["annotator_id"] for row in claims if "annotator_id" in row}))
    if not layers:
        raise WorkspaceError(
            f"{folder} has the text of none of these articles, which {form.format_id} files need; build it with the "
            "texts (`claimwire build --hydrated`), and name that folder"
        )
    made = {"claims": lambda: tables.table(choice.claims_table, choice)}
    if choice.annotator_id is None and tables.has("figures"):
        made["figures"] = lambda: tables.table("figures", choice)
    closed = any(row.get("text") is not None and not row["text_redistributable"] for row in articles.values())
    material = Material(tuple(layers), made, read_manifest(folder).questions)
    return Exported(material, tuple(left_out), closed)


def _layer_of_rows(article: Row, rows: Sequence[Row]) -> ArticleLayer:
    """Return the layer of the rows of claims of one article, adjudicated or of one annotator."""
    claims = tuple(sorted(map(claim_of_row, rows), key=claim_order))
    return ArticleLayer(
        record_of_row(Article, article), claims, f"{rows[0].get('annotation_id', rows[0]['article_id'])}_"
    )


class TablesOfRelease:
    """The tables of a release without what is withdrawn, their rows as records of the newest schema are."""

    def __init__(self, folder: Path, withdrawn: Collection[str]) -> None:
        self._manifest = read_manifest(folder)
        self._folder = folder
        self._lost: dict[Path, list[Row]] = {}
        if withdrawn:
            files = files_of_tables(folder, self._manifest.tables)
            self._lost = {loss.file.path: loss.rows for loss in losses(files, withdrawn)}

    def has(self, config: str) -> bool:
        """Return whether the release has a table."""
        return any(table.config == config for table in self._manifest.tables)

    def rows(self, config: str) -> Iterator[Row]:
        """Yield the rows of a table; none if the release does not have it."""
        for table in self._manifest.tables:
            if table.config == config:
                path, version = table_file(self._folder, table), self._manifest.schema_version
                lost = self._lost.get(path)
                yield from iter_rows(config, path, version) if lost is None else as_newest(config, lost, version)

    def of_every_article(self, config: str) -> Iterator[Row]:
        """Yield the rows of a table for every article, those with its text at hand with words of it."""
        whole = whole_config(self._manifest, config)
        key = ID_COLUMNS[config]
        with_words = {row[key]: row for row in self.rows(config)} if whole != config else {}
        yield from (row | with_words.get(row[key], {}) for row in self.rows(whole))

    def table(self, config: str, choice: ExportChoice) -> TableOfRows:
        """Return the chosen rows of a table for every article; of its columns those that the release has."""
        rows = [
            row
            for row in self.of_every_article(config)
            if choice.annotator_id in (None, row.get("annotator_id"))
            and (not choice.article_ids or row["article_id"] in choice.article_ids)
        ]
        there = {name for row in rows for name in row}
        columns = tuple(column.name for column in CONFIGS[config] if column.name in there)
        return TableOfRows(columns, [{name: row.get(name) for name in columns} for row in rows])


def _nothing(where: str, choice: ExportChoice, known: Iterable[str]) -> WorkspaceError:
    """Return the error about a corpus or release that has no chosen claims; `known` are its annotators."""
    names = dict.fromkeys(known)
    annotator_id = choice.annotator_id
    whose = "adjudicated claims" if annotator_id is None else f"layer of {annotator_id}"
    others = "" if annotator_id is None or annotator_id in names else f"; {alternatives(annotator_id, names)}"
    return WorkspaceError(f"{where} has no {whose}{' of these articles' if choice.article_ids else ''}{others}")
