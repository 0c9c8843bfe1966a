"""Groups over the closure of all edges, and new articles that would join groups of different splits."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimwire.errors import ReleaseError
from claimwire.schema import SplitAssignment
from claimwire.schema.vocab import Split
from claimwire.splits.assign import plan_splits
from claimwire.splits.groups import GroupEdge, connected_articles, held_out

RATIOS = {"train": 0.5, "validation": 0.25, "test": 0.25}
TRAIN, TEST = Split.TRAIN, Split.TEST


def edge(name: str, members: str) -> GroupEdge:
    return GroupEdge(name, tuple(members))


def fixed(splits: Mapping[str, Split]) -> list[SplitAssignment]:
    return [SplitAssignment(article_id=name, split=split, since="1.0.0") for name, split in splits.items()]


def test_groups_are_named_for_their_first_article_and_reach_through_any_edge() -> None:
    edges = [edge("event x", "cb"), edge("link l", "bd"), edge("text", "ae"), edge("event y", "f")]
    assert connected_articles("fedcbag", edges) == {
        "a": "a",
        "b": "b",
        "c": "b",
        "d": "b",
        "e": "a",
        "f": "f",
        "g": "g",
    }


def test_articles_that_are_not_there_still_connect_others() -> None:
    assert connected_articles("ac", [edge("x", "ab"), edge("y", "bc")]) == {"a": "a", "c": "a"}
    assert connected_articles("ac", [edge("x", "")]) == {"a": "a", "c": "c"}


def test_a_new_article_between_two_splits_is_held_out_and_says_why() -> None:
    edges = [edge("event flood", "an"), edge("text of b and n (near, 0.80 shared)", "bn")]
    [held] = held_out("abn", edges, {"a": TRAIN, "b": TEST})
    assert str(held) == (
        "n is held out: event flood connects it to the group of a in train; "
        "text of b and n (near, 0.80 shared) connects it to the group of b in test"
    )


@pytest.mark.parametrize(
    ("edges", "held"),
    [
        ([edge("x", "an")], []),
        ([edge("x", "an"), edge("y", "nb")], []),
        ([edge("x", "anc")], ["n"]),
        ([edge("x", "an"), edge("y", "no"), edge("z", "oc")], ["o"]),
        ([edge("x", "ao"), edge("y", "no"), edge("z", "nc")], ["o"]),
        ([edge("x", "no"), edge("y", "op")], []),
        ([edge("x", "an"), edge("y", "nc"), edge("z", "no")], ["n"]),
    ],
    ids=["one split", "two groups of a split", "one edge", "chain", "the later one", "free", "free behind a held one"],
)
def test_who_is_held_out(edges: list[GroupEdge], held: list[str]) -> None:
    """Articles a and b are train, c is test; n, o and p are new."""
    assert [item.article_id for item in held_out("abcnop", edges, {"a": TRAIN, "b": TRAIN, "c": TEST})] == held


def test_two_groups_of_a_split_are_joined_by_a_new_article_and_the_next_is_compared_with_both() -> None:
    edges = [edge("x", "an"), edge("y", "nb"), edge("z", "bo"), edge("w", "oc")]
    [held] = held_out("abcno", edges, {"a": TRAIN, "b": TRAIN, "c": TEST})
    assert [(tie.article_id, tie.split) for tie in held.conflicts] == [("a", TRAIN), ("c", TEST)]


def test_edges_of_one_name_are_not_one_edge() -> None:
    """Two pairs of claims with the same share have edges that look alike but for the articles."""
    assert held_out("acno", [edge("text", "an"), edge("text", "co")], {"a": TRAIN, "c": TEST}) == []


def test_a_plan_leaves_the_held_out_article_without_a_split_and_its_groups_apart() -> None:
    edges = [edge("x", "an"), edge("y", "nb"), edge("z", "bo")]
    plan = plan_splits("abno", edges, fixed({"a": TRAIN, "b": TEST}), RATIOS, "2.0.0")
    assert [item.article_id for item in plan.held_out] == ["n"]
    assert plan.groups == {"a": "a", "b": "b", "o": "b"}
    assert [(item.article_id, item.split) for item in plan.missing] == [("o", TEST)]


def test_an_edge_that_joins_articles_of_two_splits_by_itself_is_refused() -> None:
    """Such a one is a leak that stands already; nobody can be held out for it."""
    with pytest.raises(ReleaseError, match=r"articles of one group are in train and test \(a, c\)"):
        plan_splits("acn", [edge("event flood", "acn")], fixed({"a": TRAIN, "c": TEST}), RATIOS, "2.0.0")


NAMES = "abcdefghij"
EDGES = st.lists(st.sets(st.sampled_from(NAMES), min_size=1, max_size=4).map(sorted), max_size=10).map(
    lambda sets: [GroupEdge(f"edge {number}", tuple(members)) for number, members in enumerate(sets)]
)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES), EDGES), min_size=1, max_size=4))
def test_releases_that_grow_never_move_an_article_nor_leak(releases: list[tuple[str, list[GroupEdge]]]) -> None:
    """Each release adds articles up to a name, and edges of these among each other and with one that is there."""
    standing: list[SplitAssignment] = []
    edges: list[GroupEdge] = []
    last = 0
    for number, (upto, more) in enumerate(releases):
        first, last = last, max(last, NAMES.index(upto) + 1)
        members = NAMES[:last]
        arrived = NAMES[first:last]
        edges += [b for b in more if len(set(b.article_ids) - set(arrived)) <= 1 and set(b.article_ids) <= set(members)]
        plan = plan_splits(members, edges, standing, RATIOS, f"{number}.0.0")
        assert not {item.article_id for item in plan.missing} & {item.article_id for item in standing}
        standing = standing + plan.missing
        split_of = {item.article_id: item.split for item in standing}
        held = {item.article_id for item in plan.held_out}
        assert set(members) == set(split_of) | held
        for item in edges:
            assert len({split_of[a] for a in item.article_ids if a in split_of}) <= 1, item
        for item in plan.held_out:
            assert len(item.conflicts) > 1
        again = plan_splits(members, edges, standing, RATIOS, f"{number}.0.0")
        assert (again.missing, again.held_out) == ([], plan.held_out)
