"""The tiny invented corpus of `claimwire init --example`: read, anchored and adjudicated as anybody's texts are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..adjudication import RULES, Adjudicated, adjudicate, draft
from ..corpus.atomic import write_text
from ..corpus.corpus import CORPUS_FILE
from ..corpus.records import canonical_json, write_jsonl
from ..corpus.workspace import Workspace
from ..formats.layers import LayerFacts, quoted_layer
from ..ingest.article import ingest
from ..ingest.listing import toml_entry
from ..schema import Annotation, Article, Document, claim_order
from ..schema.vocab import AnnotatorKind
from ..templates import template
from .beginning import CODEBOOK_VERSION, AnnotatorFacts, CorpusFacts, NewRepository

CORPUS_ID, ADJUDICATOR = "example", "cleo"
LICENCE = "CC0-1.0"
DOCUMENTS = (
    Document(article_id="example_boats", file="example_boats.txt", outlet_id="radio_fenn", published="2031-05-08"),
    Document(article_id="example_bridge", file="example_bridge.txt", outlet_id="lantern_post", published="2031-05-06"),
)
LAYERS = (("example_boats", "anna"), ("example_bridge", "anna"), ("example_bridge", "ben"))


def example_beginning(beginning: NewRepository) -> NewRepository:
    """Return what is said of a repository with the example's corpus, outlets and annotators in place of others."""
    corpus = CorpusFacts(
        CORPUS_ID,
        "Example: a bridge and some boats",
        "Two invented reports, to see what a corpus looks like.",
        open_texts=True,
        written_by=AnnotatorKind.MODEL,
        text_licence=LICENCE,
        licence=LICENCE,
        not_checked="Nothing: it is an example.",
    )
    domains = {"lantern_post": "lantern-post.example", "radio_fenn": "radio-fenn.example"}
    outlets = tuple(
        replace(corpus.outlet(outlet_id), name=outlet_id.replace("_", " ").title(), country="nowhere", domain=domain)
        for outlet_id, domain in domains.items()
    )
    people = tuple(
        AnnotatorFacts(name, description="Invented, as the annotator of an example.")
        for name in ("anna", "ben", ADJUDICATOR)
    )
    return replace(beginning, licence=beginning.licence or LICENCE, corpus=corpus, outlets=outlets, annotators=people)


def write_example(workspace: Workspace) -> None:
    """Write the records of the example into a repository that has its `corpus.toml`."""
    info = workspace.corpus(CORPUS_ID).info
    articles = [ingest(document, _material("documents", document.file).encode(), info) for document in DOCUMENTS]
    layers = [layer for article in articles for layer in _layers(article)]
    made = [_adjudicated(article, [x for x in layers if x.article_id == article.article_id]) for article in articles]
    folder = workspace.corpus_folder(CORPUS_ID)
    listed = "".join(map(toml_entry, DOCUMENTS))
    write_text(folder / CORPUS_FILE, (folder / CORPUS_FILE).read_text(encoding="utf-8") + listed)
    write_jsonl(folder / "articles.jsonl", articles)
    write_jsonl(folder / "annotations.jsonl", layers)
    write_jsonl(folder / "claims.jsonl", [claim for one in made for claim in sorted(one.claims, key=claim_order)])
    write_jsonl(folder / "adjudications.jsonl", [decision for one in made for decision in one.adjudications])


DECIDED: Mapping[str, Mapping[str, Any]] = {
    "anna/04": {"reason": "Stays says how it will be: future.", "rulings": ["R-PRES-4"]},
    "anna/05": {"reason": "What she denied is a statement, and ben passed over it."},
}
"""What the adjudicator decided where the layers differ, by the first claim of the line."""


def _layers(article: Article) -> list[Annotation]:
    """Return the layers of an article of the example."""
    made = []
    for name in (name for article_id, name in LAYERS if article_id == article.article_id):
        text = _material("layers", f"{article.article_id}.{name}.jsonl")
        facts = LayerFacts(name, CODEBOOK_VERSION, "by hand", "2031-05-09")
        layer, problems = quoted_layer(article, list(enumerate(text.splitlines(), start=1)), facts, name)
        assert problems == [], problems
        made.append(layer)
    return made


def _adjudicated(article: Article, layers: Sequence[Annotation]) -> Adjudicated:
    """Return what the rules, and the adjudicator where they take nothing, make of the layers of an article."""
    lines = [
        line if line.get("reason") else {**line, **DECIDED[line["from"][0]]} for line in draft(article, layers, RULES)
    ]
    written = [canonical_json(line) for line in lines]
    made = adjudicate(article, layers, list(enumerate(written, start=1)), ADJUDICATOR, article.article_id)
    assert made.problems == [], made.problems
    return made


def _material(kind: str, name: str) -> str:
    return template(f"example/{kind}/{name}")
