"""One claim made in the labelling page with mouse and keyboard comes back as it was meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import chromium
from invented_corpus import Invented
from selenium.webdriver.common.keys import Keys
from test_round_trip import pulled_layers, queue
from world import Live, Repository

from claimwire.schema import AttributedStatement

STATEMENT = "Ines Valmer tells that the lights were seen late."
CONTENT = "“We saw the lights \U0001f469\u200d✈️ too late,”"
CHOICES = {
    "attributed_statement__source_kind": "person",
    "attributed_statement__mention": "named",
    "attributed_statement__cue_class": "neutral",
    "attributed_statement__quote_type": "direct",
    "factuality": "asserted",
    "confidence": "medium",
}


def test_a_claim_across_an_emoji(live: Live, repository: Repository, corpus: Invented, tmp_path: Path) -> None:
    project, number = pushed(live, repository, corpus)
    anna = live.user("anna")
    with chromium(tmp_path) as page:
        page.log_in(live.url, anna.email, anna.password)
        page.open(f"{live.url}/projects/{project}/data?task={number}")
        page.mark("1", CONTENT)
        for control, value in CHOICES.items():
            page.choose(control, value)
        page.type("statement", STATEMENT)
        page.type("attributed_statement__source_name", "Ines Valmer")
        page.mark("s", "Captain Ines Valmer")
        page.relate(CONTENT)
        page.mark("c", "said, “and")
        page.relate(CONTENT)
        page.check("yes")
        page.submit()
        page.until(lambda: live.client().tasks(project)[0].annotations == 1)
        assert not [url for url in page.requested() if not url.startswith(live.url)]
    assert_is_what_was_meant(repository, corpus)


@pytest.mark.long
def test_a_claim_by_keyboard_as_the_tutorial_tells(
    live: Live, repository: Repository, corpus: Invented, tmp_path: Path
) -> None:
    project, number = pushed(live, repository, corpus)
    anna = live.user("anna")
    with chromium(tmp_path) as page:
        page.log_in(live.url, anna.email, anna.password)
        page.open(f"{live.url}/projects/{project}/data?task={number}")
        page.switch_on("Select region after creating it")
        page.draw("1", CONTENT)
        for control, value in CHOICES.items():
            page.choose(control, value)
        page.write("statement", STATEMENT)
        page.write("attributed_statement__source_name", f"Ines Valmer{Keys.ENTER}")
        page.leave()
        for key, quote in (("s", "Captain Ines Valmer"), ("c", "said, “and")):
            page.draw(key, quote)
            page.relate(CONTENT)
            page.leave()
        page.check("yes")
        page.press(f"ctrl+{Keys.ENTER}")
        page.until(lambda: live.client().tasks(project)[0].annotations == 1)
    assert_is_what_was_meant(repository, corpus)


def pushed(live: Live, repository: Repository, corpus: Invented) -> tuple[int, int]:
    """Send the first article to anna and return the numbers of her project and of the task."""
    repository.push(corpus.name, "-a", "anna", "--article", next(iter(corpus.articles)))
    project = queue(live, corpus.name, "anna").number
    return project, live.client().tasks(project)[0].number


def assert_is_what_was_meant(repository: Repository, corpus: Invented) -> None:
    """Pull, and hold the layer against the one claim that was made in the page."""
    article_id = next(iter(corpus.articles))
    repository.pull(corpus.name)
    layer = pulled_layers(repository, corpus.name)[f"{article_id}_anna"]
    text = corpus.articles[article_id].text or ""
    claim = layer.claims[0]
    assert isinstance(claim, AttributedStatement)
    assert len(layer.claims) == 1
    assert [span.of(text) for span in claim.spans] == [CONTENT]
    assert [span.of(text) for span in claim.source_spans] == ["Captain Ines Valmer"]
    assert [span.of(text) for span in claim.cue_spans] == ["said, “and"]
    assert claim.statement == STATEMENT
    assert claim.source_name == ("Ines Valmer",)
    assert (claim.source_kind, claim.mention, claim.cue_class) == ("person", "named", "neutral")
    assert (claim.quote_type, claim.factuality, claim.confidence) == ("direct", "asserted", "medium")
    assert layer.complete
    assert layer.lead_time_seconds is not None
    assert layer.lead_time_seconds > 0
