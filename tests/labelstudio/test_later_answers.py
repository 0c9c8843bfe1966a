"""Of two answers of an annotator the one that was submitted last counts, whether it comes from a server or a file."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from fake_server import FakeServer
from small import OPEN
from test_pull_loses_nothing import annotation_of, break_one, fix_file, layer, pulled
from test_whole_rounds import ACCOUNTS, pushed, reader_of, task_of

from claimwire.corpus.workspace import Workspace
from claimwire.labelstudio import files
from claimwire.labelstudio.files import import_results
from claimwire.labelstudio.lines import layers_by_id
from claimwire.labelstudio.server.prepare import PushRequest
from claimwire.labelstudio.server.pull import differences
from claimwire.labelstudio.server.store import StoredLayers

EARLY, LATE, LATER = (f"2031-10-20T08:30:0{second}.250000Z" for second in (1, 2, 3))


@pytest.fixture(autouse=True)
def exports_are_kept(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have an import look for exports where a pull of these tests keeps them."""
    monkeypatch.setattr(files, "exports_folder", lambda _: small.root.parent / "exports")


@pytest.fixture
def server(small: Workspace) -> FakeServer:
    """Return a server with the layers of ada and bela, sent long ago."""
    server = FakeServer(accounts=ACCOUNTS)
    pushed(server, small, PushRequest(OPEN, ["ada", "bela"], layers=True))
    return server


def answer(annotation: dict[str, Any], comment: str, moment: str) -> None:
    """Change the comment of the first claim that has one, and submit it."""
    entry = next(x for x in annotation["result"] if str(x.get("from_name")) == "comment")
    entry["value"]["text"] = [comment]
    annotation["updated_at"] = moment


def comments(small: Workspace, layer_id: str = "heron_a_ada") -> set[str]:
    return {claim.comment for claim in layer(small, layer_id).claims if claim.comment}


def exported(server: FakeServer, path: Path, article: str = "heron_a") -> list[dict[str, Any]]:
    """Write the task of an article in ada's queue as Label Studio exports it, and return it."""
    tasks = [copy.deepcopy(task_of(server, "ada", article))]
    path.write_text(json.dumps(tasks))
    return tasks


def imported(small: Workspace, path: Path, **given: Any) -> StoredLayers:
    return import_results(small, small.corpus(OPEN), path, {"ada": "ada@localhost"}, **given)


def imported_changed(server: FakeServer, small: Workspace, path: Path, words: str, moment: str) -> None:
    """Import the export of a server in which ada's answer has another comment and another moment."""
    tasks = exported(server, path)
    answer(tasks[0]["annotations"][0], words, moment)
    path.write_text(json.dumps(tasks))
    imported(small, path)


def kinds(outcome: StoredLayers) -> list[str]:
    return [problem.problem_id for problem in outcome.pulled.problems]


@pytest.fixture
def with_comment(server: FakeServer, small: Workspace) -> FakeServer:
    """Return the server after ada has answered and was pulled."""
    annotation = annotation_of(server, "ada")
    if not any(x.get("from_name") == "comment" for x in annotation["result"]):
        region = next(x for x in annotation["result"] if x.get("from_name") == "presented_as")
        entry = {**region, "from_name": "comment", "type": "textarea", "value": dict(region["value"])}
        entry["value"].pop("choices")
        annotation["result"].append(entry | {"value": entry["value"] | {"text": [""]}})
    answer(annotation, "first", EARLY)
    pulled(server, small)
    assert comments(small) >= {"first"}
    return server


@pytest.mark.parametrize("annotators", [(), ("ada",)])
def test_a_changed_copy_of_an_answer_that_can_be_read_whole_is_not_undone(
    with_comment: FakeServer, small: Workspace, tmp_path: Path, annotators: tuple[str, ...]
) -> None:
    tasks = exported(with_comment, tmp_path / "mine.json")
    answer(tasks[0]["annotations"][0], "of the file", EARLY)
    (tmp_path / "mine.json").write_text(json.dumps(tasks))
    assert imported(small, tmp_path / "mine.json").new_or_changed == 1
    for dry_run in (True, False, False):
        outcome = pulled(with_comment, small, *annotators, dry_run=dry_run)
        assert (outcome.new_or_changed, outcome.changes, outcome.needs_fixing) == (0, (), False)
        assert "heron_a_ada stays as it is: it was fixed by hand" in outcome.pulled.notices[0]
    assert comments(small) >= {"of the file"}
    stored = layers_by_id(small.corpus_folder(OPEN) / "annotations.jsonl")
    assert differences(reader_of(with_comment, small), stored)[0] == [], "a pull would change nothing"


def test_it_ends_when_the_annotator_submits_the_task_again_with_a_line(
    with_comment: FakeServer, small: Workspace, tmp_path: Path
) -> None:
    """The file first, Label Studio later: the later answer counts."""
    imported_changed(with_comment, small, tmp_path / "mine.json", "of the file", EARLY)
    answer(annotation_of(with_comment, "ada"), "of the page", LATE)
    outcome = pulled(with_comment, small)
    assert comments(small) >= {"of the page"}
    [told] = outcome.pulled.notices
    assert told.startswith("heron_a_ada was read from a file before, with an answer of 2031-10-20T08:30:01Z; ada has")
    assert "~ heron_a_ada: " in outcome.changes[0]
    assert pulled(with_comment, small).pulled.notices == []


def test_a_file_made_before_the_last_answer_does_not_replace_it_without_a_yes(
    with_comment: FakeServer, small: Workspace, tmp_path: Path
) -> None:
    """Label Studio first, the file later."""
    tasks = exported(with_comment, tmp_path / "mine.json")
    number = str(tasks[0]["id"])
    answer(tasks[0]["annotations"][0], "of the file", EARLY)
    (tmp_path / "mine.json").write_text(json.dumps(tasks))
    answer(annotation_of(with_comment, "ada"), "of the page", LATE)
    pulled(with_comment, small)
    before = layer(small)
    outcome = imported(small, tmp_path / "mine.json", accept_older=["0"], accept_empty=[number])
    assert (kinds(outcome), layer(small)) == (["layer-older"], before)
    assert "the answer of 2031-10-20T08:30:01Z, and the repository a later one, of 2031-10-20T08:30:02Z" in str(
        outcome.pulled.problems[0]
    )
    assert f"--accept-older {number}" in str(outcome.pulled.problems[0])
    assert outcome.refused_file == tmp_path / "mine.refused.json"
    assert json.loads(outcome.refused_file.read_text())[0]["annotations"] == tasks[0]["annotations"], "kept beside"
    outcome = imported(small, tmp_path / "mine.json", accept_older=[number])
    assert (kinds(outcome), comments(small) >= {"of the file"}) == ([], True)
    assert "~ heron_a_ada: " in outcome.changes[0]


def test_an_older_file_that_says_the_same_is_no_problem(
    with_comment: FakeServer, small: Workspace, tmp_path: Path
) -> None:
    exported(with_comment, tmp_path / "mine.json")
    answer(annotation_of(with_comment, "ada"), "first", LATE)
    pulled(with_comment, small)
    before = layer(small)
    outcome = imported(small, tmp_path / "mine.json")
    assert (kinds(outcome), outcome.new_or_changed, layer(small)) == ([], 0, before)


def test_an_older_answer_on_a_server_is_told_and_not_taken(
    with_comment: FakeServer, small: Workspace, tmp_path: Path
) -> None:
    """What was imported was submitted on another server, later."""
    imported_changed(with_comment, small, tmp_path / "other.json", "of the other server", LATE)
    answer(annotation_of(with_comment, "ada"), "second", EARLY)
    outcome = pulled(with_comment, small)
    assert (outcome.new_or_changed, outcome.needs_fixing) == (0, False)
    assert comments(small) >= {"of the other server"}
    [told] = outcome.pulled.notices
    assert "stays as it is: it is of an answer of 2031-10-20T08:30:02Z, and the one on the server" in told
    answer(annotation_of(with_comment, "ada"), "third", LATER)
    assert pulled(with_comment, small).new_or_changed == 1
    assert comments(small) >= {"third"}


def test_one_task_fixed_in_the_file_and_another_in_label_studio(server: FakeServer, small: Workspace) -> None:
    for article in ("heron_a", "heron_b"):
        break_one(annotation_of(server, "ada", article), EARLY)
    refused = pulled(server, small).refused_file
    assert refused is not None
    tasks = json.loads(refused.read_text())
    assert len(tasks) == 2
    [in_file] = [task for task in tasks if task["data"]["doc_key"] == "heron_a"]
    for entry in in_file["annotations"][0]["result"]:
        if entry.get("from_name") == "presented_as":
            entry["value"]["choices"] = entry["value"]["choices"][:1]
    refused.write_text(json.dumps(tasks))
    mended = annotation_of(server, "ada", "heron_b")
    for entry in mended["result"]:
        if entry.get("from_name") == "presented_as":
            entry["value"]["choices"] = entry["value"]["choices"][:1]
    mended["updated_at"] = LATE
    outcome = imported(small, refused)
    assert (layer(small).complete, layer(small, "heron_b_ada").complete) == (True, False)
    assert outcome.needs_fixing, "heron_b is still refused in the file"
    for _ in range(2):
        assert not pulled(server, small).needs_fixing
        assert (layer(small).complete, layer(small, "heron_b_ada").complete) == (True, True)
    before = (small.corpus_folder(OPEN) / "annotations.jsonl").read_bytes()
    outcome = imported(small, refused)
    assert kinds(outcome).count("layer-older") == 1, "the file has what heron_b was before it was mended"
    assert (small.corpus_folder(OPEN) / "annotations.jsonl").read_bytes() == before


def test_of_two_files_the_whole_one_counts_in_either_order(
    server: FakeServer, small: Workspace, tmp_path: Path
) -> None:
    break_one(annotation_of(server, "ada"), EARLY)
    refused = pulled(server, small).refused_file
    assert refused is not None
    (tmp_path / "as_it_was.json").write_bytes(refused.read_bytes())
    (tmp_path / "mine.json").write_bytes(refused.read_bytes())
    fix_file(tmp_path / "mine.json")
    imported(small, tmp_path / "mine.json")
    whole = layer(small)
    assert whole.complete
    outcome = imported(small, tmp_path / "as_it_was.json")
    assert (outcome.new_or_changed, layer(small)) == (0, whole)
    assert "in the file, which cannot be read whole, has not changed since" in outcome.pulled.notices[0]
    pulled(server, small)
    assert layer(small) == whole


def test_of_two_whole_files_the_one_that_is_imported_last_counts_and_is_told(
    with_comment: FakeServer, small: Workspace, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        tasks = exported(with_comment, tmp_path / f"{name}.json")
        answer(tasks[0]["annotations"][0], f"of file {name}", EARLY)
        (tmp_path / f"{name}.json").write_text(json.dumps(tasks))
    for name in ("one", "two", "one"):
        outcome = imported(small, tmp_path / f"{name}.json")
        assert "1 changed (comment 1)" in outcome.changes[0]
        for annotators in ((), ("ada",)):
            assert pulled(with_comment, small, *annotators).new_or_changed == 0
        assert comments(small) >= {f"of file {name}"}


def test_a_layer_that_is_fixed_in_a_file_keeps_its_batch(small: Workspace, tmp_path: Path) -> None:
    server = FakeServer(accounts=ACCOUNTS)
    pushed(server, small, PushRequest(OPEN, ["bela"], batch="pilot", layers=True))
    annotation = task_of(server, "bela.pilot", "heron_c")["annotations"][0]
    break_one(annotation, EARLY)
    refused = pulled(server, small).refused_file
    assert refused is not None
    fix_file(refused)
    import_results(small, small.corpus(OPEN), refused)
    assert (layer(small, "heron_c_bela").complete, layer(small, "heron_c_bela").batch) == (True, "pilot")
