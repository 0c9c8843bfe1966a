"""Sentences cut into tokens, with a layer of B, I and O for each kind of span."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import OPEN

from claimwire.corpus.corpus import Corpus
from claimwire.schema import Span
from claimwire.schema.claims import SPAN_SLOTS
from claimwire.schema.vocab import Label
from claimwire.tables.columns import CONFIGS
from claimwire.tables.row import Row
from claimwire.tokens import _any_tokens, tags, tokens

Rows = Callable[[str, str], dict[str, Row]]


def cut(text: str) -> list[str]:
    return [token.of(text) for token in tokens(text)]


def span(start: int, end: int) -> Span:
    return Span(start=start, end=end)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n", []),
        ("Two died.", ["Two", "died", "."]),
        ("some 1,200.5 people", ["some", "1,200.5", "people"]),
        ("in 2031, 12 died", ["in", "2031", ",", "12", "died"]),
        ("Tamsin’s “ferry”", ["Tamsin", "’", "s", "“", "ferry", "”"]),
        ("Zoe\u0308 came", ["Zoe\u0308", "came"]),
        ("कि नदी", ["कि", "नदी"]),
        ("a-b_c", ["a", "-", "b", "_", "c"]),
        (",5 5,", [",", "5", "5", ","]),
        ("🚢🚢", ["🚢", "🚢"]),
    ],
)
def test_tokens_are_words_numbers_and_single_marks(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@given(st.text(), st.integers(0, 1000))
def test_tokens_are_in_order_and_have_all_but_white_space(text: str, start: int) -> None:
    found = tokens(text, start)
    assert all(one.end <= other.start for one, other in pairwise(found))
    inside = {offset for token in found for offset in range(token.start, token.end)}
    left = "".join(character for offset, character in enumerate(text, start) if offset not in inside)
    assert left.strip() == ""
    words = [text[token.start - start : token.end - start] for token in found]
    assert words == ["".join(word.split()) for word in words]


TEXT = "Two men died, she said."
FOUND = tokens(TEXT)


def test_a_span_begins_with_b_and_goes_on_with_i() -> None:
    assert tags(FOUND, [span(0, 12)]) == (["B", "I", "I", "O", "O", "O", "O"], 0)
    assert tags(FOUND, [span(0, 3), span(4, 7)]) == (["B", "B", "O", "O", "O", "O", "O"], 0)
    assert tags(FOUND, []) == (["O"] * 7, 0)


def test_a_token_that_a_span_shares_a_character_with_is_in_it() -> None:
    assert tags(FOUND, [span(2, 5)])[0] == ["B", "I", "O", "O", "O", "O", "O"]
    assert tags(FOUND, [span(3, 4)]) == (["O"] * 7, 0), "white space alone"


def test_of_spans_that_overlap_the_first_is_shown_and_of_two_that_begin_together_the_longer() -> None:
    assert tags(FOUND, [span(4, 12), span(0, 7)]) == (["B", "I", "O", "O", "O", "O", "O"], 1)
    assert tags(FOUND, [span(0, 3), span(0, 12)]) == (["B", "I", "I", "O", "O", "O", "O"], 1)
    assert tags(FOUND, [span(0, 3), span(0, 3)]) == (["B", "O", "O", "O", "O", "O", "O"], 0), "one span told twice"


def test_a_sentence_has_the_layers_of_labels_and_of_slots(rows: Rows, corpora: dict[str, Corpus]) -> None:
    row = rows("tokens", "heron_a")["heron_a_s002"]
    shown = {
        name: [token for token, tag in zip(row["tokens"], tags, strict=True) if tag != "O"]
        for name, tags in row.items()
        if isinstance(tags, list) and tags and tags[0] in ("B", "I", "O")
    }
    assert set(shown) == {*Label.names(), *(x.field.removesuffix("_spans") for x in SPAN_SLOTS if x.field != "spans")}
    assert shown["casualty_figure"][:5] == ["At", "least", "12", "people", ","]
    assert shown["source"] == ["the", "Ministry", "of", "Ports"]
    assert (shown["cue"], shown["time"]) == (["said"], ["Friday"])
    assert shown["quantity"] == ["At", "least", "12", "two"]
    assert row["left_out"] == 1, "the two children, within the twelve"
    text = corpora[OPEN].articles["heron_a"].text
    assert text is not None
    spans = zip(row["starts"], row["ends"], strict=True)
    assert [text[start:end] for start, end in spans] == row["tokens"]


def test_every_sentence_with_text_has_a_row_and_lists_of_one_length(rows: Rows) -> None:
    found = rows("tokens", "heron_e")
    assert set(found) == set(rows("sentences", "heron_e"))
    lists = [column.name for column in CONFIGS["tokens"] if column.many]
    assert all(len({len(row[name]) for name in lists}) == 1 for row in found.values())
    assert rows("tokens", "rook_a") == {}


NEAR_NUMBERS = st.text(st.sampled_from("a1²٣.,_ \n’é\u0301½-") | st.characters(max_codepoint=0x2FF), max_size=12)


@given(NEAR_NUMBERS | st.text(max_size=12))
def test_the_quick_way_for_common_text_finds_the_same_tokens(text: str) -> None:
    assert tokens(text) == _any_tokens(text, 0)
    assert tokens(text, 7) == _any_tokens(text, 7)
