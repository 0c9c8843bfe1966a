"""JSON that others wrote: keys once, and messages that say what to change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.corpus.jsontext import JsonFault, layout_fault, parse_json
from claimwire.corpus.records import json_lines

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=2), inner, max_size=3),
    max_leaves=8,
)


@given(VALUES)
def test_what_json_says_is_read(value: object) -> None:
    assert parse_json(json.dumps(value)) == value


@given(st.text('{}[]",:ab1\\u \n', max_size=20))
def test_any_text_is_read_or_refused_as_json_is(text: str) -> None:
    try:
        parse_json(text)
    except JsonFault as fault:
        told = str(fault)
    else:
        told = "read"
    assert told
    assert "(char" not in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"a": 1} x', "column 10: there is more after the end of the value; write one object per line"),
        ('{"a": 1},', "found ','"),
        ('{"a": }', "column 7: a value was expected, found '}'"),
        ('{"a": ', "a value was expected, but the text ends"),
        ("{'a': 1}", "column 2: a key in double quotes was expected, found \"'a': 1}\""),
        ('{"a" 1}', "column 6: a colon was expected after the key, found '1}'"),
        ('{"a": 1 "b": 2}', "a comma, or the end of the object or list, was expected"),
        ('{"a": "b}', "column 7: a string begins here and has no closing double quote"),
        ('{"a": "b\tc"}', "a string has a control character, such as a tab, which is written \\t"),
        ('{"a": "\\x"}', "write a backslash as \\\\"),
        ('{"a":\n 1 2}', "line 2, column 4: a comma"),
        ('{"a": 1, "a": 1}', "the key 'a' is there twice in one object; keep one of them"),
        ('{"b": [{"a": 1, "c": 3, "a": 2}]}', "the key 'a' is there twice in one object"),
        ('{"a": 1, "\\u0061": 2}', "the key 'a' is there twice"),
        ('{"": 1, "": 2}', "the key '' is there twice"),
        ("[" * 100_000, "nested too deeply"),
        (f"[{'9' * 5000}]", "a number has too many digits"),
        ('"\\ud83d"', "half of a surrogate pair"),
    ],
)
def test_a_fault_says_where_and_what_was_expected(text: str, told: str) -> None:
    with pytest.raises(JsonFault) as raised:
        parse_json(text)
    assert told in str(raised.value)


def test_a_key_may_be_in_two_objects() -> None:
    assert parse_json('[{"a": 1}, {"a": {"a": 2}}]') == [{"a": 1}, {"a": {"a": 2}}]


OBJECT = {"id": "01", "spans": ["a"]}


@pytest.mark.parametrize("text", [json.dumps([OBJECT, OBJECT], indent=1), json.dumps([OBJECT]), "[\n"])
def test_a_list_is_known_by_its_beginning(text: str) -> None:
    assert "here begins a list" in (layout_fault(text.split("\n")) or "")


@pytest.mark.parametrize(
    "text", [json.dumps(OBJECT, indent=2), '{"id": 1,\n"a": 2}\n{"id": 2}', '{\n\n "id" 1,\n}', '{"a": [\n{}]}']
)
def test_an_object_over_several_lines_is_known(text: str) -> None:
    assert "goes over several lines; write one object per line" in (layout_fault(text.split("\n")) or "")


@pytest.mark.parametrize("text", ["", "x", '{"a": }', '{\n{"id": 1}', '{"a": 1},\n{"b": 2}', '{"a": "b\n{}', '"a"'])
def test_a_line_that_is_faulty_in_itself_is_no_layout(text: str) -> None:
    assert layout_fault(text.split("\n")) is None


def test_a_byte_order_mark_is_left_out_before_the_first_line_only(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes("\ufeff{}\n\ufeff{}\n".encode())
    assert list(json_lines(path)) == [(1, "{}"), (2, "\ufeff{}")]
    assert list(json_lines(path, keep_mark=True)) == [(1, "\ufeff{}"), (2, "\ufeff{}")]
    path.write_bytes("\ufeff\n".encode())
    assert list(json_lines(path)) == []
