"""The explorer in headless Chromium: opened as files, by address, by keyboard and by search; and its pictures.

With `CLAIMWIRE_PICTURES=docs/images` the pictures of the documents are replaced.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.selenium import Axe
from browser import Page, chromium
from pictures import folder, take
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from small import DOCUMENTS
from world import ROOT

from claimwire.corpus.workspace import Workspace
from claimwire.explorer.packed import BACKSLASH, SURROGATES, code_point
from claimwire.explorer.rows import ExplorerRows, read_explorer_rows
from claimwire.explorer.site import SiteOptions, write_site
from claimwire.explorer.texts import restored_texts, shown_texts
from claimwire.release.build import build

WIDE, NARROW = (1440, 900), (390, 844)
SHOWN = "return document.documentElement.dataset.shown"

ADDRESSES = {
    "search": "#/?label=casualty_figure",
    "article": "#/article/heron_e",
    "claim": "#/claim/heron_c_c05",
    "event": "#/event/ferry_sinking_2031",
    "standoff": "#/article/rook_b",
    "articles": "#/articles",
    "events": "#/events",
    "disputes": "#/disputes",
    "people": "#/people",
    "about": "#/about",
    "nothing": "#/claim/heron_a_c99",
}
"""An address of every view, of an article without its text, and of a claim that is not there."""

PICTURED = ("search", "article", "claim", "event")


@dataclass(frozen=True)
class Site:
    """A site on the disk, and what it was made of."""

    place: Path
    rows: ExplorerRows

    def at(self, address: str) -> str:
        """Return the address of a view, as a file."""
        return f"{(self.place / 'index.html').as_uri()}{address}"


@pytest.fixture(scope="module")
def site(small_built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the small repository, without the texts of its stand-off corpus."""
    root = tmp_path_factory.mktemp("explored") / "repository"
    shutil.copytree(small_built.root, root)
    folder = build(Workspace(root), release=True).folder
    rows = read_explorer_rows(folder, ())
    shown = shown_texts(rows, rows.texts, every=False)
    options = SiteOptions("Somebody. (2031). small (Version 1.0.0) [Data set].")
    return Site(write_site(root.parent / "site", rows, shown, options).place, rows)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with chromium(tmp_path_factory.mktemp("failed")) as found:
        found.size(*WIDE)
        yield found


def go(page: Page, address: str) -> None:
    """Open an address anew and wait until it is shown."""
    page.driver.get("about:blank")
    page.driver.get(address)
    page.until(lambda: page.driver.execute_script(SHOWN) is not None)


def texts_of(page: Page, selector: str) -> list[str]:
    return [element.text for element in page.driver.find_elements(By.CSS_SELECTOR, selector)]


def messages(page: Page) -> list[dict[str, Any]]:
    """Return what the browser has complained about since the last call."""
    return list(page.driver.get_log("browser"))


def press(page: Page, *keys: str) -> None:
    for key in keys:
        ActionChains(page.driver).send_keys(key).perform()


def test_it_opens_from_the_file_system_at_the_address_of_a_claim(site: Site, page: Page) -> None:
    messages(page)
    go(page, site.at(ADDRESSES["claim"]))
    claim = next(claim for claim in site.rows.claims["heron_c"] if claim["claim_id"] == "heron_c_c05")
    assert texts_of(page, "h1") == [claim["statement"]]
    text = site.rows.texts["heron_c"]
    assert texts_of(page, "mark") == [text[span["start"] : span["end"]] for span in claim["spans"]]
    assert "heron_c_c05" in texts_of(page, "#how ~ .cite")[0]
    assert messages(page) == []


@pytest.mark.long
@pytest.mark.parametrize("name", ADDRESSES)
def test_every_view_is_sound_to_axe_fits_and_complains_of_nothing(site: Site, page: Page, name: str) -> None:
    messages(page)
    try:
        for theme in ("light", "dark"):
            media = {"features": [{"name": "prefers-color-scheme", "value": theme}]}
            page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
            for width, height in (WIDE, NARROW):
                page.size(width, height)
                go(page, site.at(ADDRESSES[name]))
                found = Axe().run(page.driver)["violations"]
                serious = [(x["id"], x["nodes"][0]["html"]) for x in found if x["impact"] in ("serious", "critical")]
                assert serious == [], (theme, width)
                assert page.driver.execute_script("return document.documentElement.scrollWidth") <= width
        assert messages(page) == []
        assert (texts_of(page, "h1") == ["Not found"]) is (name == "nothing")
    finally:
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
        page.size(*WIDE)


def test_the_keyboard_walks_through_the_claims_and_opens_one(site: Site, page: Page) -> None:
    go(page, site.at("#/article/heron_e"))
    while page.driver.switch_to.active_element.get_attribute("class") != "text":
        press(page, Keys.TAB)
    walked = []
    for _ in range(3):
        press(page, Keys.ARROW_RIGHT)
        walked.append(texts_of(page, ".panel .says")[0])
    index = [claim["statement"] for claim in in_text_order(site, "heron_e")]
    assert walked == index[:3]
    press(page, Keys.ARROW_LEFT)
    assert texts_of(page, ".panel .says") == [index[1]]
    assert texts_of(page, ".seg.active")
    press(page, Keys.ENTER)
    page.until(lambda: page.driver.execute_script(SHOWN).startswith("#/claim/"))
    assert texts_of(page, "h1") == [index[1]]
    page.driver.back()
    page.until(lambda: page.driver.execute_script(SHOWN) == "#/article/heron_e")


def in_text_order(site: Site, article_id: str) -> list[dict[str, Any]]:
    claims = site.rows.claims[article_id]
    return sorted(claims, key=lambda x: (x["spans"][0]["start"], -x["spans"][-1]["end"], x["claim_id"]))


def test_marked_passages_are_the_words_of_the_claims(site: Site, page: Page) -> None:
    """Also behind characters that are two UTF-16 units, and where claims nest and overlap."""
    for article_id in sorted(site.rows.texts):
        go(page, site.at(f"#/article/{article_id}"))
        text = site.rows.texts[article_id]
        shown = page.driver.execute_script("return document.querySelector('.text').textContent")
        assert shown == text
        page.driver.execute_script("document.querySelector('.text').focus()")
        for claim in in_text_order(site, article_id):
            press(page, Keys.ARROW_RIGHT)
            active = page.driver.execute_script(
                "return [...document.querySelectorAll('.seg.active')].map((x) => x.textContent).join('')"
            )
            assert active == "".join(text[span["start"] : span["end"]] for span in claim["spans"]), claim["claim_id"]


def test_the_mouse_shows_the_innermost_claim_of_a_passage(site: Site, page: Page) -> None:
    voice = {claim["claim_id"]: claim for own in site.rows.claims.values() for claim in own}
    inner = next(c for c in voice.values() if c.get("voice_id") in voice and c["article_id"] in site.rows.texts)
    go(page, site.at(f"#/article/{inner['article_id']}"))
    text = site.rows.texts[inner["article_id"]]
    words = text[inner["spans"][0]["start"] : inner["spans"][0]["end"]]
    passage = next(
        x
        for x in page.driver.find_elements(By.CSS_SELECTOR, ".seg.marked")
        if words.startswith(x.get_attribute("textContent"))
    )
    ActionChains(page.driver).scroll_to_element(passage).move_to_element(passage).perform()
    page.until(lambda: texts_of(page, ".panel .says") == [inner["statement"]])


def test_a_search_has_an_address_that_opens_it_again(site: Site, page: Page) -> None:
    go(page, site.at("#/"))
    everything = texts_of(page, ".count")[0]
    assert everything.startswith(f"{site.rows.claim_count} claims")
    page.driver.find_element(By.ID, "q").send_keys("ferry 12")
    page.until(lambda: texts_of(page, ".count")[0] != everything)
    address, found = page.driver.current_url, texts_of(page, ".item .statement")
    wanted = {
        claim["statement"]
        for own in site.rows.claims.values()
        for claim in own
        if all(word in f"{claim['statement']}{claim['claim_id']}".lower() for word in ("ferry", "12"))
    }
    assert wanted <= set(found)
    assert "q=ferry+12" in address
    go(page, address)
    assert texts_of(page, ".item .statement") == found
    assert page.driver.find_element(By.ID, "q").get_attribute("value") == "ferry 12"


@pytest.mark.parametrize(
    ("query", "is_wanted"),
    [
        ("label=casualty_figure", lambda claim: claim["label"] == "casualty_figure"),
        ("slot=harm:killed", lambda claim: claim.get("harm") == "killed"),
        (
            "slot=harm:killed&slot=decision:agreed",
            lambda claim: (claim.get("harm"), claim["decision"]) == ("killed", "agreed"),
        ),
        ("event=ferry_sinking_2031", lambda claim: claim.get("event_id") == "ferry_sinking_2031"),
        ("outlet=quay_radio", lambda claim: claim["outlet_id"] == "quay_radio"),
    ],
    ids=["label", "slot", "two slots", "event", "outlet"],
)
def test_filters_find_what_the_rows_say(site: Site, page: Page, query: str, is_wanted: Any) -> None:
    go(page, site.at(f"#/?{query}"))
    wanted = sum(is_wanted(claim) for own in site.rows.claims.values() for claim in own)
    assert wanted > 0
    assert texts_of(page, ".count")[0].startswith(f"{wanted} claim")


@pytest.mark.parametrize("view", ["event/constructor", "who/constructor", "article/constructor", "claim/constructor"])
def test_a_name_that_every_object_of_a_script_has_is_no_page(site: Site, page: Page, view: str) -> None:
    go(page, site.at(f"#/{view}"))
    assert texts_of(page, "h1") == ["Not found"]


@pytest.mark.parametrize("name", ["__proto__", "constructor"])
def test_no_claim_has_a_slot_that_only_objects_of_a_script_have(site: Site, page: Page, name: str) -> None:
    go(page, site.at(f"#/?slot={name}%3Ax"))
    assert "cannot be shown" not in page.driver.page_source
    assert texts_of(page, "h1") != ["Not found"]


def test_an_event_that_is_registered_twice_leads_to_its_other_page_and_back(
    site: Site, page: Page, tmp_path: Path
) -> None:
    address = "https://en.wikipedia.org/wiki/Orlan_%3Ci%3Etide"
    twice = ("ferry_sinking_2031", "storm_tide_1953")
    events = [{**x, "same_as": [address] if x["event_id"] in twice else []} for x in site.rows.events]
    rows = replace(site.rows, events=events)
    shown = shown_texts(rows, rows.texts, every=False)
    doubled = Site(write_site(tmp_path / "site", rows, shown, SiteOptions("x")).place, rows)
    name_of = {event["event_id"]: event["name"] for event in events}
    go(page, doubled.at(f"#/event/{twice[0]}"))
    for here, other in (twice, twice[::-1]):
        outside = page.driver.find_element(By.LINK_TEXT, "Orlan <i>tide (Wikipedia, en)")
        assert (outside.get_attribute("href"), outside.get_attribute("rel")) == (address, "noreferrer")
        assert texts_of(page, "h1") == [name_of[here]]
        page.driver.find_element(By.LINK_TEXT, name_of[other]).click()
        page.until(lambda other=other: page.driver.execute_script(SHOWN) == f"#/event/{other}")
    go(page, doubled.at("#/event/marella_construction"))
    assert "same event" not in texts_of(page, "header.head")[0]


def test_a_source_with_a_page_is_reached_and_has_what_it_says(site: Site, page: Page) -> None:
    go(page, site.at("#/people"))
    rows = page.driver.find_elements(By.CSS_SELECTOR, "tbody tr")
    name = rows[0].find_element(By.TAG_NAME, "a")
    shown, times = name.text, rows[0].find_elements(By.TAG_NAME, "td")[-1].text
    name.click()
    page.until(lambda: texts_of(page, "h1") == [shown])
    assert len(page.driver.find_elements(By.CSS_SELECTOR, ".item")) == min(int(times), 50)
    assert f"Quoted with {times} claim" in texts_of(page, "h2")[0]


def test_a_claim_of_a_layer_says_what_became_of_it(site: Site, page: Page) -> None:
    layer = next(own for own in site.rows.layers["heron_c"] if "reference_claim_id" not in own)
    go(page, site.at(f"#/article/heron_c?layer={layer['annotation_id']}"))
    page.driver.execute_script("document.querySelector('.fold').open = true")
    for button in page.driver.find_elements(By.CSS_SELECTOR, "button.statement"):
        if button.text == layer["statement"]:
            page.driver.execute_script("arguments[0].click()", button)
    assert "rejected" in texts_of(page, ".panel")[0]
    assert layer["reason"] in texts_of(page, ".panel")[0]


def test_the_scripts_read_packed_columns_as_they_were_packed(site: Site, page: Page) -> None:
    source = (site.place / "page" / "core.js").read_text()
    rule = next(line for line in source.splitlines() if "const setNumber" in line)
    numbers = [0, 1, BACKSLASH - 0x31, BACKSLASH - 0x30, SURROGATES.start - 0x32, SURROGATES.start - 0x31, 60000]
    codes = "".join(chr(code_point(number)) for number in numbers) + " "
    script = f"{rule}\nreturn [...Array(arguments[0].length).keys()].map((n) => setNumber(arguments[0].charCodeAt(n)))"
    assert page.driver.execute_script(script, codes) == [*numbers, -1]


def test_no_view_asks_for_anything_but_the_files_of_the_site(site: Site, page: Page) -> None:
    page.requested()
    for name in ("search", "article", "event"):
        go(page, site.at(ADDRESSES[name]))
    asked = page.requested() - {"about:blank"}
    assert {url for url in asked if not url.startswith(site.place.as_uri())} == set()
    articles = {url for url in asked if "/data/articles/" in url}
    assert articles == {f"{site.place.as_uri()}/data/articles/heron_e.js"}


def test_a_site_with_closed_texts_says_so_on_every_page(site: Site, page: Page, tmp_path: Path) -> None:
    texts = site.rows.texts | restored_texts(site.rows, DOCUMENTS)
    shown = shown_texts(site.rows, texts, every=True)
    closed = Site(write_site(tmp_path / "site", site.rows, shown, SiteOptions("x")).place, site.rows)
    for name in ("search", "article", "standoff", "about"):
        go(page, closed.at(ADDRESSES[name]))
        assert "2 texts that may not be passed on" in texts_of(page, ".notice")[0]
    go(page, site.at(ADDRESSES["about"]))
    assert texts_of(page, ".notice") == []


@pytest.mark.long
def test_pictures_of_the_pages(site: Site, page: Page, tmp_path: Path) -> None:
    taken: list[str] = []
    still = {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]}
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", still)
    for name in PICTURED:
        page.size(*WIDE)
        go(page, site.at(ADDRESSES[name]))
        if name == "article":
            page.driver.execute_script("document.querySelector('.text').focus({preventScroll: true})")
            press(page, *[Keys.ARROW_RIGHT] * 3)
            page.driver.execute_script("document.activeElement.blur(); scrollTo(0, 0)")
        taken += [path.name for path in take(page, f"explorer-{name}", folder(tmp_path), (WIDE, NARROW))]
    page.size(*WIDE)
    document = (ROOT / "docs" / "exploring.md").read_text(encoding="utf-8")
    assert [name for name in taken if f"images/{name}" not in document] == []
    assert len(taken) == 2 * len(PICTURED)


def test_the_index_is_data_and_no_code(site: Site) -> None:
    text = (site.place / "data" / "index.js").read_text()
    assert text.startswith('claimwire.put("index", JSON.parse("')
    json.loads(json.loads(text[len('claimwire.put("index", JSON.parse(') : -len("));\n")]))
