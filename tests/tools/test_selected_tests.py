"""Only the tests run that were chosen, in their order, and none for longer than its limit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from repository import ROOT

from claimwire.corpus.atomic import write_text

TESTS = """\
import time


def test_one():
    print("one")


def test_two():
    print("two")


def test_slow():
    time.sleep(300)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two files of the same three tests, one of which is slow."""
    for name in ("a", "b"):
        write_text(tmp_path / f"test_{name}.py", TESTS)
    return tmp_path


def selected(folder: Path, limits: Mapping[str, float], collecting: float = 60.0) -> tuple[int, list[str]]:
    """Run some tests and return the exit status of pytest and the ids of the tests that passed, in order."""
    write_text(folder / "chosen.json", json.dumps({"collecting": collecting, "tests": limits}))
    command = [sys.executable, "-m", "pytest", "-vv", "-p", "no:cacheprovider", "--rootdir", str(folder)]
    command += ["-p", "tools.selected_tests", "--only-tests", "chosen.json"]
    command += dict.fromkeys(test.partition("::")[0] for test in limits)
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    lines = [line.split() for line in run.stdout.splitlines()]
    return run.returncode, [words[0] for words in lines if len(words) > 1 and words[1] == "PASSED"]


def test_tests_run_in_the_order_that_was_chosen(folder: Path) -> None:
    chosen = ["test_b.py::test_two", "test_b.py::test_one", "test_a.py::test_two"]
    assert selected(folder, dict.fromkeys(chosen, 20.0)) == (0, chosen)


def test_where_a_chosen_test_is_gone_all_tests_of_its_file_run(folder: Path) -> None:
    write_text(folder / "test_a.py", "def test_new():\n    pass\n")
    status, passed = selected(folder, {"test_b.py::test_two": 20.0, "test_a.py::test_gone": 20.0})
    assert (status, passed) == (0, ["test_b.py::test_two", "test_a.py::test_new"])


def test_a_test_or_a_file_that_exceeds_its_limit_ends_the_run_with_a_failure(folder: Path) -> None:
    began = time.monotonic()
    assert selected(folder, {"test_a.py::test_one": 20.0, "test_a.py::test_slow": 0.5}) == (
        1,
        ["test_a.py::test_one"],
    )
    write_text(folder / "test_b.py", "import time\n\ntime.sleep(300)\n")
    assert selected(folder, {"test_b.py::test_one": 20.0}, collecting=0.5) == (1, [])
    assert time.monotonic() - began < 200, "neither was waited for"
