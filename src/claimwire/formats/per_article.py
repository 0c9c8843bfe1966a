"""Formats with a file for each article, named for it: their writers and readers, made of those of one file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import PurePath

from ..errors import FormatError
from ..naming import alternatives
from ..schema import Article
from .contract import ArticleLayer, Material, NamedFile, Reader, ReadInto, ReadLayer, Writer

LayerReader = Callable[[bytes, str, Article, ReadInto], ReadLayer]
"""Reads the file of an article; the second argument is its path for messages."""


def each_article(pattern: str, content: Callable[[ArticleLayer], str]) -> Writer:
    """Return a writer of a file in UTF-8 for each article, whose name a pattern such as `*.ann` has in place of `*`."""

    def write(material: Material) -> Iterator[NamedFile]:
        for layer in material.layers:
            name = pattern.replace("*", layer.article.article_id)
            yield NamedFile(name, encoded(content(layer), name), len(layer.claims))

    return write


def encoded(text: str, name: str) -> bytes:
    """Return a text in UTF-8; raises `FormatError`, naming the file, if a character of it is none."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise FormatError(f"{name}: {text[error.start]!r} is not a character and cannot be written") from error


def each_file(pattern: str, read_one: LayerReader) -> Reader:
    """Return a reader of files that are named for their articles, as `each_article` names them."""

    def read(files: Mapping[str, bytes], into: ReadInto) -> list[ReadLayer]:
        article_of = articles_of_files(files, pattern, into.articles)
        return [read_one(content, name, article_of[name], into) for name, content in files.items()]

    return read


def articles_of_files(files: Mapping[str, bytes], pattern: str, articles: Mapping[str, Article]) -> dict[str, Article]:
    """Return the article of each file; raises `FormatError` if a file is for none, or two are for the same."""
    file_of: dict[str, str] = {}
    for name in files:
        article_id = article_id_of(name, pattern)
        if article_id not in articles:
            corpus_ids = sorted({article.corpus_id for article in articles.values()})
            raise FormatError(
                f"{name} is named for no article of {' or '.join(corpus_ids) or 'the corpus'}, which "
                f"{pattern.replace('*', 'ARTICLE_ID')} is; {alternatives(article_id, articles)}"
            )
        if file_of.setdefault(article_id, name) != name:
            raise FormatError(
                f"{file_of[article_id]} and {name} are both for {article_id}, and the second would replace the first; "
                "put all claims of an article into one file"
            )
    return {name: articles[article_id] for article_id, name in file_of.items()}


def article_id_of(name: str, pattern: str) -> str:
    """Return what a file name has in place of the `*` of a pattern; what is before its ending if it does not match."""
    path = PurePath(name)
    return path.name.removesuffix(pattern.removeprefix("*")) if fnmatchcase(path.name, pattern) else path.stem
