"""On a real server, with a draft of another person: what deletes or replaces something there leaves it as it is.

There is one test for each request of `REPLACING`, named after the client's method.
"""

from __future__ import annotations

import json
import time
from typing import Any

import httpx
import pytest
from invented_corpus import Invented
from test_losses import api, change_text, drawn, tasks_of
from test_round_trip import annotate, as_if_drawn, pulled_layers, queue
from world import Live, Repository

from claimwire.corpus.records import write_jsonl
from claimwire.labelstudio.page.config import label_config
from claimwire.labelstudio.server.queues import EVERYBODY, each_of
from claimwire.labelstudio.tasks.write import make_task

MOOD = '<Choices name="mood" toName="text"><Choice value="fine"/></Choices>'
OTHER_PAGE = f"{label_config().rstrip().removesuffix('</View>')}{MOOD}</View>"
"""A page with one more control than the one that is made from the schema."""
assert label_config() != OTHER_PAGE


def begin(live: Live, task: int, result: list[dict[str, Any]], who: str = "ben") -> None:
    """Make a draft as somebody's page does some seconds after they began."""
    api(live, who, "POST", f"tasks/{task}/drafts", {"result": result, "lead_time": 7.0})


def drafts(live: Live, task: int) -> list[tuple[str, Any]]:
    """Return whose drafts a task has, with what is in them."""
    return [(draft["user"], draft["result"]) for draft in api(live, "admin", "GET", f"tasks/{task}/drafts")]


def begun(live: Live, repository: Repository, corpus: Invented, *arguments: str) -> tuple[int, list[tuple[str, Any]]]:
    """Return a task of anna's queue of which ben has a draft, and the drafts that it has."""
    first, second = list(corpus.articles)[:2]
    repository.push(corpus.name, "-a", "anna", "--article", first, "--article", second, *arguments)
    task = tasks_of(live, corpus, "anna")[0]
    begin(live, task.number, drawn(corpus, first))
    found = drafts(live, task.number)
    assert [who for who, _ in found] == [live.user("ben").email]
    return task.number, found


def cells(printed: str, name: str) -> list[str]:
    """Return the cells of a row of a printed table, by its first cell."""
    rows = [[cell.strip() for cell in line.strip("│ ").split("│")] for line in printed.splitlines()]
    return next(row[1:] for row in rows if row[0] == name)


def test_delete_task_spares_a_task_that_somebody_else_has_begun(
    live: Live, repository: Repository, corpus: Invented
) -> None:
    number, before = begun(live, repository, corpus)
    first, second = list(corpus.articles)[:2]
    named = ("-a", "anna", "--article", first, "--article", second)
    task = make_task(corpus.articles[first], guideline_version="2.0.0")
    live.client().import_tasks(queue(live, corpus.name, "anna").number, [json.dumps(task)])
    printed = repository.push(corpus.name, *named)
    assert "removed a task that was there twice" in printed, "the copy that nobody has begun"
    assert drafts(live, number) == before
    change_text(corpus, first)
    printed = repository.push(corpus.name, *named, "--replace-changed", expect=1)
    assert f"is not that of task {number}, of which somebody has a draft" in printed
    assert drafts(live, number) == before


def test_set_page_leaves_a_draft_as_it_is(live: Live, repository: Repository, corpus: Invented) -> None:
    number, before = begun(live, repository, corpus)
    project = queue(live, corpus.name, "anna")
    for arguments in (("--migrate",), ()):
        live.client().set_page(project.number, OTHER_PAGE)
        printed = repository.push(corpus.name, *arguments, "--article", next(iter(corpus.articles)))
        assert "changed 1 labelling page" in printed
        assert queue(live, corpus.name, "anna").page.strip() == label_config().strip()
        assert drafts(live, number) == before


def test_set_page_is_not_done_if_a_draft_would_lose_something(
    live: Live, repository: Repository, corpus: Invented
) -> None:
    number, _ = begun(live, repository, corpus)
    project = queue(live, corpus.name, "anna")
    live.client().set_page(project.number, OTHER_PAGE)
    mood = {"id": "m", "from_name": "mood", "to_name": "text", "type": "choices", "value": {"choices": ["fine"]}}
    begin(live, number, [mood])
    before = drafts(live, number)
    printed = repository.push(corpus.name, "--migrate", "--article", next(iter(corpus.articles)), expect=2)
    assert "would lose" in printed
    assert queue(live, corpus.name, "anna").page.strip() == OTHER_PAGE.strip()
    assert drafts(live, number) == before


def test_set_description_leaves_a_draft_as_it_is(live: Live, repository: Repository, corpus: Invented) -> None:
    number, before = begun(live, repository, corpus, "--each", "1")
    project = queue(live, corpus.name, "anna")
    assert each_of(project.description) == 1
    api(live, "admin", "PATCH", f"projects/{project.number}/", {"description": f"{project.description}\nMine."})
    printed = repository.push(corpus.name, "-a", "anna", "-a", "ben", "--each", "2")
    assert "until now an article got 1 annotator, from now on 2" in printed
    after = queue(live, corpus.name, "anna")
    assert (each_of(after.description), after.description.split("\n")[-1]) == (2, "Mine.")
    assert (after.page, drafts(live, number)) == (project.page, before)


def test_set_annotations_per_task_leaves_a_draft_as_it_is(live: Live, repository: Repository, corpus: Invented) -> None:
    first = next(iter(corpus.articles))
    repository.push(corpus.name, "--shared", "--each", "2", "--article", first)
    project = queue(live, corpus.name, EVERYBODY).number
    number = live.client().tasks(project)[0].number
    begin(live, number, [], "anna")
    before = drafts(live, number)
    assert len(before) == 1
    repository.push(corpus.name, "--shared", "--each", "3", "--article", first)
    assert api(live, "admin", "GET", f"projects/{project}/")["maximum_annotations"] == 3
    assert drafts(live, number) == before


def test_discard_leaves_a_draft_and_the_exports_of_others_as_they_are(
    live: Live, repository: Repository, corpus: Invented
) -> None:
    number, before = begun(live, repository, corpus)
    project = queue(live, corpus.name, "anna").number
    live.client("ben").snapshot(project)

    def exports() -> list[int]:
        return [export["id"] for export in api(live, "admin", "GET", f"projects/{project}/exports/")]

    kept = exports()
    assert len(kept) == 1
    printed = repository.pull(corpus.name)
    assert "draft-unsubmitted" in printed
    repository.run("diff", corpus.name)
    assert (exports(), drafts(live, number)) == (kept, before)


def test_what_is_begun_and_what_others_did_is_in_status_and_can_be_given_again(
    live: Live, repository: Repository, corpus: Invented
) -> None:
    """Ben works in anna's queue: she is not offered the article any more, until his answer is deleted there."""
    first, second, third = list(corpus.articles)[:3]
    chosen = [argument for key in (first, second, third) for argument in ("--article", key)]
    repository.push(corpus.name, "-a", "anna", *chosen)
    one, two, three = tasks_of(live, corpus, "anna")
    begin(live, one.number, drawn(corpus, first), "anna")
    made = make_task(corpus.articles[second], [corpus.layer(second, "ben")], guideline_version="2.0.0")
    result = as_if_drawn(made["annotations"][0]["result"])
    live.client("ben").add_annotation(two.number, {"result": result, "lead_time": 12.5})
    skip = {"result": [], "was_cancelled": True}
    live.client("ben").add_annotation(three.number, skip)
    listed = live.client().tasks(queue(live, corpus.name, "anna").number)
    assert [task.has_draft for task in listed] == [True, False, False]
    printed = repository.run("status", corpus.name)
    #      tasks done skipped drafts open by others changed twice
    assert cells(printed, "anna")[:8] == ["3", "0", "0", "1", "2", "1", "0", "0"]
    assert f"queue anna: ben has annotated 1 of its articles ({second}), and anna has not" in printed
    assert f"/projects/{queue(live, corpus.name, 'anna').number}/data" in printed

    printed = repository.pull(corpus.name)
    assert f"queue anna: ben has annotated 1 of its articles ({second})" in printed
    assert f"+ {second}_ben: {len(corpus.layer(second, 'ben').claims)} claims" in printed
    assert "no difference" in repository.run("diff", corpus.name, "-a", "ben")
    assert offered(live, corpus) != two.number
    [his] = api(live, "admin", "GET", f"tasks/{two.number}/")["annotations"]
    live.client("anna").add_annotation(three.number, {"result": [], "lead_time": 3.0})
    assert offered(live, corpus) == one.number
    live.client("anna").add_annotation(one.number, {"result": drawn(corpus, first), "lead_time": 3.0})
    assert offered(live, corpus) is None, "everything has an answer"
    api(live, "admin", "DELETE", f"annotations/{his['id']}/")
    assert offered(live, corpus) == two.number
    assert f"{second}_ben" in pulled_layers(repository, corpus.name)
    repository.pull(corpus.name)
    assert f"{second}_ben" in pulled_layers(repository, corpus.name), "his layer stays"


def test_an_answer_that_somebody_else_has_edited_is_theirs_in_status_as_in_a_pull(
    live: Live, repository: Repository, corpus: Invented
) -> None:
    """Ben opens two answers of anna: he changes one, and submits the other again as it is."""
    first, second = list(corpus.articles)[:2]
    write_jsonl(corpus.file, corpus.layers(["anna"]))
    repository.push(corpus.name, "-a", "anna", "--layers", "--article", first, "--article", second)
    for task in tasks_of(live, corpus, "anna"):
        [answer] = api(live, "admin", "GET", f"tasks/{task.number}/")["annotations"]
        left_out = ("complete",) if task.doc_key == first else ()
        result = [entry for entry in answer["result"] if entry.get("from_name") not in left_out]
        assert (len(result) < len(answer["result"])) is (task.doc_key == first)
        api(live, "ben", "PATCH", f"annotations/{answer['id']}/", {"result": result, "lead_time": 5.0})
    accounts = {user.email: user.number for user in live.client().users()}
    anna, ben = (accounts[live.user(name).email] for name in ("anna", "ben"))
    listed = tasks_of(live, corpus, "anna")
    assert [(task.annotators, task.editors) for task in listed] == [((anna,), (ben,))] * 2
    told = f"queue anna: ben has annotated 1 of its articles ({first}), and anna has not"
    printed = repository.run("status", corpus.name)
    #      tasks done skipped drafts open by others changed twice
    assert cells(printed, "anna")[:8] == ["2", "1", "0", "0", "1", "1", "0", "0"]
    assert told in printed
    assert told in repository.pull(corpus.name)
    assert f"{first}_ben" in pulled_layers(repository, corpus.name)


def offered(live: Live, corpus: Invented) -> int | None:
    """Return the task that anna is offered by Label All Tasks in her queue; None if there is none left."""
    headers = {"Authorization": f"Token {live.user('anna').token}"}
    url = f"{live.url}/api/projects/{queue(live, corpus.name, 'anna').number}/next"
    reply = httpx.get(url, headers=headers, timeout=60, trust_env=False)
    if reply.status_code == 404:
        return None
    task = reply.raise_for_status().json()
    assert not task["annotations"], "she sees nobody else's work there"
    number: int = task["id"]
    return number


@pytest.mark.long
def test_both_ways_of_fixing_may_be_mixed(live: Live, repository: Repository, corpus: Invented) -> None:
    """One task is fixed in the file and one in Label Studio; then the one from the file in Label Studio too."""
    first, second = list(corpus.articles)[:2]
    repository.push(corpus.name, "-a", "anna", "--article", first, "--article", second)
    client = live.client("anna")
    one, two = tasks_of(live, corpus, "anna")
    for task in (one, two):
        client.add_annotation(task.number, {"result": with_date(corpus, task.doc_key, "in 1987"), "lead_time": 12.5})
    assert repository.pull(corpus.name, expect=1).count("date-not-edtf") == 2

    refused = repository.exports / "refused.json"
    tasks = json.loads(refused.read_text())
    [in_file] = [task for task in tasks if task["id"] == one.number]
    in_file["annotations"] = json.loads(json.dumps(in_file["annotations"]).replace('"in 1987"', '"1987"'))
    refused.write_text(json.dumps(tasks))
    time.sleep(1.1)  # records know the moment of an answer to the second
    answer(live, two.number, with_date(corpus, second, "1988"))
    account = f"anna={live.user('anna').email}"
    printed = repository.files("import-results", corpus.name, str(refused), "--user", account, expect=1)
    assert f"~ {first}_anna" in printed
    for arguments in ((), ("-a", "anna")):
        repository.pull(corpus.name, *arguments)
        layers = pulled_layers(repository, corpus.name)
        found = {key: dates(layer) for key, layer in layers.items()}
        assert found == {f"{first}_anna": {"1987"}, f"{second}_anna": {"1988"}}
        assert all(layer.complete for layer in layers.values())

    before = corpus.file.read_bytes()
    printed = repository.files("import-results", corpus.name, str(refused), "--user", account, expect=1)
    assert "layer-older" in printed, "what the file has of the second task was submitted before"
    assert corpus.file.read_bytes() == before
    answer(live, one.number, with_date(corpus, first, "1986"))
    printed = repository.pull(corpus.name)
    assert f"{first}_anna was read from a file before" in printed
    assert dates(pulled_layers(repository, corpus.name)[f"{first}_anna"]) == {"1986"}
    printed = repository.files("import-results", corpus.name, str(refused), "--user", account, expect=1)
    assert f"--accept-older {one.number}" in printed
    assert dates(pulled_layers(repository, corpus.name)[f"{first}_anna"]) == {"1986"}
    repository.files(
        "import-results", corpus.name, str(refused), "--user", account, "--accept-older", str(one.number), expect=1
    )
    assert dates(pulled_layers(repository, corpus.name)[f"{first}_anna"]) == {"1987"}


def with_date(corpus: Invented, article_id: str, words: str) -> list[dict[str, Any]]:
    """Return anna's result over an article with other words for the time of its background, as the page makes it."""
    result = [{key: value for key, value in item.items() if key != "meta"} for item in drawn(corpus, article_id)]
    [entry] = [item for item in result if item.get("from_name") == "historical_background__time"]
    entry["value"] = entry["value"] | {"text": [words]}
    return result


def answer(live: Live, task: int, result: list[dict[str, Any]]) -> None:
    """Submit a task of anna's again, as Update does."""
    [annotation] = api(live, "anna", "GET", f"tasks/{task}/")["annotations"]
    api(live, "anna", "PATCH", f"annotations/{annotation['id']}/", {"result": result})


def dates(layer: Any) -> set[str]:
    return {claim.time for claim in layer.claims if claim.label == "historical_background"}


@pytest.mark.long
def test_few_claims_in_place_of_many_are_kept_beside_until_their_task_is_named(
    live: Live, repository: Repository, corpus: Invented
) -> None:
    first = next(iter(corpus.articles))
    repository.push(corpus.name, "-a", "anna", "--article", first)
    annotate(live, corpus, "anna")
    printed = repository.pull(corpus.name)
    claims = pulled_layers(repository, corpus.name)[f"{first}_anna"].claims
    assert f"+ {first}_anna: {len(claims)} claims" in printed
    [task] = tasks_of(live, corpus, "anna")
    made = make_task(
        corpus.articles[first],
        [corpus.layer(first, "anna").model_copy(update={"claims": corpus.layer(first, "anna").claims[-1:]})],
        guideline_version="2.0.0",
    )
    answer(live, task.number, as_if_drawn(made["annotations"][0]["result"]))
    before = corpus.file.read_bytes()
    printed = repository.pull(corpus.name, expect=1)
    assert f"{first}_anna: {len(claims)} claims, finished -> 1 claims, fewer than half; it stays as it is" in printed
    assert corpus.file.read_bytes() == before
    assert json.loads((repository.exports / "refused.json").read_text())[0]["id"] == task.number
    printed = repository.pull(corpus.name, "--accept-empty", str(task.number))
    assert f"~ {first}_anna: {len(claims)} claims -> 1; " in printed
    assert len(pulled_layers(repository, corpus.name)[f"{first}_anna"].claims) == 1
