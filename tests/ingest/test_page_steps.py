"""The steps that a page takes grow with its length, and not with its square."""

from __future__ import annotations

import sys
from types import FrameType

import pytest
from test_page_lines import FIRST, H1, SECOND, TEXT, page
from test_pages import by_kind

from claimwire.ingest.recipes.html import library
from claimwire.ingest.recipes.html.library import extraction

FEW, MANY = 200, 400
REPEATED = {
    "rows": "<table>{}</table>|<tr><td>Orlan</td><td>12</td></tr>",
    "cells": "<table><tr>{}</tr></table>|<td>Orlan</td>",
    "short paragraphs": "{}|<p>He left.</p>",
    "links": "<ul>{}</ul>|<li><a href='/x'>Selme closes</a></li>",
    "bylines": "{}|<p>By Jon Vale</p>",
    "headings": "{}|<h2>He left them all.</h2>",
    "linked headings": "{}|<h3><a href='/x'>Selme closes</a></h3>",
    "first headings": "{}|<h1>Ferry sinks again</h1>",
    "bold paragraphs": "{}|<p><b>He left them all at the pier in the end.</b></p>",
    "breaks": "<p>{}</p>|He left.<br>",
    "spans": "<p>{}</p>|<span>a </span>",
    "times": "<p>{}</p>|<time datetime='2031-03-03'>x</time>",
    "articles": "{}|<article><h2><a href='/x'>Bus</a></h2><p>He left.</p></article>",
    "figures": "{}|<figure><figcaption>Boat</figcaption></figure>",
}


def steps(content: bytes, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return the number of calls of functions of the package, and in it, that reading a page takes."""
    count = 0

    def counted(frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        count += event == "call" and "claimwire" in frame.f_code.co_filename

    monkeypatch.setattr("claimwire.ingest.recipes.html.page.extraction", lambda *_, **__: None)
    sys.setprofile(counted)
    try:
        by_kind(content)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("where", ["before", "after"])
@pytest.mark.parametrize("what", REPEATED)
def test_twice_as_many_elements_take_about_twice_as_many_steps(
    what: str, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """6,000 rows took a minute."""
    around, _, element = REPEATED[what].partition("|")
    texts = (around.format(element * number) for number in (FEW, MANY))
    parts = (more + TEXT if where == "before" else TEXT + more for more in texts)
    few, many = (steps(page(f"<article>{H1}{part}</article>"), monkeypatch) for part in parts)
    assert many < 2.3 * few


def test_a_page_of_many_elements_is_read_whole() -> None:
    rows = "<table>" + "<tr><td>Orlan</td><td>12</td></tr>" * 2_000 + "</table>"
    assert by_kind(page(f"<article>{H1}<p>{FIRST}</p>{rows}<p>{SECOND}</p></article>"))["body"] == [FIRST, SECOND]


@pytest.mark.parametrize(("attributes", "read"), [(499, True), (500, False)])
def test_trafilatura_is_not_given_a_tag_with_very_many_attributes(attributes: int, read: bool) -> None:
    many = " ".join(f"a{number}=1" for number in range(attributes))
    content = page(f"<article>{H1}{TEXT}<p {many}>{SECOND}</p></article>")
    assert (extraction(content.decode(), in_time=True) is not None) is read
    assert extraction(content.decode()) is not None
    assert by_kind(content)["body"] == [FIRST, SECOND, SECOND]


def test_the_second_readers_are_used_for_usual_pages_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    monkeypatch.setattr("trafilatura.bare_extraction", lambda *_, fast, **__: asked.append(fast))
    for number in (library.MANY_TAGS, library.MANY_TAGS + 1):
        extraction("<" * number, in_time=True)
        extraction("<" * number)
    assert asked == [False, False, True, False]
