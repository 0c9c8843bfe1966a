"""Layers that change while an adjudicator is at work: on a real server, what was shown is what was decided on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from invented_corpus import Invented
from test_adjudicating import JUDGE, planted
from test_losses import api
from world import Live, Repository

from claimwire.corpus.records import write_jsonl
from claimwire.labelstudio.server.exports import tasks_in
from claimwire.labelstudio.server.queues import Queue
from claimwire.labelstudio.server.shown import CHOICES
from claimwire.schema import Annotation, CasualtyFigure
from claimwire.schema.vocab import Confidence, VictimStatus


def taken_over(task: dict[str, Any], comments: dict[str, str], deleted: str = "") -> list[dict[str, Any]]:
    """Return what the page submits of the prediction to choose from: the same ids, with what came along in `meta`."""
    chosen = next(p for p in task["predictions"] if p["model_version"].startswith(CHOICES))
    metas = {item["id"]: item["meta"] for item in chosen["result"] if "meta" in item}
    gone = {item["id"] for item in chosen["result"] if deleted and item.get("id", "").endswith(deleted)}
    result = []
    for item in chosen["result"]:
        if not {item.get("id"), item.get("from_id"), item.get("to_id")} & gone:
            extra = {"origin": "prediction"} if "id" in item else {}
            result.append(item | extra | ({"meta": metas[item["id"]]} if item.get("id") in metas else {}))
    for ending, words in comments.items():
        region = next(x for x in result if x.get("from_name") == "label" and x["id"].endswith(ending))
        value = {name: region["value"][name] for name in ("start", "end")} | {"text": [words]}
        comment = {"from_name": "comment", "to_name": "text", "type": "textarea", "value": value}
        result.append({"id": region["id"], "meta": region["meta"], "origin": "prediction-changed"} | comment)
    complete = {"from_name": "complete", "to_name": "text", "type": "choices", "value": {"choices": ["yes"]}}
    return [*result, {"id": "Complete", "origin": "manual", **complete}]


def changed(layer: Annotation) -> Annotation:
    """Return model_a's layer after she changed a slot of one claim, and model_b's after he marked one more."""
    claims = []
    for claim in layer.claims:
        if layer.annotator_id == "model_a" and claim.claim_id.endswith("_02"):
            assert isinstance(claim, CasualtyFigure)
            claim = claim.model_copy(update={"victim_status": VictimStatus.COMBATANT})
        claims.append(claim)
    if layer.annotator_id == "model_b":
        last = claims[-1]
        span = last.spans[0].model_copy(update={"end": last.spans[0].start + 8})
        more = {"claim_id": f"{layer.annotation_id}_09", "spans": (span,), "confidence": Confidence.LOW}
        claims.append(last.model_copy(update=more))
    return layer.model_copy(update={"claims": tuple(claims)})


def lines(path: Path) -> dict[str, dict[str, Any]]:
    found = [json.loads(line) for line in path.read_text().splitlines()]
    return {(line.get("from") or line.get("reject") or ["added"])[0]: line for line in found}


def test_layers_that_change_after_a_push(live: Live, repository: Repository, corpus: Invented) -> None:
    layers = planted(corpus)
    write_jsonl(corpus.file, layers)
    named = [x for key in list(corpus.articles)[:3] for x in ("--article", key)]
    repository.run("adjudicate", "push", corpus.name, "-a", JUDGE, *named)
    client = live.client(JUDGE)
    wanted = Queue(corpus.name, JUDGE, adjudicates=True)
    project = next(p for p in client.projects() if Queue.of(p.description) == wanted)
    tasks = {task.doc_key: task.number for task in client.tasks(project.number)}
    models = {task.doc_key: task.models for task in client.tasks(project.number)}
    first, begun, fresh = tasks
    work, exports = repository.root.parent / "work", ("--exports", str(repository.exports))
    printed = repository.run("adjudicate", "pull", corpus.name, str(work), "-a", JUDGE, *exports)
    assert f"not annotated yet: {first}, {begun}, {fresh}" in printed

    [export] = repository.exports.glob("anna.adjudication.*.json.gz")
    shown = {task["data"]["article_id"]: task for task in tasks_in(export)}
    notes = {
        x["id"]: x["meta"]["text"]
        for p in shown[first]["predictions"]
        for x in p["result"]
        if "text" in x.get("meta", {})
    }
    [note] = notes[f"{first}_model_b_02"]
    assert note.startswith("Claim of model_b. Victim status differs: civilian (model_a) / mixed (model_b).")
    assert notes[f"{first}_model_a_01"] == ["model_a, model_b: the same (rule all-agree)"]
    result = taken_over(shown[first], {"model_a_02": "They are civilians."}, deleted="model_b_02")
    client.add_annotation(tasks[first], {"result": result})
    api(live, JUDGE, "POST", f"tasks/{tasks[begun]}/drafts", {"result": taken_over(shown[begun], {}), "lead_time": 7.0})

    write_jsonl(corpus.file, [changed(layer) for layer in layers])
    printed = repository.run("adjudicate", "push", corpus.name, "-a", JUDGE, *named)
    assert "sent 1 task, 3 predictions" in printed
    assert f"the layers of {first} have changed since task {tasks[first]} was sent. It is submitted" in printed
    assert f"the layers of {begun} have changed since task {tasks[begun]} was sent. It is begun" in printed
    now = {task.doc_key: task.number for task in client.tasks(project.number)}
    assert (now[first], now[begun]) == (tasks[first], tasks[begun])
    models_now = {task.doc_key: task.models for task in client.tasks(project.number)}
    assert [key for key in models if models_now[key] != models[key]] == [fresh]
    assert client.draft_count(tasks[begun]) == 1
    assert "nothing to do" in repository.run("adjudicate", "push", corpus.name, "-a", JUDGE, *named)

    printed = repository.run("adjudicate", "pull", corpus.name, str(work), "-a", JUDGE, *exports)
    assert f"not annotated yet: {begun}, {fresh}" in printed
    found = lines(work / f"{first}.jsonl")
    assert "left none of them" not in json.dumps(found)
    figure = found["model_b/02"] if "model_b/02" in found else found["model_a/02"]
    assert (figure["reason"], figure["proposed"]) == ("", "decided before: They are civilians.")
    assert figure["notice"] == "model_a/02 changed after it was shown to anna"
    assert figure.get("set") == {"victim_status": "civilian"}, "what she chose, as a proposal, and no layer has it now"
    unseen = found["model_b/09"]
    assert (unseen["reason"], unseen["notice"]) == ("", "anna was not shown model_b/09")
    assert {name: line.get("rule") for name, line in found.items() if line.get("rule")} == {
        "model_a/01": "all-agree",
        "model_a/03": "all-agree",
        "model_a/04": "all-agree",
    }


def test_what_is_the_same_as_it_was_shown_is_decided(live: Live, repository: Repository, corpus: Invented) -> None:
    layers = planted(corpus)
    write_jsonl(corpus.file, layers)
    first = next(iter(corpus.articles))
    repository.run("adjudicate", "push", corpus.name, "-a", JUDGE, "--article", first)
    client = live.client(JUDGE)
    wanted = Queue(corpus.name, JUDGE, adjudicates=True)
    project = next(p for p in client.projects() if Queue.of(p.description) == wanted)
    [task] = client.tasks(project.number)
    work, exports = repository.root.parent / "work", ("--exports", str(repository.exports))
    repository.run("adjudicate", "pull", corpus.name, str(work), "-a", JUDGE, *exports)
    [export] = repository.exports.glob("anna.adjudication.*.json.gz")
    [shown] = tasks_in(export)
    result = taken_over(shown, {"model_a_02": "They are civilians."}, deleted="model_b_02")
    client.add_annotation(task.number, {"result": result})
    write_jsonl(corpus.file, [x.model_copy(update={"date": "2031-10-20", "lead_time_seconds": 5.0}) for x in layers])
    assert "nothing to do" in repository.run("adjudicate", "push", corpus.name, "-a", JUDGE, "--article", first)
    repository.run("adjudicate", "pull", corpus.name, str(work), "-a", JUDGE, *exports)
    found = lines(work / f"{first}.jsonl")
    assert found["model_a/02"]["reason"] == "They are civilians."
    assert not any("notice" in line for line in found.values())
