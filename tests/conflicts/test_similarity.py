"""How similar statements are: rare words count more, and a word counts by its first letters."""

from __future__ import annotations

from math import log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.conflicts.similarity import Similarity, stems


def test_a_word_counts_by_its_first_five_letters_whatever_their_case() -> None:
    assert stems("Fighters FIGHTING; figher’s 1,200") == {"fight", "fighe", "s", "1", "200"}
    assert stems("ferry") == stems("ferryman") != stems("ferr")


def test_it_is_the_cosine_of_words_weighed_by_how_rare_they_are() -> None:
    """Of 3 statements, `ferry` is in 2 and all else in 1: weights are log(4/3) and log(4/2)."""
    similarity = Similarity({"a": "the ferry sank", "b": "a ferry burned", "c": "nothing else"})
    ferry, other = log(4 / 3) ** 2, log(2) ** 2
    expected = ferry / (ferry + 2 * other)
    assert similarity.between("a", "b") == similarity.between("b", "a") == pytest.approx(expected)
    assert similarity.between("a", "a") == pytest.approx(1)
    assert similarity.between("a", "c") == 0
    without = similarity.between("a", "b", without=frozenset({"sank"}))
    assert without == pytest.approx(ferry / sqrt((ferry + other) * (ferry + 2 * other)))
    assert similarity.between("a", "b", without=frozenset({"ferry"})) == 0


def test_words_that_no_statement_has_count_nothing() -> None:
    similarity = Similarity({"a": "the ferry sank", "b": "a mill burned"})
    assert similarity.of_stems(stems("the comet"), stems("the")) == pytest.approx(1)
    assert similarity.of_stems(stems("comet"), stems("comet")) == 0
    assert similarity.of_stems(frozenset(), stems("the")) == 0


WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=6).map(" ".join)


@given(st.lists(WORDS, min_size=2, max_size=8))
def test_it_is_between_nothing_and_one_either_way(statements: list[str]) -> None:
    similarity = Similarity({str(number): text for number, text in enumerate(statements)})
    value = similarity.between("0", "1")
    assert 0 <= value <= 1 + 1e-9
    assert value == pytest.approx(similarity.between("1", "0"))
    if not stems(statements[0]) & stems(statements[1]):
        assert value == 0
