"""Level 2: every id is there once, and what belongs to an article names one of its own corpus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..corpus.corpus import CORPUS_FILE
from .check import Check
from .context import Context, LocatedRecord
from .findings import Finding, Place


def _id_repeated(context: Context) -> Iterator[Finding]:
    yield from context.recorded("id-repeated")


def _article_unknown(context: Context) -> Iterator[Finding]:
    rows: list[LocatedRecord[Any]] = [
        *context.annotations,
        *context.adjudications,
        *context.item_checks,
        *context.anchors,
    ]
    for row in rows:
        if row.record.article_id not in row.corpus.articles:
            yield row.finding(_no_article(row.record.article_id, row.corpus.corpus_id))
    for corpus in context.corpora:
        for claim_row in corpus.rows.claims:
            claim = claim_row.record
            if claim.article_id not in corpus.articles:
                place = Place(claim_row.path, claim_row.line, "claim", claim.claim_id)
                yield Finding(place, _no_article(claim.article_id, corpus.corpus_id))


def _no_article(article_id: str, corpus_id: str) -> str:
    return f"corpus {corpus_id} has no article {article_id!r}"


def _article_differs(context: Context) -> Iterator[Finding]:
    for located in context.claims:
        if located.layer is not None and located.claim.article_id != located.layer.article_id:
            message = f"article_id is {located.claim.article_id!r}, that of its layer {located.layer.article_id!r}"
            yield located.finding(message)


def _article_misplaced(context: Context) -> Iterator[Finding]:
    for row in context.articles:
        if row.record.corpus_id != row.corpus.info.corpus_id:
            message = f"corpus_id is {row.record.corpus_id!r}, expected {row.corpus.info.corpus_id!r}"
            yield row.finding(message)


def _document_differs(context: Context) -> Iterator[Finding]:
    for row in context.articles:
        listed = {document.article_id: document for document in row.corpus.info.documents}
        document = listed.get(row.record.article_id)
        if document is None:
            if listed:
                yield row.finding("corpus.toml lists no document for it")
            continue
        pairs = {
            "document": (row.record.document, document.file),
            "outlet_id": (row.record.outlet_id, document.outlet_id),
            "episode_id": (row.record.episode_id, document.episode_id),
        }
        for field, (found, expected) in pairs.items():
            if found != expected:
                yield row.finding(f"{field} is {found!r}, in corpus.toml {expected!r}")


def _document_not_read(context: Context) -> Iterator[Finding]:
    articles = context.repository.index.articles
    for corpus in context.corpora if context.is_shared else ():
        for document in corpus.info.documents:
            entry = articles.get(document.article_id)
            if entry is None or entry.corpus_id != corpus.corpus_id:
                place = Place(corpus.folder / CORPUS_FILE, None, "document", document.article_id)
                yield Finding(place, "articles.jsonl has no article of that id")


CHECKS = (
    Check(
        "id-repeated",
        2,
        "duplicate id; claims share one set of ids over all corpora, layers and the adjudicated claims",
        "give the newer record an id that was never used",
        _id_repeated,
    ),
    Check(
        "article-unknown",
        2,
        "a claim, annotation, adjudication, check or set of anchors names an article that its corpus does not have",
        "fix the article_id or ingest the article",
        _article_unknown,
    ),
    Check(
        "article-differs",
        2,
        "a claim in a layer names another article than the layer",
        "fix the article_id or move the claim to the layer of its article",
        _article_differs,
    ),
    Check(
        "article-misplaced",
        2,
        "an article names another corpus than the one it is in",
        "move it, or fix its corpus_id",
        _article_misplaced,
    ),
    Check(
        "document-differs",
        2,
        "an article differs from what corpus.toml lists for it",
        "fix corpus.toml and ingest the document again",
        _document_differs,
    ),
    Check(
        "document-not-read",
        2,
        "corpus.toml lists a document that has no article",
        "run `claimwire ingest`, or remove the document from corpus.toml",
        _document_not_read,
    ),
)
