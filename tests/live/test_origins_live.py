"""What came from a prediction, as the real page gives it back: untouched, edited, or the annotator's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import ACTIVE, CHOSEN, Page, chromium
from invented_corpus import Invented
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from test_round_trip import pulled_layers, queue
from world import Live, Repository

from claimwire.corpus.records import write_jsonl
from claimwire.labelstudio.page.keys import label_key
from claimwire.schema import DECLARATION_OF
from claimwire.schema.vocab import ClaimOrigin, Label

UNTOUCHED, EDITED, OWN = ClaimOrigin.PREDICTION, ClaimOrigin.PREDICTION_EDITED, ClaimOrigin.OWN


@pytest.mark.long
def test_claims_of_a_layer_that_began_from_a_prediction(
    live: Live, repository: Repository, corpus: Invented, tmp_path: Path
) -> None:
    """A slot of one claim is changed, one claim is deleted, one is drawn, a part is deleted; the rest is left."""
    first, second = list(corpus.articles)[:2]
    predicted = repository.root.parent / "predicted.jsonl"
    write_jsonl(predicted, [corpus.layer(key, "model_a") for key in (first, second)])
    repository.push(corpus.name, "-a", "anna", "--article", first, "--article", second, "--predictions", str(predicted))
    project, anna, client = queue(live, corpus.name, "anna"), live.user("anna"), live.client("anna")
    tasks = {task.doc_key: task.number for task in client.tasks(project.number)}

    def is_submitted(key: str) -> bool:
        return next(task for task in client.tasks(project.number) if task.doc_key == key).annotations == 1

    with chromium(tmp_path) as page:
        page.log_in(live.url, anna.email, anna.password)
        page.open(f"{live.url}/projects/{project.number}/data?task={tasks[first]}")
        page.until(lambda: any("14 crew" in region.text for region in page.regions()))
        page.select("people, including")
        page.choose("casualty_figure__victim_status", "mixed")
        page.leave()
        page.select("The same bank")
        page.press(Keys.BACKSPACE)
        page.until(lambda: not page.shown(ACTIVE))
        page.press(label_key(DECLARATION_OF[Label.HISTORICAL_BACKGROUND]))
        page.until(lambda: page.shown(CHOSEN))
        page._drag("The company says nobody was in danger")
        page.until(lambda: any(mark.text.startswith("The company") for mark in highlights(page)))
        page.select("The company says")
        page.choose("historical_background__event_type", "disaster")
        page.choose("historical_background__time_resolution", "unresolved")
        page.choose("presented_as", "asserted")
        page.check("yes")
        page.submit()
        page.until(lambda: is_submitted(first))

        page.open(f"{live.url}/projects/{project.number}/data?task={tasks[second]}")
        page.until(lambda: any("14 crew" in region.text for region in page.regions()))
        page.select("said, “and")
        page.press(Keys.BACKSPACE)
        page.until(lambda: client.draft_count(tasks[second]) == 1)
        page.open(f"{live.url}/projects/{project.number}/data?task={tasks[second]}")
        page.until(lambda: any("14 crew" in region.text for region in page.regions()))
        page.check("yes")
        page.submit()
        page.until(lambda: is_submitted(second))
    printed = repository.pull(corpus.name)
    [line] = [line for line in printed.splitlines() if line.startswith("task ")]
    assert "time “1987”: part-left-over" in line, "of the deleted claim; her work is complete without it"

    pulled = pulled_layers(repository, corpus.name)
    layer = pulled[f"{first}_anna"]
    assert layer.began_from == "model_a"
    origins = {corpus_words(corpus, first, claim.spans[0].start): claim.origin for claim in layer.claims}
    assert origins == {"“We": UNTOUCHED, "More": EDITED, "14": UNTOUCHED, "The": OWN}
    layer = pulled[f"{second}_anna"]
    assert layer.began_from == "model_a", "Label Studio no longer says so, since it was a draft"
    origins = {corpus_words(corpus, second, claim.spans[0].start): claim.origin for claim in layer.claims}
    assert origins == {"“We": EDITED, "More": UNTOUCHED, "14": UNTOUCHED, "The": UNTOUCHED}

    before = repository.annotations(corpus.name).read_bytes()
    repository.push(corpus.name, "-a", "anna", "--batch", "again", "--layers", expect=0)
    assert repository.annotations(corpus.name).read_bytes() == before


def highlights(page: Page) -> list[WebElement]:
    """Return the regions as the text shows them; the list of regions shows no more than fit into it."""
    return page.driver.find_elements(By.CSS_SELECTOR, ".htx-highlight")


def corpus_words(corpus: Invented, article_id: str, start: int) -> str:
    """Return the first word from a place on."""
    return (corpus.articles[article_id].text or "")[start:].split()[0]
