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


# Articles that a sampling put in a split

VALIDATION = Split.VALIDATION


def test_a_new_group_goes_where_its_articles_were_sampled_for() -> None:
    """The ratios alone would put the largest group, and every first one, elsewhere."""
    plan = plan_splits("abcde", [edge("x", "abc")], [], RATIOS, "1.0.0", {"b": TEST, "d": TEST, "e": VALIDATION})
    assert {item.article_id: item.split for item in plan.missing} == {
        "a": TEST,
        "b": TEST,
        "c": TEST,
        "d": TEST,
        "e": VALIDATION,
    }
    assert plan.held_out == []


def test_the_ratios_place_the_groups_without_a_wish_and_count_those_with_one() -> None:
    """Test has its share of 4 articles already, so that the fourth article goes to what lacks most of its own."""
    plan = plan_splits("abcd", [], [], {"train": 0.75, "test": 0.25}, "1.0.0", {"a": TEST})
    assert {item.article_id: item.split for item in plan.missing} == {"a": TEST, "b": TRAIN, "c": TRAIN, "d": TRAIN}


def test_a_wish_for_a_split_without_a_share_is_fulfilled() -> None:
    plan = plan_splits("a", [], [], {"train": 1.0}, "1.0.0", {"a": TEST})
    assert [item.split for item in plan.missing] == [TEST]


@pytest.mark.parametrize(
    ("edges", "sampled", "held"),
    [
        ([edge("x", "no")], {"n": TRAIN, "o": TEST}, ["n"]),
        ([edge("x", "no")], {"n": TEST, "o": TRAIN}, ["o"]),
        ([edge("x", "no")], {"n": VALIDATION, "o": TRAIN}, ["o"]),
        ([edge("x", "no")], {"n": VALIDATION, "o": TEST}, ["n"]),
        ([edge("x", "no")], {"n": TEST, "o": TEST}, []),
        ([edge("x", "nop")], {"o": TRAIN, "p": TEST}, ["o"]),
        ([edge("x", "no"), edge("y", "np")], {"o": TRAIN, "p": TEST}, ["n"]),
        ([edge("x", "an")], {"n": TEST}, ["n"]),
        ([edge("x", "an")], {"n": TRAIN}, []),
        ([edge("x", "cn")], {"n": TRAIN}, ["n"]),
        ([edge("x", "cn"), edge("y", "no")], {"o": TRAIN}, ["n"]),
        ([edge("x", "cn")], {"c": TRAIN}, []),
    ],
    ids=[
        "train beside test",
        "whichever comes first",
        "train beside validation",
        "validation beside test",
        "the same wish",
        "one edge",
        "not sampled, between two",
        "test beside a train article",
        "train beside a train article",
        "train beside a test article",
        "not sampled, between a test article and train",
        "a wish of an article that has a split",
    ],
)
def test_a_sampled_article_is_never_moved(edges: list[GroupEdge], sampled: dict[str, Split], held: list[str]) -> None:
    """Article a is train, c is test; n, o and p are new."""
    split_of = {"a": TRAIN, "c": TEST}
    plan = plan_splits("acnop", edges, fixed(split_of), RATIOS, "2.0.0", sampled)
    assert [item.article_id for item in plan.held_out] == held
    placed = {item.article_id: item.split for item in plan.missing}
    wished = {name: split for name, split in sampled.items() if name not in split_of and name not in held}
    assert placed.items() >= wished.items()


def test_a_held_out_sampled_article_says_where_it_should_have_gone() -> None:
    [held] = held_out("an", [edge("event flood", "an")], {"a": TRAIN}, {"n": TEST})
    assert str(held) == (
        "n is held out: corpus.toml puts it in test; event flood connects it to the group of a in train"
    )


SAMPLED = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(list(Split)), max_size=6)


@settings(deadline=None)
@given(EDGES, SAMPLED)
def test_whoever_was_sampled_is_in_that_split_or_held_out(edges: list[GroupEdge], sampled: dict[str, Split]) -> None:
    plan = plan_splits(NAMES, edges, [], RATIOS, "1.0.0", sampled)
    placed = {item.article_id: item.split for item in plan.missing}
    held = {item.article_id for item in plan.held_out}
    assert placed.keys() | held == set(NAMES)
    assert all(name in held or placed[name] is split for name, split in sampled.items())
    for item in edges:
        assert len({placed[a] for a in item.article_ids if a in placed}) <= 1, item
