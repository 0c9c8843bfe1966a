"""The texts to measure on: a folder with a hydrated corpus, or with documents."""

from __future__ import annotations

from pathlib import Path

from claimwire.corpus.corpus import CORPUS_FILE, read_corpus
from claimwire.corpus.records import records_of
from claimwire.errors import HydrationError, RecipeError
from claimwire.hydration.restore import spans_by_article
from claimwire.ingest.article import ingest
from claimwire.ingest.recipes import RECIPES
from claimwire.ingest.recipes.jsonl_field import record_names
from claimwire.schema import Article, CorpusInfo, Document, Span
from claimwire.schema.vocab import TextOrigin
from claimwire.versions import SCHEMA_VERSION

CORPUS = CorpusInfo(
    corpus_id="measured",
    title="Measured",
    description="Texts that relocating is measured on.",
    language="en",
    text_origin=TextOrigin.PUBLISHED,
    text_redistributable=False,
    text_licence="unknown",
    annotation_licence="none",
    schema_version=SCHEMA_VERSION,
    guideline_version="2.0.0",
    recipe="plain-text",
    not_checked="Nothing.",
)
"""The corpus that documents are read into if their folder is not a corpus."""


def read_texts(folder: Path) -> tuple[list[Article], dict[str, list[Span]]]:
    """Return the articles of a folder with their texts, and the spans annotated on them by article id.

    The folder is a hydrated corpus, or it holds documents: texts, each read by the first recipe that fits, and JSON
    Lines files. Raises `HydrationError` if no article in it has a text.
    """
    if (folder / CORPUS_FILE).is_file():
        corpus = read_corpus(folder)
        articles = [article for article in records_of(corpus.rows.articles) if article.text is not None]
        annotated = {
            article_id: sorted(spans, key=lambda span: (span.start, span.end))
            for article_id, spans in spans_by_article(corpus).items()
        }
    else:
        articles = [article for path in sorted(folder.iterdir()) if path.is_file() for article in _articles(path)]
        annotated = {}
    if not articles:
        raise HydrationError(f"{folder} holds no article with a text; name a hydrated corpus or a folder of documents")
    return articles, annotated


def _articles(path: Path) -> list[Article]:
    """Return the articles of a file; none if no recipe can read it."""
    content = path.read_bytes()
    try:
        names = (
            [f"{path.name}#{record}" for record in record_names(content)] if path.suffix == ".jsonl" else [path.name]
        )
    except RecipeError:
        return []
    articles = (_article(name, number, content) for number, name in enumerate(names))
    return [article for article in articles if article is not None]


def _article(name: str, number: int, content: bytes) -> Article | None:
    """Return the article of a document by the first recipe that fits it; None if none does."""
    article_id = "".join(c if c.isascii() and c.isalnum() else "_" for c in f"{name}_{number}".lower())
    for recipe in RECIPES:
        document = Document(article_id=article_id, file=name, outlet_id="unknown", recipe=recipe.name)
        try:
            return ingest(document, content, CORPUS)
        except RecipeError:
            continue
    return None
