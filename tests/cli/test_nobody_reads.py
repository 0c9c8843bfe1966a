"""A command whose output nobody reads to the end, as behind `| head`, does all of its work and prints no error."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from small import OPEN

from claimwire.corpus.workspace import Workspace

ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))}
COMMAND = (sys.executable, "-c", "from claimwire.cli import main; main()")


def unread(root: Path, *arguments: str, errors_too: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, whose output goes to a pipe that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    errors = subprocess.STDOUT if errors_too else subprocess.PIPE
    try:
        return subprocess.run(
            [*COMMAND, *arguments],
            cwd=root,
            env=ENVIRONMENT,
            stdout=writing,
            stderr=errors,
            text=True,
            check=False,
            timeout=120,
        )
    finally:
        os.close(writing)


@pytest.mark.parametrize("errors_too", [False, True], ids=["stdout", "both"])
def test_an_export_that_nobody_watches_writes_every_file(small: Workspace, tmp_path: Path, errors_too: bool) -> None:
    result = unread(small.root, "export", OPEN, str(tmp_path / "out"), errors_too=errors_too)
    assert (result.returncode, result.stderr or "") == (0, "")
    written = {path.stem for path in (tmp_path / "out").iterdir()}
    assert written == set(small.corpus(OPEN).articles)
    assert len(written) > 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("check",),
        ("show", OPEN),
        ("show", OPEN, "--json"),
        ("agreement", OPEN),
        ("agreement", OPEN, "--json"),
        ("schema", "quoted-claim"),
        ("event", "list"),
        ("build", "--no-load"),
    ],
    ids=" ".join,
)
def test_no_error_and_no_traceback_is_printed(small: Workspace, arguments: tuple[str, ...]) -> None:
    result = unread(small.root, *arguments)
    assert (result.returncode, result.stderr) == (0, "")


def test_what_was_found_still_counts(small: Workspace) -> None:
    path = small.corpus_folder(OPEN) / "claims.jsonl"
    path.write_text(path.read_text() + "no record\n")
    assert unread(small.root, "check").returncode == 1


def test_a_reader_that_stops_gets_the_first_lines(small: Workspace) -> None:
    command = subprocess.Popen(
        [*COMMAND, "show", OPEN, "--json"],
        cwd=small.root,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert command.stdout is not None
    assert command.stderr is not None
    assert command.stdout.readline().startswith("{")
    command.stdout.close()
    errors = command.stderr.read()
    command.stderr.close()
    assert (command.wait(60), errors) == (0, "")
