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
from claimwire.labelstudio.page.effort import Effort
from claimwire.labelstudio.page.keys import choice_key, label_key
from claimwire.schema import LABELS

SECONDS = 60
ACTIVE = ".htx-highlight.__active"
CHOSEN = ".lsf-label_selected"
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


MARKED = """
const annotation = window.Htx.annotationStore.selected;
return JSON.stringify(annotation.serializeAnnotation());
"""
"""The result as it would be saved now."""

FIRST_SPECIAL_KEY = "\ue000"
"""Selenium writes keys that are no characters as characters from here on."""


class Page:
    """A browser that shows the labelling page. `effort` counts what is done with keyboard and mouse."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver
        self.effort = Effort()

    def size(self, width: int, height: int) -> None:
        """Show the page in a window of some size inside."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def log_in(self, url: str, email: str, password: str) -> None:
        self.driver.get(f"{url}/user/login/")
        self.driver.find_element(By.NAME, "email").send_keys(email)
        self.driver.find_element(By.NAME, "password").send_keys(password, Keys.ENTER)
        self.until(lambda: "/user/login" not in self.driver.current_url)

    def open(self, url: str) -> None:
        """Open a task and wait for its text, and until the page, which takes a while to listen, takes keys."""
        self.open_to_fill_in(url)
        self.until(lambda: self._toggled(True))
        self.until(lambda: self._toggled(False))

    def open_to_fill_in(self, url: str) -> None:
        """Open a task on a page whose labels have no keys, and wait for its text."""
        self.driver.get(url)
        self.until(lambda: self.shown(".lsf-htx-richtext .lsf-richtext__line") and self.shown("button[name=submit]"))

    def mark(self, key: str, quote: str) -> None:
        """Press a mark's key and draw the mouse over a quote; select the region that this makes."""
        if self.shown(f"{ACTIVE}, {CHOSEN}"):
            self.leave()
        self.draw(key, quote)
        if not self.shown(ACTIVE):
            self.select(quote)

    def draw(self, key: str, quote: str) -> None:
        """Press a mark's key and draw the mouse over a quote."""
        before = len(self.regions())
        self.press(key)
        self.until(lambda: self.shown(CHOSEN))
        self._drag(quote)
        self.until(lambda: len(self.regions()) > before)

    def next_region(self) -> None:
        """Press the key that selects the next region of the list."""
        before = self.selected()
        self.press("alt+.")
        self.until(lambda: self.selected() not in (None, before))

    def selected(self) -> str | None:
        """Return the id of the region that is selected."""
        found = self.driver.execute_script(
            "const region = window.Htx.annotationStore.selected.highlightedNode; return region && region.cleanId"
        )
        return None if found is None else str(found)

    def focused_box(self) -> tuple[str, str] | None:
        """Return the slot, as its title has it, and the value of the box that has the focus, if one does."""
        found = self.driver.execute_script(
            """
            const box = document.activeElement, slot = box.closest('.cw-required .cw-slot');
            return slot && box.type === 'checkbox' ? [slot.querySelector('h4').textContent, box.name] : null;
            """
        )
        return None if found is None else (found[0].removesuffix(" *").replace(" ", "_"), found[1])

    def result(self) -> list[dict[str, Any]]:
        """Return the result as it would be saved now."""
        found: list[dict[str, Any]] = json.loads(self.driver.execute_script(MARKED))
        return found

    def leave(self) -> None:
        """Click beside the text, to be out of any field, and press Esc, so that no region and no mark is selected."""
        self.click_element(self.driver.find_element(By.CSS_SELECTOR, ".cw-text h4"))
        self.type_keys(Keys.ESCAPE)
        self.until(lambda: not self.shown(f"{ACTIVE}, {CHOSEN}"))

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
                self.type_keys(text)
                return
            self.type_keys(Keys.TAB)
        raise AssertionError(f"Tab does not lead to {control}")

    def type_through(self, first: str, texts: Mapping[str, str], many: Collection[str], then: str) -> list[str]:
        """Type into every text field from the first on, Tab by Tab, and return their names in the order of Tab.

        In a field of `many` answers Enter comes after the text. Where Tab leads to no field, `then` is typed.
        """
        reached: list[str] = []
        self.unfold(first)
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
        """Select the region that begins with a quote's first words; a click right after a drag may be lost."""

        def clicked() -> bool:
            self.click_on(quote)
            ActionChains(self.driver).pause(1).perform()
            return self.shown(ACTIVE)

        self.until(clicked)

    def click_on(self, quote: str) -> None:
        """Click on a quote's first character."""
        left, top, _, _ = self.driver.execute_script(WHERE, quote)
        mouse = ActionChains(self.driver, duration=20)
        mouse.w3c_actions.pointer_action.move_to_location(round(left + 3), round(top))
        mouse.w3c_actions.pointer_action.click()
        mouse.perform()
        self.effort.clicks += 1

    def click_element(self, element: WebElement) -> None:
        """Click on an element."""
        element.click()
        self.effort.clicks += 1

    def type_keys(self, text: str) -> None:
        """Type text where the focus is; what is no character in it counts as a key."""
        ActionChains(self.driver).send_keys(text).perform()
        special = sum(letter >= FIRST_SPECIAL_KEY for letter in text)
        self.effort.keys += special
        self.effort.characters += len(text) - special

    def unfold(self, control: str) -> None:
        """Move the mouse to the fold in which a slot is, if it is in one."""
        folds = self._slot(control).find_elements(By.XPATH, "./ancestor::*[contains(@class, 'cw-fold')]")
        if folds:
            ActionChains(self.driver).move_to_element(folds[0].find_element(By.TAG_NAME, "h4")).perform()

    def relate(self, claim: str) -> None:
        """Tie the selected region to the claim that begins with a quote."""
        self.press("alt+r")
        self.click_on(claim)

    def choose(self, control: str, value: str) -> None:
        """Choose a slot's value, unless it is chosen, by its key, or, if it has none, with the mouse."""
        key = choice_key(control, value)
        if self._box(control, value).is_selected():
            return
        if key is None:
            self.unfold(control)
            self.click_element(self._box(control, value).find_element(By.XPATH, "./ancestor::label"))
        else:
            self.press(key)
        self.until(lambda: self._box(control, value).is_selected())

    def type(self, control: str, text: str) -> None:
        """Type into a slot."""
        self.unfold(control)
        field = self.driver.find_element(By.NAME, control)
        field.send_keys(text)
        field.send_keys(Keys.ENTER if field.tag_name == "input" else Keys.TAB)

    def check(self, value: str) -> None:
        """Tick a box by its value."""
        self.click_element(self.driver.find_element(By.CSS_SELECTOR, f".cw-end input[name={value}]"))

    def submit(self) -> None:
        self.driver.find_element(By.CSS_SELECTOR, "button[name=submit]").click()

    def shown(self, selector: str) -> bool:
        return bool(self.driver.find_elements(By.CSS_SELECTOR, selector))

    def _toggled(self, selected: bool) -> bool:
        """Press the key of the first label until the page shows that it is chosen, or not any more."""
        if self.shown(CHOSEN) is not selected:
            self.press(label_key(LABELS[0]))
            ActionChains(self.driver).pause(0.3).perform()
        return self.shown(CHOSEN) is selected

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
        self.effort.drags += 1

    def drag_edge(self, side: str, onto: str) -> None:
        """Draw the left or right edge of the selected region to that end of a quote."""
        left, top, right, bottom = self.driver.execute_script(WHERE, onto)
        box = self.driver.find_element(By.CSS_SELECTOR, f"{ACTIVE} .__resize_{side}").rect
        mouse = ActionChains(self.driver, duration=20)
        pointer = mouse.w3c_actions.pointer_action
        pointer.move_to_location(round(box["x"] + box["width"] / 2), round(box["y"] + box["height"] / 2))
        pointer.pointer_down()
        x, y = (left, top) if side == "left" else (right, bottom)
        pointer.move_to_location(round((box["x"] + x) / 2), round(y))
        pointer.move_to_location(round(x), round(y))
        pointer.pointer_up()
        mouse.perform()
        self.effort.drags += 1

    def _switches(self, setting: str) -> list[WebElement]:
        boxes = self.driver.find_elements(By.CSS_SELECTOR, "input[type=checkbox]")
        return [box for box in boxes if box.find_element(By.XPATH, "./ancestor::*[2]").text.startswith(setting)]

    def regions(self) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, ".lsf-outliner-item")

    def press(self, key: str) -> None:
        """Press a key, written as Label Studio writes it: `s`, `shift+a`, `alt+r`. It counts as one."""
        self.effort.keys += 1
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
        return self._slot(control).find_element(By.CSS_SELECTOR, f"input[name={value}]")

    def _slot(self, control: str) -> WebElement:
        """Return the slot of a control among those of the selected region, also if it is folded."""
        title = CONTROL_BY_NAME[control].title
        slots: list[WebElement] = self.driver.execute_script(
            """
            const shown = [...document.querySelectorAll('.cw-panel .cw-slot')].filter((x) => x.offsetParent !== null);
            const titles = [arguments[0], arguments[0] + ' *'];
            return shown.filter((x) => titles.includes(x.querySelector('h4').textContent));
            """,
            title,
        )
        [slot] = slots
        return slot


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
