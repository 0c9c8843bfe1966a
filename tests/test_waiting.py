"""Commands that write wait for each other as long as they are told, and then say who writes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small import DOCUMENTS, OPEN

from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.lock import LOCK_FILE, locked
from claimwire.corpus.records import canonical_json, sha256_file
from claimwire.corpus.workspace import Workspace
from claimwire.errors import LockedError

WRITING = (
    "adjudicate",
    "anchor",
    "build",
    "corpus add",
    "dehydrate",
    "duplicates",
    "entities",
    "ingest",
    "labelstudio import-results",
    "labelstudio pull",
    "link",
    "migrate",
    "revise",
)
"""Every command that writes to a corpus or to the folder of releases."""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, arguments)


def files(root: Path) -> dict[str, str]:
    paths = (path for path in root.rglob("*") if path.is_file() and path.name != LOCK_FILE)
    return {path.relative_to(root).as_posix(): sha256_file(path) for path in paths}


@pytest.mark.parametrize("command", WRITING)
def test_every_command_that_writes_can_be_told_how_long_to_wait(command: str) -> None:
    shown = " ".join(run(*command.split(), "--help").output.split())
    assert "--wait SECONDS How long to wait while another command writes the same. [default: 60.0;" in shown


@pytest.mark.parametrize(
    ("folder", "command"),
    [
        ("dataset", ("build", "--no-load")),
        ("annotations", ("corpus", "add", "egret")),
        ("dataset", ("build", "--no-load", "--release")),
        ("dataset", ("duplicates", "--from", str(DOCUMENTS), "--write")),
        (f"annotations/{OPEN}", ("ingest", OPEN, "new.txt", "--outlet", "lakeside_post", "--published", "2031-05-05")),
        (f"annotations/{OPEN}", ("revise", OPEN, "revisions.jsonl", "--adjudicator", "cleo", "--write")),
        (f"annotations/{OPEN}", ("entities", OPEN, "--apply", "entities.jsonl", "--annotator", "cleo", "--write")),
        (f"annotations/{OPEN}", ("migrate", OPEN, "--write")),
    ],
    ids=lambda value: " ".join(value[:3:2]) if isinstance(value, tuple) else value,
)
def test_who_does_not_wait_is_told_who_writes_and_changes_nothing(
    small: Workspace, folder: str, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small.root)
    write_text(small.root / "new.txt", "Pier opens\n\nThe pier at Orlan opened.\n")
    revision = {"claim": "heron_a_c01", "set": {"comment": "Once more."}, "reason": "It was read again."}
    write_text(small.root / "revisions.jsonl", f"{canonical_json(revision)}\n")
    write_text(small.root / "entities.jsonl", "")
    before = files(small.root)
    with locked(small.root / folder):
        refused = run(*command, "--wait", "0").exception
    assert isinstance(refused, LockedError)
    assert f"{folder} is being written by process {os.getpid()} (" in str(refused)
    assert "waited 0 s. Try again when that is done, or wait longer with --wait SECONDS" in str(refused)
    assert files(small.root) == before


def test_one_cannot_wait_for_less_than_no_time(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small.root)
    assert run("build", "--wait", "-1").exit_code == 2
