"""W3C Web Annotation: what a JSON-LD processor makes of an exported file, and which annotations of others are read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from invented import FIGURE, SHIP, STATEMENT
from pyld import jsonld
from small import OPEN

from claimwire.corpus.workspace import Workspace
from claimwire.formats.contract import ArticleLayer, Material, ReadInto, ReadLayer
from claimwire.formats.quotes import read_quoted_claims
from claimwire.formats.web_annotation import CONTEXT, TERMS, W3C
from claimwire.ingest.article import dehydrated
from claimwire.schema import Article, Span, span_slots

OA, AS, DC = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#", "http://purl.org/dc/elements/1.1/"
RDF, RDFS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#"

OA_TYPES = ("Annotation", "SpecificResource", "TextualBody", "TextPositionSelector", "TextQuoteSelector")
OA_VALUES = ("start", "end", "exact", "prefix", "suffix")
OA_NAMES = ("classifying", "describing", "identifying", "styleClass")
OA_NODES = {
    "body": "hasBody",
    "target": "hasTarget",
    "source": "hasSource",
    "selector": "hasSelector",
    "via": "via",
}
OA_WORDS = {"motivation": "motivatedBy", "purpose": "hasPurpose"}

TERMS_OF_THE_MODEL: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    **{
        name: f"{OA}{name}"
        for name in (*OA_TYPES, *OA_VALUES, "classifying", "describing", "identifying", "styleClass")
    },
    **{name: {"@id": f"{OA}{iri}", "@type": "@id"} for name, iri in OA_NODES.items()},
    **{name: {"@id": f"{OA}{iri}", "@type": "@vocab"} for name, iri in OA_WORDS.items()},
    "AnnotationCollection": f"{AS}OrderedCollection",
    "AnnotationPage": f"{AS}OrderedCollectionPage",
    "Text": "http://purl.org/dc/dcmitype/Text",
    "first": {"@id": f"{AS}first", "@type": "@id"},
    "items": {"@id": f"{AS}items", "@type": "@id", "@container": "@list"},
    "total": f"{AS}totalItems",
    "startIndex": f"{AS}startIndex",
    "value": f"{RDF}value",
    "label": f"{RDFS}label",
    "format": f"{DC}format",
    "language": f"{DC}language",
}
"""What the terms mean that the model's context gives, as far as files use them."""


def context(url: str, options: Any) -> dict[str, Any]:
    """Give the context of the model without a network."""
    assert url == CONTEXT
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": TERMS_OF_THE_MODEL}}


def expanded(content: bytes) -> Any:
    return jsonld.expand(json.loads(content), {"documentLoader": context})


def file_of(layer: ArticleLayer) -> bytes:
    (file,) = W3C.write(Material((layer,)))
    return file.content


def value_of(node: dict[str, Any], name: str) -> Any:
    ((one),) = node[f"{OA}{name}"]
    return one.get("@value", one.get("@id"))


def keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for one in value.values():
            yield from keys(one)
    elif isinstance(value, list):
        for one in value:
            yield from keys(one)


@pytest.mark.parametrize("bare", [False, True])
def test_a_processor_of_json_ld_finds_every_piece_of_every_claim(small_built: Workspace, bare: bool) -> None:
    corpus = small_built.corpus(OPEN)
    pieces = 0
    for layer in corpus.layers.values():
        article = corpus.article(layer.article_id)
        told = ArticleLayer(dehydrated(article) if bare else article, layer.claims, f"{layer.annotation_id}_")
        (collection,) = expanded(file_of(told))
        (page,) = collection[f"{AS}first"]
        items = page[f"{AS}items"][0]["@list"]
        assert [item["@id"] for item in items] == [f"urn:claimwire:claim:{claim.claim_id}" for claim in layer.claims]
        for item, claim in zip(items, layer.claims, strict=True):
            assert item["@type"] == [f"{OA}Annotation"]
            assert places(item[f"{OA}hasTarget"], article, bare) == list(claim.spans)
            for slot in span_slots(type(claim))[1:]:
                named = [x for x in item[f"{OA}hasBody"] if x.get(f"{OA}styleClass") == [{"@value": slot}]]
                assert places(named, article, bare) == list(getattr(claim, slot))
                pieces += len(named)
            classes = [x for x in item[f"{OA}hasBody"] if x[f"{OA}hasPurpose"] == [{"@id": f"{OA}classifying"}]]
            assert [x[f"{RDF}value"][0]["@value"] for x in classes] == [claim.label.value]
    assert pieces > 100


def places(resources: list[dict[str, Any]], article: Article, bare: bool) -> list[Span]:
    """Return the spans that selectors of some resources select, each of which has to be that of its quote."""
    found = []
    for resource in resources:
        assert resource["@type"] == [f"{OA}SpecificResource"]
        (source,) = resource[f"{OA}hasSource"]
        assert source["@id"] == f"urn:claimwire:article:{article.article_id}"
        position, *quotes = resource[f"{OA}hasSelector"]
        span = Span(start=value_of(position, "start"), end=value_of(position, "end"))
        assert [x["@type"] for x in quotes] == ([] if bare else [[f"{OA}TextQuoteSelector"]])
        text = article.text or ""
        for quote in quotes:
            assert value_of(quote, "exact") == span.of(text)
            around = value_of(quote, "prefix") + span.of(text) + value_of(quote, "suffix")
            assert around in text
        found.append(span)
    return found


LINES = [STATEMENT, FIGURE | {"voice_id": "02"}]
CLAIMS = tuple(read_quoted_claims(list(enumerate(map(json.dumps, LINES), 1)), SHIP, "heron_1_ada_", "layer")[0])
DOCUMENT = json.loads(file_of(ArticleLayer(SHIP, CLAIMS, "heron_1_ada_")))


def test_a_file_uses_terms_of_the_model_and_of_its_own_context_alone() -> None:
    """A processor drops what no context explains."""
    assert DOCUMENT["@context"] == [CONTEXT, TERMS]
    assert set(keys({**DOCUMENT, "@context": None})) - {"@context"} <= set(TERMS_OF_THE_MODEL) | set(TERMS)
    (collection,) = expanded(json.dumps(DOCUMENT).encode())
    assert TERMS["text_sha256"] in json.dumps(collection)
    assert SHIP.text_sha256 in json.dumps(collection)


def read(document: Any, article: Article = SHIP) -> ReadLayer:
    assert W3C.read is not None
    (layer,) = W3C.read({"work/heron_1.jsonld": json.dumps(document).encode()}, ReadInto({"heron_1": article}, "ada"))
    return layer


def annotations() -> list[dict[str, Any]]:
    copied = json.loads(json.dumps(DOCUMENT["first"]["items"]))
    assert isinstance(copied, list)
    return copied


@pytest.mark.parametrize(
    "document",
    [
        DOCUMENT,
        DOCUMENT["first"],
        annotations(),
        {**DOCUMENT, "type": ["AnnotationCollection"]},
        {**DOCUMENT["first"], "items": annotations()},
    ],
    ids=["collection", "page", "list", "type in a list", "page again"],
)
def test_a_collection_a_page_and_a_list_are_the_same(document: Any) -> None:
    assert read(document) == ReadLayer("heron_1", "work/heron_1.jsonld", tuple(sorted(CLAIMS, key=by_place)))


def by_place(claim: Any) -> tuple[int, str]:
    return claim.spans[0].start, claim.claim_id


def test_an_annotation_of_somebody_else_needs_a_label_the_slots_and_a_quote() -> None:
    slots = {name: value for name, value in FIGURE.items() if name not in ("id", "label", "sentences", "spans")}
    one = {
        "type": "Annotation",
        "body": [
            {"type": "TextualBody", "purpose": "classifying", "value": "casualty_figure"},
            {"type": "TextualBody", "format": "application/json", "value": json.dumps(slots)},
        ],
        "target": {
            "type": "SpecificResource",
            "source": "https://news.example/ferry",
            "selector": {"type": "TextQuoteSelector", "exact": "Ferries sank"},
        },
    }
    layer = read(one)
    assert layer.problems == ()
    assert [(claim.claim_id, claim.spans[0].of(SHIP.text or "")) for claim in layer.claims] == [
        ("heron_1_ada_a01", "Ferries sank")
    ]
    (problem,) = read(one, dehydrated(SHIP)).problems
    assert "has a quote alone" in problem


def changed(path: str, value: Any) -> list[dict[str, Any]]:
    """Return the annotations with another value at a path of the first one."""
    items = annotations()
    place: Any = items[0]
    *steps, last = path.split("/")
    for step in steps:
        place = place[int(step) if step.isdigit() else step]
    place[int(last) if last.isdigit() else last] = value
    return items


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("target/0/selector/0/start", 1, "quotes '“The ferry,”', and the text has"),
        ("target/0/selector/0/end", 10**6, "is no range of the text, which has"),
        ("target/0/selector/0/start", "1", "is no range of the text"),
        ("target/0/selector", [{"type": "XPathSelector", "value": "/p"}], "expected a TextPositionSelector or a"),
        ("target/0", "https://news.example/ferry", "is a whole document"),
        ("target/0/source/text_sha256", "0" * 64, "its text has the SHA-256 '0000"),
        ("target/0/source/id", "urn:claimwire:article:heron_2", "is of heron_2, and the file is named for heron_1"),
        ("target", [], "spans"),
        ("body/0/value", "opinion", "label 'opinion' is not one of"),
        ("body/0/purpose", "tagging", "has 0 bodies of the purpose `classifying`"),
        ("body/2/styleClass", "quantity_spans", "which is no slot of spans of attributed_statement"),
        ("body/2/styleClass", "spans", "which is no slot of spans of attributed_statement"),
        ("body/4/value", "{", "the value of its body of JSON is none"),
        ("body/4/value", "[]", "expected a JSON object"),
        ("body/4/value", '{"id": "02"}', "missing: "),
        ("body/4/value", json.dumps({"id": "03"}), "presented_as"),
    ],
)
def test_what_is_no_claim_is_named_by_its_number(path: str, value: Any, problem: str) -> None:
    problems = read(changed(path, value)).problems
    assert any(told.startswith("work/heron_1.jsonld: annotation 1: ") and problem in told for told in problems), (
        problems
    )


def test_two_claims_of_one_id_are_named() -> None:
    (problem,) = read([*annotations(), annotations()[0]]).problems
    assert problem.startswith("work/heron_1.jsonld: annotation 3: another annotation of the file has the id of")


def test_a_claim_that_names_one_which_is_not_there_is_named() -> None:
    (problem,) = read(annotations()[1:]).problems
    assert "annotation 1: voice_id names heron_1_ada_02, which is no claim of the file" in problem
