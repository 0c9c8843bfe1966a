"""Texts of records in Markdown: one line, HTML as text, no control."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from claimwire.regions import fill, markdown_address, markdown_block, markdown_code, plain_markdown, table
from claimwire.terminal import CONTROLS

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
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
        ("plain, “quoted” and *bold*", "plain, “quoted” and \\*bold\\*"),
        ("soft_labels, _it_, a__b", "soft_labels, \\_it\\_, a\\_\\_b"),
        ("[a](b), `c`, ~d~", "\\[a\\](b), \\`c\\`, \\~d\\~"),
        ("a [b] [c][d] [e]: [f]", "a [b] [c\\][d] [e\\]: [f\\]"),
        ("one|two", "one&#124;two"),
        ("C:\\dir, \\*, end\\", "C:\\dir, \\\\\\*, end\\\\"),
        ("# a", "\\# a"),
        ("- a", "\\- a"),
        ("a - b # c > d", "a - b # c > d"),
        ("12. a", "12\\. a"),
        ("12) a", "12\\) a"),
        ("12.5 a", "12.5 a"),
        ("1234567890. a", "1234567890. a"),
        ("  a\t", "a"),
        ("", ""),
    ],
)
def test_a_text_is_shown_as_it_is_written(text: str, shown: str) -> None:
    assert plain_markdown(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a.example", "`a.example`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("a\nb", "`a b`"), ("", "")],
)
def test_a_text_is_code_as_it_is_written(text: str, shown: str) -> None:
    assert markdown_code(text) == shown


@pytest.mark.parametrize(
    ("address", "linked", "shown"),
    [
        ("https://a.example/b_c", True, "<https://a.example/b_c>"),
        ("https://a.example/b_c", False, "`https://a.example/b_c`"),
        ("a.example", True, "`a.example`"),
        ("https://a.example/><b>", True, "`https://a.example/><b>`"),
    ],
)
def test_an_address_is_a_link_only_if_markdown_makes_one(address: str, linked: bool, shown: str) -> None:
    assert markdown_address(address, linked=linked) == shown


PARTS = (
    "a",
    "b",
    "1",
    "12",
    ".",
    ")",
    " ",
    "\n",
    *"*_`~[]()|#<>&;=+-\\!{}:",
    "&lt;",
    "<!--",
    "](x)",
    "[x]",
    "[x]: y",
    "```",
    "---",
)


@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_a_reader_of_markdown_shows_any_text_as_it_is_written(text: str) -> None:
    """At the start of a paragraph, of an item of a list and of a quotation, within a line, and in a table."""
    written = " ".join(text.split())
    own = plain_markdown(text)
    for before, after in (("", "\n"), ("- ", "\n"), ("> ", "\n"), ("x ", " y\n")):
        words = " ".join(words_of(f"{before}{own}{after}").split())
        expected = " ".join(f"x {written} y".split()) if after == " y\n" else written
        assert words == expected, (before, own)
    cells = re.findall(r"<td>(.*?)</td>", READER.render(table(("h", "i"), [(own, "z")])), re.DOTALL)
    assert [" ".join(html.unescape(cell).split()) for cell in cells] == [written, "z"]


@given(st.lists(st.sampled_from(("a", "`", "``", " ", "|", "*", "\n", "<", "&lt;")), max_size=8).map("".join))
def test_a_reader_of_markdown_shows_code_as_it_is_written(text: str) -> None:
    written = " ".join(text.split())
    [(cell, _)] = re.findall(
        r"<td>(.*?)</td>\n<td>(z)</td>", READER.render(table(("h", "i"), [(markdown_code(text), "z")]))
    )
    assert " ".join(html.unescape(re.sub("</?code>", "", cell)).split()) == written


@given(st.lists(st.sampled_from(("a", "```", "````", "~~~", "\n", " ")), max_size=8).map("".join))
def test_a_block_of_code_ends_where_it_is_meant_to(text: str) -> None:
    rendered = READER.render(f"{markdown_block(text, 'text')}\nafter\n")
    assert rendered.endswith("</code></pre>\n<p>after</p>\n")
    assert rendered.count("<pre>") == 1


def words_of(document: str) -> str:
    """Return what a reader of Markdown shows: no tag of its own but those of paragraph, list and quotation."""
    rendered = READER.render(document)
    tags = set(re.findall(r"</?(\w+)", rendered))
    assert tags <= {"p", "ul", "li", "blockquote"}, rendered
    return html.unescape(re.sub(r"<[^>]*>", "", rendered))


@given(TEXTS)
def test_a_text_is_one_line_without_html_or_controls(text: str) -> None:
    shown = plain_markdown(text)
    assert len(shown.splitlines()) <= 1
    assert "<" not in shown
    assert not CONTROLS.search(shown)


@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_a_row_of_a_table_is_one_line(cells: list[str]) -> None:
    assert len(table(["x"] * len(cells), [cells]).splitlines()) == 3


def test_a_text_does_not_end_the_region_it_is_in() -> None:
    document = "<!-- generated: a -->\n<!-- /generated -->\nwritten by people\n"
    once = fill(document, {"a": plain_markdown("x <!-- /generated --> y")}, "page")
    assert fill(once, {"a": "z"}, "page") == "<!-- generated: a -->\nz\n<!-- /generated -->\nwritten by people\n"
