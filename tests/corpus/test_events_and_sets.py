"""The tree of events and sets that are joined, also where events are part of each other in a circle."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claimwire.corpus.events import EventTree, share_no_day
from claimwire.corpus.union_find import UnionFind, connected

NAMES = st.sampled_from("abcdefg")
WAR = EventTree({"battle": "campaign", "campaign": "war", "war": None, "truce": "war", "flood": None})
CIRCLE = EventTree({"d": "b", "b": "c", "c": "a", "a": "b"})


def test_an_event_is_within_itself_and_what_it_is_part_of_and_within_nothing_else() -> None:
    assert list(WAR.upward("battle")) == ["battle", "campaign", "war"]
    assert [WAR.is_within("battle", whole) for whole in ("battle", "campaign", "war")] == [True] * 3
    assert not any(WAR.is_within("war", part) for part in ("campaign", "battle", "flood"))
    assert not WAR.is_within("truce", "campaign")
    assert not WAR.is_within(None, "war")


def test_the_topmost_event_is_the_same_for_all_parts() -> None:
    assert {WAR.topmost(name) for name in ("battle", "campaign", "war", "truce")} == {"war"}
    assert WAR.topmost("flood") == "flood"
    assert WAR.topmost("unknown") == "unknown"


def test_of_a_circle_the_first_event_in_sorting_order_is_the_topmost_from_wherever_one_comes() -> None:
    assert {CIRCLE.topmost(name) for name in "abcd"} == {"a"}
    assert list(CIRCLE.upward("d")) == ["d", "b", "c", "a"]


def test_events_come_with_all_that_they_are_part_of() -> None:
    assert WAR.with_wholes(["battle", None, "flood"]) == {"battle", "campaign", "war", "flood"}
    assert WAR.with_wholes([]) == set()


@given(st.dictionaries(NAMES, st.none() | NAMES))
def test_events_of_one_chain_have_one_topmost_event(part_of: dict[str, str | None]) -> None:
    tree = EventTree(part_of)
    for name in "abcdefg":
        assert {tree.topmost(above) for above in tree.upward(name)} == {tree.topmost(name)}


def test_dates_share_a_day_or_not() -> None:
    assert share_no_day("2020-11-09", "2020-11-10")
    assert not share_no_day("2020-11-09/2020-11-10", "2020-11-10")
    assert share_no_day("2020-11", "2020-12-01")
    assert not share_no_day("2020-11", "2020-11-30")
    assert not share_no_day(None, "2020-11-30")


@given(st.lists(st.tuples(NAMES, NAMES)))
def test_nodes_are_in_one_group_if_a_way_leads_from_one_to_the_other(pairs: list[tuple[str, str]]) -> None:
    reach = {name: {name} for pair in pairs for name in pair}
    for _ in reach:
        for one, other in pairs:
            both = reach[one] | reach[other]
            for name in both:
                reach[name] = both
    groups = connected(pairs)
    assert sorted(name for group in groups for name in group) == sorted(reach)
    assert all(set(group) == reach[group[0]] for group in groups)


def test_the_node_first_named_stands_for_its_set_and_order_is_kept() -> None:
    sets: UnionFind[str] = UnionFind()
    for node in "cab":
        sets.root(node)
    assert sets.join("b", "a") == "a"
    assert sets.join("b", "c") == "c"
    assert {sets.root(node) for node in "abc"} == {"c"}
    assert sets.root("z") == "z"
    assert sets.groups() == [["c", "a", "b"], ["z"]]
