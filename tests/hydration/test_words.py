"""Words and punctuation compare equal whatever typesetting does to them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.hydration.words import is_blank, plain_marks, words

TEXTS = st.text(
    st.one_of(st.sampled_from("ab Éßﬁ12'’“”-–\u00ad\u200b\u0301\n"), st.characters(codec="utf-8")), max_size=60
)


def forms(text: str) -> list[str]:
    return [word.form for word in words(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tash-Önd’s 2,000 men", "tash–önd's 2.000 MEN"),
        ("STRASSE", "Straße"),
        ("ﬁre", "fire"),
        ("co\u00adoper\u200bate", "cooperate"),
        ("one\u00a0two\r\nthree", "one two three"),
        ("civilians.Rovia is", "civilians. Rovia is"),
    ],
)
def test_the_same_words_in_other_dress(one: str, other: str) -> None:
    assert forms(one) == forms(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“", '"'),
        ("’", "'"),
        ("''", '"'),
        ("—", "-"),
        ("--", "–"),
        ("…", "..."),
        (" ,\u00a0” ", ',"'),
        ("\ufeff(", "("),
    ],
)
def test_the_same_marks_in_other_dress(one: str, other: str) -> None:
    assert plain_marks(one) == plain_marks(other)


def test_single_and_double_marks_are_told_apart() -> None:
    assert plain_marks("‘") != plain_marks("“")


@given(TEXTS)
def test_words_are_in_order_and_not_empty_and_begin_with_a_letter_or_digit(text: str) -> None:
    place = 0
    for word in words(text):
        assert place <= word.start < word.end <= len(text)
        assert text[word.start].isalnum()
        assert not is_blank(text[word.end - 1])
        place = word.end


@given(TEXTS)
def test_nothing_between_words_is_a_letter_or_digit(text: str) -> None:
    inside = {n for word in words(text) for n in range(word.start, word.end)}
    outside = [c for n, c in enumerate(text) if n not in inside]
    assert not [c for c in outside if c.isalnum() and plain_marks(c) == c]


@given(st.text(st.sampled_from("aéÉöñßçÅ’“. -12"), max_size=40))
def test_composed_and_decomposed_text_has_the_same_words(text: str) -> None:
    assert forms(unicodedata.normalize("NFD", text)) == forms(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", [(0, 1)]),
        ("a b", [(0, 1), (2, 3)]),
        ("a.", [(0, 1)]),
        (".a", [(1, 2)]),
        ("\u0301a\u0301", [(1, 3)]),
        ("\u00ada\u00adb\u00ad", [(1, 4)]),
        ("", []),
    ],
)
def test_a_word_ends_with_its_last_letter_or_mark(text: str, expected: list[tuple[int, int]]) -> None:
    assert [(word.start, word.end) for word in words(text)] == expected
