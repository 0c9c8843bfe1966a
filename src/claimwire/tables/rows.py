"""The rows that are made of one article's records, for every table that has any.

A row is a dict of plain values with a value for every column of its config, in the order of the columns; no Arrow.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from ..corpus.corpus import Corpus
from ..errors import ReleaseError
from .article_rows import rows_of_articles
from .claim_rows import annotation_rows, claim_rows, rows_of_label
from .columns import CONFIGS, OF_LABELS, TEXT_CONFIGS, has_words, standoff
from .figures import figure_rows
from .row import Row, Surroundings
from .sentence_rows import sentence_rows
from .sourcing_rows import sourcing_rows
from .tokens import token_rows
from .votes import soft_rows_of_article


def article_rows(corpus: Corpus, surroundings: Surroundings, configs: Collection[str] = ()) -> dict[str, list[Row]]:
    """Return the rows by config that are made of the corpus of one article; of some configs if any are named.

    Of a config with words of the article there are no rows if its text is not at hand; the config of all articles,
    which `standoff` names, has them without the words.
    Raises `ReleaseError` if an adjudicated claim has no adjudication, or a sentence is in no piece of the article.
    """
    has_text = all(article.text is not None for article in corpus.articles.values())
    made: dict[str, list[Row]] = {}
    for config, make in BY_ARTICLE.items():
        wanted = [name for name in _made_with(config) if not configs or name in configs]
        rows = list(make(corpus, surroundings)) if wanted else []
        for name in wanted:
            is_shown = has_text or not has_words(name)
            made[name] = [ordered(name, row) for row in _rows_for(name, rows)] if is_shown else []
    return made


def _made_with(config: str) -> tuple[str, ...]:
    """Return the tables whose rows are made of those of a table: itself, that of all articles, those of one label."""
    return tuple(dict.fromkeys((config, standoff(config), *(OF_LABELS if config == "claims" else ()))))


def _rows_for(name: str, rows: Iterable[Row]) -> Iterable[Row]:
    return rows_of_label(rows, name) if name in OF_LABELS else (_without_words(name, row) for row in rows)


def _without_words(config: str, row: Row) -> Row:
    """Return a row without the words of the article, also those in records, if it is for a config that has none."""
    words = WORDS.get(config, ())
    kept = {name: value for name, value in row.items() if name not in words}
    for column in CONFIGS[config]:
        if column.stand_off:
            names = [part.name for part in column.parts()]
            kept[column.name] = [{name: item[name] for name in names} for item in kept[column.name]]
    return kept


def ordered(config: str, row: Mapping[str, Any]) -> Row:
    """Return a row with its values in the order of the columns; raises `ReleaseError` if it has other columns."""
    columns = CONFIGS[config]
    if len(row) != len(columns) or any(column.name not in row for column in columns):
        declared = {column.name for column in columns}
        raise ReleaseError(f"rows of {config} have other columns than declared: {sorted(set(row) ^ declared)}")
    return {column.name: row[column.name] for column in columns}


WORDS: dict[str, frozenset[str]] = {
    standoff(config): frozenset(column.name for column in columns if column.third_party)
    for config, columns in TEXT_CONFIGS.items()
}
"""The columns of words that a config of all articles lacks."""

BY_ARTICLE: dict[str, Callable[[Corpus, Surroundings], Iterator[Row]]] = {
    "sentences": sentence_rows,
    "claims": claim_rows,
    "annotations": annotation_rows,
    "articles": rows_of_articles,
    "figures": figure_rows,
    "tokens": token_rows,
    "soft_labels": soft_rows_of_article,
    "sourcing": sourcing_rows,
}
"""How the rows of a config are made of the corpus of one article."""
