"""Every planted conflict is found, and none is invented; what is found depends on the claims alone."""

from __future__ import annotations

import random
import re

import pytest
from planted import CORPORA, OUTLETS, Planting, figures, link_pairs

from claimwire.conflicts import KINDS, conflicts, disputes
from claimwire.conflicts.conflict_index import ConflictIndex
from claimwire.conflicts.link_proposals import proposals
from claimwire.corpus.corpus import Corpus
from claimwire.corpus.records import records_of
from claimwire.schema.vocab import LinkKind, Qualifier

PLANTED = {"figures": 16, "dates": 5, "denials": 10, "forms": 4, "wording": 6}
"""How many conflicts each corpus has."""


def found(index: ConflictIndex) -> set[tuple[str, str, str]]:
    return {(item.kind, *item.ids) for item in conflicts(index)}


def shuffled(planting: Planting, seed: int) -> ConflictIndex:
    """Return the index of a planting with its records, and the claims of its links, in another order."""
    order = random.Random(seed)
    corpus = planting.data()
    tables = {table: records_of(corpus.rows.of(table)) for table in ("articles", "claims", "events", "links")}
    links = [
        link.model_copy(update={"claim_ids": tuple(order.sample(link.claim_ids, len(link.claim_ids)))})
        for link in tables["links"]
    ]
    tables |= {"links": links}
    for records in tables.values():
        order.shuffle(records)
    return ConflictIndex(Corpus.of(corpus.info, corpus.folder, **tables), OUTLETS)


@pytest.mark.parametrize("name", CORPORA)
def test_every_planted_conflict_is_found_and_none_is_invented(name: str) -> None:
    planting = CORPORA[name]()
    assert found(planting.index()) == planting.conflicts
    assert len(planting.conflicts) == PLANTED[name]


def test_the_planted_corpora_have_every_kind_of_conflict() -> None:
    assert {kind for plant in CORPORA.values() for kind, _, _ in plant().conflicts} == {x.kind_id for x in KINDS}
    assert sum(PLANTED.values()) == 41


def test_counts_that_changed_with_time_are_told_apart_from_conflicts() -> None:
    planting = figures()
    developments = {(a.claim_id, b.claim_id) for dispute in disputes(planting.index()) for a, b in dispute.developments}
    assert developments == planting.developments
    assert len(developments) == 12


def test_every_planted_link_is_proposed_and_no_other() -> None:
    planting = link_pairs()
    assert {proposal.pair for proposal in proposals(planting.index())} == planting.proposals
    assert len(planting.proposals) == 8


@pytest.mark.parametrize("name", CORPORA)
@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_records_changes_nothing(name: str, seed: int) -> None:
    planting = CORPORA[name]()
    assert disputes(shuffled(planting, seed)) == disputes(planting.index())


@pytest.mark.parametrize("name", CORPORA)
def test_a_conflict_keeps_its_id_when_claims_are_added(name: str) -> None:
    planting = CORPORA[name]()
    before = {item.conflict_id for item in conflicts(planting.index())}
    planting.figure("a_new", "new_event", Qualifier.EXACT, 3)
    planting.figure("b_new", "new_event", Qualifier.EXACT, 4)
    after = {item.conflict_id for item in conflicts(planting.index())}
    assert len(before) == PLANTED[name]
    assert before < after
    assert len(after - before) == 1
    assert all(re.fullmatch(r"[a-z0-9_]+", name) for name in after)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind_id)
def test_a_kind_can_be_asked_for_alone(kind) -> None:
    for plant in CORPORA.values():
        index = plant().index()
        assert {item.kind for item in conflicts(index, [kind.kind_id])} <= {kind.kind_id}
        assert conflicts(index, [kind.kind_id]) == [item for item in conflicts(index) if item.kind == kind.kind_id]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind_id)
def test_every_conflict_says_why_and_what_each_claim_says(kind) -> None:
    told = [item for plant in CORPORA.values() for item in conflicts(plant().index(), [kind.kind_id])]
    assert told
    for item in told:
        assert item.reason
        assert item.claims[0].claim_id < item.claims[1].claim_id
        assert all(kind.says(claim) or claim.statement for claim in item.claims)


def test_a_fact_is_about_the_event_that_most_of_its_claims_are_about() -> None:
    planting = Planting()
    for name, event, number in (("a_one", "mine", 4), ("b_one", "quarry", 5), ("c_one", "quarry", 6)):
        planting.figure(name, event, Qualifier.EXACT, number)
    planting.link(LinkKind.SAME_FIGURE, "a_one", "b_one", "c_one")
    (dispute,) = disputes(planting.index())
    assert dispute.event_id == "quarry"
    assert len(dispute.conflicts) == 3
