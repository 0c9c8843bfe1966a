"""Making records of the hand-written material: documents to articles, quoted layers to layers, decisions to claims."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from claimwire.adjudication import adjudicate
from claimwire.audit.answers import Checker, take_answers
from claimwire.corpus.corpus import check_order, read_corpus
from claimwire.corpus.records import json_lines, write_jsonl
from claimwire.formats.layers import LayerFacts, quoted_layer
from claimwire.hydration.anchors import make_anchors
from claimwire.ingest.article import dehydrated, ingest
from claimwire.schema import Adjudication, Annotation, Article, ClaimBase, all_spans, claim_order

MATERIAL = Path(__file__).parent / "material"

ADJUDICATOR = "cleo"
PROGRAMS = frozenset({"tally"})


def write_corpus(folder: Path) -> None:
    """Write the records of a corpus beside its `corpus.toml`, without texts where these may not be redistributed."""
    info = read_corpus(folder).info
    layers, claims, decisions = [], [], []
    articles = list(_articles(folder))
    for article in articles:
        layers += (own := layers_of(article))
        made, decided = _adjudicated(article, own)
        claims += made
        decisions += decided
    write_jsonl(folder / "annotations.jsonl", layers)
    write_jsonl(folder / "claims.jsonl", claims)
    write_jsonl(folder / "adjudications.jsonl", decisions)
    if info.text_redistributable:
        write_jsonl(folder / "articles.jsonl", articles)
        _write_checks(folder)
        return
    write_jsonl(folder / "articles.jsonl", (dehydrated(article) for article in articles))
    marked = [*claims, *(claim for layer in layers for claim in layer.claims)]
    write_jsonl(folder / "anchors.jsonl", (make_anchors(a, _spans(marked, a.article_id)) for a in articles))
    _write_checks(folder)


def _write_checks(folder: Path) -> None:
    """Write what was said of single items: `checks/ARTICLE.ANNOTATOR.jsonl`, as somebody answers sheets."""
    corpus, checks = read_corpus(folder), []
    for path in sorted((MATERIAL / "checks").glob("*.jsonl")):
        article_id, annotator_id, _ = path.name.split(".")
        if article_id in corpus.articles:
            checks += take_answers(corpus, [path], Checker(annotator_id, None, "2031-11-30")).checks
    write_jsonl(folder / "checks.jsonl", sorted(checks, key=check_order))


@cache
def texts() -> dict[str, str]:
    """Return the texts of all articles by id, as somebody has them who has the documents."""
    corpora = sorted((MATERIAL / "annotations").glob("*/corpus.toml"))
    return {a.article_id: a.text or "" for file in corpora for a in _articles(file.parent)}


def layers_of(article: Article) -> list[Annotation]:
    """Return the layers over an article, by annotator."""
    folder = MATERIAL / "layers"
    codebook = read_corpus(MATERIAL / "annotations" / article.corpus_id).info.guideline_version
    known = tomllib.loads((folder / "facts.toml").read_text(encoding="utf-8"))
    layers = []
    for path in sorted(folder.glob(f"{article.article_id}.*.jsonl")):
        annotator = path.suffixes[0].removeprefix(".")
        facts = LayerFacts(annotator, codebook, "by hand", "2031-06")
        layer, problems = quoted_layer(article, _in_full(path), facts, path.name)
        assert problems == []
        layers.append(layer.model_copy(update=known.get(layer.annotation_id, {})))
    return layers


def _articles(folder: Path) -> Iterable[Article]:
    info = read_corpus(folder).info
    for document in info.documents:
        file, _, _ = document.file.partition("#")
        yield ingest(document, (MATERIAL / "documents" / file).read_bytes(), info)


def _in_full(path: Path) -> list[tuple[int, str]]:
    """Return the lines of a quoted layer; one that is `like` another annotator's gets that one's fields."""
    return [(number, json.dumps(_entry(path, json.loads(line)))) for number, line in json_lines(path)]


def _entry(path: Path, entry: dict[str, Any]) -> dict[str, Any]:
    annotator = entry.pop("like", None)
    if annotator is None:
        return entry
    article_id, _, _ = path.name.partition(".")
    others = [json.loads(line) for _, line in json_lines(path.with_name(f"{article_id}.{annotator}.jsonl"))]
    model = next(other for other in others if other["id"] == entry["id"])
    return {name: value for name, value in (model | entry).items() if value is not None}


def _adjudicated(article: Article, layers: list[Annotation]) -> tuple[list[ClaimBase], list[Adjudication]]:
    lines = list(json_lines(MATERIAL / "decisions" / f"{article.article_id}.jsonl"))
    made = adjudicate(article, layers, lines, ADJUDICATOR, article.article_id, PROGRAMS)
    assert made.problems == []
    return sorted(made.claims, key=claim_order), made.adjudications


def _spans(claims: Iterable[ClaimBase], article_id: str) -> set[Any]:
    return {span for claim in claims if claim.article_id == article_id for span in all_spans(claim)}
