"""Which figures are proposed as counts of the same people one after the other."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner
from told import Telling, at, bridge

from claimwire.cli import group
from claimwire.conflicts.linking import LinkSession, told_since
from claimwire.schema.vocab import FigureScope, Harm, LinkKind, Qualifier, VictimGroup, VictimStatus
from claimwire.tolls import is_certain, toll_proposals

CUMULATIVE: dict[str, Any] = {"scope": FigureScope.CUMULATIVE}


def pairs(told: Telling) -> dict[tuple[str, str], bool]:
    return {item.pair: is_certain(item) for item in toll_proposals(told.index())}


def test_a_rewritten_item_is_certain_and_another_item_is_not() -> None:
    assert pairs(bridge()) == {("a_dead", "b_dead"): True, ("b_dead", "c_dead"): False}


def test_what_links_join_already_and_what_was_refused_is_not_proposed() -> None:
    told = bridge()
    told.link("a_dead", "b_dead")
    assert pairs(told) == {("b_dead", "c_dead"): False}
    assert toll_proposals(told.index(), [("b_dead", "c_dead")]) == []


def test_links_of_two_chains_do_not_keep_the_chains_apart() -> None:
    told = bridge()
    told.text("d", at(40), first=False, rewrites="c")
    told.dead("d", 11)
    told.link("a_dead", "b_dead")
    told.link("c_dead", "d_dead")
    assert pairs(told) == {("b_dead", "c_dead"): False}


@pytest.mark.parametrize(
    "slots",
    [
        {"harm": Harm.INJURED},
        {"victim_groups": (VictimGroup.CHILDREN,)},
        {"victim_status": VictimStatus.CIVILIAN},
        {"victim_side_name": ("Rovia",)},
        {"part_of_id": "b_all"},
        {"scope": FigureScope.CUMULATIVE},
    ],
)
def test_in_a_rewritten_item_any_other_slot_leaves_it_open(slots: dict[str, Any]) -> None:
    told = Telling()
    told.text("a", at(0))
    told.text("b", at(2), first=False, rewrites="a")
    told.dead("a", 3)
    told.dead("b", 5, **slots)
    assert not any(pairs(told).values())


def test_two_figures_of_a_kind_in_one_text_leave_it_open() -> None:
    told = Telling()
    told.text("a", at(0))
    told.text("b", at(2), first=False, rewrites="a")
    told.dead("a", 3)
    told.dead("b", 5)
    told.dead("b", 4, what="more")
    assert not any(pairs(told).values())


@pytest.mark.parametrize(
    ("slots", "proposed"),
    [
        ({}, True),
        (CUMULATIVE, True),
        ({"scope": FigureScope.PERIOD_TOTAL}, False),
        ({"harm": Harm.MISSING}, False),
        ({"victim_groups": (VictimGroup.CHILDREN,)}, False),
        ({"victim_status": VictimStatus.CIVILIAN}, True),
        ({"place_name": "ORLAN"}, True),
        ({"place_name": "Tarn"}, False),
        ({"victim_side_name": ("Rovia",)}, True),
        ({"part_of_id": "b_all"}, False),
        ({"event_id": "another"}, False),
    ],
)
def test_figures_of_two_items_are_proposed_if_their_slots_allow_it(slots: dict[str, Any], proposed: bool) -> None:
    told = Telling()
    told.text("a", at(0))
    told.text("b", at(20))
    told.dead("a", 3, place_name="Orlan")
    told.dead("b", 5, **slots)
    assert list(pairs(told)) == ([("a_dead", "b_dead")] if proposed else [])


def test_statuses_that_exclude_each_other_are_other_people() -> None:
    told = Telling()
    told.text("a", at(0))
    told.text("b", at(20))
    told.dead("a", 3, victim_status=VictimStatus.COMBATANT)
    told.dead("b", 5, victim_status=VictimStatus.CIVILIAN)
    assert pairs(told) == {}


def test_a_growing_toll_of_one_place_in_similar_words_scores_highest() -> None:
    told = Telling()
    for name, hour, slots in (("a", 0, {}), ("b", 20, {}), ("c", 40, CUMULATIVE | {"place_name": "Orlan"})):
        told.text(name, at(hour))
        told.dead(name, 3 + hour, **({"place_name": "Orlan"} if name == "b" else {}) | slots)
    found = {item.pair: item for item in toll_proposals(told.index())}
    assert found["b_dead", "c_dead"].score > found["a_dead", "b_dead"].score > 0
    assert found["b_dead", "c_dead"].score < 1
    assert found["b_dead", "c_dead"].grounds[:4] == (
        "same event",
        "both killed",
        "a toll that still grows",
        "same place",
    )


def test_a_figure_that_a_rewritten_text_repeats_is_not_proposed_after_a_newer_one() -> None:
    told = bridge()
    told.text("d", at(60), first=False, rewrites="a")
    told.dead("d", 3)
    assert pairs(told) == {("a_dead", "b_dead"): True, ("a_dead", "d_dead"): True, ("b_dead", "c_dead"): False}


def test_an_accepted_link_has_its_counts_in_the_order_of_time(tmp_path: Any) -> None:
    """The ids are in another order: `z` was told first."""
    told = Telling()
    told.text("z", at(0))
    told.text("a", at(2), first=False, rewrites="z")
    told.text("m", at(1))
    told.dead("z", 3)
    told.dead("a", 5)
    told.dead("m", 4)
    session = LinkSession(told.index(), "ada", None, toll_proposals)
    assert session._in_order(LinkKind.SUPERSEDES, ("a_dead", "m_dead", "z_dead")) == ("z_dead", "m_dead", "a_dead")
    assert session._in_order(LinkKind.SAME_FIGURE, ("a_dead", "z_dead")) == ("a_dead", "z_dead")


def test_a_count_without_a_moment_is_told_since_its_day_and_an_unknown_one_comes_first() -> None:
    told = Telling()
    told.text("a", None)
    told.dead("a", 3)
    assert told_since(told.index(), "a_dead") == "2041-06-01"
    assert told_since(told.index(), "b_dead") == ""


def test_certain_is_about_tolls() -> None:
    result = CliRunner().invoke(group, ["link", "any", "--certain", "--annotator", "ada"])
    assert result.exit_code == 2
    assert "give --tolls with it" in result.output


def test_vague_figures_are_proposed_too() -> None:
    told = Telling()
    told.text("a", at(0))
    told.text("b", at(2), first=False, rewrites="a")
    told.figure("a", Qualifier.DOZENS, None, None)
    told.dead("b", 40)
    assert pairs(told) == {("a_dead", "b_dead"): True}
