"""Records written by hand come into their one form, and none of them changes or is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from small import OPEN

from claimwire.checks import load
from claimwire.checks import run as run_checks
from claimwire.cli import group
from claimwire.corpus.corpus import TABLE_BY_NAME, TABLES
from claimwire.corpus.workspace import Workspace
from claimwire.errors import WorkspaceError
from claimwire.upkeep.canonical import formatted, record_files

EVENTS = TABLE_BY_NAME["events"]
EVENT = {"name": "Fähre", "event_id": "ferry", "event_type": "disaster", "description": "A ferry sank."}
LINE = '{"description":"A ferry sank.","event_id":"ferry","event_type":"disaster","name":"Fähre"}\n'


@pytest.fixture
def here(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(small.root)
    return small


def contents(workspace: Workspace) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in record_files(workspace)}


FORMS = {
    "other order, spaces and escapes": (json.dumps(EVENT) + "\n", ["line 1: column 3: 'name"]),
    "a field at its default": (
        LINE.replace("}", ',"part_of_id":null,"same_as":[]}'),
        ["line 1: column 89: ',\"part_of_id"],
    ),
    "no line end": (LINE.rstrip("\n"), ["the last line gets a line feed"]),
    "line ends of Windows": (LINE.replace("\n", "\r\n"), ["line 1: column 90: '\\r' -> ''"]),
    "blank lines": (f"\n{LINE}  \n\n", ["line 1: the blank", "line 3: the blank", "line 4: the blank"]),
    "a byte order mark": (f"\ufeff{LINE}", ["line 1: the byte order mark is removed"]),
    "as it is": (LINE, []),
}


@pytest.mark.parametrize(("text", "changes"), FORMS.values(), ids=FORMS)
def test_a_record_comes_into_its_one_form(text: str, changes: list[str]) -> None:
    made = formatted(text.encode(), EVENTS)
    assert made.content.decode() == LINE
    assert made.problems == ()
    assert [told.startswith(change) for told, change in zip(made.changes, changes, strict=True)] == [True] * len(
        changes
    )
    assert formatted(made.content, EVENTS) == formatted(LINE.encode(), EVENTS)


def test_an_empty_file_stays_empty() -> None:
    assert formatted(b"", EVENTS).content == b""


PROBLEMS = {
    "a key twice": (
        '{"name":"a","name":"b"}\n',
        "line 1: the key 'name' is there twice in one object; keep one of them",
    ),
    "no JSON": ("{name: 1}\n", "line 1: column 2: a key in double quotes was expected"),
    "another field": (LINE.replace("}", ',"nme":"x"}'), "line 1: no field is called nme"),
    "several lines": ('{\n"name": "a"\n}\n', "line 1: the object that begins here goes over several lines"),
    "a list": (f"[{LINE.strip()}]\n", "line 1: here begins a list"),
}


@pytest.mark.parametrize(("text", "message"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_would_be_lost_is_refused_with_its_line(text: str, message: str) -> None:
    (problem,) = formatted(text.encode(), EVENTS).problems
    assert problem.startswith(message)


def test_a_file_that_is_not_utf8_is_refused() -> None:
    assert formatted(LINE.encode("latin-1"), EVENTS).problems == ("byte 83 is not UTF-8; save the file as UTF-8",)


def test_lines_come_into_the_order_of_their_table(small: Workspace) -> None:
    path = small.corpus_folder(OPEN) / "articles.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    made = formatted(b"".join([lines[-1], *lines[:-1]]), TABLE_BY_NAME["articles"])
    assert made.content == path.read_bytes()
    assert made.changes == (f"line 1 comes after line {len(lines)}",)


def test_the_small_repository_is_in_its_form_already(small: Workspace) -> None:
    for path, table in record_files(small).items():
        assert formatted(path.read_bytes(), table).changes == ()
        assert formatted(path.read_bytes(), table).content == path.read_bytes()


@given(data=st.data())
def test_however_a_record_is_written_it_is_the_same_afterwards(small_built: Workspace, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(TABLES))
    path = small_built.corpus_folder(OPEN) / f"{table.name}.jsonl"
    if not path.is_file() or not path.read_text():
        return
    lines = data.draw(st.lists(st.sampled_from(path.read_text().splitlines()), min_size=1, max_size=4, unique=True))

    def scrambled(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: scrambled(value[key]) for key in data.draw(st.permutations(sorted(value)))}
        return [scrambled(item) for item in value] if isinstance(value, list) else value

    ascii_only, spaces = data.draw(st.booleans()), data.draw(st.sampled_from([(",", ":"), (", ", ": "), (" ,", "\t:")]))
    text = "".join(
        json.dumps(scrambled(json.loads(line)), ensure_ascii=ascii_only, separators=spaces) + "\n" for line in lines
    )
    made = formatted(text.encode(), table)
    assert made.problems == ()
    assert sorted(made.content.decode().splitlines()) == sorted(lines)


# The command


def test_the_command_brings_all_files_into_form(here: Workspace) -> None:
    before = contents(here)
    for path in (here.corpus_folder(OPEN) / "events.jsonl", here.annotators_file):
        path.write_text("".join(json.dumps(json.loads(x)) + "\n\n" for x in path.read_text().splitlines()))
    changed = contents(here)
    told = CliRunner().invoke(group, ["fmt", "--check"])
    assert told.exit_code == 1
    assert told.stdout.endswith(f"2 of {len(before)} files would change\n")
    assert contents(here) == changed
    done = CliRunner().invoke(group, ["fmt"])
    assert (done.exit_code, done.stderr) == (0, "")
    assert "annotations/heron/events.jsonl: line 1: column 16: " in done.stdout
    assert "annotations/heron/events.jsonl: and " in done.stdout
    assert contents(here) == before
    again = CliRunner().invoke(group, ["fmt", "--check"])
    assert (again.exit_code, again.stdout) == (0, f"0 of {len(before)} files would change\n")
    with load(here) as repository:
        assert not [x for x in run_checks(repository, level=1) if x.check_id == "line-not-canonical"]


def test_nothing_is_written_while_a_line_is_faulty(here: Workspace) -> None:
    (here.corpus_folder(OPEN) / "events.jsonl").write_text(json.dumps(EVENT) + "\n")
    with (here.corpus_folder("rook") / "events.jsonl").open("a") as stream:
        stream.write('{"name":"a","name":"b"}\n')
    before = contents(here)
    done = CliRunner().invoke(group, ["fmt"])
    assert done.exit_code == 1
    assert "annotations/rook/events.jsonl: line " in done.stderr
    assert done.stderr.endswith(
        "the key 'name' is there twice in one object; keep one of them\nnothing was written: fix these lines first\n"
    )
    assert contents(here) == before


def test_only_the_files_that_are_named_change(here: Workspace) -> None:
    events, facts = (here.corpus_folder(OPEN) / f"{name}.jsonl" for name in ("events", "facts"))
    for path in (events, facts):
        path.write_text(path.read_text() + "\n")
    assert CliRunner().invoke(group, ["fmt", "annotations/heron/events.jsonl"]).exit_code == 0
    assert not events.read_text().endswith("\n\n")
    assert facts.read_text().endswith("\n\n")


def test_a_file_that_holds_no_records_is_refused(here: Workspace) -> None:
    result = CliRunner().invoke(group, ["fmt", "annotations/release.toml"])
    assert isinstance(result.exception, WorkspaceError)
    assert str(result.exception).startswith("annotations/release.toml is not a file of records of this repository")
