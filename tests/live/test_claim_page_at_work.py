"""The page of an article with its claims in headless Chromium: mouse, keyboard, a telephone's width, its picture.

With `CLAIMWIRE_PICTURES=docs/images` the test of the picture replaces that of the documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Page, chromium
from click.testing import CliRunner
from pictures import folder, take
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from small import OPEN
from world import ROOT

from claimwire.cli import group
from claimwire.corpus.workspace import Workspace

ARTICLE = "heron_h"
PHONE = 390


@pytest.fixture(scope="module")
def shown(small_built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Give a browser with the page of an article."""
    there = tmp_path_factory.mktemp("page")
    with pytest.MonkeyPatch.context() as patch, chromium(there) as page:
        patch.chdir(small_built.root)
        result = CliRunner().invoke(group, ["show", OPEN, ARTICLE, "--html", str(there / "page.html")])
        assert result.exit_code == 0, result.output
        page.driver.get((there / "page.html").as_uri())
        yield page


def cards(page: Page) -> list[str]:
    """Return the ids of the claims that the page tells of now."""
    found = page.driver.find_elements(By.CSS_SELECTOR, ".inspector .card .id")
    return [element.text for element in found]


def chip(page: Page, name: str) -> Any:
    return page.driver.find_element(By.CSS_SELECTOR, f".chip[data-c$='_{name}']")


def press(page: Page, *keys: str) -> None:
    ActionChains(page.driver).send_keys(*keys).perform()


def test_the_mouse_shows_every_claim_that_has_the_words_and_a_click_keeps_them(shown: Page, small_built) -> None:
    page = shown
    page.size(1440, 900)
    press(page, Keys.ESCAPE)
    nested = page.driver.find_element(By.CSS_SELECTOR, ".s[data-c*=' ']")
    names = [name.removeprefix(f"{ARTICLE}_") for name in nested.get_attribute("data-c").split()]
    ActionChains(page.driver).move_to_element(nested).perform()
    page.until(lambda: cards(page) == names[::-1])
    nested.click()
    ActionChains(page.driver).move_to_element(page.driver.find_element(By.TAG_NAME, "h1")).perform()
    assert cards(page) == names[::-1]
    press(page, Keys.ESCAPE)
    assert cards(page) == []


def test_the_keyboard_goes_from_claim_to_claim(shown: Page) -> None:
    page = shown
    page.size(1440, 900)
    chip(page, "c01").send_keys("")
    assert cards(page) == ["c01"]
    press(page, Keys.ARROW_RIGHT)
    second = cards(page)
    assert second not in ([], ["c01"])
    press(page, Keys.ARROW_LEFT)
    assert cards(page) == ["c01"]
    press(page, Keys.TAB)
    assert cards(page) == second
    press(page, Keys.ESCAPE)
    assert cards(page) == []


def test_slots_are_marked_in_the_text(shown: Page) -> None:
    page = shown
    page.size(1440, 900)
    chip(page, "c01").send_keys("")
    marked = page.driver.find_elements(By.CSS_SELECTOR, ".s.slot")
    told = page.driver.find_element(By.CSS_SELECTOR, ".inspector .card").text
    assert marked
    assert all(element.text in told for element in marked)


def test_a_label_can_be_left_out(shown: Page) -> None:
    page = shown
    page.size(1440, 900)
    box = page.driver.find_element(By.CSS_SELECTOR, ".legend input[value=casualty_figure]")
    figures = page.driver.find_elements(By.CSS_SELECTOR, ".chip.l-casualty_figure")
    assert figures
    assert all(figure.is_displayed() for figure in figures)
    box.click()
    assert not any(figure.is_displayed() for figure in figures)
    box.click()
    assert all(figure.is_displayed() for figure in figures)


@pytest.mark.parametrize("width", [320, PHONE, 768, 1440])
def test_nothing_runs_off_the_screen_and_the_words_stay_in_sight(shown: Page, width: int) -> None:
    page = shown
    page.size(width, 844)
    for name in ("c01", "c10", "c30"):
        chip(page, name).send_keys("")
        assert page.driver.execute_script("return document.documentElement.scrollWidth") <= width
        words, told = (rectangle(page, found) for found in (f".chip[data-c$=_{name}]", ".inspector .card"))
        assert words["right"] <= told["left"] or words["bottom"] <= told["top"]
        assert 0 <= words["top"] < told["bottom"]
        assert told["top"] < 844
    press(page, Keys.ESCAPE)


def rectangle(page: Page, selector: str) -> dict[str, float]:
    """Return where an element is in the window."""
    found = page.driver.execute_script("return document.querySelector(arguments[0]).getBoundingClientRect()", selector)
    return dict(found)


def test_the_picture_of_the_documents(shown: Page, tmp_path: Path) -> None:
    page = shown
    page.size(1440, 900)
    page.driver.execute_script("scrollTo(0, 0)")
    chip(page, "c04").send_keys("")
    page.driver.execute_script("scrollTo(0, 0)")
    first = next(take(page, "claims-page", folder(tmp_path)))
    assert f"images/{first.name}" in (ROOT / "docs" / "looking.md").read_text(encoding="utf-8")
    press(page, Keys.ESCAPE)
