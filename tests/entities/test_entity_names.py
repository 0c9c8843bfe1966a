"""By what names are compared, what a name tells of its kind, and the ids made of names."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.entities.names import (
    entity_id_of,
    free_id,
    has_diacritics,
    has_title,
    is_plain,
    kind_by_words,
    name_key,
    without_determiner,
)
from claimwire.schema.base import ID_PATTERN
from claimwire.schema.vocab import EntityKind


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoë Marš", "ZOE MARS"),
        ("Zoe\u0308 Mars", "Zoë Mars"),
        ("President Lena Moor", "Lena Moor"),
        ("the late Prime Minister, Lena Moor", "Lena Moor"),
        ("Dr. Lena  Moor", "Lena\u00a0Moor"),
        ("the Vell Front", "Vell Front"),
        ("Maj. Gen. Tor Lind", "Tor Lind"),
        ("U.S.", "US"),
        ("O’Neill", "O'Neill"),
        ("Vell-Orrin Line", "Vell Orrin line"),
        ("Pavel Łuka", "Pavel Luka"),
        ("Straße", "STRASSE"),
    ],
)
def test_names_that_differ_in_form_alone_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lena Moor", "Lena Moore"),
        ("Lena Moor", "Moor"),
        ("General Staff", "Staff"),
        ("President of Corrin", "Corrin"),
        ("President’s Office", "Office"),
        ("King’s College", "College"),
        ("Minister", "the"),
        ("Орин", "Корин"),
        ("!", "?"),
    ],
)
def test_names_that_differ_in_a_word_have_two(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_a_word_is_left_where_a_name_is_all_title_or_article() -> None:
    assert name_key("the President") == "president"
    assert name_key("The") == "the"
    assert name_key("Prime Minister") == "prime minister"
    assert name_key(" — ") == "—"


@given(st.text(min_size=1))
def test_a_key_is_its_own_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


def test_a_title_is_told_from_an_institution_and_from_an_article() -> None:
    assert all(
        map(has_title, ("Judge Ina Roth", "the late King Orm", "the mayor of Port Tamsin", "Chief of the Guard"))
    )
    assert not any(map(has_title, ("Ina Roth", "the Vell Front", "General Staff", "President", "President’s Office")))
    assert is_plain("Vell Front")
    assert not is_plain("the Vell Front")
    assert not is_plain("Judge Roth")
    assert has_diacritics("Zoe\u0308")
    assert not has_diacritics("Zoe’s")


def test_the_head_of_a_name_tells_its_kind() -> None:
    told = {
        "Ministry of Ports": EntityKind.BODY,
        "Army Council": EntityKind.BODY,
        "Court of the Army": EntityKind.BODY,
        "police of Port Tamsin": EntityKind.FORCE,
        "Vell Front": EntityKind.GROUP,
        "Lake Party": EntityKind.ORGANISATION,
        "Quay Radio": EntityKind.MEDIA,
        "Treaty of Orrin": EntityKind.DOCUMENT,
        "Republic of Vell": EntityKind.STATE,
        "voice of the army": None,
        "Orrin": None,
    }
    assert {name: kind_by_words(name) for name in told} == told


def test_a_determiner_in_front_of_words_is_left_out() -> None:
    assert without_determiner("The  captured officer") == without_determiner("a captured officer") == "captured officer"
    assert without_determiner("Residents") == "residents"
    assert without_determiner("This") == "this"


def test_an_id_is_made_of_the_name_and_numbered_where_it_is_taken() -> None:
    assert entity_id_of("President Zoë Marš-Łuka", ()) == "zoe_mars_luka"
    assert entity_id_of("the Vell Front", {"vell_front"}) == "vell_front_2"
    assert entity_id_of("the Vell Front", {"vell_front", "vell_front_2"}) == "vell_front_3"
    assert entity_id_of("Орин", ()) == "entity"
    assert free_id("x", {"x_2"}) == "x"


@given(st.text(min_size=1), st.sets(st.text()))
def test_any_name_gives_a_valid_id_that_is_free(name: str, taken: set[str]) -> None:
    assert re.fullmatch(ID_PATTERN.replace("$", ""), found := entity_id_of(name, taken))
    assert found not in taken
