"""Words of a text that are looked up instead of searched for: the same answers as a search."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.proposals.polarity import MAY_NEGATE, NEGATION
from claimwire.proposals.words import TextWords, begins_sentence, text_words

WORDS = ("Lorn", "Lorn-Tam", "O’Dell", "al", "lorn", "A.B", "É")
MARKS = (" ", ". ", "-", "’", "_", "s", "\n", "“", ", ")


@given(st.lists(st.sampled_from(WORDS + MARKS), max_size=30).map("".join), st.sampled_from(WORDS))
def test_a_word_is_found_where_a_search_finds_it(text: str, word: str) -> None:
    expected = [match.start() for match in re.finditer(rf"\b{re.escape(word)}\b", text)]
    assert list(TextWords(text).places(word)) == expected


@given(st.lists(st.sampled_from(WORDS + MARKS), max_size=30).map("".join), st.sampled_from(WORDS))
def test_how_a_word_is_used_is_what_all_its_places_say(text: str, word: str) -> None:
    words = TextWords(text)
    small = re.search(rf"\b{re.escape(word.casefold())}\b", text) is not None
    inside = any(not begins_sentence(text, m.start()) for m in re.finditer(rf"\b{re.escape(word)}\b", text))
    assert words.used(word) == words.used(word) == (small, not small and inside)


def test_a_text_is_read_once() -> None:
    assert text_words("Lorn left.") is text_words("Lorn left.")
    assert text_words("Lorn left.") is not text_words("Lorn came.")


NEGATED = ("not", "Never", "no", "none", "nobody", "nothing", "nowhere", "neither", "nor", "cannot", "no-one", "didn’t",
           "isn't", "fails to", "refused to", "declining to", "unwilling to", "zero", "north", "know", "Refuse", ",",
           "and", "to")  # fmt: skip


@pytest.mark.parametrize("word", NEGATED[:18])
def test_each_word_of_negation_may_negate(word: str) -> None:
    assert NEGATION.search(f"it {word} go")
    assert MAY_NEGATE.search(f"it {word} go")


@given(st.lists(st.sampled_from(NEGATED), max_size=6).map(" ".join))
def test_words_that_may_not_negate_have_no_negation(words: str) -> None:
    assert MAY_NEGATE.search(words) or not NEGATION.search(words)
