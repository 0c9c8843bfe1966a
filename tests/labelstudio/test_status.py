"""How far a queue is: what its annotator has done, what somebody has begun, and what somebody else did there."""

from __future__ import annotations

import io
from typing import Any

import pytest
from fake_server import FakeServer
from small import OPEN
from test_whole_rounds import ACCOUNTS, pushed, reader_of, statuses, task_of, tasks

from claimwire.cli.labelstudio_remote import PLAN, STATUS
from claimwire.cli.output import new_console
from claimwire.cli.tables import wide_table
from claimwire.corpus.workspace import Workspace
from claimwire.errors import LabelStudioError
from claimwire.labelstudio.lines import layers_by_id
from claimwire.labelstudio.server.prepare import PushRequest
from claimwire.labelstudio.server.pull import differences, pull
from claimwire.labelstudio.server.queues import Queue
from claimwire.labelstudio.server.status import QueueStatus
from claimwire.labelstudio.tasks.write import make_task

ADA, BELA = 2, 3
"""Numbers of accounts."""

NOBODY = 1
"""The number of the account of the administrator, who is no annotator of the repository."""


@pytest.fixture
def server(small: Workspace) -> FakeServer:
    server = FakeServer(accounts=ACCOUNTS)
    pushed(server, small, PushRequest(OPEN, ["ada", "bela"], each=1))
    return server


def submit(server: FakeServer, queue: str, article: str, by: int, *, skipped: bool = False) -> None:
    answer = {"unique_id": f"{article} {by} {skipped}", "result": [], "was_cancelled": skipped, "completed_by": by}
    server.add_annotation(task_of(server, queue, article)["id"], answer)


def counts(status: QueueStatus) -> tuple[int, ...]:
    return status.done, status.skipped, status.drafts, status.open, status.others


def test_a_task_that_somebody_has_begun_is_not_open(server: FakeServer, small: Workspace) -> None:
    first, second, third = tasks(server)["ada"][:3]
    for article in (first, second, third):
        task_of(server, "ada", article)["drafts"] = [{"id": 1}]
    submit(server, "ada", second, ADA)
    submit(server, "ada", third, ADA, skipped=True)
    server.requests.clear()
    for tells in (True, False):
        server.tells_drafts = tells
        ada, bela = statuses(server, small)
        assert counts(ada) == (1, 1, 1, ada.tasks - 3, 0)
        assert counts(bela) == (0, 0, 0, bela.tasks, 0)
        assert ada.needs_somebody
    assert server.requests == [], "what lists say is not asked for task by task"


def test_what_somebody_else_did_is_open_for_the_annotator_and_told(server: FakeServer, small: Workspace) -> None:
    first, second, third = tasks(server)["ada"][:3]
    submit(server, "ada", first, BELA)
    submit(server, "ada", second, NOBODY)
    submit(server, "ada", third, BELA)
    submit(server, "ada", third, ADA)
    ada, bela = statuses(server, small)
    assert counts(ada) == (1, 0, 0, ada.tasks - 1, 2)
    assert ada.by_others == {"admin": (second,), "bela": (first,)}
    assert (counts(bela), bela.by_others) == ((0, 0, 0, bela.tasks, 0), {})


def test_a_skip_of_somebody_else_leaves_a_task_open(server: FakeServer, small: Workspace) -> None:
    first, second, third = tasks(server)["ada"][:3]
    submit(server, "ada", first, BELA, skipped=True)
    submit(server, "ada", second, BELA, skipped=True)
    submit(server, "ada", second, ADA)
    submit(server, "ada", third, ADA, skipped=True)
    submit(server, "ada", third, BELA)
    server.requests.clear()
    ada, _ = statuses(server, small)
    assert counts(ada) == (1, 1, 0, ada.tasks - 2, 0)
    assert server.requests == ["exported_task"] * 2, "only where a list cannot tell who skipped from who submitted"


def test_an_account_that_is_nobodys_is_named_by_its_number(server: FakeServer, small: Workspace) -> None:
    [first] = tasks(server)["ada"][:1]
    submit(server, "ada", first, BELA)
    server.accounts = tuple(user for user in ACCOUNTS if user.number != BELA)
    ada, _ = statuses(server, small)
    assert ada.by_others == {"account 3": (first,)}


@pytest.mark.parametrize("with_layers", [True, False], ids=["sent with the task", "drawn by ada"])
@pytest.mark.parametrize("what", ["nothing", "a claim", "whether it is complete"])
def test_an_answer_that_somebody_has_edited_is_of_whoever_gets_the_layer(
    small: Workspace, what: str, with_layers: bool
) -> None:
    """Regression: `status` went by who had completed an annotation, and a pull made it the layer of its editor."""
    server, articles = FakeServer(accounts=ACCOUNTS), ["heron_b", "heron_c"]
    pushed(server, small, PushRequest(OPEN, ["ada"], articles=articles, layers=with_layers))
    if not with_layers:
        annotate(server, small, "ada", "heron_b", "ada", ADA)
    [answer] = task_of(server, "ada", "heron_b")["annotations"]
    (small.corpus_folder(OPEN) / "annotations.jsonl").write_text("")
    if what == "a claim":
        answer["result"] = [entry for entry in answer["result"] if not entry.get("from_name", "").endswith("polarity")]
        answer["result"].append({**mark(answer["result"]), "id": "Drawn"})
    elif what == "whether it is complete":
        answer["result"] = [entry for entry in answer["result"] if entry.get("from_name") != "complete"]
    answer |= {"updated_by": BELA, "updated_at": "2031-10-21T08:30:00Z"}
    server.requests.clear()
    [ada] = statuses(server, small)
    pulled = pull(reader_of(server, small), small, OPEN, dry_run=True).pulled
    [owner] = {line.annotator_id for line in pulled.layers.values() if line.article_id == "heron_b"}
    assert owner == ("bela" if with_layers and what != "nothing" else "ada")
    assert ada.by_others == ({} if owner == "ada" else {"bela": ("heron_b",)})
    assert pulled.by_others == ({} if owner == "ada" else {(Queue(OPEN, "ada"), "bela"): ["heron_b"]})
    assert ada.done == with_layers + (owner == "ada")
    assert server.requests.count("exported_task") == 1, "only the task with an editor who has submitted nothing"


def mark(result: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the entry that marks the first claim of a result."""
    return next(entry for entry in result if entry.get("from_name") == "label")


def test_a_queue_in_which_all_is_done_needs_nobody(server: FakeServer, small: Workspace) -> None:
    for article in tasks(server)["bela"]:
        submit(server, "bela", article, BELA)
    ada, bela = statuses(server, small)
    assert (ada.needs_somebody, bela.needs_somebody) == (True, False)


def annotate(server: FakeServer, small: Workspace, queue: str, article: str, name: str, by: int) -> None:
    """Submit the layer that an annotator has in the repository, as somebody's, in somebody's queue."""
    corpus = small.corpus(OPEN)
    made = make_task(corpus.articles[article], [corpus.layers[f"{article}_{name}"]], guideline_version="2.0.0")
    result = [entry for entry in made["annotations"][0]["result"] if entry.get("from_name") != "layer"]
    bare = [{key: value for key, value in entry.items() if key != "meta"} for entry in result]
    answer = {"unique_id": "stray", "result": bare, "completed_by": by, "updated_at": "2031-10-20T08:30:00Z"}
    server.add_annotation(task_of(server, queue, article)["id"], answer)


@pytest.fixture
def strayed(server: FakeServer, small: Workspace) -> str:
    """Return an article that bela has annotated in ada's queue."""
    mine = [key for key in tasks(server)["ada"] if f"{key}_bela" in small.corpus(OPEN).layers]
    annotate(server, small, "ada", mine[0], "bela", BELA)
    (small.corpus_folder(OPEN) / "annotations.jsonl").write_text("")
    return mine[0]


def test_a_pull_tells_who_worked_in_the_queue_of_somebody_else(
    server: FakeServer, small: Workspace, strayed: str
) -> None:
    outcome = pull(reader_of(server, small), small, OPEN)
    assert list(small.corpus(OPEN).layers) == [f"{strayed}_bela"]
    [told] = outcome.pulled.notices
    assert told.startswith(f"queue ada: bela has annotated 1 of its articles ({strayed}), and ada has not: ")
    assert outcome.pulled.by_others == {(Queue(OPEN, "ada"), "bela"): [strayed]}
    assert not outcome.needs_fixing
    assert pull(reader_of(server, small, annotators=["bela"]), small, OPEN).pulled.notices == []


def test_a_difference_is_found_in_whatever_queue_the_annotator_worked(
    server: FakeServer, small: Workspace, strayed: str
) -> None:
    """Regression: `diff -a bela` said that a layer was not on the server that was in ada's queue."""
    file = small.corpus_folder(OPEN) / "annotations.jsonl"
    changes, count = differences(reader_of(server, small), {}, ["bela"])
    assert ([change.layer_id for change in changes], changes[0].kind, count) == ([f"{strayed}_bela"], "new", 1)
    assert differences(reader_of(server, small), {}, ["ada"]) == ([], 0)
    pull(reader_of(server, small), small, OPEN)
    for annotators in ((), ("bela",), ("ada",), ("ada", "bela")):
        assert differences(reader_of(server, small), layers_by_id(file), annotators)[0] == []
    with pytest.raises(LabelStudioError, match="has no queue of heron for cleo"):
        differences(reader_of(server, small), layers_by_id(file), ["bela", "cleo"])


@pytest.mark.parametrize("header", [STATUS, PLAN])
@pytest.mark.parametrize("width", [20, 80])
def test_names_of_queues_are_not_cut_however_narrow_a_terminal_is(header: tuple[str, ...], width: int) -> None:
    name = Queue(OPEN, "cleo_of_the_coast", "second_round", adjudicates=True).name
    assert name == "cleo_of_the_coast.second_round.adjudication"
    for shown in (name[-30:], "cleo.adjudication"):
        output = io.StringIO()
        wide_table(new_console(file=output, width=width), header, [[shown, *["1234"] * (len(header) - 1)]])
        assert shown in output.getvalue()
