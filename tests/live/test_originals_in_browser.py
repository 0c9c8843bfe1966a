"""Links to originals in headless Chromium: the page opens at the words of a claim, and just these words are marked.

A browser tells no script what it has marked, so that the marked words are found in a picture of the page.
"""

from __future__ import annotations

import html
import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from browser import Page, chromium
from file_server import FileServer, serving
from PIL import Image
from selenium.webdriver.common.by import By

from claimwire.corpus.workspace import Workspace
from claimwire.explorer.originals import address_at
from claimwire.explorer.rows import read_explorer_rows
from claimwire.explorer.site import SiteOptions, write_site
from claimwire.explorer.texts import shown_texts
from claimwire.release.build import build

SIZE = (1000, 800)
NEAR = 3
"""Pixels by which the marked area may differ from the box of the words."""

STYLE = "body { background: white; color: black; margin: 0; font: 16px/32px sans-serif; } p { margin: 0 0 900px; }"
MARKED = "::target-text { background-color: rgb(255, 0, 255); color: rgb(255, 0, 255); }"

TEXT = """\
The harbour told nothing at first. Six died, it was said.

Mr. Orl, the harbour-master, said: “Six died, twenty-one swam – and ‘nobody’ rang the bell.”

Six died. The ferry's owner said six died, and the mayor said six died too.

Nobody knew who had rung the bell that the old harbour-master had hung there in the year of the great storm, he said.

The café of Élise was shut. The cafe of Elise is open.

It was late.

Nobody slept."""

CASES = {
    "words that are there once": "told nothing at first",
    "a comma": "Mr. Orl, the",
    "hyphens and quotes": "“Six died, twenty-one swam – and ‘nobody’ rang",
    "an apostrophe": "ferry's owner",
    "the first of several": "[Six died], it was said",
    "the second": "“[Six died], twenty",
    "at the beginning of a paragraph": "[Six died]. The ferry",
    "within a paragraph": "owner said [six died]",
    "the last of them": "mayor said [six died]",
    "more words than are given": "Nobody knew who had rung the bell that the old harbour-master had hung there",
    "with accents": "[The café of Élise] was",
    "without them, behind the same with them": "[The cafe of Elise] is",
    "two paragraphs": "It was late.\n\nNobody slept",
}
"""Words of the text; between brackets, if there are some."""


def span_of(case: str) -> dict[str, int]:
    words = CASES[case]
    inner = words[words.index("[") + 1 : words.index("]")] if "[" in words else words
    start = TEXT.index(words.replace("[", "").replace("]", "")) + max(0, words.find("["))
    return {"start": start, "end": start + len(inner)}


def page_of(text: str) -> bytes:
    """Return a page with a text, its paragraphs far from each other."""
    paragraphs = "".join(f"<p>{html.escape(x)}</p>\n" for x in text.split("\n\n"))
    return f"<!doctype html><meta charset=utf-8><style>{STYLE} {MARKED}</style><div>{paragraphs}</div>".encode()


@pytest.fixture(scope="module")
def served() -> Iterator[FileServer]:
    with serving() as server:
        server.files["/original"] = page_of(TEXT)
        yield server


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with chromium(tmp_path_factory.mktemp("failed")) as found:
        found.size(*SIZE)
        yield found


WORDS = """
const [quote, first] = arguments;
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const nodes = [];
let all = '';
while (walker.nextNode()) {
  if (!walker.currentNode.parentElement.closest('p')) continue;
  if (nodes.length) all += '\\n\\n';
  nodes.push([all.length, walker.currentNode]);
  all += walker.currentNode.data;
}
const at = (place) => nodes.findLast(([begin]) => begin <= place);
const range = document.createRange();
const [start, one] = at(first), [last, other] = at(first + quote.length - 1);
range.setStart(one, first - start);
range.setEnd(other, first + quote.length - last);
return [range.toString(), [...range.getClientRects()].map((x) => [x.left, x.top, x.right, x.bottom])];
"""
"""The words of a place of the text as the page has them, and where they are on the screen."""


def boxes(page: Page, text: str, spans: list[dict[str, int]]) -> list[tuple[float, float, float, float]]:
    """Return where words of a text are on the screen."""
    found = []
    for span in spans:
        words, units = text[span["start"] : span["end"]], text[: span["start"]].encode("utf-16-le")
        shown, areas = page.driver.execute_script(WORDS, words, len(units) // 2)
        assert "".join(shown.split()) == "".join(words.split())
        found += [(x, y, right, bottom) for x, y, right, bottom in areas if right - x > 1]
    return found


def marked_pixels(page: Page) -> set[tuple[int, int]]:
    """Return every second pixel of every second line that the browser has in the colour of what is marked."""
    with Image.open(io.BytesIO(page.driver.get_screenshot_as_png())) as shot:
        pixels = shot.convert("RGB").load()
        assert pixels is not None
        across, down = (range(0, length, 2) for length in shot.size)
        return {(x, y) for x in across for y in down if pixels[x, y] == (255, 0, 255)}


def assert_only_marked(page: Page, text: str, spans: list[dict[str, int]]) -> None:
    """Fail unless the page is scrolled to the words of the first span, and these words are marked and no others."""
    page.until(lambda: bool(marked_pixels(page)))
    areas, marked = boxes(page, text, spans), marked_pixels(page)
    assert 0 <= areas[0][1] < SIZE[1], "the words are not on the screen"
    for x, y in marked:
        assert any(a - NEAR <= x <= c + NEAR and b - NEAR <= y <= d + NEAR for a, b, c, d in areas), (x, y, areas)
    for a, b, c, d in areas:
        middle = (b + d) / 2
        if 0 < middle < SIZE[1] - NEAR:
            covered = {x for x, y in marked if a <= x <= c and abs(y - middle) <= NEAR}
            assert min(covered) <= a + NEAR
            assert max(covered) >= c - NEAR


def follow(page: Page, link: str) -> None:
    page.driver.find_element(By.LINK_TEXT, link).click()


@pytest.mark.parametrize("case", CASES)
def test_the_browser_marks_just_the_words_and_scrolls_to_them(page: Page, served: FileServer, case: str) -> None:
    span = span_of(case)
    address = address_at(served.at("/original"), TEXT, [span])
    served.files["/links"] = f'<!doctype html><a href="{html.escape(address)}">there</a>'.encode()
    page.driver.get(served.at("/links"))
    follow(page, "there")
    assert_only_marked(page, TEXT, [span])


@pytest.mark.parametrize("case", ["the second", "at the beginning of a paragraph", "the last of them"])
def test_the_words_alone_lead_to_the_first_place_that_has_them(page: Page, served: FileServer, case: str) -> None:
    """Else the words around them would be tried by nothing."""
    served.files["/links"] = f'<!doctype html><a href="{served.at("/original")}#:~:text=six%20died">there</a>'.encode()
    page.driver.get(served.at("/links"))
    follow(page, "there")
    assert_only_marked(page, TEXT, [span_of("the first of several")])
    with pytest.raises(AssertionError):
        assert_only_marked(page, TEXT, [span_of(case)])


def test_a_claim_in_several_pieces_has_all_of_them_marked(page: Page, served: FileServer) -> None:
    spans = [span_of("an apostrophe"), span_of("the last of them")]
    address = address_at(served.at("/original"), TEXT, spans)
    served.files["/links"] = f'<!doctype html><a href="{html.escape(address)}">there</a>'.encode()
    page.driver.get(served.at("/links"))
    follow(page, "there")
    assert_only_marked(page, TEXT, spans)


def test_the_page_of_a_claim_leads_to_its_words_in_the_original(
    small_built: Workspace, page: Page, served: FileServer, tmp_path: Path
) -> None:
    root = tmp_path / "repository"
    shutil.copytree(small_built.root, root)
    rows = read_explorer_rows(build(Workspace(root), release=True).folder, ())
    text = rows.texts["heron_c"]
    served.files["/heron_c"] = page_of(text)
    told = {"text_url": served.at("/heron_c"), "text_licence": "CC BY 4.0"}
    rows = replace(rows, articles={**rows.articles, "heron_c": {**rows.articles["heron_c"], **told}})
    shown = shown_texts(rows, rows.texts, every=False)
    site = write_site(tmp_path / "site", rows, shown, SiteOptions("x")).place
    for claim in rows.claims["heron_c"]:
        page.driver.get("about:blank")
        page.driver.get(f"{(site / 'index.html').as_uri()}#/claim/{claim['claim_id']}")
        page.until(lambda: bool(page.driver.find_elements(By.LINK_TEXT, "Original, at these words")))
        follow(page, "Original, at these words")
        page.until(lambda: page.driver.current_url.startswith(served.address))
        assert_only_marked(page, text, claim["spans"])
