"""Pulls from a server in memory: nothing in the repository, and no file that somebody has fixed, is lost by one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fake_server import FakeServer
from small import OPEN
from test_whole_rounds import ACCOUNTS, pushed, reader_of, task_of

from claimwire.corpus.transaction import editing
from claimwire.corpus.workspace import Workspace
from claimwire.errors import LabelStudioError
from claimwire.labelstudio.files import import_results
from claimwire.labelstudio.server.prepare import PushRequest, prepare_push
from claimwire.labelstudio.server.pull import pull
from claimwire.labelstudio.server.store import StoredLayers
from claimwire.schema import Annotation


@pytest.fixture
def server() -> FakeServer:
    return FakeServer(accounts=ACCOUNTS)


@pytest.fixture
def exports(small: Workspace) -> Path:
    return small.root.parent / "exports"


def tree(folder: Path) -> dict[str, bytes | None]:
    """Return everything in a folder, folders as None."""
    return {str(path): path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))}


def annotation_of(server: FakeServer, annotator: str, article: str = "heron_a") -> dict[str, Any]:
    """Return an annotation on the server, changed by whoever calls this, so that it has a date of its own."""
    found: dict[str, Any] = task_of(server, annotator, article)["annotations"][0]
    return found


def break_one(annotation: dict[str, Any], moment: str = "2031-10-20T08:30:00.5Z") -> None:
    """Give two choices of one slot."""
    entry = next(x for x in annotation["result"] if x.get("from_name") == "presented_as")
    entry["value"]["choices"] = ["asserted", "possible"]
    annotation["updated_at"] = moment


def fix_file(path: Path, choice: int = 0) -> str:
    """Keep one of two choices in a file of refused tasks, and return what is in it then; the first was sent."""
    tasks = json.loads(path.read_text())
    for task in tasks:
        for entry in task["annotations"][0]["result"]:
            if entry.get("from_name") == "presented_as" and entry["value"]["choices"][1:]:
                entry["value"]["choices"] = entry["value"]["choices"][choice:][:1]
    path.write_text(json.dumps(tasks))
    return path.read_text()


def pulled(server: FakeServer, small: Workspace, *annotators: str, **given: Any) -> StoredLayers:
    return pull(reader_of(server, small, annotators=annotators), small, OPEN, **given)


def layer(small: Workspace, layer_id: str = "heron_a_ada") -> Annotation:
    return small.corpus(OPEN).layers[layer_id]


@pytest.mark.parametrize("result", [None, "[]", {}, 3])
def test_a_damaged_annotation_on_the_server_empties_no_layer(server: FakeServer, small: Workspace, result: Any) -> None:
    pushed(server, small, PushRequest(OPEN, ["ada", "bela"], layers=True))
    before = layer(small)
    annotation_of(server, "ada")["result"] = result
    outcome = pulled(server, small)
    assert [problem.problem_id for problem in outcome.pulled.problems] == ["annotation-unreadable"]
    assert (outcome.is_file_changed, layer(small)) == (False, before)


def test_an_emptied_layer_is_taken_only_if_its_task_is_named(server: FakeServer, small: Workspace) -> None:
    pushed(server, small, PushRequest(OPEN, ["ada"], layers=True))
    before, number = layer(small), str(task_of(server, "ada", "heron_a")["id"])
    annotation = annotation_of(server, "ada")
    annotation["result"] = [x for x in annotation["result"] if x.get("from_name") in ("complete", "layer")]
    outcome = pulled(server, small)
    assert [problem.problem_id for problem in outcome.pulled.problems] == ["layer-emptied"]
    assert (outcome.needs_fixing, layer(small)) == (True, before)
    outcome = pulled(server, small, accept_empty=[number])
    [line] = outcome.changes
    assert line.startswith(f"~ heron_a_ada: {len(before.claims)} claims -> 0; {len(before.claims)} removed")
    assert (outcome.needs_fixing, layer(small).claims) == (False, ())


@pytest.mark.parametrize("annotators", [(), ("ada",), ("bela",)])
def test_a_dry_run_leaves_everything_as_it_is(
    server: FakeServer, small: Workspace, exports: Path, annotators: tuple[str, ...]
) -> None:
    pushed(server, small, PushRequest(OPEN, ["ada", "bela"], layers=True))
    break_one(annotation_of(server, "ada"))
    pulled(server, small)
    fix_file(exports / "refused.json")
    annotation_of(server, "bela")["lead_time"] = 12.5
    break_one(annotation_of(server, "bela", "heron_c"))
    before = tree(small.root.parent)
    outcome = pulled(server, small, *annotators, dry_run=True)
    assert outcome.new_or_changed == (0 if annotators == ("ada",) else 2)
    assert tree(small.root.parent) == before


def test_a_dry_run_of_a_push_changes_nothing_on_either_side(server: FakeServer, small: Workspace) -> None:
    before = tree(small.root.parent)
    assert not prepare_push(server, small, PushRequest(OPEN, ["ada", "bela"], layers=True)).is_done
    assert server.requests == []
    assert tree(small.root.parent) == before


@pytest.mark.parametrize("choice", [0, 1])
def test_a_file_that_was_fixed_stays_and_what_was_fixed_in_it_is_not_undone(
    server: FakeServer, small: Workspace, exports: Path, choice: int
) -> None:
    pushed(server, small, PushRequest(OPEN, ["ada", "bela"], layers=True))
    break_one(annotation_of(server, "ada"))
    first = pulled(server, small).refused_file
    assert first == exports / "refused.json"
    assert first.stat().st_mode & 0o077 == 0
    partial = layer(small)
    assert not partial.complete
    fixed = fix_file(first, choice)
    again = pulled(server, small)
    assert (again.refused_file, first.read_text()) == (exports / "refused.2.json", fixed)
    assert import_results(small, small.corpus(OPEN), first).needs_fixing is False
    whole = layer(small)
    assert (whole.complete, len(whole.claims)) == (True, len(partial.claims) + 1)
    later = pulled(server, small)
    assert (later.needs_fixing, later.is_file_changed, later.refused_file) == (False, False, None)
    assert "fixed by hand" in later.pulled.notices[0]
    assert (layer(small), first.read_text()) == (whole, fixed)
    break_one(annotation_of(server, "ada"), "2031-10-20T08:30:01.0Z")
    assert pulled(server, small).needs_fixing, "ada has submitted it again since"
    assert layer(small).claims == partial.claims


def test_a_copy_of_the_file_fixed_elsewhere_is_read_too(server: FakeServer, small: Workspace, tmp_path: Path) -> None:
    pushed(server, small, PushRequest(OPEN, ["ada"], layers=True))
    break_one(annotation_of(server, "ada"))
    first = pulled(server, small).refused_file
    assert first is not None
    elsewhere = tmp_path / "mine.json"
    elsewhere.write_bytes(first.read_bytes())
    fix_file(elsewhere, 1)
    import_results(small, small.corpus(OPEN), elsewhere)
    whole = layer(small)
    assert whole.complete
    assert not pulled(server, small).is_file_changed
    assert layer(small) == whole
    assert not first.exists(), "nobody has changed it, and nothing is refused any more"


def test_a_pull_of_some_annotators_leaves_what_was_refused_of_others(
    server: FakeServer, small: Workspace, exports: Path
) -> None:
    pushed(server, small, PushRequest(OPEN, ["ada", "bela"], layers=True))
    break_one(annotation_of(server, "ada"))
    pulled(server, small)
    before = (exports / "refused.json").read_bytes()
    assert pulled(server, small, "bela").refused_file is None
    assert (exports / "refused.json").read_bytes() == before
    break_one(annotation_of(server, "bela"))
    assert pulled(server, small, "bela").refused_file == exports / "refused.bela.json"
    assert (exports / "refused.json").read_bytes() == before


def test_a_layer_that_another_command_changes_meanwhile_is_not_overwritten(
    server: FakeServer, small: Workspace
) -> None:
    """Between reading the repository's layers and writing them a pull asks the server for its exports."""
    pushed(server, small, PushRequest(OPEN, ["ada"], layers=True))
    annotation_of(server, "ada")["lead_time"] = 12.5
    other = layer(small).model_copy(update={"date": "2031-06-09"})

    def begin(*_: object) -> Any:
        with editing(small.corpus_folder(OPEN)) as edit:
            edit.merge("annotations", [other])
        return lambda _: None

    with pytest.raises(LabelStudioError, match="heron_a_ada was changed by another command meanwhile"):
        pulled(server, small, begin=begin)
    assert layer(small) == other
    assert pulled(server, small).is_file_changed
