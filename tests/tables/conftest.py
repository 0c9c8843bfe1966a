"""The small repository's corpora, and the rows of its articles."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from article_tables import article_rows

from claimwire.corpus.corpus import Corpus
from claimwire.corpus.records import records_of
from claimwire.corpus.workspace import Workspace
from claimwire.sourcing import World
from claimwire.tables.columns import ID_COLUMNS
from claimwire.tables.row import Row, Surroundings

Rows = Callable[[str, str], dict[str, Row]]
"""Returns the rows of a table that are made of an article, by id, or by number where they have none."""


@pytest.fixture(scope="module")
def surroundings(small_built: Workspace) -> Surroundings:
    annotators = {annotator.annotator_id: annotator for annotator in records_of(small_built.annotators()[0])}
    worlds = {corpus.corpus_id: World.of(corpus) for corpus in small_built.corpora()}
    return Surroundings(
        small_built.outlets(), annotators, lambda config, row_id: f"{config} {row_id}", frozenset(), worlds
    )


@pytest.fixture(scope="module")
def corpora(small_built: Workspace) -> dict[str, Corpus]:
    return {corpus.corpus_id: corpus for corpus in small_built.corpora()}


@pytest.fixture(scope="module")
def rows(corpora: dict[str, Corpus], surroundings: Surroundings) -> Rows:
    def of(config: str, article_id: str) -> dict[str, Row]:
        corpus = corpora[article_id.partition("_")[0]].only([article_id])
        made = article_rows(corpus, surroundings, [config])[config]
        column = ID_COLUMNS.get(config)
        return {str(number if column is None else row[column]): row for number, row in enumerate(made)}

    return of
