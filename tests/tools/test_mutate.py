"""Faults are put into copies of a repository, the tests are run, and the report says which were noticed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from claimwire.corpus.atomic import write_text
from tools.mutate import DRAWN, ROOMS, SOURCE, Copy, MutateError, Result, Stage, draw, main, measured, report, run

MODULE = """\
def grown(number: int) -> bool:
    return number > 18


def young(number: int) -> bool:
    return number != 2


def untested(number: int) -> bool:
    return number is None
"""
OWN_TESTS = """\
from claimwire.checks.age import grown


def test_edges():
    assert grown(19) and not grown(18)
"""
OTHER_TESTS = """\
from claimwire.checks.age import young


def test_young():
    assert young(1) and not young(2)
"""


STARTS_ANOTHER = """\
import subprocess, sys


def test_start():
    write = "import pathlib, time; time.sleep(2); pathlib.Path('late').touch()"
    subprocess.Popen([sys.executable, "-c", write])
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of one module: the tests of the room hold its first line, other tests the second, none the third."""
    root = tmp_path / "repository"
    for package in ("claimwire", "claimwire/checks"):
        write_text(root / "src" / package / "__init__.py", "")
    write_text(root / "src" / "claimwire" / "checks" / "age.py", MODULE)
    write_text(root / "tests" / "checks" / "test_age.py", OWN_TESTS)
    write_text(root / "tests" / "test_other.py", OTHER_TESTS)
    write_text(root / "build" / "large.bin", "not copied")
    monkeypatch.chdir(root)
    return root


def test_a_draw_has_one_fault_a_line_and_begins_like_a_shorter_one(repository: Path) -> None:
    path = repository / "src" / "claimwire" / "checks" / "age.py"
    write_text(path, "".join(f"a{number} = b < {number}\n" for number in range(1, 41)))
    drawn = draw(repository, ["checks"], 100, seed=3)
    assert sorted(mutant.line for mutant in drawn) == list(range(1, 41))
    assert draw(repository, ["checks"], 7, seed=3) == drawn[:7]
    assert draw(repository, ["checks"], 7, seed=4) != drawn[:7]
    assert {mutant.path for mutant in drawn} == {"src/claimwire/checks/age.py"}
    assert draw(repository, ["tables"], 7, seed=3) == []


def test_faults_are_told_by_the_stage_that_notices_them_or_as_survivors(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = (repository / "src" / "claimwire" / "checks" / "age.py").read_text()
    drawn = draw(repository, ["checks"], 100, seed=1)
    assert {mutant.line for mutant in drawn} == {2, 6, 10}
    kept = repository / "build" / "results.jsonl"
    by_line = {result.line: result for result in run(repository, drawn, kept)}
    assert {line: result.killed_by for line, result in by_line.items()} == {2: 1, 6: 2, 10: None}
    assert len(kept.read_text().splitlines()) == 3
    assert (repository / "src" / "claimwire" / "checks" / "age.py").read_text() == source
    assert main(["checks", "--mutants", "100", "--results", str(kept)]) == 0
    printed = capsys.readouterr().out
    assert printed.count("survived: ") == 1
    survivor = "survived: src/claimwire/checks/age.py:10 (comparison)"
    assert printed.endswith(f"{survivor}\n-    return number is None\n+    return (number is not None)\n")
    assert len(kept.read_text().splitlines()) == 3, "nothing was tried again"


def test_the_tests_of_the_room_can_run_alone(repository: Path) -> None:
    drawn = [mutant for mutant in draw(repository, ["checks"], 100, seed=1) if mutant.line != 10]
    results = run(repository, drawn, repository / "build" / "own.jsonl", jobs=1, own_alone=True)
    assert {result.line: result.killed_by for result in results} == {2: 1, 6: None}
    kept = repository / "build" / "own.jsonl"
    run(repository, drawn, kept, own_alone=True)
    assert len(kept.read_text().splitlines()) == 2, "nothing was tried again"
    again = run(repository, drawn, kept, jobs=1)
    assert {result.line: result.killed_by for result in again} == {2: 1, 6: 2}
    assert len(kept.read_text().splitlines()) == 3, "the survivor alone was tried again"


def test_a_run_that_was_stopped_goes_on_and_a_changed_module_is_tried_again(repository: Path) -> None:
    drawn = draw(repository, ["checks"], 100, seed=1)
    kept = repository / "results.jsonl"
    run(repository, drawn[:1], kept, own_alone=True)
    first = kept.read_text()
    run(repository, drawn, kept, own_alone=True)
    assert kept.read_text().startswith(first)
    assert len(kept.read_text().splitlines()) == len(drawn)
    module = repository / "src" / "claimwire" / "checks" / "age.py"
    write_text(module, f"{module.read_text()}\n")
    run(repository, draw(repository, ["checks"], 1, seed=1), kept, own_alone=True)
    assert len(kept.read_text().splitlines()) == len(drawn) + 1


def test_a_test_that_takes_too_long_notices_a_fault_and_copies_leave_out_what_is_made(
    repository: Path, tmp_path: Path
) -> None:
    copy = Copy(repository, tmp_path / "copy")
    assert not (copy.folder / "build").exists()
    write_text(copy.folder / "tests" / "test_slow.py", "def test_slow():\n    __import__('time').sleep(60)\n")
    assert not copy.passes(Stage(("tests/test_slow.py",), seconds=1.5))
    write_text(copy.folder / "tests" / "test_slow.py", STARTS_ANOTHER)
    assert copy.passes(Stage(("tests/test_slow.py",), seconds=60))
    time.sleep(2.5)
    assert not (copy.folder / "late").exists(), "what a test leaves running goes with it"
    assert copy.passes(Stage(("tests/checks",), seconds=60))
    assert copy.passes(Stage(("tests/checks", "-k", "nothing_is_called_so"), seconds=60))


def test_tests_that_fail_without_a_fault_or_cannot_run_measure_nothing(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(MutateError, match="--no-such-option"):
        measured(Copy(repository, tmp_path / "copy"), ("tests", "--no-such-option"))
    write_text(repository / "tests" / "test_broken.py", "def test_broken():\n    assert False\n")
    assert main(["checks", "--results", "build/none.jsonl"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("problem: the tests fail without a fault: pytest tests --ignore=tests/live\n")
    assert "FAILED tests/test_broken.py::test_broken" in told
    (repository / "tests" / "checks" / "test_age.py").rename(repository / "tests" / "test_age.py")
    (repository / "tests" / "checks").rmdir()
    assert main(["checks", "--own-tests", "--results", "build/none.jsonl"]) == 2
    assert capsys.readouterr().err == "problem: checks has no tests: none of tests/checks is there\n"
    assert not (repository / "build" / "none.jsonl").exists()


def test_what_is_drawn_can_be_listed(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks", "--list", "--mutants", "1"]) == 0
    assert capsys.readouterr().out.startswith("src/claimwire/checks/age.py:")
    with pytest.raises(SystemExit):
        main(["chequers"])


def test_the_report_counts_by_room() -> None:
    def result(room: str, line: int, killed_by: int | None) -> Result:
        return Result(f"{room}{line}", room, f"src/{room}/a.py", line, "comparison", "-a\n+b", killed_by, True, 1.0)

    rows = [result("checks", 1, 1), result("checks", 2, 2), result("tables", 3, None), result("tables", 1, 1)]
    assert report(rows).splitlines() == [
        "room           faults noticed by its own tests  share",
        "checks              2       2                1  100%",
        "tables              2       1                1  50%",
        "all                 4       3                2  75%",
        "",
        "survived: src/tables/a.py:3 (comparison)",
        "-a",
        "+b",
    ]


def test_every_room_that_is_drawn_from_is_there() -> None:
    source = Path(__file__).resolve().parents[2] / SOURCE
    assert set(DRAWN) <= set(ROOMS)
    assert all((source / room).is_dir() for room in ROOMS)
