"""A command that is asked to end puts its things away; one that was started to ignore the request goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from claimwire.corpus.workspace import Workspace

COMMAND = """
import sys, time
import claimwire.release.build as building
from claimwire.cli import main
card, go_on = building.release_card, sys.argv.pop()
def wait_in_the_middle(*given):
    while not __import__("os").path.exists(go_on):
        time.sleep(0.01)
    return card(*given)
building.release_card = wait_in_the_middle
sys.argv = ["claimwire", "build", "--no-load"]
main()
"""
"""`claimwire build`, which stops in the middle until a file is there."""

SECONDS = 60
SIGNALS = [signal.SIGTERM, signal.SIGHUP, signal.SIGINT]


@contextmanager
def half_built(workspace: Workspace, go_on: Path, number: signal.Signals, given: object) -> Iterator[subprocess.Popen]:
    """Give a build that is in the middle, started with a signal ignored or not, whatever this process does with it."""
    before = signal.signal(number, given)
    try:
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, str(go_on)],
            cwd=workspace.root,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    finally:
        signal.signal(number, before)
    with process:
        try:
            end = time.monotonic() + SECONDS
            while not list(workspace.dataset.glob(".*.new/croissant.json")) and process.poll() is None:
                assert time.monotonic() < end
                time.sleep(0.01)
            assert process.poll() is None
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("number", SIGNALS)
def test_a_build_that_is_asked_to_end_puts_its_things_away(
    small: Workspace, tmp_path: Path, number: signal.Signals
) -> None:
    with half_built(small, tmp_path / "go on", number, signal.SIG_DFL) as process:
        process.send_signal(number)
        assert process.wait(SECONDS) in (1, 128 + number)
    assert [path.name for path in small.dataset.iterdir()] == ["splits.jsonl"]


@pytest.mark.parametrize("number", SIGNALS)
def test_a_build_that_was_started_to_ignore_a_signal_goes_on(
    small: Workspace, tmp_path: Path, number: signal.Signals
) -> None:
    """As under `nohup`, or in the background of a script."""
    with half_built(small, tmp_path / "go on", number, signal.SIG_IGN) as process:
        process.send_signal(number)
        (tmp_path / "go on").touch()
        assert process.wait(SECONDS) == 0
    assert sorted(path.name for path in small.dataset.iterdir()) == ["1.0.0", "splits.jsonl"]
