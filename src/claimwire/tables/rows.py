"""The rows of the base tables that are made of one article's records; `claimwire.tables.variants` has the others.

A row is a dict of plain values with a value for every column of its config, in any order; no Arrow.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from ..corpus.corpus import Corpus
from ..errors import ReleaseError
from .article_rows import rows_of_articles
from .claim_rows import annotation_rows, claim_rows
from .columns import ALL_CONFIGS
from .figures import figure_rows
from .row import Row, Surroundings
from .sentence_rows import sentence_rows
from .sourcing_rows import sourcing_rows
from .tokens import token_rows
from .votes import soft_rows_of_article


def base_rows(corpus: Corpus, surroundings: Surroundings, configs: Collection[str] = ()) -> dict[str, list[Row]]:
    """Return the rows of the base tables (`BY_ARTICLE`) for the corpus of one article; of some if any are named.

    Where a text is not at hand the words of the article are null. `claimwire.tables.variants` makes of them the other
    tables.
    Raises `ReleaseError` if an adjudicated claim has no adjudication, a sentence is in no piece of the article, or a
    row has other columns than declared.
    """
    made = {}
    for config, make in BY_ARTICLE.items():
        if not configs or config in configs:
            made[config] = list(make(corpus, surroundings))
            for row in made[config]:
                require_columns(config, row)
    return made


def has_text(corpus: Corpus) -> bool:
    """Return whether the texts of a corpus are at hand."""
    return all(article.text is not None for article in corpus.articles.values())


DECLARED: dict[str, frozenset[str]] = {
    config: frozenset(column.name for column in columns) for config, columns in ALL_CONFIGS.items()
}
"""The names of the columns of each table."""


def require_columns(config: str, row: Mapping[str, Any]) -> None:
    """Raise `ReleaseError` if a row of a config has other columns than declared."""
    if row.keys() != DECLARED[config]:
        raise ReleaseError(
            f"rows of {config} have other columns than declared: {sorted(row.keys() ^ DECLARED[config])}"
        )


def ordered(config: str, row: Mapping[str, Any]) -> Row:
    """Return a row with its values in the order of the columns; raises `ReleaseError` if it has other columns."""
    require_columns(config, row)
    return {column.name: row[column.name] for column in ALL_CONFIGS[config]}


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
