"""Damaged pages give an article or a `RecipeError`, never another exception, also by the command."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from faithful_articles import assert_faithful
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import CORPUS, document_for
from small import OPEN

from claimwire.cli import group
from claimwire.corpus.workspace import Workspace
from claimwire.errors import RecipeError
from claimwire.ingest.article import ingest
from claimwire.ingest.recipes import recipe_named

PAGES = [path.read_bytes() for path in sorted((Path(__file__).parent / "pages").glob("*.html"))]
PIECES = [
    *(
        b"<div>" * 300,
        b"</div>" * 40,
        b"<table><tr><td>",
        b"<!--",
        b"<script>",
        b"<p",
        b"&#0;",
        b"\0",
        b"<svg>",
        b"]]>",
    ),
    *(b"<a href=", b"<select>", b"<br>" * 30, b"\xff\xfe", b"<meta charset=utf-16>", b"<frameset>", b"<p hidden>"),
    *(
        b'<script type="application/ld+json">[[{"@graph":',
        b"<time datetime='9999-99-99'>",
        b"<q>",
        b"\xc2\xad",
        b"\xe9",
    ),
    *(b'<div a:b="c" \x01="d">', b"<h1></h1>", b"<article>", b"</html>", b"<title>", b"<plaintext>", b"<template>"),
]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Draw a page that was cut, or from which tags fell, or into which bytes or pieces of others got."""
    page = draw(st.sampled_from(PAGES))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(page)))
        how = draw(st.sampled_from(["cut", "behead", "flip", "drop tag", "insert", "charset", "other page"]))
        if how == "cut":
            page = page[:at]
        elif how == "behead":
            page = page[at:]
        elif how == "flip":
            page = page[:at] + bytes([draw(st.integers(0, 255))]) + page[at + 1 :]
        elif how == "drop tag":
            before, _, after = page[at:].partition(b"<")
            page = page[:at] + before + after.partition(b">")[2]
        elif how == "insert":
            page = page[:at] + draw(st.sampled_from(PIECES)) + page[at:]
        elif how == "charset":
            page = page.replace(
                b"utf-8", draw(st.sampled_from([b"utf-16", b"shift_jis", b"none-such", b"utf-7", b"big5"]))
            )
        else:
            page = page[:at] + draw(st.sampled_from(PAGES))[:at] + page[at:]
    return page


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(damaged())
def test_a_damaged_page_is_read_faithfully_or_refused(page: bytes) -> None:
    try:
        article = ingest(document_for("html"), page, CORPUS)
    except RecipeError:
        return
    assert_faithful(article, recipe_named("html").extract(page, None)[0])
    assert article == ingest(document_for("html"), page, CORPUS)


@pytest.mark.parametrize("depth", [200, 2_500, 10_000])
@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "blockquote", "ul><li"])
def test_a_page_that_is_nested_deep_is_read_or_refused(depth: int, tag: str) -> None:
    page = PAGES[0].replace(b"<p>", f"<{tag}>".encode() * depth + b"<p>", 1)
    try:
        text = ingest(document_for("html"), page, CORPUS).text
    except RecipeError as error:
        text = str(error)
    assert text


def test_a_deep_page_within_the_limit_keeps_its_text() -> None:
    page = PAGES[0].replace(b"<p>", b"<div>" * 200 + b"<p>", 1)
    assert ingest(document_for("html"), page, CORPUS).text == ingest(document_for("html"), PAGES[0], CORPUS).text


@pytest.mark.parametrize(("depth", "told"), [(2_000, False), (2_500, True)])
def test_a_page_of_which_the_deepest_part_is_not_read_is_told(depth: int, told: bool) -> None:
    """lxml drops what follows its deepest element without a word."""
    deep = b"<div>" * depth + b"<p>It was cold at the pier of Selme.</p>" + b"</div>" * depth + b"</article>"
    page = PAGES[0].replace(b"</article>", deep, 1)
    notes = recipe_named("html").extract(page, None)[1].notes
    assert any("2048 elements nested in one another, and the rest is not read" in note for note in notes) is told


@pytest.fixture
def here(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(small.root)
    return small


def outcome(page: bytes, recipe: str = "html") -> tuple[int, str, str]:
    Path("page.html").write_bytes(page)
    result = CliRunner().invoke(
        group, ["ingest", OPEN, "page.html", "--recipe", recipe, "--outlet", "lakeside_post", "--dry-run"]
    )
    assert result.exception is None or isinstance(result.exception, RecipeError | SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr + str(result.exception or "")


@pytest.mark.parametrize("page", [PAGES[0][:400], b"\0" * 9, b"", b"<html>", b"<html" * 9000, b"\xff" * 99])
def test_the_command_refuses_what_it_cannot_read_in_a_message(here: Workspace, page: bytes) -> None:
    status, _, message = outcome(page)
    assert status != 0
    assert message.startswith("page.html: ")


def test_the_command_warns_of_what_is_odd_about_a_page_also_when_it_writes_nothing(here: Workspace) -> None:
    page = b"""<html><head><title>Ferry sinks at dawn</title><meta name="description" content="Forty drowned.">
    <script type="application/ld+json">{broken</script></head><body><h1>Ferry sinks at dawn</h1>
    <p>A ferry sank off Port Orlan on Monday, and boats left the harbour to help.</p></body></html>"""
    status, told, warned = outcome(page)
    assert status == 0
    assert "dry run: 1 articles would be written" in told
    first, second = warned.splitlines()
    assert first.startswith("warning: page.html: 1 of the page's JSON-LD scripts hold no JSON")
    assert second.startswith(
        "warning: page.html: the page's own description (description) has words that the text lacks: "
    )
    assert "forty, drowned; it says “Forty drowned.”" in second


def test_a_page_given_as_plain_text_is_refused_with_the_right_recipe(here: Workspace) -> None:
    """It was taken in with `<!doctype` for a headline."""
    status, _, message = outcome(PAGES[0], "plain-text")
    assert status != 0
    assert message == "page.html: the document is an HTML page, not the text of an article; use --recipe html"
