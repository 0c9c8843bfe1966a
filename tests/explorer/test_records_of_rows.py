"""Records made of the rows of a release are those that the release was made of."""

from __future__ import annotations

import pytest
from explored import Released

from claimwire.conflicts import ConflictIndex, conflicts
from claimwire.errors import ReleaseError
from claimwire.explorer.event_pages import conflict_sections
from claimwire.explorer.records import claim_of_row, corpora_of, outlets_of, record_of
from claimwire.schema import Link


def test_claims_events_and_links_of_a_release_are_those_of_the_records(released: Released) -> None:
    made = {corpus.corpus_id: corpus for corpus in corpora_of(released.rows)}
    recorded = {corpus.corpus_id: corpus for corpus in released.workspace.corpora()}
    assert made.keys() == recorded.keys()
    for corpus_id, corpus in recorded.items():
        own = made[corpus_id]
        assert own.claims.keys() == corpus.claims.keys()
        for claim_id, claim in corpus.claims.items():
            assert own.claims[claim_id] == claim.model_copy(update={"proposed_slots": ()})
        assert own.links == corpus.links
        assert own.events.items() >= corpus.events.items()
        for article_id, article in corpus.articles.items():
            made_again = own.articles[article_id]
            assert made_again.publication == article.publication
            assert (made_again.as_of, made_again.sentences) == (article.as_of, article.sentences)


def test_outlets_are_known_as_far_as_rows_tell_of_them(released: Released) -> None:
    made, recorded = outlets_of(released.rows.articles.values()), released.workspace.outlets()
    assert made.keys() == {row["outlet_id"] for row in released.rows.articles.values()}
    for outlet_id, outlet in made.items():
        assert (outlet.name, outlet.country, outlet.kind) == (
            recorded[outlet_id].name,
            recorded[outlet_id].country,
            recorded[outlet_id].kind,
        )


def test_conflicts_of_a_release_are_those_of_the_records(released: Released) -> None:
    outlets = released.workspace.outlets()
    recorded = sorted(
        item.ids for corpus in released.workspace.corpora() for item in conflicts(ConflictIndex(corpus, outlets))
    )
    shown = sorted(
        tuple(pair)
        for sections in conflict_sections(released.rows).values()
        for section in sections
        for pair in section["pairs"]
    )
    assert shown == recorded
    assert len(shown) > 10


def test_a_row_that_is_no_record_is_named() -> None:
    with pytest.raises(ReleaseError, match=r"a row is no Link \(l1\): .*claim_ids"):
        record_of(Link, {"link_id": "l1", "kind": "same_figure", "claim_ids": ["a"], "annotator_id": "ada"})
    with pytest.raises(ReleaseError, match=r"a row is no CasualtyFigure \(a_c01\)"):
        claim_of_row({"claim_id": "a_c01", "label": "casualty_figure"})
