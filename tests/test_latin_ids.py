"""Ids of names in any script: readable where letters are spelled, distinct where they are not, always valid."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.ingest.filekinds import kinds
from claimwire.ingest.unlisted import NOWHERE, id_of
from claimwire.latin import is_spelled, latin_id
from claimwire.schema.base import ID_PATTERN


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ferry (2)", "ferry_2"),
        ("Müller Straße", "muller_strasse"),
        ("Łódź", "lodz"),
        ("Новости дня 1", "novosti_dnya_1"),
        ("ειδήσεις", "eideseis"),
        ("뉴스", "nyuseu"),
        ("新闻", "65b0_95fb"),
        ("²", "2"),
        ("—", ""),
        ("", ""),
    ],
    ids=["latin", "accents", "stroke", "cyrillic", "greek", "hangul", "ideographs", "superscript", "mark", "empty"],
)
def test_names_are_spelled_in_latin_letters(name: str, expected: str) -> None:
    assert latin_id(name) == expected


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("Brücken", True),
        ("Новости", True),
        ("新闻", False),
        ("News 新闻", False),
        ("—", False),
        ("", False),
        ("2031", True),
    ],
)
def test_a_name_is_spelled_if_people_would_recognise_its_id(name: str, spelled: bool) -> None:
    assert is_spelled(name) == spelled


@given(st.lists(st.text(max_size=8), max_size=6))
def test_every_name_gets_an_id_of_its_own(names: list[str]) -> None:
    taken: set[str] = set()
    ids = [id_of(name, taken) for name in names]
    assert len(set(ids)) == len(names)
    assert all(re.fullmatch(ID_PATTERN, one) for one in ids)


def test_a_name_of_marks_alone_is_in_no_corpus_either() -> None:
    taken: set[str] = set()
    assert [id_of(name, taken) for name in ("—", "…")] == [NOWHERE, f"{NOWHERE}_2"]


def test_where_no_recipe_can_be_named_none_is_advised() -> None:
    known = [one for one in vars(kinds).values() if isinstance(one, kinds.FileKind) and one is not kinds.PLAIN_TEXT]
    assert any("--recipe" in one.advice for one in known)
    assert not any("--recipe" in one.advice_alone for one in known)
