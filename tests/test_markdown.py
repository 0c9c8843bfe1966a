"""Texts of records in Markdown: one line, HTML as text, no control."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.regions import fill, plain_markdown, table
from claimwire.terminal import CONTROLS

TEXTS = st.text(st.sampled_from("ab<>&;#x1/!-\n\r\u2028\x1b\u202e |") | st.characters(codec="utf-8"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>x</script>", "&lt;script>x&lt;/script>"),
        ("<!-- /generated -->", "&lt;!-- /generated -->"),
        ("A & B, AT&T; 3 < 4", "A & B, AT&amp;T; 3 &lt; 4"),
        ("&lt;b>", "&amp;lt;b>"),
        ("&#60;", "&amp;#60;"),
        ("one\r\ntwo\u2028three\x85four", "one two three four"),
        ("a\u202eb\x1b[8m", "a\\u202eb\\x1b[8m"),
        ("plain, “quoted” and *bold*", "plain, “quoted” and *bold*"),
    ],
)
def test_a_text_is_shown_as_it_is_written(text: str, shown: str) -> None:
    assert plain_markdown(text) == shown


@given(TEXTS)
def test_a_text_is_one_line_without_html_or_controls(text: str) -> None:
    shown = plain_markdown(text)
    assert len(shown.splitlines()) <= 1
    assert "<" not in shown
    assert not CONTROLS.search(shown)
    assert CONTROLS.search(text) or len(text.splitlines()) > 1 or html.unescape(shown) == text


@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_a_row_of_a_table_is_one_line(cells: list[str]) -> None:
    assert len(table(["x"] * len(cells), [cells]).splitlines()) == 3


def test_a_text_does_not_end_the_region_it_is_in() -> None:
    document = "<!-- generated: a -->\n<!-- /generated -->\nwritten by people\n"
    once = fill(document, {"a": plain_markdown("x <!-- /generated --> y")}, "page")
    assert fill(once, {"a": "z"}, "page") == "<!-- generated: a -->\nz\n<!-- /generated -->\nwritten by people\n"
