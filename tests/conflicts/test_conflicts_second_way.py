"""Conflicts, developments and proposals of links are those of a plain way that shares no code with claimwire."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_conflicts import KINDS, Plain, plain_conflicts, plain_proposals
from planted import CORPORA, Planting, drawn, link_pairs

from claimwire.conflicts import disputes
from claimwire.conflicts.link_proposals import measure_proposals

PLANTED = {**CORPORA, "link_pairs": link_pairs}


def found(planting: Planting) -> dict[str, set[tuple[str, str]]]:
    """Return the pairs of claims in conflict by kind, and those that changed with time as `grown`."""
    pairs: dict[str, set[tuple[str, str]]] = {kind: set() for kind in (*KINDS, "grown")}
    for dispute in disputes(planting.index()):
        pairs["grown"] |= {(one.claim_id, other.claim_id) for one, other in dispute.developments}
        for item in dispute.conflicts:
            pairs[item.kind].add(item.ids)
    return pairs


def measured(planting: Planting) -> dict[str, tuple[int, int, int]]:
    return {row.kind.value: (row.proposed, row.both, row.linked) for row in measure_proposals(planting.index())}


@pytest.mark.parametrize("name", PLANTED)
def test_planted_corpora(name: str) -> None:
    planting = PLANTED[name]()
    plain = Plain(planting.data())
    assert found(planting) == plain_conflicts(plain)
    assert measured(planting) == plain_proposals(plain)


@settings(deadline=None, max_examples=300)
@given(st.integers(0, 2**32))
def test_drawn_corpora(seed: int) -> None:
    planting = drawn(seed)
    plain = Plain(planting.data())
    assert found(planting) == plain_conflicts(plain)
    assert measured(planting) == plain_proposals(plain)


def test_drawn_corpora_have_conflicts_of_every_kind() -> None:
    pairs = [found(drawn(seed)) for seed in range(100)]
    assert all(sum(len(each[kind]) for each in pairs) >= 5 for kind in (*KINDS, "grown"))
