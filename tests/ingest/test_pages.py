"""Invented pages in the shapes of real outlets, with what has to be read in each beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from faithful_articles import assert_faithful
from invented import CORPUS, document_for

from claimwire.ingest.article import ingest
from claimwire.ingest.recipes import recipe_named
from claimwire.schema.vocab import SegmentKind

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))


def expected(page: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    return found


def by_kind(content: bytes, recipe: str = "html") -> dict[str, list[str]]:
    """Return the texts of the pieces of a page by kind, the headline first."""
    raw, reading = recipe_named(recipe).extract(content, None)
    found: dict[str, list[str]] = {kind.value: [] for kind in SegmentKind}
    for piece in reading.pieces:
        found[piece.kind.value].append(raw[piece.start : piece.end])
    return found


def test_there_are_pages_of_many_shapes() -> None:
    assert len(PAGES) >= 12
    assert {page.stem for page in PAGES} == {path.stem for path in (PAGES[0].parent).glob("*.json")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_read_as_what_it_is(page: Path) -> None:
    told, found = expected(page), by_kind(page.read_bytes())
    assert found["headline"] == [told["headline"]]
    assert found["lead"] == told["lead"]
    assert found["dateline"] == ([told["dateline"]] if "dateline" in told else [])
    assert found["body"] == told["body"]
    assert found["section_heading"] == told.get("headings", [])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_is_no_part_of_the_article_is_not_in_its_text(page: Path) -> None:
    article = ingest(document_for("html"), page.read_bytes(), CORPUS)
    assert [words for words in expected(page)["left_out"] if words in (article.text or "")] == []
    assert_faithful(article, recipe_named("html").extract(page.read_bytes(), None)[0])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_date_and_address_of_a_page(page: Path) -> None:
    told = expected(page)
    _, reading = recipe_named("html").extract(page.read_bytes(), None)
    assert (reading.publication.date, reading.publication.found.value) == (told["published"], told["found"])
    assert reading.url == told["url"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_whoever_adds_a_page_is_told_what_is_odd_about_it_and_nothing_else(page: Path) -> None:
    told = expected(page).get("notes", [])
    _, reading = recipe_named("html").extract(page.read_bytes(), None)
    assert len(reading.notes) == len(told), reading.notes
    assert all(any(words in note for note in reading.notes) for words in told), reading.notes
