"""What a message says of a name that nothing has."""

from __future__ import annotations

import pytest

from claimwire.naming import MOST_SHOWN, alternatives, meant, shown, suggestion


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("model-a", ["model_a"]),
        ("MODEL_A", ["model_a"]),
        ("ferry_a", ["rook_ferry_a"]),
        ("rules2", ["rules"]),
        ("ru", []),
        ("", []),
        ("elephant", []),
    ],
)
def test_a_name_is_meant_if_it_is_written_alike_or_has_the_other_as_a_part(name: str, found: list[str]) -> None:
    assert meant(name, ["model_a", "rules", "rook_ferry_a"]) == found


def test_the_most_similar_is_offered_first_and_no_more_than_three() -> None:
    assert meant("model_b", ["model_c", "model_d", "model_b2", "model_e"])[0] == "model_b2"
    assert len(meant("model_b", ["model_c", "model_d", "model_b2", "model_e"])) == 3


@pytest.mark.parametrize(("count", "end"), [(0, "none"), (10, "n9"), (11, "n9 and 1 more"), (30, "n9 and 20 more")])
def test_no_more_names_are_listed_than_can_be_read(count: int, end: str) -> None:
    assert MOST_SHOWN == 10
    assert shown(f"n{number}" for number in range(count)).endswith(end)


def test_a_name_that_is_like_none_is_answered_with_those_there_are() -> None:
    assert alternatives("elephant", ["ada", "bela", "ada"]) == "there are: ada, bela"
    assert alternatives("bella", ["ada", "bela"]) == "did you mean 'bela'? there are: ada, bela"


def test_a_check_suggests_a_name_only_if_one_is_like_it() -> None:
    assert suggestion("bella", {"ada": 1, "bela": 2}) == " (did you mean 'bela'?)"
    assert suggestion("elephant", {"ada": 1, "bela": 2}) == ""
