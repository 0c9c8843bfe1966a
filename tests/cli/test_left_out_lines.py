"""No command leaves a faulty line out in silence: it names file and line on standard error and does not end with 0."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from every_command import CORPUS_READERS, OTHERS, all_commands, arguments_of, write_inputs
from small import OPEN

from claimwire.cli import group
from claimwire.corpus.corpus import TABLES
from claimwire.corpus.workspace import Workspace

FAULTY = '{"no": "record"}\n'


@pytest.fixture
def here(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The small repository as the current folder, with the files that commands name."""
    write_inputs(small)
    monkeypatch.chdir(small.root)
    return small


def add_line(path: Path, line: str = FAULTY, *, first: bool = False) -> int:
    """Add a line to a file and return its number."""
    lines = path.read_text(encoding="utf-8").split("\n")[:-1] if path.is_file() else []
    text = [line.rstrip("\n"), *lines] if first else [*lines, line.rstrip("\n")]
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    return 1 if first else len(text)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, arguments)


def told(result: Result) -> str:
    """Return what a command says is wrong; `main` prints the message of an error."""
    error = "" if isinstance(result.exception, SystemExit) else str(result.exception or "")
    return f"{result.stderr}\n{error}"


def test_every_command_is_walked() -> None:
    """A new command belongs into `CORPUS_READERS`, or into `OTHERS` with the reason."""
    names = {name for name in all_commands() if any(line == name or line.startswith(f"{name} ") for line in READERS)}
    assert names | OTHERS.keys() == set(all_commands())
    assert not names & OTHERS.keys()


READERS = list(CORPUS_READERS)


@pytest.mark.parametrize("line", READERS)
def test_without_a_faulty_line_nothing_is_left_out(line: str, here: Workspace) -> None:
    result = run(*arguments_of(line))
    assert "left out" not in result.stderr.replace("pieces left out", "")
    assert isinstance(result.exception, SystemExit | None), repr(result.exception)


@pytest.mark.parametrize("line", READERS)
def test_a_faulty_line_is_named_and_the_command_does_not_end_with_0(line: str, here: Workspace) -> None:
    folder = "rook" if "rook" in CORPUS_READERS[line] else OPEN
    path = here.corpus_folder(folder) / "links.jsonl"
    number = add_line(path)
    result = run(*arguments_of(line))
    assert f"annotations/{folder}/links.jsonl:{number}" in told(result)
    assert result.exit_code != 0


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_the_lines_of_every_table_count(table: str, here: Workspace) -> None:
    path = here.corpus_folder(OPEN) / f"{table}.jsonl"
    number = add_line(path)
    result = run("show", OPEN)
    assert f"annotations/heron/{table}.jsonl:{number}: this line was left out: " in result.stderr
    assert result.stderr.endswith("; see `claimwire check`\n")
    assert result.exit_code == 1


def test_what_is_there_is_shown_and_the_first_of_several_lines_is_named_with_their_number(here: Workspace) -> None:
    whole = run("show", OPEN, "--json").stdout
    path = here.corpus_folder(OPEN) / "claims.jsonl"
    add_line(path)
    add_line(path, first=True)
    result = run("show", OPEN, "--json")
    assert result.stdout == whole
    assert len(result.stderr.splitlines()) == 1
    assert "annotations/heron/claims.jsonl:1: 2 lines (this is the first) were left out: " in result.stderr
    assert result.exit_code == 1


def test_every_file_has_a_line_of_its_own(here: Workspace) -> None:
    for name in ("claims", "annotations"):
        add_line(here.corpus_folder(OPEN) / f"{name}.jsonl")
    result = run("conflicts", OPEN)
    assert re.findall(r"heron/(\w+)\.jsonl:\d+: this line", result.stderr) == ["annotations", "claims"]


@pytest.mark.parametrize(
    ("file", "arguments"),
    [
        ("annotations/annotators.jsonl", ["agreement", OPEN, "--resamples", "0"]),
        ("annotations/annotators.jsonl", ["adjudicate", OPEN, "--soft", "soft.jsonl"]),
        ("annotations/annotators.jsonl", ["annotator", "list"]),
        ("annotations/rulings.jsonl", ["rulings"]),
        ("annotations/rulings.jsonl", ["rulings", "--sheet", "sheet.jsonl"]),
        ("dataset/splits.jsonl", ["duplicates", OPEN]),
        ("dataset/splits.jsonl", ["agreement", OPEN, "--split", "train", "--resamples", "0"]),
    ],
)
def test_files_that_corpora_share_count_too(file: str, arguments: list[str], here: Workspace) -> None:
    number = add_line(here.root / file)
    result = run(*arguments)
    assert f"{file}:{number}: this line was left out" in result.stderr
    assert result.exit_code == 1


def test_a_command_that_refuses_says_which_line_it_did_not_read(here: Workspace) -> None:
    """The layer that it misses may be on that line."""
    path = here.corpus_folder(OPEN) / "annotations.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    kept = [json.dumps(line, ensure_ascii=False) for line in lines if line["annotator_id"] != "tally"]
    path.write_text("\n".join([*kept, FAULTY]), encoding="utf-8")
    result = run("labelstudio", "export-tasks", OPEN, "tasks.json", "--layer", "tally")
    assert "heron has no layer of 'tally'" in str(result.exception)
    assert f"annotations.jsonl:{len(kept) + 1}: this line was left out" in result.stderr
    assert not (here.root / "tasks.json").exists()


def test_a_status_other_than_0_stays(here: Workspace) -> None:
    add_line(here.corpus_folder(OPEN) / "claims.jsonl")
    assert run("show", OPEN, "--offsets", "none").exit_code == 2


def test_a_repository_that_is_read_from_python_gives_the_faults_to_whom_it_may_concern(small: Workspace) -> None:
    seen = []
    add_line(small.corpus_folder(OPEN) / "events.jsonl")
    Workspace(small.root, seen.extend).corpus(OPEN)
    assert [fault.path.name for fault in seen] == ["events.jsonl"]
    Workspace(small.root, seen.extend).corpus("rook")
    assert len(seen) == 1
