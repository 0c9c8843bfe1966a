"""Decisions on a whole corpus: a folder with one decisions file per article, `ARTICLE_ID.jsonl`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from ..corpus.atomic import FILE
from ..corpus.corpus import Corpus
from ..corpus.places import may_hold_text, mode_for_text
from ..corpus.records import json_lines
from ..corpus.transaction import Edit
from ..ingest.article import dehydrated
from ..schema import STANDARD_QUESTIONS, Annotation, Article, Questions, claim_order
from .applying import Adjudicated, adjudicate
from .decisions import write_decisions
from .drafting import draft
from .review import ArticleReview, ReviewQueue
from .rules import DEFAULT_RULES, Rule


def decisions_file(folder: Path, article_id: str) -> Path:
    """Return the path of an article's decisions file."""
    return folder / f"{article_id}.jsonl"


def draft_folder(
    corpus: Corpus,
    articles: Iterable[Article],
    folder: Path,
    rules: Sequence[Rule] = DEFAULT_RULES,
    programs: Collection[str] = frozenset(),
) -> Iterator[Path]:
    """Write drafts for the articles that have layers and no file yet; yield the path of each once it is written.

    What differs is quoted if the text is available and may be written to the folder; otherwise it is named by offsets.
    """
    has_words = may_hold_text(corpus.info, folder)
    mode = mode_for_text(corpus.info) if has_words else FILE
    for article in articles:
        layers, path = corpus.layers_of_article[article.article_id], decisions_file(folder, article.article_id)
        if layers and not path.exists():
            shown = article if has_words else dehydrated(article)
            write_decisions(path, draft(shown, layers, rules, programs), mode)
            yield path


def nothing_to_adjudicate(corpus: Corpus, articles: Sequence[Article]) -> str | None:
    """Return why there is nothing to decide on some articles of a corpus, and what to do; None if they have layers."""
    if any(corpus.layers_of_article[article.article_id] for article in articles):
        return None
    if not articles:
        return f"nothing to adjudicate: {corpus.info.corpus_id} has no article; `claimwire ingest` adds some"
    what = f"article {articles[0].article_id}" if len(articles) == 1 else f"any of the {len(articles)} articles"
    return (
        f"nothing to adjudicate: nobody has annotated {what} of {corpus.info.corpus_id}; layers come from "
        "`claimwire labelstudio pull` or `import-results`, `claimwire anchor` or `claimwire import`"
    )


def review_folder(
    corpus: Corpus,
    articles: Iterable[Article],
    folder: Path,
    rules: Sequence[Rule] = DEFAULT_RULES,
    programs: Collection[str] = frozenset(),
    questions: Questions = STANDARD_QUESTIONS,
) -> ReviewQueue:
    """Return what there is to decide on the articles that have layers; missing files are drafted, others kept current.

    What differs is in the files as in those of `draft_folder`; of a text that may not be redistributed, words that an
    older draft has are taken out of a file in a repository.
    `questions` are those of the repository: they have the values to choose from.
    Raises `ClaimwireError` if a line of a file is not valid or names a claim that no layer has.
    """
    has_words = may_hold_text(corpus.info, folder)
    mode = mode_for_text(corpus.info) if has_words else FILE

    def opened(article: Article, layers: Sequence[Annotation]) -> ArticleReview:
        path = decisions_file(folder, article.article_id)
        return ArticleReview.opened(
            article,
            layers,
            path,
            rules,
            has_words=has_words,
            mode=mode,
            programs=programs,
            questions=questions,
        )

    return ReviewQueue(
        [opened(article, layers) for article in articles if (layers := corpus.layers_of_article[article.article_id])]
    )


def apply_folder(
    corpus: Corpus,
    articles: Iterable[Article],
    folder: Path,
    adjudicator_id: str,
    programs: Collection[str] = frozenset(),
) -> Adjudicated:
    """Return what the decisions files make of a corpus's layers, claims and records in the order of the files.

    An article with layers and without a decisions file is a problem. `adjudicator_id` is who decided if a line does not
    say, `programs` are the annotators that are rule programs. Nothing is written; `applied_corpus` gives a corpus
    with the result.
    """
    made = Adjudicated()
    for article in articles:
        layers, path = corpus.layers_of_article[article.article_id], decisions_file(folder, article.article_id)
        if path.exists():
            before = corpus.claims_of_article[article.article_id]
            applied = adjudicate(article, layers, list(json_lines(path)), adjudicator_id, str(path), programs, before)
            made.claims.extend(applied.claims)
            made.adjudications.extend(applied.adjudications)
            made.problems.extend(applied.problems)
            made.articles.update(applied.articles)
            made.lost.extend(applied.lost)
        elif layers:
            made.problems.append(f"{path} is missing; make it with --review or --draft")
    made.claims.sort(key=claim_order)
    made.adjudications.sort(key=lambda decision: decision.adjudication_id)
    return made


def applied_corpus(corpus: Corpus, applied: Adjudicated) -> Corpus:
    """Return a corpus with the claims and records that decisions made, in place of those it had on their articles."""
    result = Corpus.of(corpus.info, corpus.folder, claims=applied.claims, adjudications=applied.adjudications)
    claims = [row for row in corpus.rows.claims if row.record.article_id not in applied.articles]
    decisions = [row for row in corpus.rows.adjudications if row.record.article_id not in applied.articles]
    return corpus.with_rows(claims=claims + result.rows.claims, adjudications=decisions + result.rows.adjudications)


def write_applied(edit: Edit, applied: Adjudicated) -> None:
    """Put the claims and records that decisions made into a corpus, in place of those it has on their articles."""
    edit.replace("claims", applied.claims, applied.articles)
    edit.replace("adjudications", applied.adjudications, applied.articles)
