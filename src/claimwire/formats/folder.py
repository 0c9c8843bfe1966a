"""Layers of a corpus as a folder of files of a format, one per article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ..corpus.atomic import write_text
from ..corpus.corpus import Corpus
from ..corpus.places import mode_for_text
from ..errors import WorkspaceError
from ..schema import Article, ClaimBase
from .contract import Format


def claims_by(corpus: Corpus, article: Article, annotator_id: str | None) -> tuple[list[ClaimBase], str] | None:
    """Return an article's claims by an annotator, or the adjudicated ones, and what their ids begin with.

    None if the annotator has no layer over the article, or nothing of it is adjudicated.
    """
    article_id = article.article_id
    if annotator_id is None:
        claims = corpus.claims_of_article[article_id]
        return (claims, f"{article_id}_") if claims else None
    for layer in corpus.layers_of_article[article_id]:
        if layer.annotator_id == annotator_id:
            return list(layer.claims), f"{layer.annotation_id}_"
    return None


def export_layers(
    corpus: Corpus, articles: Iterable[Article], annotator_id: str | None, form: Format, folder: Path
) -> Iterator[tuple[Path, int]]:
    """Write the claims of articles by an annotator, or the adjudicated ones, as files of a format.

    Yields the path and the number of claims of every file once it is written. Raises `ClaimwireError` if the format
    cannot say something that the claims have, and `WorkspaceError` if it cannot be written at all.
    """
    if form.write is None:
        raise WorkspaceError(f"{form.format_id} files can be read and not written")
    for article in articles:
        found = claims_by(corpus, article, annotator_id)
        if found is not None:
            claims, prefix = found
            path = folder / form.file_name(article.article_id)
            write_text(path, form.write(article, claims, prefix), mode_for_text(corpus.info))
            yield path, len(claims)
