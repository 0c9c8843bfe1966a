"""Whom claims name as parties, and whether these speak: yes, only through another, declined, unclear, no."""

from __future__ import annotations

from typing import Any

import pytest
from sourced import article, entity, figure, said, world

from claimwire.schema import ClaimBase
from claimwire.schema.vocab import EntityKind
from claimwire.sourcing import World, sourcing_label
from claimwire.sourcing.sides import related

HARM = {"actor_name": ("Rovia",)}
OFFICIAL = {"source_kind": "government", "source_naming": "named"}


def statuses(claims: list[ClaimBase], there: World | None = None) -> dict[str | None, str]:
    return {side.name: side.status.value for side in sourcing_label(article(), claims, there).sides}


def test_a_side_has_its_roles_and_those_who_did_harm_come_first() -> None:
    claims = [
        said(1, addressee_name=("Lusmara",)),
        figure(2, victim_side_name=("Bentessa",)),
        figure(3, actor_name=("Rovia",), victim_side_name=("Rovia",)),
        said(4, addressee_name=("Bentessa",)),
    ]
    found = [(x.name, x.did_harm, x.was_harmed, x.spoken_to) for x in sourcing_label(article(), claims).sides]
    assert found == [
        ("Rovia", True, True, False),
        ("Bentessa", False, True, True),
        ("Lusmara", False, False, True),
    ]


@pytest.mark.parametrize(
    ("statement", "status"),
    [
        ({"by": "Rovia", **OFFICIAL}, "quoted"),
        ({"by": "Government of Rovia", **OFFICIAL}, "quoted"),
        ({"by": "Ministry of Roads of Rovia", **OFFICIAL}, "quoted"),
        ({"by": "Rovia Police", "source_kind": "police_and_rescue"}, "quoted"),
        ({"by": "Omar Tresh", "speaks_for_name": "Government of Rovia", **OFFICIAL}, "quoted"),
        ({"by": "Government of Rovia", **OFFICIAL, "cue_polarity": "negative"}, "declined"),
        ({"by": "Ada Lorn", **OFFICIAL}, "open"),
        ({"source_kind": "military"}, "open"),
        ({"by": "Government of Lusmara", **OFFICIAL}, "not_quoted"),
        ({"by": "Ada Lorn", "speaks_for_name": "Three Capes Line", **OFFICIAL}, "not_quoted"),
        ({"by": "Friends of Rovia", "source_kind": "organisation"}, "not_quoted"),
        ({"by": "Ada Lorn", "source_kind": "expert"}, "not_quoted"),
        ({"by": "Ada Lorn", **OFFICIAL, "cue_polarity": "negative"}, "not_quoted"),
    ],
)
def test_a_name_tells_whom_a_source_speaks_for_or_leaves_it_open(statement: dict[str, Any], status: str) -> None:
    assert statuses([figure(1, **HARM), said(2, **statement)]) == {"Rovia": status}


def test_what_is_told_only_within_the_statement_of_another_is_told_through_it() -> None:
    ministry = said(1, (20, 60), by="Government of Lusmara", **OFFICIAL)
    inner = said(2, (30, 40), by="Government of Rovia", within=1, **OFFICIAL)
    own = said(3, (70, 80), by="Government of Rovia", **OFFICIAL)
    assert statuses([figure(4, **HARM), ministry, inner]) == {"Rovia": "through_another"}
    assert statuses([figure(4, **HARM), ministry, inner, own]) == {"Rovia": "quoted"}
    silent = said(1, (20, 60), by="Government of Lusmara", cue_polarity="negative", **OFFICIAL)
    assert statuses([figure(4, **HARM), silent, inner]) == {"Rovia": "quoted"}, "nobody else said it"


def test_a_side_that_speaks_is_not_silent_and_one_that_may_speak_is_silent_first() -> None:
    no = said(1, by="Government of Rovia", cue_polarity="negative", **OFFICIAL)
    yes = said(2, by="Navy of Rovia", source_kind="military")
    perhaps = said(3, by="Ada Lorn", **OFFICIAL)
    assert statuses([figure(4, **HARM), no, yes]) == {"Rovia": "quoted"}
    assert statuses([figure(4, **HARM), no, perhaps]) == {"Rovia": "declined"}


def test_a_state_and_what_acts_for_it_by_its_name_are_one_side() -> None:
    """Friends are no part of what they are named for."""
    claims = [
        figure(1, actor_name=("Navy of Rovia",)),
        figure(2, victim_side_name=("Rovia",)),
        said(3, addressee_name=("Government of Rovia", "Friends of Rovia")),
    ]
    sides = sourcing_label(article(), claims).sides
    assert [(x.name, x.did_harm, x.was_harmed, x.spoken_to) for x in sides] == [
        ("Rovia", True, True, True),
        ("Friends of Rovia", False, False, True),
    ]


@pytest.mark.parametrize(
    ("status", "actors", "is_party"),
    [
        ("civilian", (), False),
        ("unspecified", (), False),
        ("combatant", (), True),
        ("mixed", (), True),
        ("civilian", ("Lusmara",), True),
    ],
)
def test_a_nationality_of_victims_is_a_party_where_somebody_fights(
    status: str, actors: tuple[str, ...], is_party: bool
) -> None:
    """Regression: the state of a woman whom her brother killed was a party that had no statement."""
    claims: list[ClaimBase] = [figure(1, victim_side_name=("Rovia",), victim_status=status)]
    claims += [figure(2, actor_name=(name,)) for name in actors]
    assert ("Rovia" in statuses(claims)) is is_party


def test_the_outlet_that_is_told_something_is_no_party() -> None:
    quay = entity("quay", EntityKind.MEDIA, "Quay")
    assert statuses([said(1, addressee_name=("Quay", "Tamsin Radio"))], world(quay)) == {}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Rovia", "the Government of the Rovia", True),
        ("Rovia", "Navy of Rovia", True),
        ("Rovia", "Rovia Police", True),
        ("Navy of Rovia", "Government of Rovia", True),
        ("Rovia", "Embassy of Lusmara in Rovia", False),
        ("Rovia", "Rovian navy", False),
        ("Niger", "Nigeria", False),
        ("Government of", "Government of Rovia", False),
    ],
)
def test_names_are_related_at_their_beginning_or_behind_of(one: str, other: str, expected: bool) -> None:
    assert related(one, other) is related(other, one) is expected


# With entities

STATE = entity("rovia", EntityKind.STATE, "Rovia", "Rovia")
NAVY = entity("navy", EntityKind.FORCE, "Blue Fleet", "Rovia")
LORN = entity("lorn", EntityKind.PERSON, "Ada Lorn", "Rovia")
TANN = entity("tann", EntityKind.PERSON, "Ilse Tann", "Lusmara")
NOBODY = entity("nobody", EntityKind.PERSON)
FRONT = entity("front", EntityKind.GROUP, "Marsh Front", "Rovia")
COUNCIL = entity("council", EntityKind.BODY, "Marsh Council")
LINE = entity("line", EntityKind.ORGANISATION, "Three Capes Line")
THERE = world(STATE, NAVY, LORN, TANN, NOBODY, FRONT, COUNCIL, LINE)


def by(number: int, *ids: str, kind: str = "government", **slots: Any) -> ClaimBase:
    return said(number, source_ids=ids, source_kind=kind, **slots)


def test_what_acts_for_a_state_is_that_state_and_a_group_in_it_is_not() -> None:
    claims = [figure(1, actor_ids=("navy",)), figure(2, victim_side_ids=("rovia", "front"))]
    assert statuses([*claims, by(3, "lorn")], THERE) == {"Rovia": "quoted", "Marsh Front": "not_quoted"}
    assert statuses([*claims, by(3, "front", kind="armed_group")], THERE)["Marsh Front"] == "quoted"


@pytest.mark.parametrize(
    ("source", "status"),
    [
        (by(2, "lorn"), "quoted"),
        (by(2, "navy", kind="military"), "quoted"),
        (by(2, "lorn", kind="party"), "not_quoted"),
        (by(2, "tann"), "not_quoted"),
        (by(2, "nobody"), "open"),
        (by(2, "council"), "open"),
        (by(2, "line"), "not_quoted"),
        (by(2, "front", kind="armed_group"), "quoted"),
        (by(2, "nobody", speaks_for_id="navy"), "quoted"),
        (by(2, "nobody", speaks_for_id="line"), "not_quoted"),
        (by(2, "unheard"), "open"),
    ],
)
def test_entities_tell_whom_a_source_speaks_for(source: ClaimBase, status: str) -> None:
    assert statuses([figure(1, actor_ids=("rovia",)), source], THERE) == {"Rovia": status}


def test_no_unknown_official_is_a_certain_person_or_company() -> None:
    spoken_to = said(1, addressee_ids=("lorn", "line", "council"))
    assert statuses([spoken_to, by(2, "nobody")], THERE) == {
        "Ada Lorn": "not_quoted",
        "Three Capes Line": "not_quoted",
        "Marsh Council": "open",
    }


def test_a_side_without_a_name_is_shown_without_one() -> None:
    assert statuses([figure(1, victim_side_ids=("nobody",), victim_status="combatant")], THERE) == {None: "not_quoted"}
