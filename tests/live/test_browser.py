"""One claim made in the labelling page with mouse and keyboard comes back as it was meant.

What the words tell is left blank, except for one slot, and is filled in.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browser import ACTIVE, chromium
from invented_corpus import Invented
from selenium.webdriver.common.keys import Keys
from test_round_trip import pulled_layers, queue
from world import Live, Repository

from claimwire.labelstudio.page.controls import MARKS, controls_of
from claimwire.labelstudio.page.keys import KEYS, label_key
from claimwire.schema import DECLARATION_OF, AttributedStatement
from claimwire.schema.vocab import Label

STATEMENT = "Ines Valmer tells that the lights were seen late."
CONTENT = "“We saw the lights \U0001f469\u200d✈️ too late,”"
STATEMENT_KEY = label_key(DECLARATION_OF[Label.ATTRIBUTED_STATEMENT])
CHOICES = {
    "attributed_statement__source_kind": "company",
    "attributed_statement__mention": "named",
    "presented_as": "asserted",
    "confidence": "medium",
}


@pytest.mark.parametrize("relates", [True, False])
def test_a_claim_across_an_emoji(
    live: Live, repository: Repository, corpus: Invented, tmp_path: Path, relates: bool
) -> None:
    project, number = pushed(live, repository, corpus)
    anna = live.user("anna")
    with chromium(tmp_path) as page:
        page.log_in(live.url, anna.email, anna.password)
        page.open(f"{live.url}/projects/{project}/data?task={number}")
        page.mark(STATEMENT_KEY, CONTENT)
        for control, value in CHOICES.items():
            page.choose(control, value)
        page.type("statement", STATEMENT)
        page.type("attributed_statement__source_name", "Ines Valmer")
        for key, words in (("s", "Captain Ines Valmer"), ("c", "said, “and")):
            page.mark(key, words)
            if relates:
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
        page.draw(STATEMENT_KEY, CONTENT)
        page.until(lambda: page.shown(ACTIVE))
        for control in ("presented_as", "confidence", "attributed_statement__source_kind"):
            page.choose(control, CHOICES[control])
        page.write("attributed_statement__source_name", f"Ines Valmer{Keys.ENTER}")
        page.write("statement", STATEMENT)
        page.choose("attributed_statement__mention", CHOICES["attributed_statement__mention"])
        page.leave()
        for key, quote in (("s", "Captain Ines Valmer"), ("c", "said, “and")):
            page.draw(key, quote)
            page.until(lambda: page.shown(ACTIVE))
            page.relate(CONTENT)
            page.leave()
        page.check("yes")
        page.press(f"ctrl+{Keys.ENTER}")
        page.until(lambda: live.client().tasks(project)[0].annotations == 1)
    assert_is_what_was_meant(repository, corpus)


FIGURE = "14 crew"
FIGURE_CHOICES = {
    "casualty_figure__quantity_form": "digits",
    "casualty_figure__qualifier": "exact",
    "casualty_figure__harm": "injured",
    "casualty_figure__victim_status": "civilian",
    "casualty_figure__victim_groups": "workers",
    "casualty_figure__named_victim": "no",
    "casualty_figure__scope": "single_event",
    "presented_as": "asserted",
    "confidence": "high",
}
PARAGRAPH = "lawmakers 1st told us 2 quick facts by phone, 3 more jumped over the next gap, 4567890 z"
"""Has the keys of the labels and of every part, and every key of a slot that needs no Shift."""


def test_what_is_typed_in_a_field_changes_no_other_slot(
    live: Live, repository: Repository, corpus: Invented, tmp_path: Path
) -> None:
    """A paragraph goes into every text field, Tab leads on to the next, and all slots are compared at the end.

    After Enter in a field of several answers Tab once led to the answer's buttons, where letters chose and labelled.
    """
    assert {key for keys in KEYS.values() for key in keys.values() if len(key) == 1} <= set(PARAGRAPH)
    project, number = pushed(live, repository, corpus)
    anna = live.user("anna")
    expected: dict[tuple[str, str], list[str]] = {}
    with chromium(tmp_path) as page:
        page.log_in(live.url, anna.email, anna.password)
        page.open(f"{live.url}/projects/{project}/data?task={number}")
        claims = (
            (Label.ATTRIBUTED_STATEMENT, CONTENT, CHOICES),
            (Label.CASUALTY_FIGURE, FIGURE, FIGURE_CHOICES),
        )
        for label, quote, choices in claims:
            fields = [control for control in controls_of(label) if control.kind == "textarea"]
            texts = {control.name: f"{place}: {PARAGRAPH}" for place, control in enumerate(fields)}
            page.mark(label_key(DECLARATION_OF[label]), quote)
            for control, value in choices.items():
                page.choose(control, value)
            many = [control.name for control in fields if control.shape.many]
            reached = page.type_through(fields[0].name, texts, many, PARAGRAPH.replace(" ", ""))
            assert sorted(reached) == sorted(texts)
            expected |= {(label.value, name): [text] for name, text in texts.items()}
            expected |= {(label.value, name): [value] for name, value in choices.items()}
        page.check("yes")
        page.submit()
        page.until(lambda: live.client().tasks(project)[0].annotations == 1)
    assert slots(live.client().task_results(number)[0]) == expected


def slots(result: list[dict[str, Any]]) -> dict[tuple[str, str], list[str]]:
    """Return the value of every slot by the label of its claim and the name of its control."""
    label_of = {entry["id"]: entry["value"]["labels"][0] for entry in result if entry.get("from_name") in MARKS}
    return {
        (label_of[entry["id"]], entry["from_name"]): entry["value"][kind]
        for entry in result
        if entry["id"] in label_of and entry["from_name"] not in MARKS
        for kind in ["text" if entry["type"] == "textarea" else entry["type"]]
    }


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
    assert (claim.source_kind, claim.presented_as, claim.confidence) == ("company", "asserted", "medium")
    assert (claim.mention, claim.source_naming, claim.cue_polarity) == ("named", "named", "positive")
    assert (claim.cue_class, claim.polarity) == ("neutral", "positive")
    assert claim.quote_type == "indirect", "no words were marked as quoted"
    assert claim.proposed_slots == ("cue_class", "cue_polarity", "polarity", "quote_type", "source_naming")
    assert layer.complete
    assert layer.lead_time_seconds is not None
    assert layer.lead_time_seconds > 0
