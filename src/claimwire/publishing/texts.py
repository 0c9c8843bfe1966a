"""Whether every word of an article in a built release may be published: its tables are looked at row by row.

The build decides the same from the records. This looks at what was built, and asks more: a text is published only if
the repository's corpus and outlet allow it now, if its licence is stated, and if the row itself says nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..corpus.corpus import Corpus
from ..corpus.workspace import Workspace
from ..release.published import table_file
from ..schema import CorpusInfo, Outlet, ReleaseManifest
from ..schema.vocab import LicenceEvidence, TextOrigin
from ..tables.column import Column, model_columns
from ..tables.columns import STANDOFF, TEXT_CONFIGS, columns_of
from ..tables.parquet import iter_own_rows
from ..tables.row import Row

Reason = str | None
"""Why a text may not be published; None if it may."""


@dataclass(frozen=True)
class PublishedTexts:
    """What was found of the words of articles in a release."""

    rows: int
    """Rows that were looked at."""
    articles: Mapping[str, int]
    """Rows with words, by article."""
    problems: tuple[str, ...]
    """Words that may not be published, a line for each article and column."""


def reasons(corpora: Iterable[Corpus], outlets: Mapping[str, Outlet]) -> dict[str, Reason]:
    """Return by article id why its text may not be published, None if it may."""
    return {
        article.article_id: reason(corpus.info, outlets.get(article.outlet_id))
        for corpus in corpora
        for article in corpus.articles.values()
    }


def reason(info: CorpusInfo, outlet: Outlet | None) -> Reason:
    """Return why texts of an outlet in a corpus may not be published; None if they may.

    A licence that is inferred never allows it, whatever else is said; one of unknown origin only where the texts were
    written for the purpose.
    """
    if outlet is None:
        return "its outlet is not known"
    if not outlet.text_redistributable:
        return f"the outlet {outlet.outlet_id} reserves its texts ({outlet.licence})"
    if outlet.licence_evidence is LicenceEvidence.INFERRED:
        return f"the licence of the outlet {outlet.outlet_id} is inferred"
    if outlet.licence_evidence is None and info.text_origin is not TextOrigin.WRITTEN_FOR_PURPOSE:
        return f"nothing says how the licence of the outlet {outlet.outlet_id} is known"
    if not info.may_publish_text_of(outlet):
        return f"the corpus {info.corpus_id} keeps its texts"
    return None


def row_reason(row: Mapping[str, Any]) -> Reason:
    """Return why a row of the config `articles` itself says that its text may not be published; None if it does not."""
    if row.get("licence_evidence") == LicenceEvidence.INFERRED.value:
        return "the row says that its licence is inferred"
    if not row.get("text_licence"):
        return "the row names no licence"
    return None


def published_texts(folder: Path, manifest: ReleaseManifest, workspace: Workspace) -> PublishedTexts:
    """Look at every row of a release for words of articles that may not be published.

    Raises `ReleaseError` if a table is missing.
    """
    known = reasons(map(workspace.corpus, workspace.corpus_ids()), workspace.outlets())
    return texts_in(_tables(folder, manifest), known)


def texts_in(tables: Iterable[tuple[str, Iterable[Row]]], known: Mapping[str, Reason]) -> PublishedTexts:
    """Look at the rows of configs; `known` has by article id why its text may not be published."""
    rows = 0
    articles: Counter[str] = Counter()
    found: dict[str, None] = {}
    for config, own in tables:
        columns = text_columns(config)
        for row in own:
            rows += 1
            words = list(_with_words(columns, row))
            if not words:
                continue
            for article_id in _articles_of(row):
                articles[article_id] += 1
                for why in _refused(config, row, article_id, known):
                    for name in words:
                        found[f"{config} has words of {article_id} in {name}: {why}"] = None
    return PublishedTexts(rows, articles, tuple(found))


def text_columns(config: str) -> list[Column]:
    """Return the columns of a config, of one without words those that it would have with them: none slips in."""
    base = config.removesuffix(STANDOFF)
    return TEXT_CONFIGS[base] if base in TEXT_CONFIGS else columns_of(config)


def _tables(folder: Path, manifest: ReleaseManifest) -> Iterator[tuple[str, Iterable[Row]]]:
    for table in manifest.tables:
        yield table.config, iter_own_rows(table_file(folder, table))


def _with_words(columns: Iterable[Column], row: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """Yield the names of the columns of a row, also within records, that have words of an article."""
    for column in columns:
        value = row.get(column.name)
        if not value:
            continue
        if column.third_party:
            yield f"{prefix}{column.name}"
        elif column.record is not None:
            parts = model_columns(column.record)
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, Mapping):
                    yield from _with_words(parts, item, f"{prefix}{column.name}.")
                elif isinstance(item, str):  # in an older release a column may be something else
                    yield f"{prefix}{column.name}"


def _articles_of(row: Mapping[str, Any]) -> list[str]:
    """Return the articles that a row is of; an empty id if it names none, so that nothing allows its words."""
    article_id = row.get("article_id")
    return [str(article_id)] if article_id else [*map(str, row.get("article_ids") or [""])]


def _refused(config: str, row: Mapping[str, Any], article_id: str, known: Mapping[str, Reason]) -> Iterator[str]:
    """Yield why the words of an article in a row may not be published."""
    if article_id not in known:
        yield "the repository has no such article"
    elif (why := known[article_id]) is not None:
        yield why
    if config == "articles" and (why := row_reason(row)) is not None:
        yield why
