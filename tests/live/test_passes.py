"""Two passes on a real server: spans and labels first, then the slots of what was marked; and one project for all."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from browser import CHOSEN, chromium
from invented_corpus import Invented
from test_round_trip import as_if_drawn, content, pulled_layers
from world import Live, Repository

from claimwire.labelstudio.page.controls import MARKS, PARTS
from claimwire.labelstudio.page.keys import label_key
from claimwire.labelstudio.page.passes import Pass
from claimwire.labelstudio.server.protocol import ServerProject
from claimwire.labelstudio.server.queues import EVERYBODY, Queue
from claimwire.labelstudio.tasks.write import make_task
from claimwire.schema import LABELS, Annotation
from claimwire.schema.vocab import ClaimOrigin

Result = list[dict[str, Any]]

MARK_KEYS = [*map(label_key, LABELS), *(part.slot.hotkey for part in PARTS)]
"""The keys of labels and parts on the pages where claims are marked."""


def project_of(live: Live, queue: Queue) -> ServerProject:
    return next(project for project in live.client().projects() if Queue.of(project.description) == queue)


def drawn(corpus: Invented, article_id: str, annotator: str) -> Result:
    """Return what an annotator does in both passes together."""
    made = make_task(corpus.articles[article_id], [corpus.layer(article_id, annotator)], guideline_version="2.0.0")
    return as_if_drawn(made["annotations"][0]["result"])


def is_mark(entry: dict[str, Any]) -> bool:
    return entry.get("from_name") in MARKS or entry.get("type") == "relation"


def whole(name: str, value: str) -> dict[str, Any]:
    return {"id": name, "from_name": name, "to_name": "text", "type": "choices", "value": {"choices": [value]}}


def marked(live: Live, corpus: Invented, annotator: str, complete: dict[str, str]) -> None:
    """Submit the spans and labels of some articles, each with what is said of all sentences being considered."""
    project = project_of(live, Queue(corpus.name, annotator, step=Pass.SPANS))
    client = live.client(annotator)
    for task in client.tasks(project.number):
        if task.doc_key in complete:
            marks = [entry for entry in drawn(corpus, task.doc_key, annotator) if is_mark(entry)]
            client.add_annotation(task.number, {"result": [*marks, whole("complete", complete[task.doc_key])]})


def filled(live: Live, corpus: Invented, annotator: str, spans_of: str) -> None:
    """Submit slots for what was marked: Label Studio begins from the prediction, and the slots are added to it."""
    project = project_of(live, Queue(corpus.name, annotator, step=Pass.SLOTS))
    client = live.client(annotator)
    snapshot = b"".join(live.client().download(project.number, live.client().snapshot(project.number)))
    begun = {task["id"]: task["predictions"][-1]["result"] for task in json.loads(snapshot)}
    for task in client.tasks(project.number):
        slots = [entry for entry in drawn(corpus, task.doc_key, spans_of) if not is_mark(entry)]
        marks = [entry | {"origin": "prediction"} if "from_name" in entry else entry for entry in begun[task.number]]
        client.add_annotation(task.number, {"result": [*marks, *slots]})


def said(layer: Annotation) -> dict[str, Any]:
    """Return what a layer says, but for where its claims come from."""
    without = [claim.model_copy(update={"origin": None}) for claim in layer.claims]
    return content(layer.model_copy(update={"claims": tuple(without), "began_from": None}))


@pytest.mark.long
def test_what_was_marked_in_the_first_pass_gets_its_slots_in_the_second(
    live: Live, repository: Repository, corpus: Invented
) -> None:
    first, second, third = list(corpus.articles)[:3]
    for article in (first, second, third):
        repository.push(corpus.name, "-a", "anna", "--pass", "spans", "--article", article)
    marked(live, corpus, "anna", {first: "yes", second: "no"})
    assert "the first pass alone" in repository.pull(corpus.name, expect=2)
    printed = repository.push(corpus.name, "--pass", "slots")
    assert f"1 of 2 articles do not go on to the second pass yet ({second})" in printed
    assert "1 task" in printed
    assert "nothing to do" in repository.push(corpus.name, "--pass", "slots")
    filled(live, corpus, "anna", "anna")
    repository.pull(corpus.name)
    [layer] = pulled_layers(repository, corpus.name).values()
    assert said(layer) == said(corpus.layer(first, "anna"))
    assert {claim.origin for claim in layer.claims} == {ClaimOrigin.OWN}
    assert layer.began_from is None
    statuses = repository.run("status", corpus.name)
    assert "anna.spans" in statuses
    assert "anna.slots" in statuses


@pytest.mark.long
def test_all_fill_in_the_slots_of_the_claims_that_one_has_settled(
    live: Live, repository: Repository, corpus: Invented
) -> None:
    first = next(iter(corpus.articles))
    repository.push(corpus.name, "-a", "anna", "--pass", "spans", "--article", first)
    marked(live, corpus, "anna", {first: "yes"})
    repository.push(corpus.name, "-a", "anna", "-a", "ben", "--pass", "slots", "--spans-of", "anna")
    for name in ("anna", "ben"):
        filled(live, corpus, name, "anna")
    repository.pull(corpus.name)
    layers = pulled_layers(repository, corpus.name)
    assert layers[f"{first}_anna"].began_from is None
    assert layers[f"{first}_ben"].began_from == "anna"
    spans = {name: [claim.spans for claim in layer.claims] for name, layer in layers.items()}
    assert spans[f"{first}_anna"] == spans[f"{first}_ben"]
    assert "has no queue of spans" in repository.push(
        corpus.name, "-a", "ben", "--pass", "slots", "--spans-of", "ben", expect=2
    )


@pytest.mark.long
def test_on_the_page_of_slots_no_key_marks_and_the_claims_are_there(
    live: Live, repository: Repository, corpus: Invented, tmp_path: Path
) -> None:
    first = next(iter(corpus.articles))
    repository.push(corpus.name, "-a", "anna", "--pass", "spans", "--article", first)
    project = project_of(live, Queue(corpus.name, "anna", step=Pass.SPANS)).number
    anna = live.user("anna")
    with chromium(tmp_path) as page:
        page.log_in(live.url, anna.email, anna.password)
        page.open(f"{live.url}/projects/{project}/data?task={live.client().tasks(project)[0].number}")
        assert page.shown(".cw-keys")
        assert not page.shown(".cw-slot textarea")
        marked(live, corpus, "anna", {first: "yes"})
        repository.push(corpus.name, "--pass", "slots")
        project = project_of(live, Queue(corpus.name, "anna", step=Pass.SLOTS)).number
        page.open_to_fill_in(f"{live.url}/projects/{project}/data?task={live.client().tasks(project)[0].number}")
        page.until(lambda: len(page.regions()) > 4)
        page.select("The same bank sank a freighter in 1987")
        assert page.shown(".cw-slot textarea")
        page.choose("presented_as", "asserted")  # by its key, so the page takes keys by now
        page.leave()
        before = page.result()
        for key in MARK_KEYS:
            page.press(key)
            assert not page.shown(CHOSEN), key
        page.select("The same bank sank a freighter in 1987")
        for key in MARK_KEYS:
            page.press(key)
        assert page.result() == before
        labels = page.driver.find_elements("css selector", ".cw-keys .lsf-label")
        assert labels
        assert not any(label.is_displayed() for label in labels)
        assert page.driver.find_element("css selector", ".cw-keys").text.startswith("Esc "), "its other keys are shown"


def next_task(live: Live, project: int, who: str) -> dict[str, Any]:
    """Return the task that Label All Tasks gives somebody."""
    asked = urllib.request.Request(
        f"{live.url}/api/projects/{project}/next/", headers={"Authorization": f"Token {live.user(who).token}"}
    )
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(asked) as reply:
        task: dict[str, Any] = json.loads(reply.read())
    return task


@pytest.mark.long
def test_in_a_shared_project_each_article_is_offered_to_two_and_neither_sees_the_other_s_work(
    live: Live, repository: Repository, corpus: Invented
) -> None:
    first, second = list(corpus.articles)[:2]
    repository.push(corpus.name, "--shared", "--each", "2", "--article", first, "--article", second)
    project = project_of(live, Queue(corpus.name, EVERYBODY)).number
    for who in ("anna", "ben"):
        task = next_task(live, project, who)
        assert task["data"]["doc_key"] == first
        assert (task["annotations"], task["predictions"]) == ([], [])
        result = [*drawn(corpus, first, who)]
        live.client(who).add_annotation(task["id"], {"result": result})
    third = next_task(live, project, "model_a")
    assert third["data"]["doc_key"] == second, "an article that has its two is offered to nobody"
    printed = repository.pull(corpus.name)
    assert "by others" not in printed
    assert "has annotated" not in printed
    layers = pulled_layers(repository, corpus.name)
    assert sorted(layers) == [f"{first}_anna", f"{first}_ben"]
    for name in ("anna", "ben"):
        assert said(layers[f"{first}_{name}"]) == said(corpus.layer(first, name))
    status = next(line for line in repository.run("status", corpus.name).splitlines() if EVERYBODY in line)
    assert status.replace("│", " ").split()[:6] == [EVERYBODY, "2", "1", "0", "0", "1"], "one done, one open"
    assert "from now on 1" in repository.push(corpus.name, "--shared", "--each", "1")
