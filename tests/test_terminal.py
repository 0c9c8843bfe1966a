"""What controls a terminal or reorders a line is shown as an escape; everything else is printed as it is."""

from __future__ import annotations

import json
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.terminal import visible, visible_json, visible_offset

BIDIRECTIONAL = {"\u061c", "\u200e", "\u200f", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
"""The characters that have Unicode's property Bidi_Control."""

TEXTS = st.text(st.sampled_from("ab\\ \n\t\x1b\x07\x9b\x7f\r\u202e\u2069é😀\u200d") | st.characters())


def is_control(character: str) -> bool:
    kind = unicodedata.category(character)
    return character in BIDIRECTIONAL or (kind in ("Cc", "Cs") and character not in "\n\t")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]52;c;aGk=\x07", "\\x1b]52;c;aGk=\\x07"),
        ("\x9b31m", "\\x9b31m"),
        ("back\x08space\x7f", "back\\x08space\\x7f"),
        ("over\rwritten", "over\\x0dwritten"),
        ("a\u202eb\u2066c\u200f", "a\\u202eb\\u2066c\\u200f"),
        ("half \ud800", "half \\ud800"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("“family” 👩\u200d👧, café, \u2028 \u00ad", "“family” 👩\u200d👧, café, \u2028 \u00ad"),
    ],
)
def test_controls_are_shown_as_escapes(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_every_control_is_escaped_and_no_other_character_is() -> None:
    for character in map(chr, range(sys.maxunicode + 1)):
        assert (visible(character) != character) is is_control(character), f"U+{ord(character):04X}"


@given(TEXTS)
def test_no_control_is_left_and_nothing_is_lost(text: str) -> None:
    shown = visible(text)
    assert not any(map(is_control, shown))
    kept = [character for character in text if not is_control(character)]
    assert len(shown) >= len(text)
    assert len(kept) == len(text) or shown != text
    assert visible(shown) == shown


@given(TEXTS, st.data())
def test_a_span_of_a_text_is_found_again_where_it_is_shown(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    shown = visible(text)[visible_offset(text, start) : visible_offset(text, end)]
    assert shown == visible(text[start:end])


@given(st.dictionaries(TEXTS, TEXTS | st.none() | st.integers()))
def test_a_line_of_json_has_no_control_and_the_same_value(value: dict[str, object]) -> None:
    line = visible_json(json.dumps(value, ensure_ascii=False))
    assert not any(map(is_control, line))
    assert json.loads(line) == value
