"""The recipes on the documents they were written for, which the repository may not hold."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from faithful_articles import assert_faithful
from invented import CORPUS, document_for

from claimwire.corpus.corpus import Corpus, read_corpus
from claimwire.corpus.records import records_of
from claimwire.ingest.article import dehydrated, ingest, raw_offset, reconstruct
from claimwire.ingest.recipes import recipe_named
from claimwire.ingest.recipes.jsonl_field import record_names
from claimwire.schema import Article, ClaimBase, all_spans

pytestmark = pytest.mark.realtext

ANNOTATIONS = Path(__file__).resolve().parents[2] / "annotations"
KARABAKH = read_corpus(ANNOTATIONS / "karabakh")
IDS = [document.article_id for document in KARABAKH.info.documents]


def claims_of(data: Corpus, article_id: str) -> list[ClaimBase]:
    layers = [layer for layer in records_of(data.rows.annotations) if layer.article_id == article_id]
    gold = [claim for claim in records_of(data.rows.claims) if claim.article_id == article_id]
    return [*gold, *(claim for layer in layers for claim in layer.claims)]


def content(article_id: str, real_texts: Path) -> bytes:
    return (real_texts / "karabakh" / KARABAKH.article(article_id).document).read_bytes()


def read(article_id: str, real_texts: Path) -> Article:
    document = next(d for d in KARABAKH.info.documents if d.article_id == article_id)
    return ingest(document, content(article_id, real_texts), KARABAKH.info)


@pytest.mark.parametrize("article_id", IDS)
def test_a_document_becomes_the_article_on_record(article_id: str, real_texts: Path) -> None:
    article, record = read(article_id, real_texts), KARABAKH.article(article_id)
    document = content(article_id, real_texts)
    assert hashlib.sha256(document).hexdigest() == record.document_sha256
    assert (article.raw_sha256, article.text_sha256) == (record.raw_sha256, record.text_sha256)
    assert dehydrated(article) == record
    assert reconstruct(article).encode() == document
    assert_faithful(article, document.decode())


@pytest.mark.parametrize("article_id", IDS)
def test_every_span_marks_words_within_kept_pieces(article_id: str, real_texts: Path) -> None:
    """Both ends of every span of gold and layers stand in one piece of the raw document, and mark the same words."""
    article = read(article_id, real_texts)
    raw, text = reconstruct(article), article.text or ""
    spans = [(claim.claim_id, span) for claim in claims_of(KARABAKH, article_id) for span in all_spans(claim)]
    assert len(spans) > 20
    for claim_id, span in spans:
        quote = span.of(text)
        assert quote == quote.strip() != "", claim_id
        pieces = [s for s in article.segments if s.start is not None and s.end is not None]
        assert any(s.start <= span.start and span.end <= s.end for s in pieces), claim_id  # type: ignore[operator]
        assert raw[raw_offset(article, span.start) : raw_offset(article, span.end, end=True)] == quote, claim_id


def test_the_wikinews_file_is_read_whole(real_copy: Path) -> None:
    document = (real_copy / "wikinews" / "articles.jsonl").read_bytes()
    names = record_names(document)
    rows = {row["article_id"]: row for row in map(json.loads, document.decode().splitlines())}
    assert (len(names), names) == (216, list(rows))
    for name in names:
        article = ingest(document_for("jsonl-field", name), document, CORPUS)
        raw, _ = recipe_named("jsonl-field").extract(document, name)
        assert raw == f"{rows[name]['headline']}\n\n{rows[name]['text']}"
        assert_faithful(article, raw)
        assert article.headline == rows[name]["headline"].strip()
        assert (article.publication.date, article.url) == (rows[name]["published"], rows[name]["url"])
        assert len(article.sentences) > 2, name
