"""The one alignment: what adjudicators see side by side and what agreement is measured on are the same groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import plain_agreement as plain
import pytest
from claims_at import LAYERS, at, claim, layer, layers
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import SHIP
from invented_study import annotator

from claimwire.adjudication import aligned
from claimwire.adjudication.alignment import similarity_of
from claimwire.alignment import MIN_SIMILARITY, SHARED_CUE_BONUS, _joined_pairs
from claimwire.iaa import corpus_study
from claimwire.iaa.arrays.layout import lay_out
from claimwire.iaa.arrays.spans import aligned as aligned_marks
from claimwire.ranges import Ranges, overlaps
from claimwire.schema import Annotation, ClaimBase

Groups = set[frozenset[str]]


def adjudicated(own: Sequence[Annotation]) -> Groups:
    """Return the ids of claims that adjudication puts together."""
    groups = aligned(own)
    assert len({claim.claim_id for group in groups for claim in group}) == sum(map(len, groups))
    return {frozenset(claim.claim_id for claim in group) for group in groups}


def measured(own: Sequence[Annotation]) -> Groups:
    """Return the ids of claims that agreement puts together."""
    study = corpus_study("heron", [SHIP], own, [annotator(x.annotator_id) for x in own])
    laid = lay_out(study, ("historical_background", "attributed_statement")).annotators.values()
    return {
        frozenset(layer.marks[place].mark_id for layer, place in zip(laid, row, strict=True) if place >= 0)
        for row in aligned_marks(list(laid)).tolist()
    }


def groups(own: Sequence[Annotation]) -> list[str]:
    """Return the groups of more than one claim, as both rooms make them: `a1 b2` for Ann's first and Ben's second."""
    assert adjudicated(own) == measured(own)
    names = [sorted(i.removeprefix(f"{SHIP.article_id}_") for i in group) for group in adjudicated(own)]
    return sorted(" ".join(f"{n[0]}{int(n[-2:])}" for n in group) for group in names if len(group) > 1)


def by_the_rule(own: Sequence[Annotation]) -> Groups:
    """Return the groups that the rule makes, in plain loops over all pairs of claims."""
    plainly = {layer.annotator_id: [as_json(claim) for claim in layer.claims] for layer in own}
    return {frozenset(claim["claim_id"] for claim in group.values()) for group in plain.aligned(plainly)}


def as_json(own: ClaimBase) -> dict[str, Any]:
    spans = {name: [vars(span) for span in getattr(own, name, ())] for name in ("spans", "cue_spans")}
    return {"claim_id": own.claim_id, "label": own.label.value, **spans}


@given(LAYERS)
@settings(max_examples=300)
def test_both_rooms_put_together_what_the_rule_says(own: list[Annotation]) -> None:
    assert adjudicated(own) == measured(own) == by_the_rule(own)


@given(LAYERS, st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_the_order_of_the_layers_does_not_matter(own: list[Annotation], random) -> None:  # type: ignore[no-untyped-def]
    other = random.sample(own, len(own))
    assert adjudicated(other) == adjudicated(own)
    assert measured(other) == measured(own)


@given(LAYERS)
def test_every_claim_is_in_one_group_with_one_label_and_one_claim_of_a_layer(own: list[Annotation]) -> None:
    found = aligned(own)
    ids = [claim.claim_id for group in found for claim in group]
    assert sorted(ids) == sorted(claim.claim_id for layer in own for claim in layer.claims)
    for group in found:
        assert len({claim.label for claim in group}) == 1
        assert len({claim.claim_id.rsplit("_", 1)[0] for claim in group}) == len(group)


@given(LAYERS)
def test_groups_are_in_text_order_and_their_claims_in_the_order_of_the_layers(own: list[Annotation]) -> None:
    found = aligned(own)
    places = [(group[0].spans[0].start, -group[0].spans[-1].end) for group in found]
    assert places == sorted(places)
    for group in found:
        names = [claim.claim_id.rsplit("_", 1)[0] for claim in group]
        assert names == [layer.annotation_id for layer in own if layer.annotation_id in names]


@given(LAYERS)
def test_without_a_claim_that_nobody_else_has_all_others_stay_together(own: list[Annotation]) -> None:
    before = adjudicated(own)
    for lonely in (group for group in before if len(group) == 1):
        kept = [
            layer.model_copy(update={"claims": tuple(c for c in layer.claims if c.claim_id not in lonely)})
            for layer in own
        ]
        assert adjudicated(kept) == measured(kept) == before - {lonely}


# At the edges of the rule. Claims of Ann, Ben and Cleo are a1, a2, b1, ... in text order.


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (at((0, 100)), at((0, 30)), True),  # 30 of 100
        (at((0, 100)), at((0, 29)), False),
        (at((0, 100)), at((71, 101)), False),  # 29 of 101
        (at((0, 40)), at((25, 50)), True),  # 15 of 50, which is 0.3
        (at((0, 40)), at((26, 50)), False),
        (at((0, 3), (10, 13)), at((2, 3), (12, 13), (20, 22)), False),  # 2 of 8
        (at((0, 3), (10, 13)), at((2, 3), (12, 13), (20, 21)), False),  # 2 of 7
        (at((0, 3), (10, 13)), at((1, 3), (12, 13)), True),  # 3 of 6
    ],
)
def test_three_tenths_in_common_are_enough(one: ClaimBase, other: ClaimBase, together: bool) -> None:
    assert groups(layers(ann=[one], ben=[other])) == (["a1 b1"] if together else [])


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (at((0, 100), cues=[(200, 204)]), at((99, 150), cues=[(203, 210)]), True),  # one code point of each
        (at((0, 100), cues=[(200, 204)]), at((99, 150), cues=[(204, 210)]), False),  # the cues touch only
        (at((0, 100), cues=[(200, 204)]), at((100, 150), cues=[(200, 204)]), False),  # the claims touch only
        (at((0, 100), cues=[(200, 204)]), at((99, 150)), False),
    ],
)
def test_a_cue_in_common_is_enough_for_claims_that_overlap(one: ClaimBase, other: ClaimBase, together: bool) -> None:
    assert groups(layers(ann=[one], ben=[other])) == (["a1 b1"] if together else [])


@pytest.mark.parametrize(("longer", "partner"), [(84, "b1"), (86, "b2")])
def test_a_cue_in_common_counts_like_half_of_the_words(longer: int, partner: str) -> None:
    """Ann's claim shares 35 of 100 code points and the cue with Ben's first: 0.85, against 0.84 or 0.86."""
    ann = at((0, 100), cues=[(200, 204)])
    ben = [at((0, 35), cues=[(200, 204)]), at((100 - longer, 100))]
    assert groups(layers(ann=[ann], ben=ben)) == [f"a1 {partner}"]


def test_claims_of_two_labels_are_never_aligned() -> None:
    other = claim([(0, 100)], label="historical_background")
    assert groups(layers(ann=[at((0, 100))], ben=[other])) == []


def test_pairs_of_all_layers_compete_and_not_those_with_the_first() -> None:
    """Of a2 and c1, 11 of 17 code points are common, of a2 and c2 8 of 14; b1 is by c1, and too far from a2."""
    own = layers(ann=[at((1, 16)), at((20, 34))], ben=[at((18, 23))], cleo=[at((17, 31)), at((23, 31))])
    assert groups(own) == ["a2 b1 c1"]


def test_a_claim_between_two_others_joins_them_although_they_are_too_far_apart() -> None:
    own = layers(ann=[at((0, 10))], ben=[at((5, 15))], cleo=[at((10, 20))])
    assert groups(own) == ["a1 b1 c1"]


def test_a_claim_between_two_of_one_annotator_does_not_join_them() -> None:
    own = layers(ann=[at((0, 10)), at((10, 21))], ben=[at((5, 15))])
    assert groups(own) == ["a1 b1"]


# Equally similar pairs go by text order.


def test_of_equally_similar_claims_the_one_that_starts_first_is_taken() -> None:
    assert groups(layers(ann=[at((10, 20))], ben=[at((5, 15)), at((15, 25))])) == ["a1 b1"]


def test_of_those_that_start_at_one_place_the_longer_is_taken() -> None:
    """4 of 10 and 10 of 25 are equal shares; the longer claim is the first in its layer, too."""
    assert groups(layers(ann=[at((10, 20))], ben=[at((10, 14)), at((10, 35))])) == ["a1 b2"]


def test_of_those_at_one_place_the_first_of_the_layer_is_taken() -> None:
    assert groups(layers(ann=[at((10, 20))], ben=[at((10, 20)), at((10, 20))])) == ["a1 b1"]


@pytest.mark.parametrize(("ann", "ben", "expected"), [("ann", "ben", "a1 c1 d1"), ("zoe", "ben", "b1 c2 d1")])
def test_of_different_annotators_claims_at_one_place_the_names_decide(ann: str, ben: str, expected: str) -> None:
    """Each of the first two has a cue in common with one of Cleo's; Dan's claim is equally similar to all of them."""
    first, second = at((0, 10), cues=[(1, 2)]), at((0, 10), cues=[(3, 4)])
    own = [
        layer(ann, [first]),
        layer(ben, [second]),
        layer("cleo", [first, second]),
        layer("dan", [at((0, 10))]),
    ]
    for order in (own, own[::-1]):
        assert expected in groups(order)


def test_of_different_annotators_claims_that_start_at_one_place_the_longer_is_taken() -> None:
    """Dan's claim is equally similar to Ann's and Ben's, each of which has a partner of Cleo's already."""
    shorter, longer = at((10, 14)), at((10, 35))
    assert groups(layers(ann=[shorter], ben=[longer], cleo=[longer, shorter], dan=[at((10, 20))])) == [
        "a1 c2",
        "b1 c1 d1",
    ]


def test_of_two_pairs_with_one_earlier_claim_the_one_whose_other_claim_is_earlier_goes_first() -> None:
    """Ann's claim is equally similar to Ben's and Cleo's, each of which has a partner of Dan's already."""
    first, second = at((4, 18)), at((5, 15))
    assert groups(layers(ann=[at((0, 10))], ben=[second], cleo=[first], dan=[first, second])) == ["a1 c1 d1", "b1 d2"]


def test_of_two_pairs_the_one_with_the_earliest_claim_goes_first() -> None:
    """Of a1 and c1, and of b1 and c2, a third is common; b1 is the earliest of the four, for it ends last."""
    own = layers(ann=[at((1, 4))], ben=[at((1, 7))], cleo=[at((1, 2)), at((4, 6))])
    assert groups(own) == ["a1 b1 c2"]


@given(LAYERS)
def test_two_claims_are_as_similar_as_the_alignment_takes_them_to_be(own: list[Annotation]) -> None:
    for a in own[0].claims:
        for b in own[1].claims:
            alone = [own[0].model_copy(update={"claims": (a,)}), own[1].model_copy(update={"claims": (b,)})]
            assert (len(aligned(alone)) == 1) == (similarity_of(a, b) >= MIN_SIMILARITY)
            assert similarity_of(a, b) == similarity_of(b, a)


def test_the_similarity_of_two_claims() -> None:
    cue = [(200, 204)]
    assert similarity_of(at((0, 100)), at((0, 30))) == 0.3 == MIN_SIMILARITY
    assert similarity_of(at((0, 100), cues=cue), at((0, 30), cues=cue)) == 0.3 + 0.5 == 0.3 + SHARED_CUE_BONUS
    assert similarity_of(at((0, 100), cues=cue), at((100, 130), cues=cue)) == 0
    assert similarity_of(at((0, 100)), claim([(0, 100)], label="historical_background")) == 0


def test_without_layers_or_claims_there_is_nothing_to_align() -> None:
    assert aligned([]) == []
    assert aligned(layers(ann=[], ben=[])) == []
    assert [[c.claim_id[-6:] for c in group] for group in aligned(layers(ann=[at((3, 5)), at((1, 2))]))] == [
        ["ann_02"],
        ["ann_01"],
    ]


# The parts


RANGES = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9), st.integers(0, 4)), max_size=12)


@given(RANGES, RANGES, st.integers(1, 5))
def test_overlaps_are_those_of_comparing_all_with_all(
    one: list[tuple[int, int, int]], other: list[tuple[int, int, int]], chunk: int
) -> None:
    def arrays(rows: Iterable[tuple[int, int, int]]) -> Ranges:
        start, size, owner = np.array(list(rows), dtype=np.int64).reshape(-1, 3).T
        return Ranges.sorted_of(start, start + size, owner)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("claimwire.ranges.CHUNK", chunk)
        found = overlaps(arrays(one), arrays(other))
    expected: dict[tuple[int, int], int] = {}
    for a, size, owner in one:
        for b, other_size, other_owner in other:
            common = min(a + size, b + other_size) - max(a, b)
            if common > 0:
                expected[owner, other_owner] = expected.get((owner, other_owner), 0) + common
    rows = zip(found.one.tolist(), found.other.tolist(), found.common.tolist(), strict=True)
    assert {(a, b): n for a, b, n in rows} == expected
    assert len(found.one) == len(expected)


EDGES = st.lists(st.tuples(st.integers(0, 4), st.integers(5, 9)) | st.tuples(st.integers(0, 9), st.integers(10, 14)))


@given(EDGES)
def test_groups_are_those_of_joining_pair_by_pair(edges: list[tuple[int, int]]) -> None:
    """Three annotators of five claims each; pairs come in the order in which they are joined."""
    edges = list(dict.fromkeys(edges))
    expected = [{node} for node in range(15)]
    for a, b in edges:
        one, other = (next(group for group in expected if node in group) for node in (a, b))
        if one is not other and not {node // 5 for node in one} & {node // 5 for node in other}:
            expected.remove(other)
            one |= other
    first, second = np.array(edges, dtype=np.int64).reshape(-1, 2).T
    rows = _joined_pairs(first, second, np.array([0, 5, 10, 15])).tolist()
    assert min(map(min, rows)) >= -1
    assert {frozenset(5 * a + n for a, n in enumerate(row) if n >= 0) for row in rows} == set(map(frozenset, expected))
