"""Groups of connected articles, and splits that never change."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from invented import BACKGROUND, SHIP

from claimwire.corpus.records import canonical_json
from claimwire.errors import ReleaseError
from claimwire.formats.quotes import read_quoted_claims
from claimwire.schema import Article, ClaimBase, Event, Link, SplitAssignment
from claimwire.schema.vocab import EventType, LinkKind, Split
from claimwire.splits.assign import assign
from claimwire.splits.edges import article_groups

RATIOS = {"train": 0.8, "validation": 0.1, "test": 0.1}
CLAIM = read_quoted_claims([(1, canonical_json(BACKGROUND))], SHIP, "c_", "")[0][0]


def article(name: str, episode: str | None = None) -> Article:
    return SHIP.model_copy(update={"article_id": name, "episode_id": episode})


def claim(name: str, article_id: str, event: str | None = None) -> ClaimBase:
    return CLAIM.model_copy(update={"claim_id": name, "article_id": article_id, "event_id": event})


def event(name: str, part_of: str | None = None) -> Event:
    return Event(event_id=name, name=name, event_type=EventType.OTHER, description=name, part_of_id=part_of)


def link(*claims: str) -> Link:
    return Link(link_id="l", kind=LinkKind.SAME_FIGURE, claim_ids=claims, annotator_id="judge")


def fixed(**splits: str) -> list[SplitAssignment]:
    return [SplitAssignment(article_id=name, split=Split(split), since="0.1.0") for name, split in splits.items()]


# Groups

A, B, C, D = (article(name) for name in "abcd")


def test_articles_that_share_nothing_are_groups_of_their_own() -> None:
    claims = [claim("c1", "a", "flood"), claim("c2", "b", "fire"), claim("c3", "b")]
    assert article_groups([B, A], claims, [event("flood"), event("fire")], []) == {"a": "a", "b": "b"}


@pytest.mark.parametrize(
    ("articles", "claims", "events", "links"),
    [
        ([article("a", "flood"), article("b", "flood")], [], [], []),
        ([article("a", "flood"), B], [claim("c1", "b", "flood")], [], []),
        ([A, B], [claim("c1", "a", "flood"), claim("c2", "b", "flood")], [], []),
        ([article("a", "flood"), article("b", "rain")], [], [event("flood", "rain")], []),
        ([article("a", "x"), article("b", "y")], [], [event("x", "whole"), event("y", "whole"), event("whole")], []),
        ([article("a", "x"), article("b", "z")], [], [event("x", "y"), event("y", "z")], []),
        ([A, B], [claim("c1", "a"), claim("c2", "b")], [], [link("c1", "c2")]),
        ([A, B], [claim("c1", "a"), claim("c2", "b")], [], [link("c1", "c1", "c2")]),
        ([A, B], [claim("c1", "a"), claim("c2", "b")], [], [link("gone", "c1", "c2")]),
        ([A, B], [claim("c1", "a"), claim("c2", "b")], [], [link("c1", "gone", "c2")]),
    ],
)
def test_what_connects_articles(articles, claims, events, links) -> None:
    """A link whose first claim was gone connected none of the others."""
    assert article_groups([*articles, D], claims, events, links) == {"a": "a", "b": "a", "d": "d"}


def test_articles_are_connected_through_others() -> None:
    claims = [
        claim("c1", "b", "flood"),
        claim("c2", "b"),
        claim("c3", "c"),
        claim("c4", "c", "war"),
        claim("c5", "d", "war"),
    ]
    found = article_groups([article("d"), C, B, article("a", "flood")], claims, [], [link("c3", "c2")])
    assert found == {"a": "a", "b": "a", "c": "a", "d": "a"}


def test_claims_of_articles_that_are_not_there_make_no_group() -> None:
    """An article that only its claims named got a split."""
    assert article_groups([A], [claim("c1", "gone", "flood")], [], []) == {"a": "a"}
    both = [
        claim("c1", "gone", "flood"),
        claim("c2", "a", "flood"),
        claim("c3", "gone", "war"),
        claim("c4", "b", "war"),
    ]
    assert article_groups([A, B], both, [], []) == {"a": "a", "b": "a"}, "they still connect others"


def test_an_event_is_not_an_article_of_the_same_name() -> None:
    assert article_groups([article("a", "b"), B], [], [], []) == {"a": "a", "b": "b"}


PAIRS = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=6)


@given(PAIRS, st.permutations("abcdef"))
def test_groups_are_the_connected_articles_whatever_the_order(pairs: list[tuple[str, str]], order: list[str]) -> None:
    claims = [claim(f"c_{name}", name) for name in order]
    links = [link(f"c_{one}", f"c_{other}") for one, other in pairs]
    found = article_groups([article(name) for name in order], claims, [], links)
    reached = {name: {name} for name in "abcdef"}
    for _ in reached:
        for one, other in pairs:
            together = reached[one] | reached[other]
            for name in together:
                reached[name] = reached[name] | together
    assert found == {name: min(reached[name]) for name in "abcdef"}


# Splits


def splits(found: list[SplitAssignment]) -> dict[str, str]:
    return {assignment.article_id: assignment.split.value for assignment in found}


def test_every_split_gets_a_group_first_and_the_largest_goes_to_the_first() -> None:
    groups = {"a": "a", "b": "b", "c": "b", "d": "d"}
    found = assign(groups, [], RATIOS, "0.1.0")
    assert splits(found) == {"a": "validation", "b": "train", "c": "train", "d": "test"}
    assert [a.article_id for a in found] == list(groups)
    assert {a.since for a in found} == {"0.1.0"}


def test_then_the_split_that_lacks_most_of_its_share_gets_the_next() -> None:
    groups = {name: name for name in "abcdefghij"}
    found = list(splits(assign(groups, [], RATIOS, "0.1.0")).values())
    assert (found.count("train"), found.count("validation"), found.count("test")) == (8, 1, 1)
    halves = list(splits(assign(groups, [], {"train": 0.5, "test": 0.5}, "0.1.0")).values())
    assert (halves.count("train"), halves.count("test")) == (5, 5)


def test_a_new_article_goes_where_its_group_is() -> None:
    groups = {"a": "a", "b": "a", "c": "c", "d": "d", "e": "e"}
    found = assign(groups, fixed(b="test", c="train"), RATIOS, "0.2.0")
    assert splits(found) == {"a": "test", "d": "validation", "e": "train"}


def test_groups_that_grow_together_over_two_splits_are_refused() -> None:
    with pytest.raises(
        ReleaseError, match=r"articles of one group are in train and test \(a, b\); splits never change"
    ):
        assign({"a": "a", "b": "a"}, fixed(a="train", b="test"), RATIOS, "0.2.0")


def test_articles_that_are_gone_keep_their_split_and_count_for_nothing() -> None:
    assert splits(assign({"a": "a"}, fixed(gone="train"), RATIOS, "0.2.0")) == {"a": "train"}


@pytest.mark.parametrize("ratios", [{}, {"train": 0.0}, {"train": -1.0}])
def test_ratios_without_a_share_are_refused(ratios: dict[str, float]) -> None:
    with pytest.raises(ReleaseError, match="split_ratios gives no split a share above 0"):
        assign({"a": "a"}, [], ratios, "0.1.0")


def test_an_unknown_split_is_reported() -> None:
    """Its share went to nobody."""
    with pytest.raises(ReleaseError, match="split_ratios names 'dev'; there are: train, validation, test"):
        assign({"a": "a"}, [], {"train": 0.9, "dev": 0.1}, "0.1.0")


def test_where_all_is_assigned_nothing_is() -> None:
    assert assign({"a": "a"}, fixed(a="test"), {}, "0.1.0") == []
    assert assign({}, [], RATIOS, "0.1.0") == []


GROUPS = st.dictionaries(st.sampled_from("abcdefghijklmnop"), st.sampled_from("ABCDEF"))


@given(GROUPS, GROUPS)
def test_splits_never_change_and_no_group_is_divided(first: dict[str, str], more: dict[str, str]) -> None:
    """A second release keeps what the first assigned, and every split has a group when there are enough."""
    assume(first)
    standing = assign(first, [], RATIOS, "0.1.0")
    assert set(splits(standing)) == set(first)
    assert len({a.split for a in standing}) == min(3, len(set(first.values())))
    later = more | first
    new = assign(later, standing, RATIOS, "0.2.0")
    assert set(splits(new)) == set(later) - set(first)
    assert {a.since for a in new} <= {"0.2.0"}
    final = splits([*standing, *new])
    for group in set(later.values()):
        assert len({final[name] for name in later if later[name] == group}) == 1
    assert assign(later, [*standing, *new], RATIOS, "0.3.0") == []
