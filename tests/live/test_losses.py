"""On a real server: no draft is deleted, no finished layer emptied, nothing that was fixed by hand undone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
from invented_corpus import Invented
from test_round_trip import annotate, pulled_layers, queue
from world import Live, Repository

from claimwire.corpus.corpus import read_corpus
from claimwire.corpus.records import write_jsonl
from claimwire.ingest.article import ingest
from claimwire.labelstudio.server.protocol import ServerTask
from claimwire.labelstudio.tasks.write import make_task
from claimwire.schema import Document


def api(live: Live, user: str, method: str, path: str, body: Any = None) -> Any:
    """Ask the server as a user and return its answer."""
    headers = {"Authorization": f"Token {live.user(user).token}"}
    answer = httpx.request(method, f"{live.url}/api/{path}", json=body, headers=headers, timeout=60, trust_env=False)
    answer.raise_for_status()
    return answer.json() if answer.content else None


def tasks_of(live: Live, corpus: Invented, annotator: str) -> list[ServerTask]:
    return live.client().tasks(queue(live, corpus.name, annotator).number)


def draft(live: Live, task: int, result: list[dict[str, Any]]) -> None:
    """Make a draft as anna's page does some seconds after she began."""
    api(live, "anna", "POST", f"tasks/{task}/drafts", {"result": result, "lead_time": 7.0})


def drawn(corpus: Invented, article_id: str) -> list[dict[str, Any]]:
    made = make_task(corpus.articles[article_id], [corpus.layer(article_id, "anna")], guideline_version="2.0.0")
    result: list[dict[str, Any]] = made["annotations"][0]["result"]
    return [item for item in result if item.get("from_name") != "layer"]


def change_text(corpus: Invented, article_id: str) -> None:
    """Give an article another text, as `ingest --replace` does."""
    article = corpus.articles[article_id]
    document = Document(article_id=article_id, file="other.txt", outlet_id=article.outlet_id)
    assert article.text is not None
    other = ingest(
        document, article.text.replace("aground off", "ran aground off").encode(), read_corpus(corpus.file.parent).info
    )
    write_jsonl(corpus.file.with_name("articles.jsonl"), (corpus.articles | {article_id: other}).values())


def test_a_push_deletes_no_task_of_which_somebody_has_a_draft(
    live: Live, repository: Repository, corpus: Invented
) -> None:
    """The administrator does not see anna's draft in the task itself, only in the task's list of drafts."""
    first, second = list(corpus.articles)[:2]
    repository.push(corpus.name, "-a", "anna", "--article", first, "--article", second)
    number, other = (task.number for task in tasks_of(live, corpus, "anna"))
    draft(live, number, drawn(corpus, first))
    assert api(live, "admin", "GET", f"tasks/{number}/")["drafts"] == []
    assert [live.client().draft_count(x) for x in (number, other)] == [1, 0]

    change_text(corpus, first)
    printed = repository.push(
        corpus.name, "-a", "anna", "--article", first, "--article", second, "--replace-changed", expect=1
    )
    assert f"is not that of task {number}, of which somebody has a draft" in printed
    assert [task.number for task in tasks_of(live, corpus, "anna")] == [number, other]
    assert live.client().draft_count(number) == 1


def test_of_a_task_that_arrived_twice_the_one_with_a_draft_stays(
    live: Live, repository: Repository, corpus: Invented
) -> None:
    """An exported file that was imported by hand beside a push, and then begun in the newer task."""
    first = next(iter(corpus.articles))
    repository.push(corpus.name, "-a", "anna", "--article", first)
    project = queue(live, corpus.name, "anna").number
    task = make_task(corpus.articles[first], guideline_version="2.0.0")
    live.client().import_tasks(project, [json.dumps(task)])
    older, newer = (task.number for task in tasks_of(live, corpus, "anna"))
    draft(live, newer, [])
    repository.push(corpus.name, "-a", "anna", "--article", first)
    assert [task.number for task in tasks_of(live, corpus, "anna")] == [newer]
    assert older != newer
    assert live.client().draft_count(newer) == 1


def everything_in(folder: Path) -> dict[str, bytes | None]:
    return {str(path): path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))}


def test_what_was_fixed_in_the_file_of_refused_tasks_stays_fixed(
    live: Live, repository: Repository, corpus: Invented
) -> None:
    """The way of the document: refused in part, fixed in the file, imported, and pulled as often as one likes."""
    first = next(iter(corpus.articles))
    repository.push(corpus.name, "-a", "anna", "-a", "ben", "--article", first)
    client = live.client("anna")
    [task] = client.tasks(queue(live, corpus.name, "anna").number)
    result = drawn(corpus, first)
    [entry] = [x for x in result if x.get("from_name") == "historical_background__time"]
    entry["value"]["text"] = ["in 1987"]
    bare = [{key: value for key, value in item.items() if key != "meta"} for item in result]
    client.add_annotation(task.number, {"result": bare, "lead_time": 12.5})
    assert "date-not-edtf" in repository.pull(corpus.name, expect=1)
    assert not pulled_layers(repository, corpus.name)[f"{first}_anna"].complete

    refused = repository.exports / "refused.json"
    fixed = refused.read_text().replace('"in 1987"', '"1987"')
    refused.write_text(fixed)
    before = everything_in(repository.root.parent)
    for annotators in ((), ("-a", "anna"), ("-a", "ben")):
        repository.pull(corpus.name, *annotators, "--dry-run", expect=0 if annotators == ("-a", "ben") else 1)
        assert everything_in(repository.root.parent) == before
    account = f"anna={live.user('anna').email}"
    repository.files("import-results", corpus.name, str(refused), "--user", account)
    layer = pulled_layers(repository, corpus.name)[f"{first}_anna"]
    assert layer.complete
    for annotators in ((), ("-a", "anna"), ("-a", "ben")):
        printed = repository.pull(corpus.name, *annotators)
        assert "left as it is" in printed
        assert ("was fixed by hand" in printed) == (annotators != ("-a", "ben"))
    assert pulled_layers(repository, corpus.name)[f"{first}_anna"] == layer
    assert refused.read_text() == fixed
    before = everything_in(repository.root.parent)
    repository.push(corpus.name, "-a", "anna", "-a", "ben", "--dry-run")
    assert everything_in(repository.root.parent) == before


def test_an_empty_submission_takes_the_place_of_a_finished_layer_only_on_request(
    live: Live, repository: Repository, corpus: Invented
) -> None:
    """The task is deleted on the server, pushed again, and submitted without a claim."""
    first = next(iter(corpus.articles))
    repository.push(corpus.name, "-a", "anna", "--article", first)
    annotate(live, corpus, "anna")
    repository.pull(corpus.name)
    before = corpus.file.read_bytes()
    count = len(pulled_layers(repository, corpus.name)[f"{first}_anna"].claims)
    live.client().delete_task(tasks_of(live, corpus, "anna")[0].number)
    repository.push(corpus.name, "-a", "anna", "--article", first)
    [task] = tasks_of(live, corpus, "anna")
    yes = {
        "id": "COMPLETE",
        "from_name": "complete",
        "to_name": "text",
        "type": "choices",
        "value": {"choices": ["yes"]},
    }
    live.client("anna").add_annotation(task.number, {"result": [yes], "lead_time": 3.0})
    printed = repository.pull(corpus.name, expect=1)
    assert f"{first}_anna: {count} claims, finished -> 0 claims; it stays as it is" in printed
    assert f"--accept-empty {task.number}" in printed
    assert corpus.file.read_bytes() == before
    printed = repository.pull(corpus.name, "--accept-empty", str(task.number))
    assert f"{first}_anna: {count} claims -> 0" in printed
    assert pulled_layers(repository, corpus.name)[f"{first}_anna"].claims == ()
