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
from typing import Any

import pytest

from claimwire.corpus.lock import LOCK_FILE
from claimwire.corpus.workspace import Workspace

COMMAND = """
import pathlib, sys, time
from claimwire.cli import main
folder = pathlib.Path(sys.argv.pop())
def wait_at_the_manifest(event, arguments):
    if event == "open" and ".manifest.json." in str(arguments[0]) and not (folder / "waits").exists():
        (folder / "waits").touch()
        while not (folder / "goes on").exists():
            time.sleep(0.01)
sys.addaudithook(wait_at_the_manifest)
sys.argv = ["claimwire", "build", "--no-load", "--release"]
main()
"""
"""`claimwire build --release`, which waits before it writes the manifest of the release until a file is there."""

SECONDS = 60
SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


def quick(number: signal.Signals) -> list[Any]:
    """Return the signals as parameters, all but one of them for the long run."""
    return [pytest.param(one, marks=[] if one is number else [pytest.mark.long]) for one in SIGNALS]


@contextmanager
def half_built(workspace: Workspace, signs: Path, number: signal.Signals, given: object) -> Iterator[subprocess.Popen]:
    """Give a build that is in the middle, started with a signal ignored or not, whatever this process does with it."""
    before = signal.signal(number, given)
    try:
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, str(signs)],
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
            while not (signs / "waits").exists() and process.poll() is None:
                assert time.monotonic() < end
                time.sleep(0.01)
            assert process.poll() is None
            assert list(workspace.dataset.glob(".*.new"))
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("number", quick(signal.SIGINT))
def test_a_build_that_is_asked_to_end_puts_its_things_away(
    small: Workspace, tmp_path: Path, number: signal.Signals
) -> None:
    with half_built(small, tmp_path, number, signal.SIG_DFL) as process:
        process.send_signal(number)
        assert process.wait(SECONDS) in (1, 128 + number)
    assert {path.name for path in small.dataset.iterdir()} == {LOCK_FILE, "splits.jsonl"}


@pytest.mark.parametrize("number", quick(signal.SIGHUP))
def test_a_build_that_was_started_to_ignore_a_signal_goes_on(
    small: Workspace, tmp_path: Path, number: signal.Signals
) -> None:
    """As under `nohup`, or in the background of a script."""
    with half_built(small, tmp_path, number, signal.SIG_IGN) as process:
        process.send_signal(number)
        (tmp_path / "goes on").touch()
        assert process.wait(SECONDS) == 0
    assert {path.name for path in small.dataset.iterdir()} == {LOCK_FILE, "1.0.0", "splits.jsonl"}
