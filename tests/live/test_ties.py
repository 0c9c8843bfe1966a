"""In the real page: the address of a problem opens what it is about."""

from __future__ import annotations

import re
from pathlib import Path

from browser import chromium
from invented_corpus import Invented
from test_browser import pushed
from test_losses import api
from test_round_trip import as_if_drawn, pulled_layers
from world import Live, Repository

from claimwire.labelstudio.tasks.write import make_task

STRAY = "[class*=htx-highlight-strayregio]"
"""The words of the stray region in the page."""


def test_a_problem_leads_to_the_annotation_in_the_page(
    live: Live, repository: Repository, corpus: Invented, tmp_path: Path
) -> None:
    """A cue stands in a paragraph without a statement, so that nobody can tell whose it is.

    Ben, who has an annotation of his own in the task, is led to that of anna.
    """
    _, number = pushed(live, repository, corpus)
    article_id = next(iter(corpus.articles))
    text = corpus.articles[article_id].text or ""
    made = make_task(corpus.articles[article_id], [corpus.layer(article_id, "anna")], guideline_version="2.0.0")
    words = "Port Elvery"
    start = text.index(words)
    stray = {
        "id": "strayregio",
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {"start": start, "end": start + len(words), "text": words, "labels": ["cue"]},
    }
    result = [*as_if_drawn(made["annotations"][0]["result"]), stray]
    api(live, "anna", "POST", f"tasks/{number}/annotations/", {"result": result, "lead_time": 9.0})
    printed = repository.pull(corpus.name, expect=1)
    [line] = [line for line in printed.splitlines() if "part-without-claim" in line]
    assert f"cue “{words}”: part-without-claim: it has no claim" in line
    assert "strayregio" not in line
    [link] = re.findall(r"http\S+$", line)
    assert not pulled_layers(repository, corpus.name)[f"{article_id}_anna"].complete

    api(
        live,
        "ben",
        "POST",
        f"tasks/{number}/annotations/",
        {"result": [stray | {"id": "regionofben"}], "lead_time": 9.0},
    )
    ben = live.user("ben")
    with chromium(tmp_path) as page:
        page.log_in(live.url, ben.email, ben.password)
        page.driver.get(link)
        page.until(lambda: page.shown(STRAY))
        page.driver.get(link.partition("&annotation")[0])
        page.until(lambda: page.shown("[class*=htx-highlight-regionofben]"))
        assert not page.shown(STRAY), "without the annotation his own is opened"
