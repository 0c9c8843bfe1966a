"""What it takes to make the tutorial's claims in the page, what is seen at once, and which keys change what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from browser import ACTIVE, Page, chromium
from harbour import ARTICLE, CLAIMS, fill_in, make_all, mark, mark_key, meant, sent
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from test_losses import api
from test_round_trip import pulled_layers
from test_tutorial import told
from world import ROOT, Live, Repository

from claimwire.corpus.workspace import Workspace
from claimwire.labelstudio.page.config import label_config
from claimwire.labelstudio.page.controls import CONTROL_BY_NAME, LABEL, LABEL_BY_VALUE, controls_of
from claimwire.labelstudio.page.effort import Effort, made
from claimwire.labelstudio.page.keys import KEYS, PAGE_KEYS, choice_key
from claimwire.schema.vocab import Label

BEFORE = {
    Label.ATTRIBUTED_STATEMENT: Effort(17, 3, 3, 76),
    Label.CASUALTY_FIGURE: Effort(16, 2, 2, 41),
    Label.HISTORICAL_BACKGROUND: Effort(12, 2, 2, 95),
}
"""What the same claims took with the page of release 0.1.0, as docs/label-studio.md says how it was counted."""

SIZES = ((1280, 720), (1440, 900))

OUT_OF_SIGHT = """
const side = document.querySelector('.cw-side').getBoundingClientRect();
const end = document.querySelector('.cw-end');
const bottom = Math.min(side.bottom, end.getBoundingClientRect().top);
const needed = [...document.querySelectorAll('.cw-required .cw-slot')].filter((slot) => slot.offsetParent !== null);
const hidden = needed.filter((slot) => {
  const box = slot.getBoundingClientRect();
  return box.top < side.top || box.bottom > bottom || box.height === 0;
});
const box = end.querySelector('input').getBoundingClientRect();
const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
return [needed.length, hidden.map((slot) => slot.querySelector('h4').textContent), end.contains(at)];
"""
"""How many slots that are needed are shown, which of them are not in sight, and whether `complete` can be clicked."""


@pytest.fixture
def page(live: Live, repository: Repository, tmp_path: Path) -> Iterator[Page]:
    """Return a browser in which anna has opened the ferry's report."""
    anna = live.user("anna")
    with sent(live, repository) as (project, number), chromium(tmp_path) as browser:
        browser.size(*SIZES[-1])
        browser.log_in(live.url, anna.email, anna.password)
        browser.open(f"{live.url}/projects/{project}/data?task={number}")
        yield browser


@pytest.mark.long
def test_the_three_claims_of_the_tutorial_take_at_most_half_of_what_they_took_and_come_back_as_meant(
    page: Page, live: Live, repository: Repository
) -> None:
    took = make_all(page)
    for claim in CLAIMS:
        assert took[claim.label].is_at_most_half_of(BEFORE[claim.label]), (claim.label, took[claim.label])
        assert took[claim.label].drags == 1 + len(claim.parts) <= BEFORE[claim.label].drags
    assert documented() == {label: (BEFORE[label], took[label]) for label in BEFORE}
    layer, text = meant(repository), Workspace(repository.root).corpus("harbour").articles[ARTICLE].text or ""
    assert took == {claim.label: made(claim, text) for claim in layer.claims}, "the rules count what was counted here"
    page.check("yes")
    page.submit()
    project = re.search(r"/projects/(\d+)/", page.driver.current_url)
    assert project is not None
    page.until(lambda: live.client().tasks(int(project[1]))[0].annotations == 1)
    repository.pull("harbour")
    pulled = pulled_layers(repository, "harbour")["harbour_ferry_anna"]
    assert pulled.complete
    assert sorted(map(told, pulled.claims)) == sorted(map(told, meant(repository).claims))


def documented() -> dict[Label, tuple[Effort, Effort]]:
    """Return the table of docs/label-studio.md: what a claim took before and takes now."""
    text = (ROOT / "docs" / "label-studio.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", text, re.MULTILINE)
    found = {}
    for label, cells in rows:
        pairs = [cell.split(" → ") for cell in cells.split(" | ")]
        if label in tuple(Label) and all(len(pair) == 2 for pair in pairs):
            before, now = (Effort(*map(int, numbers)) for numbers in zip(*pairs, strict=True))
            found[Label(label)] = before, now
    return found


def test_what_has_to_be_filled_in_is_in_sight_for_every_label_and_size(page: Page) -> None:
    for claim in CLAIMS:
        page.mark(mark_key(claim), claim.words)
        needed = [control for control in controls_of(claim.label) if control.is_required]
        for size in SIZES:
            page.size(*size)
            assert page.driver.execute_script(OUT_OF_SIGHT) == [len(needed), [], True], (claim.label, size)
        fill_in(page, claim)
        page.leave()


FOLDED = "[...document.querySelectorAll('.cw-fold .cw-slot')].filter((x) => x.offsetParent && x.clientHeight > 8)"


def test_what_is_filled_in_is_seen_in_a_fold_and_nothing_else_until_the_focus_or_the_mouse_is_there(page: Page) -> None:
    statement = CLAIMS[0]
    mark(page, statement)
    page.next_region()

    def unfolded() -> list[str]:
        titles: list[str] = page.driver.execute_script(f"return {FOLDED}.map((x) => x.querySelector('h4').textContent)")
        return titles

    assert unfolded() == []
    page.write("attributed_statement__source_name", "Ines Valmer")
    assert {"source", "statement", "channel"} <= set(unfolded())
    page.press("alt+r")  # in a field no key is one of the page
    page.leave()
    page.next_region()
    page.press("shift+l")
    page.until(lambda: unfolded() == ["source", "confidence"])


def test_the_list_of_regions_has_the_titles_of_labels_and_the_result_their_ids(page: Page) -> None:
    for claim in CLAIMS:
        mark(page, claim)
    titles = [LABEL_BY_VALUE[claim.label].title for claim in CLAIMS]
    listed = [region.text.split("\n")[1] for region in page.regions()]
    assert [title for title in listed if title in titles] == titles
    assert not any(claim.label in listed for claim in CLAIMS)
    labels = [entry["value"]["labels"] for entry in page.result() if entry.get("from_name") == LABEL]
    assert labels == [[claim.label] for claim in CLAIMS]


def test_what_has_to_be_chosen_is_reached_by_shift_tab_and_a_click_on_it_keeps_the_keys(page: Page) -> None:
    """Regression: no key led to the boxes that have to be chosen, and most choices have no key of their own."""
    page.mark(mark_key(CLAIMS[0]), CLAIMS[0].words)
    page.write("attributed_statement__source_name", "")
    ids = page.selected()
    back_by_tab = 0
    while page.focused_box() != ("source_kind", "government"):
        page.press(f"shift+{Keys.TAB}")
        back_by_tab += 1
        assert page.focused_box() is not None, "every step back is a box that has to be chosen"
    needed = [control for control in controls_of(CLAIMS[0].label) if control.is_required]
    assert back_by_tab == sum(len(control.values) for control in needed)
    page.type_keys(" ")
    page.until(lambda: chosen(page) == {"attributed_statement__source_kind": ["government"]})
    page.press("shift+a")
    page.until(lambda: chosen(page).get("presented_as") == ["asserted"])
    page.write("attributed_statement__source_name", "")
    page.choose("presented_as", "denied")
    page.until(lambda: page.focused_box() is None)
    page.press(choice_key("presented_as", "asserted") or "")
    page.until(lambda: chosen(page).get("presented_as") == ["asserted"])
    assert page.selected() == ids


NOTHING_HERE = "region:focus"
"""Enter: it is for regions with a field of their own, and does nothing on a page of texts."""

KEYMAP = re.compile(r'"((?:annotation|region):[a-z-]+)":\{"key":"([^"]+)"')


def test_every_key_of_label_studio_that_does_something_here_is_shown_on_the_page(page: Page) -> None:
    scripts = page.driver.execute_script(
        "return performance.getEntriesByType('resource').map((x) => x.name).filter((x) => x.includes('.js'))"
    )
    keymap = {name: key for script in scripts for name, key in KEYMAP.findall(httpx.get(script).text)}
    assert {"annotation:submit", "region:delete-all", "region:cycle", NOTHING_HERE} <= keymap.keys()
    shown = {key.casefold() for key in (*PAGE_KEYS, *re.findall(r"\*\*([^*]+)\*\*", label_config()))}
    not_shown = {name for name, key in keymap.items() if key.replace("escape", "esc") not in shown}
    assert not_shown == {NOTHING_HERE}
    page.draw(mark_key(CLAIMS[0]), CLAIMS[0].words)
    page.select(CLAIMS[0].words)
    before, region = page.result(), page.selected()
    page.type_keys(Keys.ENTER)
    ActionChains(page.driver).pause(0.5).perform()
    assert (page.result(), page.selected()) == (before, region)


def chosen(page: Page) -> dict[str, list[str]]:
    """Return the choices that would be saved now, by slot."""
    return {x["from_name"]: x["value"]["choices"] for x in page.result() if x.get("type") == "choices"}


PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789.,;:!?'\"()-"


@pytest.mark.long
def test_no_key_that_is_typed_as_text_changes_the_label_of_a_claim_and_its_slots_are_there_after_a_draft(
    page: Page, live: Live
) -> None:
    """The keys of the claim's own choices change these, and are pressed in a second round, with the first ones last."""
    for claim in CLAIMS:
        page.draw(mark_key(claim), claim.words)
        page.select(claim.words)
        fill_in(page, claim)
        page.leave()  # which enters what was typed
        before = marks_and_slots(page)
        own = {key for control in controls_of(claim.label) for key in KEYS.get(control.name, {}).values()}
        typed = [*PLAIN, *(f"shift+{letter}" for letter in PLAIN if letter.isalnum())]
        for key in (key for key in typed if key not in own):
            again(page, claim.words)
            page.press(key)
        assert marks_and_slots(page) == before, claim.label
        for key in sorted(own):
            again(page, claim.words)
            page.press(key)
        assert marks(page) == before[0], claim.label
        again(page, claim.words)
        for control, value in claim.chosen.items():
            page.choose(control, value)
        page.leave()
    saved = marks_and_slots(page)
    number = task_shown(page)
    page.until(lambda: drafted(live, number) == page.result())
    page.open(page.driver.current_url)
    page.until(lambda: len(page.regions()) == len(CLAIMS))
    assert marks_and_slots(page) == saved


def test_a_label_is_changed_on_purpose_and_that_can_be_undone_after_a_draft_was_saved(page: Page, live: Live) -> None:
    statement = CLAIMS[0]
    mark(page, statement)
    page.next_region()
    fill_in(page, statement)
    page.leave()  # which enters what was typed
    page.select(statement.words)
    begun = page.result()
    page.press(mark_key(CLAIMS[-1]))
    page.until(lambda: page.result() != begun)
    [label] = [x["value"]["labels"] for x in page.result() if x["from_name"] == LABEL]
    assert label == [Label.HISTORICAL_BACKGROUND]
    number = task_shown(page)
    page.until(lambda: drafted(live, number) == page.result())
    page.press("ctrl+z")
    page.until(lambda: page.result() == begun)


def test_a_part_drawn_while_its_claim_is_selected_is_a_part_and_the_claim_stays_as_it_is(page: Page) -> None:
    figure = CLAIMS[1]
    page.mark(mark_key(figure), figure.words)
    fill_in(page, figure)
    before = marks_and_slots(page)
    page.draw("n", figure.parts["n"])
    found = marks(page)
    assert sorted(found.values()) == sorted([*before[0].values(), "quantity"])
    assert marks_and_slots(page)[1] == before[1]


def test_a_part_that_covers_its_claims_words_is_related_by_a_click_in_the_list_of_regions(page: Page) -> None:
    statement = CLAIMS[0]
    page.draw(mark_key(statement), statement.words)
    ActionChains(page.driver).pause(1).perform()  # Label Studio takes a second drag at once for a double click
    page.draw("q", statement.words)
    claim, part = page.regions()
    part.click()
    page.until(lambda: page.selected() is not None)
    related = page.selected()
    page.press("alt+r")
    claim.click()
    page.until(lambda: any(entry["type"] == "relation" for entry in page.result()))
    [relation] = [entry for entry in page.result() if entry["type"] == "relation"]
    [claim_id] = [region for region, label in marks(page).items() if label == statement.label]
    assert (relation["from_id"], relation["to_id"]) == (related, claim_id)


def test_a_paragraph_has_the_direction_of_its_first_letter(page: Page) -> None:
    """As the full stop of an Arabic sentence, which is at its left end."""
    page.driver.execute_script(
        "document.querySelectorAll('.lsf-richtext__line')[0].textContent = String.fromCharCode(1602, 1575, 1604, 46)"
    )
    first, last = page.driver.execute_script(
        """
        const [node] = document.querySelectorAll('.lsf-richtext__line')[0].childNodes;
        return [0, 3].map((place) => {
          const range = document.createRange();
          range.setStart(node, place);
          range.setEnd(node, place + 1);
          return range.getBoundingClientRect().left;
        });
        """
    )
    assert last < first


def again(page: Page, words: str) -> None:
    """Select a claim once more where a key has left it."""
    if not page.shown(ACTIVE):
        page.select(words)


def marks(page: Page) -> dict[str, str]:
    """Return what each region is: what its first mark says."""
    found: dict[str, str] = {}
    for entry in page.result():
        if entry.get("type") == "labels":
            found.setdefault(entry["id"], entry["value"]["labels"][0])
    return found


def marks_and_slots(page: Page) -> tuple[dict[str, str], list[Any]]:
    """Return what each region is, and the values of its slots."""
    slots_of = [(x["id"], x["from_name"], x["value"]) for x in page.result() if x.get("from_name") in CONTROL_BY_NAME]
    return marks(page), sorted(slots_of, key=str)


def task_shown(page: Page) -> int:
    """Return the number of the task that the page shows."""
    found = re.search(r"task=(\d+)", page.driver.current_url)
    assert found is not None
    return int(found[1])


def drafted(live: Live, number: int) -> list[dict[str, Any]]:
    """Return the result of a task's draft, as anna sees it."""
    drafts = api(live, "anna", "GET", f"tasks/{number}/drafts")
    return list(drafts[-1]["result"]) if drafts else []
