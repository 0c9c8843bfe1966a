"""A corpus without what is withdrawn: what belongs to it goes, and nothing names it any more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.corpus.corpus import TABLES, Corpus
from claimwire.corpus.withdrawn import Withdrawn, decided_together, mentions_no_more
from claimwire.corpus.workspace import Workspace
from claimwire.schema import Withdrawal
from claimwire.schema.vocab import WithdrawalReason


def withdrawn(*ids: str) -> Withdrawn:
    return Withdrawn(tuple(Withdrawal(withdrawn_id=x, date="2031-06-02", reason=WithdrawalReason.LAW) for x in ids))


def ids_in(corpus: Corpus) -> set[str]:
    """Return every value of a field that holds ids, anywhere in the records of a corpus."""

    def found(name: str, value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            for key, inner in value.items():
                yield from found(key, inner)
        elif isinstance(value, list):
            for item in value:
                yield from found(name, item)
        elif isinstance(value, str) and name.endswith(("_id", "_ids")):
            yield value

    rows = (row for table in TABLES for row in corpus.rows.of(table.name))
    return {item for row in rows for item in found("", row.record.model_dump(mode="json"))}


@pytest.fixture(scope="module")
def heron(small_built: Workspace) -> Corpus:
    return small_built.recorded("heron")


@pytest.fixture(scope="module")
def rook(small_built: Workspace) -> Corpus:
    return small_built.recorded("rook")


def test_a_corpus_without_anything_withdrawn_is_the_same_object(heron: Corpus) -> None:
    assert Withdrawn().leave_out(heron) is heron
    assert withdrawn("rook_a", "heron_z").leave_out(heron) is heron


def test_with_an_article_goes_all_that_was_made_of_it(heron: Corpus) -> None:
    left = withdrawn("heron_b").leave_out(heron)
    gone = {claim_id for claim_id, claim in heron.claims.items() if claim.article_id == "heron_b"}
    assert heron.claims.keys() - left.claims.keys() == gone
    for table in TABLES:
        if table.by_article:
            assert not [row for row in left.rows.of(table.name) if row.record.article_id == "heron_b"], table.name
    assert not gone & ids_in(left)
    assert left.articles.keys() == heron.articles.keys() - {"heron_b"}


def test_with_a_claim_go_its_decision_and_what_was_decided_together_with_it(heron: Corpus) -> None:
    decision = heron.decision_of_claim["heron_a_c01"]
    together = {"heron_a_c01", *decision.layer_claim_ids}
    assert len(together) > 2
    for withdrawn_id in together:
        left = withdrawn(withdrawn_id).leave_out(heron)
        assert not together & ids_in(left)
        assert heron.adjudications.keys() - left.adjudications.keys() == {decision.adjudication_id}
        assert {layer: len(heron.layers[layer].claims) - len(left.layers[layer].claims) for layer in left.layers} == {
            layer: sum(claim.claim_id in together for claim in heron.layers[layer].claims) for layer in heron.layers
        }
    assert withdrawn("heron_a_c01").closed([heron]) >= together


def test_claims_that_named_it_stay_and_name_it_no_more(heron: Corpus) -> None:
    voiced = [claim for claim in heron.claims.values() if claim.voice_id == "heron_d_c02"]
    assert len(voiced) == 3
    left = withdrawn("heron_d_c02").leave_out(heron)
    for claim in voiced:
        assert left.claims[claim.claim_id] == claim.model_copy(update={"voice_id": None})


def test_a_link_that_joins_no_two_articles_any_more_goes(heron: Corpus) -> None:
    pair = next(link for link in heron.links.values() if len(link.claim_ids) == 2)
    three = next(link for link in heron.links.values() if len(link.claim_ids) == 3)
    left = withdrawn(pair.claim_ids[0], three.claim_ids[0]).leave_out(heron)
    assert pair.link_id not in left.links
    assert left.links[three.link_id].claim_ids == three.claim_ids[1:]


def test_with_an_entity_go_the_claims_that_name_it(rook: Corpus) -> None:
    naming = {claim.claim_id for claim in rook.claims.values() if "hanna_dorr" in claim.model_dump_json()}
    assert naming
    left = withdrawn("hanna_dorr").leave_out(rook)
    assert rook.claims.keys() - left.claims.keys() == naming
    assert left.entities.keys() == rook.entities.keys() - {"hanna_dorr"}


def test_events_and_facts_that_no_article_tells_any_more_go(heron: Corpus) -> None:
    left = withdrawn(*heron.articles).leave_out(heron)
    told = {article.episode_id for article in heron.articles.values()} | {
        claim.event_id for claim in heron.claims.values()
    }
    assert not left.events.keys() & heron.event_tree.with_wholes(told)
    assert {fact.event_id for fact in left.facts.values()} <= left.events.keys()
    assert withdrawn("heron_a").leave_out(heron).events.keys() == heron.events.keys()


def test_anchors_of_its_spans_go_and_those_that_others_share_stay(rook: Corpus) -> None:
    claim = rook.claims["rook_b_c09"]
    left = withdrawn("rook_b_c09").leave_out(rook)
    before, after = ({(x.start, x.end) for x in c.anchors["rook_b"].anchors} for c in (rook, left))
    assert after < before
    others = {
        (span.start, span.end)
        for other in (*left.claims.values(), *(x for layer in left.layers.values() for x in layer.claims))
        for span in other.spans
        if other.article_id == "rook_b"
    }
    assert others <= after
    assert {(span.start, span.end) for span in claim.spans} & after == set()
    assert left.anchors["rook_a"] == rook.anchors["rook_a"]


def test_a_workspace_reads_its_corpora_without_it(small: Workspace) -> None:
    small.withdrawn_file.write_text('{"date":"2031-06-02","reason":"rights","withdrawn_id":"heron_b"}\n')
    assert "heron_b" not in small.corpus("heron").articles
    assert "heron_b" in small.recorded("heron").articles
    assert small.withdrawn_ids() >= {"heron_b", "heron_b_c01"}


def test_remarks_mention_it_no_more() -> None:
    ids = {"heron_a_c01", "storm", "heron"}
    assert mentions_no_more("As in heron_a_c01, but heron_a_c012 differs.", ids) == (
        "As in (withdrawn), but heron_a_c012 differs."
    )
    assert mentions_no_more("The heron stood in the storm.", ids) == "The heron stood in the storm."


@given(st.sets(st.integers(0, 9)), st.lists(st.sets(st.integers(0, 9), max_size=3), max_size=5))
def test_what_is_decided_together_is_a_whole_number_of_decisions(claims: set[int], decided: list[set[int]]) -> None:
    """Where no claim is in two decisions, as a check demands."""
    seen: set[int] = set()
    decisions = [{str(x) for x in group - seen} for group in decided if not seen.update(group - seen) or True]
    disjoint: list[set[str]] = []
    for group in decisions:
        disjoint.append(group - {x for other in disjoint for x in other})
    found = decided_together(map(str, claims), disjoint)
    assert found >= {str(x) for x in claims}
    assert all(group <= found or not group & found for group in disjoint)
