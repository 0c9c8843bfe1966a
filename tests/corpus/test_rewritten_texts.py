"""Which articles were rewritten from another one and claim just what that does."""

from __future__ import annotations

import json

import pytest
from invented import plain_article

from claimwire.corpus.index import Index, says
from claimwire.schema import CLAIM_ADAPTER, ClaimBase

TEXT = "Ferry sinks\n\nNine people drowned off Orlan.\n\nThe mayor wept."
FIRST = plain_article(TEXT)
LATER = plain_article("Ferry sinks\n\nOff Orlan nine people have drowned.\n\nThe mayor wept.").model_copy(
    update={"article_id": "heron_2", "earlier_id": "heron_1"}
)
FIGURE = {
    "claim_id": "heron_1_c01",
    "article_id": "heron_1",
    "label": "casualty_figure",
    "spans": [{"start": 13, "end": 32}],
    "quantity_spans": [{"start": 13, "end": 17}],
    "statement": "Nine drowned.",
    "presented_as": "asserted",
    "quantity_form": "words",
    "qualifier": "exact",
    "lower": 9,
    "upper": 9,
    "harm": "killed",
    "victim_status": "civilian",
}


def figure(**changed: object) -> ClaimBase:
    return CLAIM_ADAPTER.validate_json(json.dumps(FIGURE | changed))


def later(**changed: object) -> ClaimBase:
    moved = {"spans": [{"start": 23, "end": 47}], "quantity_spans": [{"start": 23, "end": 27}]}
    return figure(**({"claim_id": "heron_2_c01", "article_id": "heron_2", "statement": "Nine died."} | moved | changed))


def rewritten_alike(*claims: ClaimBase, knows_first: bool = True) -> frozenset[str]:
    index = Index()
    for article in (FIRST, LATER) if knows_first else (LATER,):
        index.add_article(article, "heron")
    for claim in claims:
        index.add_claim(claim, None)
    return index.rewritten_alike()


@pytest.mark.parametrize(
    ("changed", "alike"),
    [
        ({}, True),
        ({"confidence": "medium", "comment": "Or ten."}, True),
        ({"proposed_slots": ["lower"]}, True),
        ({"upper": 10, "qualifier": "between"}, False),
        ({"presented_as": "possible"}, False),
        ({"harm": "missing"}, False),
    ],
)
def test_what_a_claim_says_counts_and_not_where_or_how_it_is_worded(changed: dict[str, object], alike: bool) -> None:
    assert rewritten_alike(figure(), later(**changed)) == ({"heron_2"} if alike else set())


def test_as_many_claims_are_needed_on_both_sides() -> None:
    assert rewritten_alike(figure(), later(), later(claim_id="heron_2_c02")) == set()
    assert rewritten_alike(figure()) == set()
    assert rewritten_alike() == {"heron_2"}
    assert rewritten_alike(figure(), figure(claim_id="heron_1_c02"), later(), later(claim_id="heron_2_c02")) == {
        "heron_2"
    }


def test_an_article_whose_earlier_text_is_not_there_is_not_alike() -> None:
    assert rewritten_alike(later(), knows_first=False) == set()
    assert "spans" not in says(figure())
    assert "drowned" not in says(figure())
