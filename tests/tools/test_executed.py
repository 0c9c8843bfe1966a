"""Which tests execute a line is recorded, kept, and asked for by the place of a fault."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from repository import ROOT

from claimwire.corpus.atomic import write_text
from tools.executed import (
    Recording,
    is_in_function,
    lines_of,
    read_parts,
    read_recording,
    recording_hash,
    statement_lines,
    uses_fixture,
    write_configuration,
    write_recording,
)
from tools.line_recorder import CONFIGURED_BY, CONTEXT
from tools.mutants import Mutant, mutants

MODULE = """\
import functools

LIMIT = 18


def shared() -> int:
    return 1


@functools.cache
def cached() -> int:
    return 2


def asked() -> int:
    return 3


def started() -> int:
    return 4


def unused() -> int:
    return LIMIT
"""
SHARED, CACHED, ASKED, STARTED, UNUSED = (
    MODULE.splitlines().index(f"    return {n}") + 1 for n in [1, 2, 3, 4, "LIMIT"]
)

TESTS = """\
import subprocess
import sys

import pytest

from claimwire import module


@pytest.fixture(scope="module")
def wide():
    return module.shared()


@pytest.fixture(scope="module")
def late():
    return module.asked()


def test_first(wide):
    assert module.cached() == 2


def test_second(wide):
    assert module.cached() == 2


def test_late(request):
    assert request.getfixturevalue("late") == 3


def test_process():
    subprocess.run([sys.executable, "-c", "from claimwire import module; module.started()"], check=True)
"""

NAMES = st.sampled_from(
    [f"tests/test_{file}.py::test_{name}" for file in "ab" for name in ("one", "two[é-1]", "three")]
)


@st.composite
def recordings(draw: st.DrawFn) -> Recording:
    """Draw a recording with at least one test."""
    tests = draw(st.lists(NAMES, min_size=1, unique=True))
    fixtures = draw(st.lists(st.sampled_from(["fixture:::a", "fixture:tests::b"]), unique=True))
    seconds = st.floats(0, 100)
    some = st.frozensets(st.sampled_from(tests), min_size=1)
    return Recording(
        {name: draw(seconds) for name in [*tests, *fixtures]},
        {test: tuple(draw(st.lists(st.sampled_from(fixtures), unique=True)) if fixtures else ()) for test in tests},
        draw(st.dictionaries(st.sampled_from(["src/a.py", "src/b.py"]), st.dictionaries(st.integers(1, 99), some))),
    )


def recorded(root: Path, folder: Path, *arguments: str) -> Recording:
    """Record the tests of a repository in a process of its own."""
    write_configuration(folder, root / "src" / "claimwire")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(root), "-p"]
    command += ["tools.line_recorder", "--record-lines", str(folder), *arguments, "tests"]
    environment = {name: value for name, value in os.environ.items() if name not in (CONFIGURED_BY, CONTEXT)}
    environment |= {"PYTHONPATH": f"{root / 'src'}{os.pathsep}{ROOT}", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    subprocess.run(command, cwd=root, env=environment, check=True, stdout=subprocess.DEVNULL)
    return read_parts(folder, root)


def only(source: str, text: str) -> Mutant:
    """Return one of the mutants of the expression `text` of a module."""
    raw = source.encode()
    return next(one for one in mutants(source, "module.py") if raw[one.start : one.end].decode() == text)


@pytest.mark.parametrize("spread", [(), ("-p", "xdist", "-n", "2")], ids=["one process", "two processes"])
def test_lines_of_shared_fixtures_caches_and_started_processes_count_for_every_test_that_needs_them(
    tmp_path: Path, spread: tuple[str, ...]
) -> None:
    root = tmp_path / "repository"
    write_text(root / "src" / "claimwire" / "__init__.py", "")
    write_text(root / "src" / "claimwire" / "module.py", MODULE)
    write_text(root / "tests" / "test_module.py", TESTS)
    (tmp_path / "lines").mkdir()
    recording = recorded(root, tmp_path / "lines", *spread)
    path, file = "src/claimwire/module.py", "tests/test_module.py"
    both = {f"{file}::test_first", f"{file}::test_second"}
    assert recording.tests == both | {f"{file}::test_late", f"{file}::test_process"}
    assert recording.executing(path, [SHARED]) == both
    assert recording.executing(path, [CACHED]) == both
    assert recording.executing(path, [ASKED]) == {f"{file}::test_late"}
    assert recording.executing(path, [STARTED]) == {f"{file}::test_process"}
    assert recording.executing(path, [UNUSED]) == frozenset()
    assert recording.fixtures[f"{file}::test_first"] == (f"fixture:{file}::wide",)


def test_where_no_process_recorded_there_is_no_recording(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"part-\*\.json"):
        read_parts(tmp_path, tmp_path)


@given(recordings())
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, recording: Recording) -> None:
    path = tmp_path_factory.mktemp("kept") / "recording.json"
    write_recording(path, recording)
    assert read_recording(path) == recording


@given(recordings())
def test_an_order_has_every_test_once_and_each_file_in_one_piece(recording: Recording) -> None:
    ordered = recording.ordered(recording.tests)
    assert sorted(ordered) == sorted(recording.tests)
    files = [test.partition("::")[0] for test in ordered]
    assert sorted(files, key=files.index) == files


def test_fast_files_come_first_and_fast_tests_first_in_them() -> None:
    seconds = {"a.py::slow": 9.0, "a.py::fast": 1.0, "b.py::one": 4.0, "b.py::two": 5.0, "fixture:::f": 2.0}
    fixtures: dict[str, tuple[str, ...]] = {test: () for test in seconds if "fixture" not in test}
    plain = Recording(seconds, fixtures, {})
    assert plain.ordered(plain.tests) == ["b.py::one", "b.py::two", "a.py::fast", "a.py::slow"]
    shared = Recording(seconds, fixtures | {"b.py::one": ("fixture:::f",), "b.py::two": ("fixture:::f",)}, {})
    assert shared.ordered(shared.tests) == ["a.py::fast", "a.py::slow", "b.py::one", "b.py::two"]
    assert shared.duration(["b.py::one", "b.py::two"]) == 4.0 + 5.0 + 2.0
    assert shared.duration([]) == 0


@pytest.mark.parametrize(
    ("place", "used"),
    [
        ("", True),
        (".", True),
        ("tests", True),
        ("tests/checks", True),
        ("tests/checks/test_a.py", True),
        ("tests/check", False),
        ("tests/checks/test_b.py", False),
    ],
)
def test_a_fixture_is_used_where_its_name_is_seen(place: str, used: bool) -> None:
    assert uses_fixture("tests/checks/test_a.py::test", ["wide"], f"fixture:{place}::wide") is used
    assert not uses_fixture("tests/checks/test_a.py::test", ["other"], f"fixture:{place}::wide")


def test_a_hash_tells_sources_and_tests_apart_and_nothing_else(tmp_path: Path) -> None:
    for path in ("src/claimwire/a.py", "tests/test_a.py", "pyproject.toml"):
        write_text(tmp_path / path, "a = 1\n")
    hashes = [recording_hash(tmp_path)]
    write_text(tmp_path / "docs" / "a.md", "a")
    write_text(tmp_path / "src" / "claimwire" / "__pycache__" / "a.pyc", "a")
    assert recording_hash(tmp_path) == hashes[0]
    for path in ("src/claimwire/a.py", "tests/test_a.py", "pyproject.toml"):
        write_text(tmp_path / path, "a = 2\n")
        hashes.append(recording_hash(tmp_path))
    (tmp_path / "tests" / "test_a.py").rename(tmp_path / "tests" / "test_b.py")
    hashes.append(recording_hash(tmp_path))
    assert len(set(hashes)) == 5


def test_the_lines_of_a_fault_are_those_of_its_expression_or_else_of_its_statement() -> None:
    source = 'def f(é):\n    return g(\n        "é",\n        é\n        < 2,\n    )\n'
    mutant = only(source, "é\n        < 2")
    assert lines_of(mutant, source) == range(4, 6)
    assert statement_lines(mutant, source) == range(2, 7)


def test_the_statement_around_a_condition_ends_where_its_body_begins() -> None:
    source = "def f(a):\n    if (\n        a < 2\n    ):\n        b = 3\n    else:\n        b = 4\n"
    assert statement_lines(only(source, "a < 2"), source) == range(2, 5)
    assert statement_lines(only(source, "4"), source) == range(7, 8)
    short = "if a < 2: b = 3\n"
    assert statement_lines(only(short, "a < 2"), short) == range(1, 2)


@pytest.mark.parametrize(
    ("source", "text", "inside"),
    [
        ("a = 1", "1", False),
        ("class A:\n    a = 1", "1", False),
        ("def f(a=1):\n    return 2", "1", False),
        ("def f(a=1):\n    return 2", "2", True),
        ("def f(a=1): return 2", "1", False),
        ("def f(a=1): return 2", "2", True),
        ("async def f():\n    return 2", "2", True),
        ("class A:\n    def f(self):\n        return 2\n    a = 1", "2", True),
        ("class A:\n    def f(self):\n        return 2\n    a = 1", "1", False),
        ("def f():\n    def g(a=1):\n        return 2", "1", True),
        ("é = f(1, lambda: 2, 3)", "1", False),
        ("é = f(1, lambda: 2, 3)", "2", True),
        ("é = f(1, lambda: 2, 3)", "3", False),
        ("a = [b for b in c if b < 1]", "b < 1", False),
    ],
)
def test_only_bodies_of_functions_and_lambdas_wait_for_a_test(source: str, text: str, inside: bool) -> None:
    assert is_in_function(only(source, text), source) is inside
