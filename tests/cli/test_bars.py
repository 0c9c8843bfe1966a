"""Bars of long work: shown on a terminal, and nothing of them anywhere else."""

from __future__ import annotations

import io
import sys

import pytest
from click.testing import CliRunner
from small import OPEN

from claimwire.cli import group
from claimwire.cli.bars import counted
from claimwire.corpus.workspace import Workspace


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO) -> str:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(sys, "stderr", stream)
    with counted("reading") as progress:
        progress(1, 3)
        progress(3, 3)
    return stream.getvalue()


def test_on_a_terminal_it_tells_how_much_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    told = shown(monkeypatch, Screen())
    assert "reading" in told
    assert "3/3" in told


def test_elsewhere_it_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Regression: an empty line was written to a file."""
    assert shown(monkeypatch, io.StringIO()) == ""


@pytest.mark.parametrize("line", [["check", OPEN], ["ingest", OPEN, "new.txt", "--outlet", "lakeside_post"]])
def test_the_commands_show_it(line: list[str], small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told to the bar ends with all that there is to do."""
    monkeypatch.chdir(small.root)
    (small.root / "new.txt").write_text("Pier shut\n\nThe pier was shut.\n")
    told: list[tuple[int, int]] = []
    module = sys.modules[group.get_command(None, line[0]).callback.__module__]  # type: ignore[arg-type,union-attr]

    class Told:
        def __enter__(self):  # type: ignore[no-untyped-def]
            return lambda done, of: told.append((done, of))

        def __exit__(self, *_: object) -> None:
            """Keep errors."""

    monkeypatch.setattr(module, "counted", lambda _: Told())
    assert CliRunner().invoke(group, line).exit_code in (0, 1)
    assert told
    assert told[-1][0] == told[-1][1] > 0
