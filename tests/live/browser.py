"""The labelling page in headless Chromium, worked the way a person does: the mouse over words, keys for labels."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from claimwire.labelstudio.page.controls import CONTROL_BY_NAME
from claimwire.labelstudio.page.keys import choice_keys

SECONDS = 60
ACTIVE = ".htx-highlight.__active"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WHERE = """
const [quote] = arguments;
const walker = document.createTreeWalker(document.querySelector('.lsf-htx-richtext'), NodeFilter.SHOW_TEXT);
const nodes = [];
let all = '';
while (walker.nextNode()) { nodes.push([all.length, walker.currentNode]); all += walker.currentNode.data; }
const at = all.indexOf(quote);
if (at < 0) { return null; }
const box = (place) => {
  const [begin, node] = nodes.findLast(([begin]) => begin <= place);
  const range = document.createRange();
  range.setStart(node, place - begin);
  range.setEnd(node, place - begin + 1);
  return range.getBoundingClientRect();
};
const first = box(at), last = box(at + quote.length - 1);
return [first.left, first.top + first.height / 2, last.right, last.top + last.height / 2];
"""
"""Where a quote is on the screen: the left edge of its first character and the right edge of its last."""


class Page:
    """A browser that shows the labelling page."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def log_in(self, url: str, email: str, password: str) -> None:
        self.driver.get(f"{url}/user/login/")
        self.driver.find_element(By.NAME, "email").send_keys(email)
        self.driver.find_element(By.NAME, "password").send_keys(password, Keys.ENTER)
        self.until(lambda: "/user/login" not in self.driver.current_url)

    def open(self, url: str) -> None:
        """Open a task and wait for its text."""
        self.driver.get(url)
        self.until(lambda: self.shown(".lsf-htx-richtext .lsf-richtext__line") and self.shown("button[name=submit]"))

    def mark(self, key: str, quote: str) -> None:
        """Press a label's key and draw the mouse over a quote; select the region that this makes."""
        before = len(self.regions())
        if self.shown(ACTIVE):
            self.driver.find_element(By.CSS_SELECTOR, ".cw-text h4").click()  # out of a field, where keys are text
            self.press("u")
            self.until(lambda: not self.shown(ACTIVE))
        self.until(lambda: self._pressed(key))
        self._drag(quote)
        self.until(lambda: len(self.regions()) > before)
        self.select(quote)

    def draw(self, key: str, quote: str) -> None:
        """Press a label's key and draw the mouse over a quote, which selects the region where the setting is on."""
        before = len(self.regions())
        self.until(lambda: self._pressed(key))
        self._drag(quote)
        self.until(lambda: len(self.regions()) > before and self.shown(ACTIVE))

    def leave(self) -> None:
        """Click the text, to be out of any field, and press Esc, so that no region is selected."""
        self.driver.find_element(By.CSS_SELECTOR, ".lsf-htx-richtext").click()
        ActionChains(self.driver).send_keys(Keys.ESCAPE).perform()
        self.until(lambda: not self.shown(ACTIVE))

    def switch_on(self, setting: str) -> None:
        """Switch on one of the settings behind the sliders at the bottom left."""
        self.driver.find_elements(By.CSS_SELECTOR, "button[aria-label*=ettings]")[-1].click()
        self.until(lambda: bool(self._switches(setting)))
        [switch] = self._switches(setting)
        self.driver.execute_script("arguments[0].click()", switch)
        self.until(switch.is_selected)
        ActionChains(self.driver).send_keys(Keys.ESCAPE).perform()
        self.until(lambda: not any(found.is_displayed() for found in self._switches(setting)))

    def write(self, control: str, text: str) -> None:
        """Press Tab until a slot's field is reached and type into it."""
        for _ in range(20):
            if self.driver.switch_to.active_element.get_attribute("name") == control:
                ActionChains(self.driver).send_keys(text).perform()
                return
            ActionChains(self.driver).send_keys(Keys.TAB).perform()
        raise AssertionError(f"Tab does not lead to {control}")

    def type_through(self, first: str, texts: Mapping[str, str], many: Collection[str], then: str) -> list[str]:
        """Type into every text field from the first on, Tab by Tab, and return their names in the order of Tab.

        In a field of `many` answers Enter comes after the text. Where Tab leads to no field, `then` is typed.
        """
        reached: list[str] = []
        self.driver.find_element(By.NAME, first).click()
        while True:
            focus = self.driver.switch_to.active_element
            name = focus.get_attribute("name") or ""
            if name in texts and name not in reached:
                reached.append(name)
                ActionChains(self.driver).send_keys(texts[name]).perform()
                if name in many:
                    ActionChains(self.driver).send_keys(Keys.ENTER).perform()
            elif focus.get_attribute("type") != "number":
                ActionChains(self.driver).send_keys(then).perform()
                return reached
            ActionChains(self.driver).send_keys(Keys.TAB).perform()

    def select(self, quote: str) -> None:
        """Select the region that begins with a quote's first words."""
        self.click_on(quote)
        self.until(lambda: self.shown(ACTIVE))

    def click_on(self, quote: str) -> None:
        """Click on a quote's first character."""
        left, top, _, _ = self.driver.execute_script(WHERE, quote)
        mouse = ActionChains(self.driver, duration=20)
        mouse.w3c_actions.pointer_action.move_to_location(round(left + 3), round(top))
        mouse.w3c_actions.pointer_action.click()
        mouse.perform()

    def relate(self, claim: str) -> None:
        """Tie the selected region to the claim that begins with a quote."""
        self.press("alt+r")
        self.click_on(claim)

    def choose(self, control: str, value: str) -> None:
        """Choose a slot's value by its key, or, if it has none, with the mouse."""
        key = choice_keys().get((control, value))
        if key is None:
            self._box(control, value).click()
        else:
            self.press(key)
        self.until(lambda: self._box(control, value).is_selected())

    def type(self, control: str, text: str) -> None:
        """Type into a slot."""
        field = self.driver.find_element(By.NAME, control)
        field.send_keys(text)
        field.send_keys(Keys.ENTER if field.tag_name == "input" else Keys.TAB)

    def check(self, value: str) -> None:
        """Tick a box by its value."""
        self.driver.find_element(By.CSS_SELECTOR, f".cw-end input[name={value}]").click()

    def submit(self) -> None:
        self.driver.find_element(By.CSS_SELECTOR, "button[name=submit]").click()

    def shown(self, selector: str) -> bool:
        return bool(self.driver.find_elements(By.CSS_SELECTOR, selector))

    def _pressed(self, key: str) -> bool:
        """Press a label's key until the page, which takes a while to listen, shows that it is chosen."""
        self.press(key)
        pause = ActionChains(self.driver).pause(0.3)
        pause.perform()
        return self.shown(".lsf-label_selected")

    def _drag(self, quote: str) -> None:
        left, top, right, bottom = self.driver.execute_script(WHERE, quote)
        mouse = ActionChains(self.driver, duration=20)
        pointer = mouse.w3c_actions.pointer_action
        pointer.move_to_location(round(left + 1), round(top))
        pointer.pointer_down()
        pointer.move_to_location(round((left + right) / 2), round(bottom))
        pointer.move_to_location(round(right), round(bottom))
        pointer.pointer_up()
        mouse.perform()

    def _switches(self, setting: str) -> list[WebElement]:
        boxes = self.driver.find_elements(By.CSS_SELECTOR, "input[type=checkbox]")
        return [box for box in boxes if box.find_element(By.XPATH, "./ancestor::*[2]").text.startswith(setting)]

    def regions(self) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, ".lsf-outliner-item")

    def press(self, key: str) -> None:
        """Press a key, written as Label Studio writes it: `s`, `shift+a`, `alt+r`."""
        *modifiers, letter = key.split("+")
        held = {"shift": Keys.SHIFT, "alt": Keys.ALT, "ctrl": Keys.CONTROL}
        keys = ActionChains(self.driver)
        for modifier in modifiers:
            keys.key_down(held[modifier])
        keys.send_keys(letter)
        for modifier in modifiers:
            keys.key_up(held[modifier])
        keys.perform()

    def requested(self) -> set[str]:
        """Return the addresses that the pages have asked for since the last call."""
        messages: list[dict[str, Any]] = [
            json.loads(e["message"])["message"] for e in self.driver.get_log("performance")
        ]
        sent = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
        return {url for url in sent if not url.startswith(("data:", "blob:"))}

    def until(self, done: Callable[[], bool]) -> None:
        WebDriverWait(self.driver, SECONDS, poll_frequency=0.1).until(lambda _: done())

    def _box(self, control: str, value: str) -> WebElement:
        """Return the box of a slot's value; several slots that are shown may have a value of that name."""
        name = CONTROL_BY_NAME[control].shape.name.replace("_", " ")
        slots = self.driver.find_elements(By.CSS_SELECTOR, ".cw-panel .cw-slot")
        [slot] = [x for x in slots if x.is_displayed() and x.text.split("\n")[0].removesuffix(" *") == name]
        return slot.find_element(By.CSS_SELECTOR, f"input[name={value}]")


@contextmanager
def chromium(pictures: Path) -> Iterator[Page]:
    """Give a page in headless Chromium; where the test fails, a picture of it is kept in a folder."""
    binary = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    driver_path = shutil.which("chromedriver")
    assert binary is not None, "Chromium is missing; scripts/system-packages installs it"
    assert driver_path is not None, "chromedriver is missing; scripts/system-packages installs it"
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1600,1200"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=driver_path))
    try:
        yield Page(driver)
    except BaseException:
        driver.save_screenshot(str(pictures / f"failed-{int(time.time())}.png"))
        raise
    finally:
        driver.quit()
