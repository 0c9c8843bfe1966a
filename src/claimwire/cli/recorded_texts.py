"""The texts of a stand-off corpus for commands whose offsets have to be those of the recorded texts."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import click

from ..corpus.corpus import Corpus
from ..errors import ClaimwireError
from ..hydration import hydrated_corpus
from ..naming import alternatives
from ..schema import Article


def with_recorded_texts(corpus: Corpus, source: Path | None) -> Corpus:
    """Return a corpus with the texts that a source has, if one is given; prints what it does not have.

    A text that differs from the recorded one is not put in: what is decided on it, or annotated, has its offsets.
    """
    if source is None:
        return corpus
    restored, report = hydrated_corpus(corpus, source, exact=True)
    for problem in report.problems:
        click.echo(problem, err=True)
    return restored


def articles_with_text(data: Corpus, article_ids: Collection[str] = ()) -> list[Article]:
    """Return the articles of a corpus, or those named, for a program that reads their texts.

    Raises `ClaimwireError` if one is not there or has no text.
    """
    for article_id in article_ids:
        if article_id not in data.articles:
            raise ClaimwireError(
                f"{data.corpus_id} has no article {article_id!r}; {alternatives(article_id, data.articles)}"
            )
    chosen = [article for key, article in data.articles.items() if not article_ids or key in article_ids]
    missing = [article.article_id for article in chosen if article.text is None]
    if missing:
        more = f" and {len(missing) - 1} others have" if missing[1:] else " has"
        raise ClaimwireError(
            f"{missing[0]}{more} no text available; name your copies with --from, or other articles with --article"
        )
    return chosen
