"""Whole pushes and pulls of the small repository against a server in memory, called from Python."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_server import FakeServer
from small import DOCUMENTS, OPEN, STANDOFF

from claimwire.adjudication import DEFAULT_RULES
from claimwire.corpus.records import record_json
from claimwire.corpus.workspace import Workspace
from claimwire.errors import LabelStudioError, WorkspaceError
from claimwire.labelstudio.lines import ArticleLines, layers_by_id
from claimwire.labelstudio.local.paths import CacheFolders
from claimwire.labelstudio.page.config import label_config
from claimwire.labelstudio.server.adjudication import (
    CHOICES,
    prepare_adjudication,
    store_decisions,
    submitted_articles,
)
from claimwire.labelstudio.server.compare import layer_changes
from claimwire.labelstudio.server.prepare import PreparedPush, PushRequest, prepare_push
from claimwire.labelstudio.server.protocol import OutcomeUnknownError, ServerUser, Snapshot
from claimwire.labelstudio.server.pull import QueueReader, pull, pull_queues
from claimwire.labelstudio.server.queues import Queue
from claimwire.labelstudio.server.session import annotators_on, queues_of, require_outside
from claimwire.labelstudio.server.status import QueueStatus, queue_statuses

PEOPLE = ("ada", "bela", "cleo", "dora", "tally")
ACCOUNTS = (ServerUser(1, "admin@localhost"), *(ServerUser(n, f"{x}@localhost") for n, x in enumerate(PEOPLE, start=2)))
LAYERS = ("ada", "bela", "dora", "tally")


@pytest.fixture
def server() -> FakeServer:
    return FakeServer(accounts=ACCOUNTS)


def pushed(server: FakeServer, small: Workspace, request: PushRequest, **given: Any) -> PreparedPush:
    prepared = prepare_push(server, small, request, **given)
    for plan in prepared.plans:
        prepared.send(plan)
    return prepared


def reader_of(server: FakeServer, small: Workspace, corpus: str = OPEN, **given: Any) -> QueueReader:
    return QueueReader.of(server, small, corpus, exports=small.root.parent / "exports", **given)


def tasks(server: FakeServer) -> dict[str, list[str]]:
    """Return the articles in each queue of the server, by the queue's name."""
    queues = {Queue.of(project.description): project for project in server.kept.values()}
    return {q.name: [task["data"]["doc_key"] for task in p.tasks.values()] for q, p in queues.items() if q is not None}


def task_of(server: FakeServer, queue: str, article_id: str) -> dict[str, Any]:
    projects = [p for p in server.kept.values() if (q := Queue.of(p.description)) is not None and q.name == queue]
    return next(task for p in projects for task in p.tasks.values() if task["data"]["doc_key"] == article_id)


@pytest.mark.parametrize(("corpus", "texts", "count"), [(OPEN, None, 17), (STANDOFF, DOCUMENTS, 3)])
def test_layers_go_and_come_back_as_they_are(
    server: FakeServer, small: Workspace, corpus: str, texts: Path | None, count: int
) -> None:
    file = small.corpus_folder(corpus) / "annotations.jsonl"
    before = file.read_bytes()
    annotators = sorted({line.annotator_id for line in layers_by_id(file).values()})
    pushed(server, small, PushRequest(corpus, annotators, layers=True), texts=texts)
    file.unlink()
    outcome = pull(reader_of(server, small, corpus), small, corpus)
    assert file.read_bytes() == before
    assert (outcome.new_or_changed, outcome.is_file_changed, outcome.needs_fixing) == (count, True, False)
    assert outcome.refused_file is None
    again = pull(reader_of(server, small, corpus), small, corpus)
    assert (again.new_or_changed, again.is_file_changed) == (0, False)


def test_a_value_that_the_repository_adds_goes_and_comes_back_until_it_is_taken_out(
    server: FakeServer, small: Workspace
) -> None:
    plan, file = small.annotations / "release.toml", small.corpus_folder(OPEN) / "annotations.jsonl"
    without = plan.read_text(encoding="utf-8")
    plan.write_text(f'{without}\n[added_values.channel]\npodcast = "Episodes of sound"\n', encoding="utf-8")
    before = file.read_bytes().replace(b'"channel":"broadcast"', b'"channel":"podcast"')
    assert before != file.read_bytes()
    file.write_bytes(before)
    pushed(server, small, PushRequest(OPEN, LAYERS, layers=True))
    assert {project.page for project in server.kept.values()} == {label_config(questions=small.questions()).strip()}
    file.unlink()
    assert not pull(reader_of(server, small), small, OPEN).needs_fixing
    assert file.read_bytes() == before
    plan.write_text(without, encoding="utf-8")
    file.unlink()
    outcome = pull(reader_of(server, small), small, OPEN)
    assert outcome.needs_fixing
    assert b"podcast" not in file.read_bytes()
    assert outcome.refused_file is not None
    assert "channel is 'podcast', none of statement, " in outcome.refused_file.read_text(encoding="utf-8")


def test_a_dry_run_leaves_the_file_as_it_is(server: FakeServer, small: Workspace) -> None:
    pushed(server, small, PushRequest(OPEN, LAYERS, layers=True))
    file = small.corpus_folder(OPEN) / "annotations.jsonl"
    file.write_text("")
    outcome = pull(reader_of(server, small), small, OPEN, dry_run=True)
    assert (file.read_text(), outcome.new_or_changed, outcome.is_file_changed) == ("", 17, False)


def test_reports_of_a_pull_go_queue_by_queue(server: FakeServer, small: Workspace) -> None:
    pushed(server, small, PushRequest(OPEN, ["ada", "bela"], articles=["heron_a", "heron_b"]))
    begun: list[tuple[str, int]] = []
    read: list[int] = []
    lines: list[str] = []

    def begin(queue: Queue, count: int) -> Any:
        begun.append((queue.name, count))
        return read.append

    pull_queues(reader_of(server, small), {}, begin, lines.append)
    assert begun == [("ada", 2), ("bela", 2)]
    assert read == [1] * 4
    assert [line.split(":")[0] for line in lines] == ["ada", "bela"]
    assert all(Path(line.split(": kept ")[1]).is_file() for line in lines)


def test_a_pull_that_breaks_off_leaves_no_export_on_the_server(
    server: FakeServer, small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    pushed(server, small, PushRequest(OPEN, ["ada", "bela", "cleo"], articles=["heron_a"], each=3))
    left: set[int] = set()
    make, discard = server.snapshot, server.discard

    def snapshot(project: int) -> Snapshot:
        made = make(project)
        left.add(made.number)
        return made

    def discarded(project: int, made: Snapshot) -> None:
        discard(project, made)
        left.remove(made.number)

    monkeypatch.setattr(server, "snapshot", snapshot)
    monkeypatch.setattr(server, "discard", discarded)
    pull_queues(reader_of(server, small), {})
    assert left == set()

    def broken(project: int, made: Snapshot) -> Iterator[bytes]:
        time.sleep(0.05)  # so that the last one is not yet asked for when the first has failed
        raise OutcomeUnknownError("the transfer broke off")

    monkeypatch.setattr(server, "download", broken)
    with pytest.raises(OutcomeUnknownError, match="broke off"):
        pull_queues(reader_of(server, small), {})
    assert left == set()


def test_every_article_goes_to_two_annotators_if_there_are_two_and_who_has_one_keeps_it(
    server: FakeServer, small: Workspace
) -> None:
    ids = list(small.corpus(OPEN).articles)
    pushed(server, small, PushRequest(OPEN, ["ada"], articles=ids[:3]))
    assert tasks(server) == {"ada": ids[:3]}
    pushed(server, small, PushRequest(OPEN, ["ada", "bela", "cleo"]))
    counts = [sum(article_id in of for of in tasks(server).values()) for article_id in ids]
    assert counts == [2] * len(ids)
    assert tasks(server)["ada"][:3] == ids[:3]
    before = tasks(server)
    assert pushed(server, small, PushRequest(OPEN)).is_done
    pushed(server, small, PushRequest(OPEN, each=2))
    assert tasks(server) == before


def test_without_annotators_it_goes_on_with_those_who_have_a_queue_in_the_batch(
    server: FakeServer, small: Workspace
) -> None:
    with pytest.raises(LabelStudioError, match="heron has no queue yet: name who annotates with --annotator"):
        prepare_push(server, small, PushRequest(OPEN))
    pushed(server, small, PushRequest(OPEN, ["ada"], batch="pilot", articles=["heron_a"]))
    with pytest.raises(LabelStudioError, match="no queue yet"):
        prepare_push(server, small, PushRequest(OPEN))
    pushed(server, small, PushRequest(OPEN, batch="pilot", articles=["heron_a", "heron_b"]))
    assert tasks(server) == {"ada.pilot": ["heron_a", "heron_b"]}


def test_an_article_that_an_annotator_has_in_another_batch_stays_there(server: FakeServer, small: Workspace) -> None:
    pushed(server, small, PushRequest(OPEN, ["ada"], batch="pilot", articles=["heron_a"]))
    pushed(server, small, PushRequest(OPEN, ["ada"], batch="main", articles=["heron_a", "heron_b"]))
    assert tasks(server) == {"ada.pilot": ["heron_a"], "ada.main": ["heron_b"]}


def test_with_layers_a_batch_has_its_own_layers_and_without_a_batch_all_go(
    server: FakeServer, small: Workspace
) -> None:
    pilot = prepare_push(server, small, PushRequest(OPEN, ["bela"], batch="pilot", layers=True))
    assert [plan.send for plan in pilot.plans] == [("heron_c",)]
    every = prepare_push(server, small, PushRequest(OPEN, ["bela"], layers=True))
    assert [plan.send for plan in every.plans] == [("heron_a", "heron_c", "heron_d", "heron_e")]
    assert every.task_count == 4
    some = prepare_push(server, small, PushRequest(OPEN, ["bela"], layers=True, articles=["heron_d", "heron_b"]))
    assert [plan.send for plan in some.plans] == [("heron_d",)]


def test_predictions_are_read_from_a_file_of_layers(server: FakeServer, small: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "predicted.jsonl"
    layer = small.corpus(OPEN).layers["heron_a_bela"].model_copy(update={"annotator_id": "model_x", "tool": "x 1"})
    file.write_text(record_json(layer) + "\n")
    pushed(server, small, PushRequest(OPEN, ["ada"], articles=["heron_a", "heron_b"]), predictions=file)
    versions = [p["model_version"] for p in task_of(server, "ada", "heron_a")["predictions"]]
    assert versions == ["model_x (x 1)"]
    assert task_of(server, "ada", "heron_b")["predictions"] == []


@pytest.mark.parametrize("batch", ["Pilot", "a b", "a-b", "ä"])
def test_a_batch_id_has_the_characters_of_ids(batch: str) -> None:
    with pytest.raises(LabelStudioError, match="is not a batch id"):
        PushRequest(OPEN, batch=batch)
    assert PushRequest(OPEN, batch="pilot_2").queue("ada") == Queue(OPEN, "ada", "pilot_2")


def test_a_push_that_cannot_begin_says_why(server: FakeServer, small: Workspace) -> None:
    with pytest.raises(LabelStudioError, match="does not know zoe"):
        prepare_push(server, small, PushRequest(OPEN, ["ada", "zoe"]))
    with pytest.raises(
        WorkspaceError, match=r"corpus heron has no article 'heron_z'; did you mean .* there are: heron_a, "
    ):
        prepare_push(server, small, PushRequest(OPEN, ["ada"], articles=["heron_a", "heron_z"]))
    with pytest.raises(WorkspaceError, match="there is no text of rook_a, rook_b; name your copy"):
        prepare_push(server, small, PushRequest(STANDOFF, ["ada"]))
    server.accounts = ACCOUNTS[:2]
    with pytest.raises(LabelStudioError, match="bela, dora, tally: no account on http://fake"):
        prepare_push(server, small, PushRequest(OPEN, LAYERS, layers=True))
    prepare_push(server, small, PushRequest(OPEN, ["ada"], layers=True), users=["ada=2"])


def test_what_an_option_allows_blocks_a_push_without_it(server: FakeServer, small: Workspace) -> None:
    request = PushRequest(OPEN, ["ada"], articles=["heron_a", "heron_b"])
    pushed(server, small, request)
    task_of(server, "ada", "heron_a")["data"]["text_sha256"] = "0" * 64
    server.add_annotation(task_of(server, "ada", "heron_b")["id"], {"unique_id": "u", "result": []})
    server.set_page(1, label_config().replace("View", "view"))
    prepared = prepare_push(server, small, request)
    text, page = prepared.blockers()
    assert "--replace-changed" in text
    assert "--migrate" in page
    assert prepared.blockers(replace_changed=True) == [page]
    assert prepared.blockers(migrate=True) == [text]
    assert prepared.blockers(replace_changed=True, migrate=True) == []


@pytest.mark.parametrize(
    ("count", "listed"), [(5, "heron_a, heron_b, heron_c, heron_d, heron_e;"), (6, "heron_e, ...;")]
)
def test_a_message_names_five_articles_without_text_and_then_stops(
    server: FakeServer, small: Workspace, count: int, listed: str
) -> None:
    file = small.corpus_folder(OPEN) / "articles.jsonl"
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    for line in lines[:count]:
        del line["text"]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    with pytest.raises(WorkspaceError, match=listed):
        prepare_push(server, small, PushRequest(OPEN, ["ada"]))


def statuses(server: FakeServer, small: Workspace) -> list[QueueStatus]:
    articles = ArticleLines.read(small.corpus_folder(OPEN) / "articles.jsonl")
    return list(queue_statuses(server, queues_of(server, OPEN), articles, annotators_on(server, ())))


def test_status_counts_what_was_done_skipped_changed_and_doubled(server: FakeServer, small: Workspace) -> None:
    pushed(server, small, PushRequest(OPEN, ["ada", "bela"]))
    for number, article_id in enumerate(("heron_a", "heron_b", "heron_c")):
        task = task_of(server, "ada", article_id)
        answer = {"unique_id": str(number), "result": [], "was_cancelled": number == 2, "completed_by": 2}
        server.add_annotation(task["id"], answer)
    double = task_of(server, "ada", "heron_d")
    server.import_tasks(1, [json.dumps(double)])
    task_of(server, "bela", "heron_a")["data"]["text_sha256"] = "0" * 64
    task_of(server, "bela", "heron_b")["data"]["doc_key"] = "heron_gone"
    server.set_page(max(server.kept), label_config().replace("View", "view"))
    ada, bela = statuses(server, small)
    assert (ada.tasks, ada.done, ada.skipped, ada.open, ada.changed, ada.twice) == (9, 2, 1, 6, 0, 1)
    assert (bela.tasks, bela.done, bela.skipped, bela.open, bela.changed, bela.twice) == (8, 0, 0, 8, 2, 0)
    assert (ada.has_current_page, bela.has_current_page) == (True, False)


def test_exports_are_kept_in_the_cache_unless_a_folder_is_named(
    server: FakeServer, small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    pushed(server, small, PushRequest(OPEN, ["ada"], articles=["heron_a"]))
    cache, named = small.root.parent / "cache", small.root.parent / "named"
    monkeypatch.setenv("CLAIMWIRE_CACHE", str(cache))
    assert QueueReader.of(server, small, OPEN).folder == CacheFolders.of().exports(OPEN)
    assert QueueReader.of(server, small, OPEN).folder.is_relative_to(cache)
    assert QueueReader.of(server, small, OPEN, exports=named).folder == named


def test_a_task_that_was_skipped_and_then_done_counts_as_done(server: FakeServer, small: Workspace) -> None:
    pushed(server, small, PushRequest(OPEN, ["ada"], articles=["heron_a"]))
    number = task_of(server, "ada", "heron_a")["id"]
    for skipped in (True, False):
        answer = {"unique_id": str(skipped), "result": [], "was_cancelled": skipped, "completed_by": 2}
        server.add_annotation(number, answer)
    [status] = statuses(server, small)
    assert (status.done, status.skipped, status.open) == (1, 0, 0)


def test_differences_have_a_line_per_layer(server: FakeServer, small: Workspace) -> None:
    pushed(server, small, PushRequest(OPEN, ["ada", "bela"], layers=True))
    stored = layers_by_id(small.corpus_folder(OPEN) / "annotations.jsonl")
    pulled = pull_queues(reader_of(server, small), stored).layers
    assert list(layer_changes(stored, pulled, {"ada", "bela"})) == []
    layer = pulled.pop("heron_a_ada").layer
    changed = layer.model_copy(update={"claims": layer.claims[1:], "complete": False})
    stored["heron_a_ada"] = type(stored["heron_b_ada"]).of(changed)
    pulled["heron_a_ada"] = type(stored["heron_b_ada"]).of(layer)
    pulled["heron_b_ada_new"] = pulled["heron_b_ada"]
    del pulled["heron_c_ada"]
    count = len(layer.claims)
    lines = list(map(str, layer_changes(stored, pulled, {"ada", "bela"})))
    assert lines == [
        f"~ heron_a_ada: {count - 1} claims -> {count}; 1 added; facts: complete",
        f"+ heron_b_ada_new: {len(pulled['heron_b_ada'].layer.claims)} claims",
        "- heron_c_ada",
    ]
    assert list(map(str, layer_changes(stored, pulled, {"bela"}))) == lines[:2], "nobody asked for ada's queue"


def test_what_was_refused_is_beside_the_exports_until_there_is_nothing_refused(
    server: FakeServer, small: Workspace
) -> None:
    pushed(server, small, PushRequest(OPEN, ["ada"], layers=True))
    annotation = task_of(server, "ada", "heron_b")["annotations"][0]
    sound = list(annotation["result"])
    annotation["result"] = [
        {**entry, "value": {**entry["value"], "labels": []}} if entry is sound[0] else entry for entry in sound
    ]
    reader = reader_of(server, small)
    outcome = pull(reader, small, OPEN)
    assert outcome.needs_fixing
    number = server.projects()[0].number
    assert all(
        str(p).partition(": http://fake")[2].startswith(f"/projects/{number}/data?task=")
        for p in outcome.pulled.problems
    )
    assert outcome.refused_file == reader.folder / "refused.json"
    assert [task["data"]["doc_key"] for task in json.loads(outcome.refused_file.read_text())] == ["heron_b"]
    annotation["result"] = sound
    outcome = pull(reader_of(server, small), small, OPEN)
    assert (outcome.needs_fixing, outcome.refused_file) == (False, None)
    assert not (reader.folder / "refused.json").exists()


def test_somebody_unknown_stops_a_pull_before_anything_is_written(server: FakeServer, small: Workspace) -> None:
    pushed(server, small, PushRequest(OPEN, ["ada"], layers=True))
    file, annotators = small.corpus_folder(OPEN) / "annotations.jsonl", small.annotations / "annotators.jsonl"
    file.write_text("")
    annotators.write_text("".join(x for x in annotators.read_text().splitlines(True) if '"ada"' not in x))
    with pytest.raises(LabelStudioError, match="does not know ada"):
        pull(reader_of(server, small), small, OPEN)
    assert file.read_text() == ""


def test_queues_that_are_not_there_cannot_be_read(server: FakeServer, small: Workspace) -> None:
    with pytest.raises(LabelStudioError, match="http://fake has no queue of heron for anybody"):
        reader_of(server, small)
    pushed(server, small, PushRequest(OPEN, ["ada", "bela"], articles=["heron_a"]))
    with pytest.raises(LabelStudioError, match="has no queue of heron for cleo, dora"):
        reader_of(server, small, annotators=["ada", "dora", "cleo"])
    assert [q.annotator_id for q in reader_of(server, small, annotators=["bela"]).projects] == ["bela"]
    assert [q.annotator_id for q in reader_of(server, small).projects] == ["ada", "bela"]
    assert reader_of(server, small).tool == "label-studio 0.0.0"


def places(small: Workspace) -> Iterator[tuple[Path, bool]]:
    """Yield places and whether they are in the repository, however they are written."""
    link = small.root.parent / "link"
    link.symlink_to(small.root / "annotations")
    outward = small.root / "outward"
    outward.symlink_to(small.root.parent)
    yield small.root, True
    yield small.root / "exports", True
    yield link / "exports", True
    yield small.root.parent / "elsewhere" / ".." / small.root.name / "exports", True
    yield small.root.parent, False
    yield small.root.parent / f"{small.root.name}_2", False
    yield outward / "exports", False


def test_texts_that_may_not_be_redistributed_stay_out_of_the_repository_also_through_links(small: Workspace) -> None:
    for place, is_inside in places(small):
        require_outside(small.corpus(OPEN).info, place)
        if is_inside:
            with pytest.raises(LabelStudioError, match="is in the repository, where the texts of rook may not be"):
                require_outside(small.corpus(STANDOFF).info, place)
        else:
            require_outside(small.corpus(STANDOFF).info, place)


def submit(server: FakeServer, article_id: str, *, complete: str = "yes", by: int = 4) -> None:
    """Submit everything there is to choose from, as Label Studio does when somebody begins from the prediction."""
    task = task_of(server, "cleo.adjudication", article_id)
    chosen = next(p for p in task["predictions"] if p["model_version"].startswith(CHOICES))
    value = {"id": "COMPLETE", "from_name": "complete", "to_name": "text", "type": "choices"}
    result = [{k: v for k, v in entry.items() if k != "meta"} for entry in chosen["result"]]
    result.append(value | {"value": {"choices": [complete]}})
    server.add_annotation(task["id"], {"unique_id": article_id, "result": result, "completed_by": by})


def test_an_adjudicators_queue_goes_out_and_comes_back_as_decisions(
    server: FakeServer, small: Workspace, tmp_path: Path
) -> None:
    prepared = prepare_adjudication(server, small, OPEN, "cleo", DEFAULT_RULES)
    assert [plan.queue.name for plan in prepared.plans] == ["cleo.adjudication"]
    assert prepared.task_count == 8
    for plan in prepared.plans:
        prepared.send(plan)
    assert prepare_adjudication(server, small, OPEN, "cleo", DEFAULT_RULES).is_done
    submit(server, "heron_a")
    submit(server, "heron_b", complete="no")
    submit(server, "heron_c", by=2)
    reader = reader_of(server, small, adjudicates=True)
    [queue] = reader.projects
    corpus = small.corpus(OPEN)
    submitted = list(submitted_articles(reader, queue, reader.export(queue), corpus, "cleo", DEFAULT_RULES))
    by_article = {one.article_id: one for one in submitted if not one.is_open}
    assert {key: one.left_out for key, one in by_article.items()} == {
        "heron_a": "",
        "heron_b": "is not complete",
        "heron_c": "is of ada",
    }
    assert [one.is_left_out for one in by_article.values()] == [False, True, True]
    assert sorted(one.article_id for one in submitted if one.is_open) == [f"heron_{letter}" for letter in "defgh"]
    decisions = by_article["heron_a"].decisions
    assert decisions is not None
    names = [name for line in decisions for name in line.get("from", ())]
    assert len(names) == sum(len(layer.claims) for layer in corpus.layers_of_article["heron_a"])
    path = tmp_path / "heron_a.jsonl"
    assert store_decisions(path, decisions) is True
    assert [json.loads(line) for line in path.read_text().splitlines()] == decisions
    path.write_text("mine\n")
    assert store_decisions(path, decisions) is False
    assert path.read_text() == "mine\n"


def test_an_adjudicator_needs_a_description_and_an_account(server: FakeServer, small: Workspace) -> None:
    with pytest.raises(LabelStudioError, match="does not know zoe"):
        prepare_adjudication(server, small, OPEN, "zoe", DEFAULT_RULES)
    server.accounts = ACCOUNTS[:2]
    with pytest.raises(LabelStudioError, match="cleo: no account on http://fake"):
        prepare_adjudication(server, small, OPEN, "cleo", DEFAULT_RULES)
    named = prepare_adjudication(
        server, small, OPEN, "cleo", DEFAULT_RULES, ["heron_b"], users=["cleo=admin@localhost"]
    )
    assert [plan.send for plan in named.plans] == [("heron_b",)]
    with pytest.raises(WorkspaceError, match="heron_z"):
        prepare_adjudication(server, small, OPEN, "ada", DEFAULT_RULES, ["heron_z"])


def test_an_adjudicator_of_a_stand_off_corpus_needs_the_texts(server: FakeServer, small: Workspace) -> None:
    prepared = prepare_adjudication(server, small, STANDOFF, "cleo", DEFAULT_RULES, texts=DOCUMENTS)
    for plan in prepared.plans:
        prepared.send(plan)
    assert tasks(server) == {"cleo.adjudication": ["rook_a", "rook_b"]}


def test_an_annotator_for_whom_there_is_no_article_gets_no_empty_queue(server: FakeServer, small: Workspace) -> None:
    """Regression: a push of layers said that it sent nothing, and made an empty project for who has none."""
    before = list(server.projects())
    pushed = prepare_push(server, small, PushRequest(OPEN, ["cleo"], layers=True))
    assert (list(pushed.plans), pushed.without_articles, pushed.is_done) == ([], ("cleo",), True)
    shared = prepare_push(server, small, PushRequest(OPEN, ["ada", "cleo"], 1, articles=["heron_a"]))
    assert [plan.queue.annotator_id for plan in shared.plans] == ["ada"]
    assert shared.without_articles == ("cleo",)
    assert server.projects() == before
