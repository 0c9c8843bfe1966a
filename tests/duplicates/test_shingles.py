"""Shingles: the same for the same words, whatever the typography, machine or process."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_news import plain_shingles, story, typeset
from strategies import CHARACTERS

from claimwire.duplicates.shingles import INVISIBLE, shingled, shingles, word_hashes

FERRY = "The ferry sank at dawn; the ferry sank."
KNOWN = ["13a7985d51f361bf", "d0e56e17f7344e2b", "f3fabfbb5e1c2866"]
TEXTS = st.text(CHARACTERS, max_size=60)


def plain_words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", INVISIBLE.sub("", text)) if not text.isascii() else text
    return re.findall(r"\w+", folded.casefold())


def test_shingles_are_the_distinct_runs_of_words() -> None:
    """the ferry / ferry sank / sank at / at dawn / dawn the; the first two come twice."""
    assert len(shingles(FERRY, 2)) == 5
    assert len(shingles(FERRY, 5)) == 4
    assert len(np.intersect1d(shingles(FERRY, 2), shingles("At dawn the FERRY came", 2))) == 3


@pytest.mark.parametrize(("text", "count"), [("", 0), (" … — ", 0), ("Ferry!", 1), ("the ferry sank at", 1)])
def test_a_short_text_is_one_shingle_and_one_without_words_none(text: str, count: int) -> None:
    assert len(shingles(text, 5)) == count


def test_hashes_are_the_same_on_every_machine() -> None:
    assert [f"{value:016x}" for value in shingles("The ferry sank at dawn, they said.", 5).tolist()] == KNOWN


def test_typography_does_not_count() -> None:
    text = story(1)
    for seed in range(5):
        other = typeset(text, seed)
        assert other != text
        assert shingled(other)[1] == shingled(text)[1]
        assert np.array_equal(shingles(other), shingles(text))


def test_order_counts() -> None:
    assert shingled("ferry sank")[1] != shingled("sank ferry")[1]
    assert not np.array_equal(shingles("ferry sank", 2), shingles("sank ferry", 2))


def test_letters_in_another_order_are_another_word() -> None:
    assert len(set(word_hashes("dawn wand awnd ndaw a aa aaa " + "a" * 64 + " " + "a" * 65).tolist())) == 9


@settings(deadline=None)
@given(TEXTS)
def test_words_are_those_of_a_regular_expression(text: str) -> None:
    words = plain_words(text)
    hashes = word_hashes(text).tolist()
    assert len(hashes) == len(words)
    assert len(set(hashes)) == len(set(words))


@settings(deadline=None)
@given(TEXTS, st.integers(1, 6))
def test_shingles_are_those_of_plain_sets(text: str, length: int) -> None:
    words = plain_words(text)
    runs = {tuple(words[n : n + length]) for n in range(max(1, len(words) - length + 1))} if words else set()
    found = shingles(text, length)
    assert len(found) == len(runs)
    assert found.tolist() == sorted(found.tolist())


def test_plain_sets_and_hashes_share_as_much_of_two_stories() -> None:
    one, other = story(3), story(3, 9) + story(4, 4)
    plain = len(plain_shingles(one, 5) & plain_shingles(other, 5))
    assert plain > 100
    assert len(np.intersect1d(shingles(one), shingles(other))) == plain
