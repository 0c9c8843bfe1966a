"""Long output on a terminal goes through the reader's pager, and nowhere else."""

from __future__ import annotations

import os
import pty
import re
import struct
import subprocess
import sys
import termios
from fcntl import ioctl
from pathlib import Path

import pytest
from click.testing import CliRunner
from small import OPEN

from claimwire.cli import group
from claimwire.corpus.workspace import Workspace

PAGED = "the pager has it"
SOURCE = Path(__file__).resolve().parents[2] / "src"


def in_terminal(arguments: list[str], folder: Path, pager: str, rows: int) -> str:
    """Run the command in a terminal of some height and return what is on it."""
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, 100, 0, 0))
    code = f"import sys; sys.path.insert(0, {str(SOURCE)!r}); from claimwire.cli import main; main()"
    environment = {**os.environ, "PAGER": pager, "TERM": "xterm-256color", "PYTHONPATH": str(SOURCE)}
    for name in ("COLUMNS", "LINES", "NO_COLOR"):
        environment.pop(name, None)
    command = [sys.executable, "-c", code, *arguments]
    process = subprocess.Popen(command, cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    read = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:
            break
        if not more:
            break
        read += more
    os.close(ours)
    assert process.wait(60) == 0, read.decode()
    return read.decode()


@pytest.fixture
def pager(tmp_path: Path) -> str:
    """Return a program that says that it was asked and shows what it is given."""
    path = tmp_path / "my-pager"
    path.write_text(f"#!/bin/sh\necho '{PAGED}'\ncat\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    ("more", "rows", "paged"),
    [([], 24, True), ([], 4000, False), (["--no-pager"], 24, False), (["--json"], 24, False)],
)
def test_only_what_is_longer_than_the_terminal_is_paged(
    more: list[str], rows: int, paged: bool, small_built: Workspace, pager: str
) -> None:
    """Regression: `claimwire show CORPUS` ran thousands of lines over the screen."""
    shown = in_terminal(["show", OPEN, *more], small_built.root, pager, rows)
    assert (PAGED in shown) is paged
    assert all(article_id in shown for article_id in small_built.corpus(OPEN).articles)


def test_the_pager_gets_the_colours_and_the_width_of_the_terminal(small_built: Workspace, pager: str) -> None:
    paged, whole = (in_terminal(["show", OPEN, "heron_a"], small_built.root, pager, rows) for rows in (10, 4000))
    assert paged.replace(f"{PAGED}\r\n", "", 1).rstrip() == whole.rstrip()
    assert "\x1b[" in whole
    assert max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in whole.split("\r\n")) == 100


def test_a_reader_who_stops_early_is_no_error(small_built: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "one-line"
    path.write_text("#!/bin/sh\nhead -n 1\n")
    path.chmod(0o755)
    shown = in_terminal(["show", OPEN], small_built.root, str(path), 24)
    assert "Traceback" not in shown
    assert shown.count("\n") <= 2


def test_in_a_pipe_nothing_is_paged(small_built: Workspace, pager: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small_built.root)
    assert PAGED not in CliRunner(env={"PAGER": pager}).invoke(group, ["show", OPEN]).output
