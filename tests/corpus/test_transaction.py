"""A change of a corpus is whole or not at all, from what is there now, and nobody's lines go missing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import OPEN

from claimwire.checks.guard import NewProblemsError, guard_of
from claimwire.corpus.atomic import COMMIT, open_current, write_text
from claimwire.corpus.commit import BASE, commit, finish
from claimwire.corpus.corpus import read_corpus
from claimwire.corpus.lock import LOCK_FILE, locked
from claimwire.corpus.records import record_json, write_jsonl
from claimwire.corpus.stream import CorpusStream
from claimwire.corpus.transaction import CorpusChange, Edit, Guard, editing, let_through, trying
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError, LockedError, RecordError
from claimwire.schema import Annotation, Event
from claimwire.schema.vocab import EventType

FLOOD = 'event_type=EventType.DISASTER, description="A river rose."'
WRITER = f"""
import sys
from pathlib import Path
from claimwire.corpus.transaction import editing
from claimwire.schema import Event
from claimwire.schema.vocab import EventType
folder, number = Path(sys.argv[1]), sys.argv[2]
with editing(folder) as edit:
    edit.merge("events", [Event(event_id="flood_" + number, name="a flood", {FLOOD})])
"""


@pytest.fixture
def folder(small: Workspace) -> Path:
    return small.corpus_folder(OPEN)


def event(number: int, name: str = "a flood") -> Event:
    return Event(event_id=f"flood_{number}", name=name, event_type=EventType.DISASTER, description="A river rose.")


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.name != LOCK_FILE}


def test_merged_records_take_the_place_of_those_of_their_ids_and_every_other_line_stays(folder: Path) -> None:
    before = (folder / "events.jsonl").read_bytes().splitlines(keepends=True)
    with editing(folder) as edit:
        edit.merge("events", [event(1)])
    with editing(folder) as edit:
        edit.merge("events", [event(1, "another name"), event(2)])
    after = (folder / "events.jsonl").read_bytes().splitlines(keepends=True)
    assert after[: len(before)] == before
    assert [json.loads(line)["name"] for line in after[len(before) :]] == ["another name", "a flood"]


def test_layers_are_sorted_by_article_and_annotator(folder: Path) -> None:
    layers = list(read_corpus(folder).layers.values())
    with editing(folder) as edit:
        edit.replace("annotations", reversed(layers))
    assert files(folder)["annotations.jsonl"].decode() == "".join(
        (folder / "annotations.jsonl").read_text().splitlines(keepends=True)
    )
    assert list(read_corpus(folder).layers.values()) == layers


NAMES = st.tuples(st.sampled_from(["heron_1", "heron_2"]), st.sampled_from(["anna", "ben", "model_a"]))
LAYERS = st.lists(st.tuples(NAMES, st.integers(0, 99)), unique_by=itemgetter(0), max_size=5).map(
    lambda drawn: [layer(*names, lead_time_seconds=seconds) for names, seconds in drawn]
)


def layer(article_id: str, annotator_id: str, **given: Any) -> Annotation:
    facts = {"guideline_version": "1.0.0", "tool": "by hand", "complete": True, "claims": ()}
    names = {"annotation_id": f"{article_id}_{annotator_id}", "article_id": article_id, "annotator_id": annotator_id}
    return Annotation(**(facts | names | given))


@given(LAYERS, LAYERS)
def test_new_layers_take_the_place_of_those_of_the_same_ids(existing: list[Annotation], new: list[Annotation]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for layers in (existing, new):
            with editing(folder) as edit:
                edit.merge("annotations", layers)
        by_id = {layer.annotation_id: layer for layer in [*existing, *new]}
        expected = sorted(by_id.values(), key=lambda layer: (layer.article_id, layer.annotator_id))
        path = folder / "annotations.jsonl"
        assert (path.read_text() if path.is_file() else "") == "".join(record_json(made) + "\n" for made in expected)


def test_merged_layers_are_sorted_by_article_then_annotator_then_id(tmp_path: Path) -> None:
    """Their ids, which need not be made of article and annotator, come last."""
    layers = [
        layer("heron_1", "anna", annotation_id="layer_5"),
        layer("heron_1", "ben", annotation_id="layer_3"),
        layer("heron_1", "ben", annotation_id="layer_4"),
        layer("heron_2", "anna", annotation_id="layer_1"),
        layer("heron_2", "ben", annotation_id="layer_0"),
    ]
    write_jsonl(tmp_path / "annotations.jsonl", layers[3:])
    with editing(tmp_path) as edit:
        edit.merge("annotations", layers[2::-1])
    assert (tmp_path / "annotations.jsonl").read_text() == "".join(record_json(made) + "\n" for made in layers)


def test_records_of_some_articles_are_replaced_and_those_of_others_stay(folder: Path) -> None:
    claims = read_corpus(folder).claims_of_article
    kept = {article_id: own for article_id, own in claims.items() if article_id != "heron_a"}
    with editing(folder) as edit:
        edit.replace("claims", claims["heron_a"][1:], {"heron_a"})
    now = read_corpus(folder).claims_of_article
    assert now["heron_a"] == claims["heron_a"][1:]
    assert {article_id: own for article_id, own in now.items() if article_id != "heron_a"} == kept


def test_a_change_that_changes_nothing_writes_nothing(folder: Path) -> None:
    layer = next(iter(read_corpus(folder).layers.values()))
    times = {path: path.stat().st_mtime_ns for path in folder.glob("*.jsonl")}
    with editing(folder, guard=refuse) as edit:
        edit.merge("annotations", [layer])
    assert {path: path.stat().st_mtime_ns for path in folder.glob("*.jsonl")} == times


def refuse(change: CorpusChange) -> None:
    raise ClaimwireError(f"refused: {', '.join(change.files)} of {', '.join(sorted(change.articles))}")


def test_a_guard_sees_the_whole_corpus_as_it_will_be_and_can_refuse_it(folder: Path) -> None:
    before = files(folder)
    seen: list[Path] = []

    def guard(change: CorpusChange) -> None:
        after = read_corpus(change.after)
        assert after.events["flood_1"] == event(1)
        assert after.articles == read_corpus(folder).articles
        seen.append(change.after)
        refuse(change)

    layer = read_corpus(folder).layers["heron_a_ada"].model_copy(update={"date": "2031-06-09"})
    with pytest.raises(ClaimwireError, match=r"^refused: annotations.jsonl, events.jsonl of heron_a$"):
        merge(folder, lambda edit: edit.merge("annotations", [layer]), guard)
    assert files(folder) == before
    assert not seen[0].exists()


def test_an_error_on_the_way_leaves_everything_as_it_was(folder: Path) -> None:
    before = files(folder)
    with pytest.raises(ZeroDivisionError):
        merge(folder, lambda _: 1 / 0)
    assert files(folder) == before
    assert sorted(path.name for path in folder.iterdir() if path.name.startswith(".")) == [LOCK_FILE]


def merge(folder: Path, further: Callable[[Edit], object] = lambda _: None, guard: Guard = let_through) -> None:
    """Merge an event into a corpus, and do something further to it."""
    with editing(folder, guard=guard) as edit:
        edit.merge("events", [event(1)])
        further(edit)


@pytest.mark.parametrize("table", ["articles", "annotations", "events", "anchors"])
def test_nothing_is_written_beside_a_line_that_is_not_valid(folder: Path, table: str) -> None:
    path = folder / f"{table}.jsonl"
    write_text(path, (path.read_text() if path.exists() else "") + '{"surplus": 1}\n')
    before, number = files(folder), len(path.read_text().splitlines())
    with pytest.raises(RecordError, match=rf"{table}.jsonl:{number}: "):
        merge(folder)
    assert files(folder) == before


def test_nothing_is_written_where_one_of_two_lines_of_one_id_would_be_lost(folder: Path) -> None:
    path = folder / "events.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    write_text(path, "".join([*lines, lines[0]]))
    with (
        pytest.raises(RecordError, match=rf"events.jsonl:{len(lines) + 1}: duplicate id .*, as in line 1"),
        editing(folder) as edit,
    ):
        edit.merge("events", [event(1)])


def test_files_that_belong_together_are_read_as_one_once_they_are_ready(folder: Path) -> None:
    """What a killed writer leaves in `.commit` counts at once, and is moved to its place by the next."""
    for name in ("events.jsonl", "facts.jsonl"):
        write_text(folder / COMMIT / name, "")
    assert read_corpus(folder).events == {}
    with CorpusStream(folder) as stream:
        assert not any(line.table.name in ("events", "facts") for line in stream.scan())
    with open_current(folder / "articles.jsonl") as articles:
        assert articles.read() == (folder / "articles.jsonl").read_bytes()


def killed_at(number: int, folder: Path) -> int:
    """Let a writer die at its n-th change of the file system; return its exit status."""
    program = f"""
import os, sys
from pathlib import Path
left = [{number}]
def hook(event, args):
    if event in ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "open") and "small" in str(args[0]):
        if event == "open" and args[1] is not None and "w" not in str(args[1]) and not (args[2] or 0) & os.O_CREAT:
            return
        if left[0] == 0:
            os._exit(77)
        left[0] -= 1
from claimwire.corpus.transaction import editing
from claimwire.schema import Event
from claimwire.schema.vocab import EventType
sys.addaudithook(hook)
with editing(Path({str(folder)!r})) as edit:
    edit.merge("events", [Event(event_id="flood_1", name="a flood", {FLOOD})])
    edit.write("corpus.toml", (Path({str(folder)!r}) / "corpus.toml").read_text() + "# changed\\n")
"""
    return subprocess.run([sys.executable, "-c", program], check=False).returncode


def test_a_writer_killed_at_any_point_leaves_all_or_nothing(folder: Path) -> None:
    before = files(folder)
    for number in range(60):
        status = killed_at(number, folder)
        corpus = read_corpus(folder)
        with open_current(folder / "corpus.toml") as stream:
            toml = stream.read()
        assert ("flood_1" in corpus.events) == toml.endswith(b"# changed\n"), f"half of it after event {number}"
        with editing(folder):
            pass
        assert ("flood_1" in read_corpus(folder).events) == (folder / "corpus.toml").read_bytes().endswith(b"changed\n")
        assert {p.name for p in folder.iterdir() if p.name.startswith(".")} <= {LOCK_FILE, *leftover_names(folder)}
        if status == 0:
            break
        assert status == 77
        for name, content in before.items():
            write_text(folder / name, content.decode())
    assert 8 < number < 59


def leftover_names(folder: Path) -> set[str]:
    return {path.name for path in folder.glob(".*.new")}


def test_a_file_changed_by_hand_after_a_kill_is_not_overwritten(folder: Path) -> None:
    write_text(folder / COMMIT / "events.jsonl", "")
    write_text(folder / COMMIT / BASE, json.dumps({"events.jsonl": "0" * 64}))
    before = (folder / "events.jsonl").read_bytes()
    with pytest.raises(RecordError, match=r"events.jsonl was changed after a command that was killed"):
        merge(folder)
    assert (folder / "events.jsonl").read_bytes() == before
    (folder / COMMIT / "events.jsonl").unlink()
    finish(folder)
    assert not (folder / COMMIT).exists()


def test_of_many_writers_at_once_all_are_there(folder: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(folder), str(number)]) for number in range(6)]
    assert [writer.wait() for writer in writers] == [0] * 6
    assert {f"flood_{number}" for number in range(6)} <= read_corpus(folder).events.keys()


def test_who_waits_too_long_is_told_who_writes(folder: Path) -> None:
    hold = (
        "import sys, time; from pathlib import Path; from claimwire.corpus.lock import locked\n"
        "sys.argv = ['claimwire', 'anchor', 'heron', '--secret', 'x']\n"
        "with locked(Path(sys.stdin.readline().strip())): print('held', flush=True); sys.stdin.readline()"
    )
    with subprocess.Popen([sys.executable, "-c", hold], stdin=-1, stdout=-1, text=True) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        holder.stdin.write(f"{folder}\n")
        holder.stdin.flush()
        assert holder.stdout.readline() == "held\n"
        begin = time.monotonic()
        message = rf"is being written by process {holder.pid} \(`claimwire anchor heron`, since 20.*\); waited 0.3 s"
        with pytest.raises(LockedError, match=message), locked(folder, 0.3):
            pass
        assert time.monotonic() - begin >= 0.3
        holder.stdin.write("\n")
    with locked(folder, 0.3):
        assert json.loads((folder / LOCK_FILE).read_text())["process"] == os.getpid()


def test_a_lock_file_of_a_process_that_is_gone_stops_nobody(folder: Path) -> None:
    write_text(folder / LOCK_FILE, '{"process": 1, "command": "claimwire", "since": "2031-05-05T00:00:00+00:00"}')
    with locked(folder, 0):
        pass


def shortened(layer: Annotation) -> Annotation:
    """Return a layer whose first claim ends one code point after its article's text would."""
    claim = layer.claims[0]
    last = claim.spans[-1]
    spans = (*claim.spans[:-1], last.model_copy(update={"end": 10**6}))
    return layer.model_copy(update={"claims": (claim.model_copy(update={"spans": spans}), *layer.claims[1:])})


def test_records_with_a_problem_are_not_written_and_the_problem_is_named(small: Workspace, folder: Path) -> None:
    before = files(folder)
    layer = shortened(read_corpus(folder).layers["heron_a_ada"])
    with (
        pytest.raises(
            RecordError,
            match=r"bring a problem into annotations/heron:\n  annotations/heron/annotations.jsonl:1: claim .*: ",
        ),
        editing(folder, guard=guard_of(small)) as edit,
    ):
        edit.merge("annotations", [layer])
    assert files(folder) == before


@pytest.mark.parametrize("held", [0, 1, 2])
def test_the_problems_are_reported_with_their_articles(
    held: int, small: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claimwire.checks.guard.HELD", held)
    corpus = read_corpus(folder)
    with pytest.raises(NewProblemsError) as caught, editing(folder, guard=guard_of(small)) as edit:
        edit.merge("annotations", [shortened(corpus.layers["heron_a_ada"]), shortened(corpus.layers["heron_b_ada"])])
    assert [new.article_id for new in caught.value.problems] == ["heron_a", "heron_b"]
    assert {new.problem.path for new in caught.value.problems} == {"annotations/heron/annotations.jsonl"}


def test_a_change_that_is_only_tried_is_held_against_the_guard_and_changes_nothing(
    small: Workspace, folder: Path
) -> None:
    before = {path: path.read_bytes() for path in small.root.rglob("*") if path.is_file()}
    layer = read_corpus(folder).layers["heron_a_ada"]
    with trying(folder, guard=guard_of(small)) as edit:
        edit.merge("annotations", [layer.model_copy(update={"date": "2031-06-09"})])
    with (
        pytest.raises(RecordError, match="bring a problem into annotations/heron"),
        trying(folder, guard=guard_of(small)) as edit,
    ):
        edit.merge("annotations", [shortened(layer)])
    assert {path: path.read_bytes() for path in small.root.rglob("*") if path.is_file()} == before


def test_a_problem_that_is_there_already_is_no_reason_to_refuse(small: Workspace, folder: Path) -> None:
    corpus = read_corpus(folder)
    with editing(folder) as edit:
        edit.merge("annotations", [shortened(corpus.layers["heron_a_ada"])])
    other = corpus.layers["heron_a_bela"].model_copy(update={"date": "2031-06-09"})
    with editing(folder, guard=guard_of(small)) as edit:
        edit.merge("annotations", [other])
    assert read_corpus(folder).layers["heron_a_bela"].date == "2031-06-09"


def test_a_new_line_that_is_not_as_records_are_written_is_refused_and_one_that_stays_is_not(
    small: Workspace, folder: Path
) -> None:
    facts = folder / "facts.jsonl"
    write_text(facts, facts.read_text(encoding="utf-8").replace("{", "{ ", 1))
    layer = read_corpus(folder).layers["heron_a_ada"].model_copy(update={"date": "2031-06-09"})
    line = record_json(layer)
    with pytest.raises(NewProblemsError) as caught, editing(folder, guard=guard_of(small)) as edit:
        edit.merge_lines("annotations", [as_line(layer, line.replace("{", "{ ", 1))])
    assert [new.problem.check_id for new in caught.value.problems] == ["line-not-canonical"]
    with editing(folder, guard=guard_of(small)) as edit:
        edit.merge_lines("annotations", [as_line(layer, line)])
    assert read_corpus(folder).layers["heron_a_ada"] == layer


def as_line(layer: Annotation, json: str) -> Any:
    """Return a layer as a line of JSON, written in any way."""
    return SimpleNamespace(**dict(layer), json=json.encode())


def test_an_article_that_nobody_has_annotated_is_no_reason_to_refuse(small: Workspace, folder: Path) -> None:
    with editing(folder, guard=guard_of(small)) as edit:
        edit.replace("annotations", [])
        edit.replace("claims", [])
        edit.replace("adjudications", [])
        edit.replace("links", [])
        edit.replace("links_refused", [])
    assert read_corpus(folder).claims == {}


def test_a_folder_that_takes_the_place_of_another_is_there_whole_after_a_kill(tmp_path: Path) -> None:
    def ready() -> Path:
        made = tmp_path / "ready"
        write_text(made / "1.0.0" / "new.txt", "new\n")
        return made

    write_text(tmp_path / "1.0.0" / "old.txt", "old\n")
    commit(tmp_path, ready())
    assert [path.name for path in (tmp_path / "1.0.0").iterdir()] == ["new.txt"]
    write_text(tmp_path / "1.0.0" / "more.txt", "old\n")
    ready().rename(tmp_path / ".commit")
    shutil.rmtree(tmp_path / "1.0.0")  # killed after it removed the older folder
    finish(tmp_path)
    assert [path.name for path in (tmp_path / "1.0.0").iterdir()] == ["new.txt"]
    assert not (tmp_path / ".commit").exists()
