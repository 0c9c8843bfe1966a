"""What a command does with what cannot be read or written: one message with the file, a status, nothing half done."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from small import DOCUMENTS, OPEN, STANDOFF

import claimwire.cli.show_text
from claimwire.cli import DEFECT, UNUSABLE, group, main
from claimwire.corpus.atomic import write_bytes
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError
from claimwire.versions import SCHEMA_VERSION
from tests.told_problems import told_problems

DEEP = 100_000
"""Brackets within brackets, far beyond what Python's parsers can take."""

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command as from a shell; return its exit status and what it wrote to standard error."""

    def run_main(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["claimwire", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        assert isinstance(code, int)
        return code, capsys.readouterr().err

    return run_main


@pytest.fixture
def here(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(small.root)
    monkeypatch.delenv("CLAIMWIRE_DEBUG", raising=False)
    return small


def tree(root: Path) -> dict[str, bytes]:
    """Return every file below a folder, but those of locks, which say nothing of the data."""
    files = (path for path in root.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


TOML = {
    "brackets": "x = " + "[" * DEEP,
    "a long number": "x = " + "9" * 5000,
    "a long key": "x" + ".x" * DEEP + " = 1",
    "a long key of quoted parts": '"x"' + '."x"' * DEEP + " = 1",
    "a long name of a table": "[x" + ".x" * DEEP + "]",
    "a long key in an inline table": "x = {x" + ".x" * DEEP + " = 1}",
    "another encoding": "name = 'caf\udce9'",
    "NUL": "\0",
}


@pytest.mark.parametrize("content", TOML.values(), ids=TOML)
@pytest.mark.parametrize("file", ["release.toml", "outlets/quay_radio.toml", "heron/corpus.toml"])
def test_a_toml_file_that_cannot_be_parsed_is_named(content: str, file: str, here: Workspace, run: Run) -> None:
    (here.annotations / file).write_bytes(content.encode("utf-8", "surrogateescape"))
    before = tree(here.root)
    status, message = run("conflicts")
    assert status == UNUSABLE
    assert message.startswith("claimwire: ")
    assert f"annotations/{file}: " in message
    assert tree(here.root) == before
    status, message = run("build")
    assert status == UNUSABLE
    assert file in message


@pytest.mark.parametrize("content", TOML.values(), ids=TOML)
def test_check_reports_a_toml_file_that_cannot_be_parsed_as_a_problem(content: str, here: Workspace) -> None:
    (here.annotations / "outlets" / "quay_radio.toml").write_bytes(content.encode("utf-8", "surrogateescape"))
    status, said = told_problems()
    assert "annotations/outlets/quay_radio.toml: toml-invalid: " in said
    assert status == 1


def test_a_key_of_a_hundred_parts_can_be_read_and_one_more_cannot(here: Workspace, run: Run) -> None:
    path = here.annotations / "outlets" / "quay_radio.toml"
    for dots, told in ((99, "no field is called "), (100, "a key has more than 100 parts")):
        path.write_text("x" + ".x" * dots + " = 1", encoding="utf-8")
        assert told in run("conflicts")[1]


JSON = {
    "brackets": "[" * DEEP,
    "braces": '{"a":' * DEEP,
    "a long number": '{"id": "x", "label": ' + "9" * 5000 + "}",
    "half of a surrogate pair": '{"id": "x", "statement": "\\ud800"}',
    "half of a surrogate pair as a key": '{"\\udc00": 1}',
    "the end of a pair before its beginning": '{"id": "x", "note": "\\udc00\\ud800"}',
}


@pytest.mark.parametrize("content", JSON.values(), ids=JSON)
def test_a_line_of_json_that_cannot_be_parsed_is_named(content: str, here: Workspace, run: Run) -> None:
    """In a quoted layer, in decisions, in records to ingest, in an export, and in each table."""
    before = tree(here.annotations)
    (here.root / "heron_a.jsonl").write_text(content + "\n", encoding="utf-8")
    status, message = run("anchor", OPEN, "heron_a.jsonl", "--annotator", "cleo")
    assert (status, "heron_a.jsonl:1: " in message) == (1, True)
    status, message = run("revise", OPEN, "heron_a.jsonl", "--adjudicator", "cleo")
    assert (status, "heron_a.jsonl:1: " in message) == (1, True)
    status, message = run("entities", OPEN, "--apply", "heron_a.jsonl", "--annotator", "cleo")
    assert (status, "heron_a.jsonl:1: " in message) == (1, True)
    status, message = run("rulings", "--score", "heron_a.jsonl")
    assert (status, "heron_a.jsonl:1: " in message) == (UNUSABLE, True)
    (here.root / "work").mkdir()
    (here.root / "work" / "heron_a.jsonl").write_text(content + "\n", encoding="utf-8")
    status, message = run("adjudicate", OPEN, "work", "--adjudicator", "cleo")
    assert (status, "heron_a.jsonl:1: " in message) == (1, True)
    status, message = run("ingest", OPEN, "heron_a.jsonl", "--recipe", "jsonl-field", "--outlet", "quay_radio")
    assert (status, "heron_a.jsonl" in message) == (UNUSABLE, True)
    status, message = run("hydrate", STANDOFF, "--from", "heron_a.jsonl", "--dry-run")
    assert status == 1
    (here.root / "export.json").write_text(f"[{content}]", encoding="utf-8")
    status, message = run("labelstudio", "import-results", OPEN, "export.json")
    assert status in (1, UNUSABLE)
    assert "defect" not in message
    assert tree(here.annotations) == before


@pytest.mark.parametrize("table", ["claims", "articles", "annotations", "facts"])
@pytest.mark.parametrize("content", JSON.values(), ids=JSON)
def test_a_line_of_a_table_that_cannot_be_parsed_is_left_out_and_named(
    content: str, table: str, here: Workspace, run: Run
) -> None:
    path = here.corpus_folder(OPEN) / f"{table}.jsonl"
    number = len(path.read_bytes().splitlines()) + 1
    path.write_bytes(path.read_bytes() + content.encode() + b"\n")
    status, message = run("show", OPEN)
    assert status == 1
    assert f"{table}.jsonl:{number}: this line was left out" in message


def test_a_pair_of_surrogates_is_a_character(here: Workspace, run: Run) -> None:
    (here.root / "heron_a.jsonl").write_text('{"id": "x", "statement": "\\ud83d\\ude00"}\n', encoding="utf-8")
    assert "surrogate" not in run("anchor", OPEN, "heron_a.jsonl", "--annotator", "cleo")[1]


def test_a_name_that_is_not_utf_8_writes_nothing(here: Workspace, run: Run) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    Path(name).write_text("A ferry\n\nIt sank.\n\nNobody was hurt.\n", encoding="utf-8")
    before = tree(here.annotations)
    arguments = ("ingest", OPEN, name, "--outlet", "quay_radio", "--published", "2031-05-05")
    assert run(*arguments)[0] == UNUSABLE
    assert tree(here.annotations) == before


def test_a_folder_in_place_of_an_outlet_s_file_is_named(here: Workspace, run: Run) -> None:
    (here.annotations / "outlets" / "x.toml").mkdir()
    status, message = run("conflicts")
    assert status == UNUSABLE
    assert "annotations/outlets/x.toml: cannot be read: Is a directory" in message
    assert "outlets/x.toml: toml-invalid: " in told_problems()[1]


@pytest.mark.parametrize("name", ["claims.jsonl", "articles.jsonl"])
def test_what_may_not_be_read_is_named(name: str, here: Workspace, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """As root reads everything, the system's refusal is made here."""
    path = here.corpus_folder(OPEN) / name
    whole = Path.open

    def opened(self: Path, *arguments: object, **options: object) -> object:
        if self == path:
            raise PermissionError(13, "Permission denied", str(self))
        return whole(self, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", opened)
    status, message = run("show", OPEN)
    assert (status, message) == (UNUSABLE, f"claimwire: {path}: Permission denied\n")


@pytest.mark.parametrize("step", ["fsync", "open", "replace"])
def test_a_full_disk_names_the_file_and_leaves_nothing(
    step: str, small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    path = small.root / "made.json"
    before = tree(small.root)
    monkeypatch.setattr(Path if step == "replace" else os, step, fail)
    with pytest.raises(OSError, match="No space left on device") as raised:
        write_bytes(path, b"x")
    assert raised.value.filename == str(path)
    assert tree(small.root) == before


def test_a_full_disk_at_a_command_is_an_error_with_the_file(
    here: Workspace, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    status, message = run("labelstudio", "export-tasks", OPEN, "tasks.json")
    assert (status, message) == (UNUSABLE, "claimwire: tasks.json: No space left on device\n")


def test_a_place_that_cannot_be_a_folder_is_named(here: Workspace, run: Run) -> None:
    (here.root / "file").write_text("", encoding="utf-8")
    status, message = run("conflicts", OPEN, "--html", "file/conflicts.html")
    assert status == UNUSABLE
    assert "Invalid value for '--html': file/conflicts.html: there is no folder file; make it first" in message


@pytest.mark.parametrize("kind", ["size", "cut", "no archive"])
def test_a_damaged_archive_is_named(kind: str, here: Workspace, run: Run) -> None:
    path = here.root / "texts.tar"
    with tarfile.open(path, "w") as archive:
        for document in sorted(DOCUMENTS.iterdir()):
            archive.add(document, document.name)
    content = bytearray(path.read_bytes())
    if kind == "size":
        content[124:136] = b"\xff" * 12
        head = bytes(content[:148]) + b" " * 8 + bytes(content[156:512])
        content[148:156] = f"{sum(head):06o}\0 ".encode()
    path.write_bytes({"cut": bytes(content[:700]), "no archive": b"x" * 700}.get(kind, bytes(content)))
    status, message = run("hydrate", STANDOFF, "--from", "texts.tar", "--dry-run")
    assert status == UNUSABLE
    assert message.startswith("claimwire: texts.tar ")


@pytest.mark.parametrize("name", ["DATASET_CARD.md", "README.md"])
@pytest.mark.parametrize("damage", ["missing", "not UTF-8", "a folder"])
def test_a_document_that_cannot_be_read_stops_a_release_before_anything_is_published(
    damage: str, name: str, here: Workspace, run: Run
) -> None:
    path = here.root / name
    path.unlink()
    if damage == "not UTF-8":
        path.write_bytes(b"caf\xe9\n")
    elif damage == "a folder":
        path.mkdir()
    before = tree(here.dataset)
    status, message = run("build", "--no-load", "--release")
    if name == "README.md" and damage != "not UTF-8":
        assert status == 0  # a repository need not have one
        return
    assert (status, name in message) == (UNUSABLE, True)
    assert tree(here.dataset) == before


def test_a_release_needs_the_published_schema(here: Workspace, run: Run) -> None:
    (here.schema / SCHEMA_VERSION / "SHA256SUMS").unlink()
    before = tree(here.root)
    status, message = run("build", "--no-load")
    assert status == UNUSABLE
    assert (
        f"schema/{SCHEMA_VERSION}/SHA256SUMS: schema {SCHEMA_VERSION} is not written; run `claimwire schema --write`"
        in message
    )
    assert tree(here.root) == before


@pytest.mark.parametrize("arguments", [["build", "--no-load"], ["schema", "--check"], ["schema", "claim"]])
def test_without_docstrings_nothing_is_made_of_them(arguments: list[str], small: Workspace) -> None:
    environment = os.environ | {"PYTHONOPTIMIZE": "2", "PYTHONPATH": os.pathsep.join(sys.path)}
    code = f"import sys; sys.argv = {['claimwire', *arguments]!r}; from claimwire.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=small.root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == UNUSABLE
    assert "PYTHONOPTIMIZE=2" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def defective(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("nobody\x1b[8m expected this")

    monkeypatch.setattr(claimwire.cli.show_text, "slot_summary", fail)


@pytest.mark.usefixtures("defective")
def test_a_defect_is_said_to_be_one_and_has_a_status_of_its_own(here: Workspace, run: Run) -> None:
    status, message = run("show", OPEN)
    assert status == DEFECT == 70
    assert "this is a defect in claimwire, please report it with this:" in message
    assert "KeyError: 'nobody\\x1b[8m expected this'" in message
    assert "Traceback" not in message
    assert "--debug" in message


@pytest.mark.usefixtures("defective")
@pytest.mark.parametrize("arguments", [["--debug", "show", OPEN], ["show", "--debug", OPEN], ["show", OPEN, "--debug"]])
def test_the_traceback_is_shown_on_request_before_and_after_the_command(
    arguments: list[str], here: Workspace, run: Run
) -> None:
    status, message = run(*arguments)
    assert status == DEFECT
    assert "Traceback (most recent call last)" in message


@pytest.mark.usefixtures("defective")
@pytest.mark.parametrize(("value", "shown"), [("1", True), ("yes", True), ("0", False), ("", False)])
def test_the_environment_can_ask_for_the_traceback(
    value: str, shown: bool, here: Workspace, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMWIRE_DEBUG", value)
    assert ("Traceback" in run("show", OPEN)[1]) is shown


def test_an_error_of_the_input_shows_its_traceback_on_request_only(here: Workspace, run: Run) -> None:
    status, message = run("show", "nobody")
    assert (status, message) == (UNUSABLE, "claimwire: no corpus is called 'nobody'; there are: heron, rook\n")
    status, message = run("show", "nobody", "--debug")
    assert status == UNUSABLE
    assert "Traceback" in message


@pytest.mark.parametrize("arguments", [["audit", "sample"], ["labelstudio", "adjudicate", "push"], ["check"]])
def test_every_command_has_the_option(arguments: list[str]) -> None:
    shown = CliRunner().invoke(group, [*arguments, "--help"]).stdout
    assert shown.count("--debug") == 1


@pytest.mark.parametrize("name", ["../..", "..", ".", "heron/", "heron/../rook", "", "outlets"])
def test_a_corpus_is_named_by_its_id_and_not_by_a_path(name: str, small: Workspace) -> None:
    with pytest.raises(ClaimwireError, match="no corpus is called"):
        small.corpus_folder(name)


def test_files_and_copies_that_editors_leave_are_not_read(here: Workspace, run: Run) -> None:
    """Emacs locks a file by a link to nothing; others copy files and folders under hidden names."""
    heron = here.corpus_folder(OPEN)
    assert run("build", "--no-load")[0] == 0
    manifest = json.loads((here.draft / "manifest.json").read_text(encoding="utf-8"))
    (heron / ".#claims.jsonl").symlink_to("somebody@somewhere.1234:1")
    (heron / ".claims.jsonl").write_text("{", encoding="utf-8")
    (here.annotations / "outlets" / ".#quay_radio.toml").symlink_to("somebody@somewhere.1234:1")
    (here.annotations / "outlets" / ".quay_radio.toml").write_text("{", encoding="utf-8")
    (here.annotations / ".heron.bak").mkdir()
    for path in heron.iterdir():
        if path.is_file() and not path.name.startswith("."):
            (here.annotations / ".heron.bak" / path.name).write_bytes(path.read_bytes())
    assert here.corpus_ids() == [OPEN, STANDOFF]
    assert run("build", "--no-load")[0] == 0
    assert json.loads((here.draft / "manifest.json").read_text(encoding="utf-8"))["inputs"] == manifest["inputs"]
    assert run("check")[0] == 0
    assert run("conflicts")[0] == 0


def test_a_private_file_stays_private_when_the_disk_is_full(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    path = small.root / "key"
    write_bytes(path, b"x", 0o600)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        write_bytes(path, b"y", 0o600)
    assert path.read_bytes() == b"x"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
