"""A queue made with the page of release 0.3.0, in use: it gets this page without loss, and is read as before."""

from __future__ import annotations

from typing import Any

from invented_corpus import Invented
from test_losses import api, draft, drawn, tasks_of
from test_round_trip import pulled_layers, queue
from world import ROOT, Live, Repository

from claimwire.labelstudio.page.config import label_config
from claimwire.labelstudio.page.controls import LABEL, PART, PART_BY_VALUE

PAGE = (ROOT / "tests" / "labelstudio" / "page-0.3.0.xml").read_text(encoding="utf-8")
"""That page without its looks, rules and hints."""


def as_marked_before(result: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a result with all marks of the one control that they had."""
    return [item | {"from_name": LABEL} if item.get("from_name") == PART else item for item in result]


def test_a_queue_of_0_3_0_in_use_is_migrated_without_loss_and_read_as_before(
    live: Live, repository: Repository, corpus: Invented
) -> None:
    first, second = list(corpus.articles)[:2]
    repository.push(corpus.name, "-a", "anna", "--article", first, "--article", second)
    project = queue(live, corpus.name, "anna")
    live.client().set_page(project.number, PAGE)
    tasks = {task.doc_key: task.number for task in tasks_of(live, corpus, "anna")}
    done, begun = (as_marked_before(drawn(corpus, article)) for article in (first, second))
    assert PART_BY_VALUE.keys() & {item["value"]["labels"][0] for item in done if item.get("from_name") == LABEL}
    live.client("anna").add_annotation(tasks[first], {"result": done, "lead_time": 9.0})
    draft(live, tasks[second], begun)
    repository.pull(corpus.name)
    before = pulled_layers(repository, corpus.name)
    repository.push(corpus.name, "-a", "anna", "--article", first, "--article", second, "--migrate")
    assert queue(live, corpus.name, "anna").page == label_config().strip()
    assert live.client().task_results(tasks[first]) == [done]
    assert [x["result"] for x in api(live, "anna", "GET", f"tasks/{tasks[second]}/drafts")] == [begun]
    repository.pull(corpus.name)
    assert pulled_layers(repository, corpus.name) == before
    [layer] = before.values()
    assert layer.complete
    assert layer.claims
