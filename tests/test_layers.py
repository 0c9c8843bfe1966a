"""Layers made of quoted files."""

from __future__ import annotations

import json

import pytest
from invented import BACKGROUND, SHIP, STATEMENT

from claimwire.errors import AnchorError
from claimwire.formats.layers import LayerFacts, quoted_layer
from claimwire.ingest.article import dehydrated
from claimwire.schema import Annotation, claim_order

FACTS = LayerFacts("model_a", "1.0.0", "claimwire anchor 0.1.0", "2031-03-04")
LINES = [
    (1, json.dumps(BACKGROUND)),
    (2, json.dumps(STATEMENT)),
]


def test_a_layer_has_its_claims_in_text_order() -> None:
    layer, problems = quoted_layer(SHIP, LINES, FACTS, "layer.jsonl")
    assert problems == []
    assert [claim.claim_id for claim in layer.claims] == ["heron_1_model_a_02", "heron_1_model_a_01"]
    assert list(layer.claims) == sorted(layer.claims, key=claim_order)
    assert (layer.annotation_id, layer.annotator_id, layer.article_id) == ("heron_1_model_a", "model_a", "heron_1")
    assert (layer.guideline_version, layer.tool, layer.date) == ("1.0.0", "claimwire anchor 0.1.0", "2031-03-04")
    assert layer.complete
    assert layer.lead_time_seconds is None


def test_problems_are_reported_beside_the_claims_that_have_none() -> None:
    layer, problems = quoted_layer(SHIP, [*LINES, (3, "{}")], FACTS, "layer.jsonl")
    assert len(layer.claims) == 2
    assert problems == ["layer.jsonl:3: expected an object with an `id`, a string or a whole number; found None"]


def test_an_empty_file_says_that_nothing_was_found() -> None:
    layer, problems = quoted_layer(SHIP, [], FACTS, "layer.jsonl")
    assert (layer.claims, problems) == ((), [])


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (LayerFacts("Model A", "1.0.0", "tool"), "annotation_id: "),
        (LayerFacts("model_a", "1", "tool"), "guideline_version: "),
        (LayerFacts("model_a", "1.0.0", "tool", "yesterday"), "date: "),
    ],
)
def test_facts_that_do_not_make_a_layer_are_reported(facts: LayerFacts, field: str) -> None:
    """They were a traceback."""
    with pytest.raises(AnchorError) as raised:
        quoted_layer(SHIP, [], facts, "layer.jsonl")
    assert str(raised.value).startswith("layer.jsonl: ")
    assert field in str(raised.value)


def test_a_text_has_to_be_at_hand() -> None:
    with pytest.raises(AnchorError, match="heron_1 has no text"):
        quoted_layer(dehydrated(SHIP), LINES, FACTS, "layer.jsonl")


def named(article_id: str, annotator_id: str, annotation_id: str) -> Annotation:
    layer, _ = quoted_layer(SHIP, [], FACTS, "layer.jsonl")
    names = {"article_id": article_id, "annotator_id": annotator_id, "annotation_id": annotation_id}
    return layer.model_copy(update=names)
