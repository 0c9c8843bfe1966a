"""Level 2: every id is there once, and what belongs to an article names one of its own corpus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .context import Context, Placed
from .model import Check, Finding, Place


def _id_repeated(context: Context) -> Iterator[Finding]:
    first: dict[tuple[str | None, str | None], Place] = {}
    for place in _places(context):
        key = (place.kind, place.record_id)
        if key in first:
            before = first[key]
            yield Finding(place, f"the id stands in {context.workspace.shown(before.path)}:{before.line} already")
        else:
            first[key] = place


def _places(context: Context) -> Iterator[Place]:
    """Yield the place of every record that has an id; claims of all layers and the adjudicated ones share one kind."""
    for rows in (context.articles, context.annotations, context.adjudications, context.events):
        yield from (placed.place for placed in rows)
    for more in (context.links, context.facts, context.anchors, context.claims):
        yield from (placed.place for placed in more)
    yield from (Place(row.path, row.line, "annotator", row.record.annotator_id) for row in context.annotators)
    yield from (Place(row.path, row.line, "split of", row.record.article_id) for row in context.splits)
    yield from (Place(row.path, row.line, "comparison of", row.record.article_id) for row in context.compared)


def _article_unknown(context: Context) -> Iterator[Finding]:
    for data in context.corpora:
        known = {row.record.article_id for row in data.rows.articles}
        named: list[Placed[Any]] = [*context.annotations, *context.adjudications, *context.anchors]
        for placed in named:
            if placed.data is data and placed.record.article_id not in known:
                yield placed.finding(_no_article(placed.record.article_id, data.info.corpus_id))
        for located in data.rows.claims:
            claim = located.record
            if claim.article_id not in known:
                place = Place(located.path, located.line, "claim", claim.claim_id)
                yield Finding(place, _no_article(claim.article_id, data.info.corpus_id))


def _no_article(article_id: str, corpus_id: str) -> str:
    return f"corpus {corpus_id} has no article {article_id!r}"


def _article_differs(context: Context) -> Iterator[Finding]:
    for told in context.claims:
        if told.layer is not None and told.claim.article_id != told.layer.article_id:
            message = f"article_id is {told.claim.article_id!r}, that of its layer {told.layer.article_id!r}"
            yield told.finding(message)


def _article_misplaced(context: Context) -> Iterator[Finding]:
    for placed in context.articles:
        if placed.record.corpus_id != placed.data.info.corpus_id:
            message = f"corpus_id is {placed.record.corpus_id!r}, expected {placed.data.info.corpus_id!r}"
            yield placed.finding(message)


def _document_differs(context: Context) -> Iterator[Finding]:
    for placed in context.articles:
        listed = {document.article_id: document for document in placed.data.info.documents}
        document = listed.get(placed.record.article_id)
        if document is None:
            if listed:
                yield placed.finding("corpus.toml lists no document for it")
            continue
        pairs = {
            "document": (placed.record.document, document.file),
            "outlet_id": (placed.record.outlet_id, document.outlet_id),
            "episode_id": (placed.record.episode_id, document.episode_id),
        }
        for field, (found, expected) in pairs.items():
            if found != expected:
                yield placed.finding(f"{field} is {found!r}, in corpus.toml {expected!r}")


def _document_not_read(context: Context) -> Iterator[Finding]:
    for data in context.corpora:
        known = {row.record.article_id for row in data.rows.articles}
        for document in data.info.documents:
            if document.article_id not in known:
                place = Place(data.folder / "corpus.toml", None, "document", document.article_id)
                yield Finding(place, "articles.jsonl has no article of that id")


CHECKS = (
    Check(
        "id-repeated",
        2,
        "an id stands twice; claims share one set of ids over all corpora, layers and the adjudicated claims",
        "give the newer record an id that was never used",
        _id_repeated,
    ),
    Check(
        "article-unknown",
        2,
        "a claim, annotation, adjudication or set of anchors names an article that its corpus does not have",
        "mend the article_id or ingest the article",
        _article_unknown,
    ),
    Check(
        "article-differs",
        2,
        "a claim in a layer names another article than the layer",
        "mend the article_id or move the claim to the layer of its article",
        _article_differs,
    ),
    Check(
        "article-misplaced",
        2,
        "an article says it belongs to another corpus than the one it stands in",
        "move it, or mend its corpus_id",
        _article_misplaced,
    ),
    Check(
        "document-differs",
        2,
        "an article differs from what corpus.toml lists for it",
        "mend corpus.toml and ingest the document again",
        _document_differs,
    ),
    Check(
        "document-not-read",
        2,
        "corpus.toml lists a document that there is no article of",
        "run `claimwire ingest`, or take the document out of corpus.toml",
        _document_not_read,
    ),
)
