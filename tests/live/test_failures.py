"""Whatever breaks in the middle, the next run finishes it: nothing twice, nothing missing."""

from __future__ import annotations

import signal
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from invented_corpus import Invented
from proxy import between
from test_round_trip import annotate, queue
from world import Live, Repository

from claimwire.corpus.records import write_jsonl
from claimwire.labelstudio.local import server as local

SMALL = ("--batch-size", "2")


def is_import(method: str, path: str) -> bool:
    return method == "POST" and "/import" in path


def nth(number: int, matches: Callable[[str, str], bool], action: str) -> Callable[[str, str], str]:
    """Do something with the n-th request of a kind, and pass all others."""
    seen = Counter[str]()

    def decide(method: str, path: str) -> str:
        if matches(method, path):
            seen["matching"] += 1
            if seen["matching"] == number:
                return action
        return "pass"

    return decide


def doc_keys(live: Live, corpus: str, annotator: str) -> list[str]:
    return sorted(task.doc_key for task in live.client().tasks(queue(live, corpus, annotator).number))


def test_an_answer_of_500_after_committing(live: Live, repository: Repository, corpus: Invented) -> None:
    with between(live.url, lambda m, p: "deny-after" if is_import(m, p) else "pass") as url:
        repository.push(corpus.name, "-a", "anna", *SMALL, url=url)
    assert doc_keys(live, corpus.name, "anna") == sorted(corpus.articles)


def test_an_answer_of_500_without_committing(live: Live, repository: Repository, corpus: Invented) -> None:
    with between(live.url, nth(2, is_import, "deny")) as url:
        repository.push(corpus.name, "-a", "anna", *SMALL, url=url)
    assert doc_keys(live, corpus.name, "anna") == sorted(corpus.articles)


def test_a_project_made_without_an_answer(live: Live, repository: Repository, corpus: Invented) -> None:
    made = nth(1, lambda m, p: m == "POST" and p.rstrip("/").endswith("/api/projects"), "deny-after")
    with between(live.url, made) as url:
        repository.push(corpus.name, "-a", "anna", url=url)
    assert doc_keys(live, corpus.name, "anna") == sorted(corpus.articles)


def test_a_push_killed_in_the_middle(live: Live, repository: Repository, corpus: Invented) -> None:
    reached = threading.Event()
    stall = nth(2, is_import, "stall")

    def decide(method: str, path: str) -> str:
        action = stall(method, path)
        if action == "stall":
            reached.set()
        return action

    with between(live.url, decide) as url:
        process = repository.command("push", corpus.name, "-a", "anna", *SMALL, url=url)
        assert reached.wait(60)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert process.returncode == -signal.SIGKILL
    for _ in range(2):
        repository.push(corpus.name, "-a", "anna", *SMALL)
    assert doc_keys(live, corpus.name, "anna") == sorted(corpus.articles)


@pytest.mark.long
def test_a_pull_killed_in_the_middle(live: Live, repository: Repository, corpus: Invented) -> None:
    repository.push(corpus.name, "-a", "anna")
    annotate(live, corpus, "anna", only=2)
    repository.pull(corpus.name)
    before, exports = corpus.file.read_bytes(), sorted(repository.exports.iterdir())
    annotate_rest(live, corpus)
    reached = threading.Event()

    def decide(method: str, path: str) -> str:
        if "/download" in path:
            reached.set()
            return "stall-body"
        return "pass"

    with between(live.url, decide) as url:
        process = repository.command("pull", corpus.name, "--exports", str(repository.exports), url=url)
        assert reached.wait(60)
        wait_for_partial(repository.exports)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert corpus.file.read_bytes() == before
    assert sorted(repository.exports.glob("*.json.gz")) == exports
    assert "12 tasks" not in repository.pull(corpus.name)
    assert len(corpus.file.read_text().splitlines()) == 6
    assert not list(repository.exports.glob(".*"))


def annotate_rest(live: Live, corpus: Invented) -> None:
    from claimwire.labelstudio.tasks.write import make_task

    client = live.client("anna")
    for standing in client.tasks(queue(live, corpus.name, "anna").number):
        if not standing.annotations:
            made = make_task(
                corpus.articles[standing.doc_key], [corpus.layer(standing.doc_key, "anna")], guideline_version="2.0.0"
            )
            client.add_annotation(standing.number, {"result": made["annotations"][0]["result"]})


def wait_for_partial(folder: Path) -> None:
    """Wait until a part of the export has been written."""
    pause = threading.Event()
    for _ in range(300):
        if any(folder.glob(".*.new")):
            return
        pause.wait(0.1)
    raise AssertionError(f"no part of an export appeared in {folder}")


def test_a_download_that_breaks_off_is_made_again(live: Live, repository: Repository, corpus: Invented) -> None:
    repository.push(corpus.name, "-a", "anna")
    annotate(live, corpus, "anna")
    with between(live.url, nth(1, lambda _, p: "/download" in p, "deny")) as url:
        repository.pull(corpus.name, url=url)
    assert len(corpus.file.read_text().splitlines()) == 6


@pytest.mark.long
def test_the_server_is_restarted_in_the_middle(live: Live, repository: Repository, corpus: Invented) -> None:
    restart = nth(2, is_import, "restart")

    def decide(method: str, path: str) -> str:
        if restart(method, path) == "restart":
            live.restart()
            return "deny"
        return "pass"

    write_jsonl(corpus.file, corpus.layers(["anna"]))
    before = corpus.file.read_bytes()
    with between(live.url, decide) as url:
        repository.push(corpus.name, "-a", "anna", "--layers", *SMALL, url=url)
    assert doc_keys(live, corpus.name, "anna") == sorted(corpus.articles)
    corpus.file.unlink()
    repository.pull(corpus.name)
    assert corpus.file.read_bytes() == before


@pytest.mark.long
def test_a_server_that_is_away_for_a_while(live: Live, repository: Repository, corpus: Invented) -> None:
    repository.push(corpus.name, "-a", "anna")
    annotate(live, corpus, "anna")
    begun: list[threading.Thread] = []

    def back() -> None:
        live.server = local.start(live.environment, live.server.data, extra=live.extra)

    def decide(method: str, path: str) -> str:
        if "/exports" in path and not begun:
            local.stop(live.server.data)
            begun.append(threading.Thread(target=back))
            begun[0].start()
        return "pass"

    with between(live.url, decide) as url:
        repository.pull(corpus.name, url=url)
    begun[0].join()
    assert len(corpus.file.read_text().splitlines()) == 6


def test_a_wrong_key_changes_nothing(live: Live, repository: Repository, corpus: Invented) -> None:
    before = [(p.number, p.tasks) for p in live.client().projects()]
    wrong = "0" * 40
    printed = repository.run("push", corpus.name, "-a", "anna", expect=2, key=wrong)
    assert "401" in printed
    assert "check the key" in printed
    assert [(p.number, p.tasks) for p in live.client().projects()] == before
