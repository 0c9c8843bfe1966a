"""Columns of values as text, one character a row: what is packed is read back, by the rule that the scripts use."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.explorer.packed import BACKSLASH, FIRST, LAST, SURROGATES, code_point, packed


def set_number(code: int) -> int:
    """The rule of `core.js`, as it stands there."""
    return -1 if code == 32 else code - 48 - (1 if code > 0x5C else 0) - (2048 if code > 0xDFFF else 0)


@given(st.lists(st.lists(st.sampled_from(["", "killed", "injured", "a b", '"', "ö"]), unique=True)))
def test_what_is_packed_is_read_back(rows: list[list[str]]) -> None:
    column = json.loads(json.dumps(packed(rows)))
    numbers = [set_number(ord(code)) for code in column["codes"]]
    read = [[column["values"][n] for n in column["sets"][number]] if number >= 0 else [] for number in numbers]
    assert read == rows


def test_every_set_has_a_character_of_its_own_that_scripts_count_as_one() -> None:
    most = LAST - FIRST - len(SURROGATES)
    points = [code_point(number) for number in range(most)]
    assert [set_number(point) for point in points] == list(range(most))
    assert BACKSLASH not in points
    assert not set(points) & set(SURROGATES)
    assert points[-1] == LAST
    with pytest.raises(ValueError, match=f"more than {most} different sets"):
        code_point(most)


def test_one_set_more_than_there_are_characters_is_refused() -> None:
    most = LAST - FIRST - len(SURROGATES)
    with pytest.raises(ValueError, match="different sets"):
        packed([str(number)] for number in range(most + 1))
    assert len(packed([str(number)] for number in range(most))["codes"]) == most
