"""The corpora of this repository: their records are what their recipes make of their documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from faithful_articles import assert_faithful, assert_pieces_tile

from claimwire.corpus.corpus import Corpus, read_corpus
from claimwire.corpus.records import records_of
from claimwire.ingest.add import is_same
from claimwire.ingest.article import dehydrated, ingest, reconstruct
from claimwire.ingest.reading import TextRecipe
from claimwire.ingest.recipes import RECIPES, recipe_named
from claimwire.schema import Article, Document

ANNOTATIONS = Path(__file__).resolve().parents[2] / "annotations"
CORPORA = {path.parent.name: read_corpus(path.parent) for path in sorted(ANNOTATIONS.glob("*/corpus.toml"))}
OPEN = [data for data in CORPORA.values() if data.info.text_redistributable]
STANDOFF = [data for data in CORPORA.values() if not data.info.text_redistributable]


def documents(corpora: list[Corpus]) -> list[tuple[Corpus, Document, Article]]:
    return [(data, d, data.article(d.article_id)) for data in corpora for d in data.info.documents]


def names(corpora: list[Corpus]) -> list[str]:
    return [document.article_id for _, document, _ in documents(corpora)]


@pytest.mark.parametrize(("data", "document", "article"), documents(OPEN), ids=names(OPEN))
def test_an_open_article_is_what_its_recipe_makes_of_its_document(data, document, article) -> None:
    raw = reconstruct(article)
    assert_faithful(article, raw)
    if isinstance(recipe_named(article.recipe.partition("/")[0]), TextRecipe):
        made = ingest(document, raw.encode(), data.info)
        assert is_same(made, article)
        assert made.text == article.text


@pytest.mark.parametrize(("data", "document", "article"), documents(STANDOFF), ids=names(STANDOFF))
def test_a_standoff_article_holds_no_text_and_its_pieces_tile_the_document(data, document, article) -> None:
    assert article == dehydrated(article)
    assert article.document == document.file
    assert_pieces_tile(article, " " * article.raw_length)


@pytest.mark.parametrize("data", CORPORA.values(), ids=CORPORA)
def test_every_article_is_listed_and_was_made_by_a_recipe_there_is(data: Corpus) -> None:
    assert {a.article_id for a in records_of(data.rows.articles)} == {d.article_id for d in data.info.documents}
    recipes = {f"{recipe.name}/{version}" for recipe in RECIPES for version in range(1, recipe.version + 1)}
    assert {a.recipe for a in records_of(data.rows.articles)} <= recipes
