"""Groups over the closure of all bonds, and newcomers that would join groups of different splits."""

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


def bond(name: str, members: str) -> GroupEdge:
    return GroupEdge(name, tuple(members))


def fixed(splits: Mapping[str, Split]) -> list[SplitAssignment]:
    return [SplitAssignment(article_id=name, split=split, since="1.0.0") for name, split in splits.items()]


def test_groups_are_named_for_their_first_article_and_reach_through_any_bond() -> None:
    bonds = [bond("event x", "cb"), bond("link l", "bd"), bond("text", "ae"), bond("event y", "f")]
    assert connected_articles("fedcbag", bonds) == {
        "a": "a",
        "b": "b",
        "c": "b",
        "d": "b",
        "e": "a",
        "f": "f",
        "g": "g",
    }


def test_articles_that_are_not_there_still_hold_others_together() -> None:
    assert connected_articles("ac", [bond("x", "ab"), bond("y", "bc")]) == {"a": "a", "c": "a"}
    assert connected_articles("ac", [bond("x", "")]) == {"a": "a", "c": "c"}


def test_a_newcomer_between_two_splits_is_held_out_and_says_why() -> None:
    bonds = [bond("event flood", "an"), bond("text of b and n (near, 0.80 shared)", "bn")]
    [held] = held_out("abn", bonds, {"a": TRAIN, "b": TEST})
    assert str(held) == (
        "n is held out: event flood connects it to the group of a in train; "
        "text of b and n (near, 0.80 shared) connects it to the group of b in test"
    )


@pytest.mark.parametrize(
    ("bonds", "held"),
    [
        ([bond("x", "an")], []),
        ([bond("x", "an"), bond("y", "nb")], []),
        ([bond("x", "anc")], ["n"]),
        ([bond("x", "an"), bond("y", "no"), bond("z", "oc")], ["o"]),
        ([bond("x", "ao"), bond("y", "no"), bond("z", "nc")], ["o"]),
        ([bond("x", "no"), bond("y", "op")], []),
        ([bond("x", "an"), bond("y", "nc"), bond("z", "no")], ["n"]),
    ],
    ids=["one split", "two groups of a split", "one bond", "chain", "the later one", "free", "free behind a held one"],
)
def test_who_is_held_out(bonds: list[GroupEdge], held: list[str]) -> None:
    """Articles a and b are train, c is test; n, o and p are new."""
    assert [item.article_id for item in held_out("abcnop", bonds, {"a": TRAIN, "b": TRAIN, "c": TEST})] == held


def test_two_groups_of_a_split_grow_together_through_a_newcomer_and_hold_the_next_to_both() -> None:
    bonds = [bond("x", "an"), bond("y", "nb"), bond("z", "bo"), bond("w", "oc")]
    [held] = held_out("abcno", bonds, {"a": TRAIN, "b": TRAIN, "c": TEST})
    assert [(tie.article_id, tie.split) for tie in held.conflicts] == [("a", TRAIN), ("c", TEST)]


def test_bonds_of_one_name_are_not_one_bond() -> None:
    """Two pairs of claims with the same share have bonds that look alike but for the articles."""
    assert held_out("acno", [bond("text", "an"), bond("text", "co")], {"a": TRAIN, "c": TEST}) == []


def test_a_plan_leaves_the_held_out_article_without_a_split_and_its_groups_apart() -> None:
    bonds = [bond("x", "an"), bond("y", "nb"), bond("z", "bo")]
    plan = plan_splits("abno", bonds, fixed({"a": TRAIN, "b": TEST}), RATIOS, "2.0.0")
    assert [item.article_id for item in plan.held_out] == ["n"]
    assert plan.groups == {"a": "a", "b": "b", "o": "b"}
    assert [(item.article_id, item.split) for item in plan.missing] == [("o", TEST)]


def test_a_bond_that_joins_articles_of_two_splits_by_itself_is_refused() -> None:
    """Such a one is a leak that stands already; nobody can be held out for it."""
    with pytest.raises(ReleaseError, match=r"articles of one group are in train and test \(a, c\)"):
        plan_splits("acn", [bond("event flood", "acn")], fixed({"a": TRAIN, "c": TEST}), RATIOS, "2.0.0")


NAMES = "abcdefghij"
BONDS = st.lists(st.sets(st.sampled_from(NAMES), min_size=1, max_size=4).map(sorted), max_size=10).map(
    lambda sets: [GroupEdge(f"bond {number}", tuple(members)) for number, members in enumerate(sets)]
)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES), BONDS), min_size=1, max_size=4))
def test_releases_that_grow_never_move_an_article_nor_leak(releases: list[tuple[str, list[GroupEdge]]]) -> None:
    """Each release adds articles up to a name, and bonds of these among each other and with one that is there."""
    standing: list[SplitAssignment] = []
    bonds: list[GroupEdge] = []
    last = 0
    for number, (upto, more) in enumerate(releases):
        first, last = last, max(last, NAMES.index(upto) + 1)
        members = NAMES[:last]
        arrived = NAMES[first:last]
        bonds += [b for b in more if len(set(b.article_ids) - set(arrived)) <= 1 and set(b.article_ids) <= set(members)]
        plan = plan_splits(members, bonds, standing, RATIOS, f"{number}.0.0")
        assert not {item.article_id for item in plan.missing} & {item.article_id for item in standing}
        standing = standing + plan.missing
        split_of = {item.article_id: item.split for item in standing}
        held = {item.article_id for item in plan.held_out}
        assert set(members) == set(split_of) | held
        for item in bonds:
            assert len({split_of[a] for a in item.article_ids if a in split_of}) <= 1, item
        for item in plan.held_out:
            assert len(item.conflicts) > 1
        again = plan_splits(members, bonds, standing, RATIOS, f"{number}.0.0")
        assert (again.missing, again.held_out) == ([], plan.held_out)
