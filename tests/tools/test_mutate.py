"""Faults are put into copies of a repository, the tests are run, and the report says which were noticed."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest

from claimwire.corpus.atomic import write_text
from tools.executed import Recording
from tools.mutants import Mutant, mutants
from tools.mutate import (
    DRAWN,
    ROOMS,
    SOURCE,
    Copy,
    MutateError,
    Plan,
    Result,
    Stage,
    draw,
    is_below,
    main,
    measured,
    plan,
    report,
    run,
)

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
    write_text(root / "scripts" / "build", "copied")
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


def test_the_report_counts_faults_that_no_test_can_reach_and_tests_that_were_left_out() -> None:
    result = Result("1", "checks", "src/checks/a.py", 1, "comparison", "-a\n+b", None, True, 1.0)
    rows = [
        replace(result, executed_by="import", killed_by=2),
        replace(result, executed_by="import"),
        replace(result, executed_by="nothing"),
        replace(result, executed_by="tests", left_out=3),
        replace(result, executed_by="tests", left_out=4),
        replace(result, executed_by="tests", left_out=5, killed_by=1),
    ]
    assert report(rows).splitlines()[3:6] == [
        "2 faults on lines that are executed at import alone; 1 were noticed",
        "1 faults on lines that no test executes; 0 were noticed",
        "2 survivors for which --most left out 7 tests",
    ]


AGE = "tests/checks/test_age.py::test_edges"
SLOWER = "tests/checks/test_slower.py::test_more"
YOUNG = "tests/test_other.py::test_young"
RECORDED = Recording(
    {AGE: 1.0, SLOWER: 100.0, YOUNG: 0.5},
    {AGE: (), SLOWER: (), YOUNG: ()},
    {"src/claimwire/checks/age.py": {2: frozenset({AGE, SLOWER, YOUNG}), 6: frozenset({YOUNG})}},
)


def at_line(line: int, source: str = MODULE) -> Mutant:
    """Return a mutant of a line of the module."""
    return next(mutant for mutant in mutants(source, "src/claimwire/checks/age.py") if mutant.line == line)


def ids_by_stage(planned: Plan) -> list[list[str]]:
    """Return the ids of the tests of each stage."""
    return [list(stage.limits or ()) for stage in planned.stages]


def test_the_tests_that_execute_a_line_run_those_of_the_room_first_and_fast_ones_first_in_each() -> None:
    planned = plan(at_line(2), MODULE, RECORDED, ["tests/checks"])
    assert ids_by_stage(planned) == [[AGE, SLOWER], [YOUNG]]
    assert (planned.executed_by, planned.tests, planned.left_out) == ("tests", 3, 0)
    assert planned.stages[0].arguments == ("tests/checks/test_age.py", "tests/checks/test_slower.py")
    assert planned.stages[0].limits == {AGE: 30.0, SLOWER: 500.0}
    assert planned.stages[0].seconds == 60 + 5 * 101
    alone = plan(at_line(2), MODULE, RECORDED, ["tests/checks"], own_alone=True)
    assert ids_by_stage(alone) == [[AGE, SLOWER]]


def test_where_no_test_executes_a_line_the_tests_of_the_room_and_the_slow_ones_run() -> None:
    slow = Stage(("tests/live",), 60.0)
    unused = plan(at_line(10), MODULE, RECORDED, ["tests/checks"], slow)
    assert (unused.executed_by, ids_by_stage(unused)) == ("nothing", [[AGE, SLOWER], [], []])
    assert unused.stages[-1] == slow


def test_where_an_import_executes_a_line_all_tests_run_those_first_that_execute_the_module() -> None:
    source = f"{MODULE}\n\nOLD = 18\n"
    constant = plan(at_line(13, source), source, RECORDED, ["tests/checks"])
    assert (constant.executed_by, ids_by_stage(constant)) == ("import", [[AGE, SLOWER], [YOUNG]])
    lines = {"src/claimwire/checks/age.py": {2: frozenset({SLOWER})}}
    by_module = plan(at_line(13, source), source, replace(RECORDED, lines=lines), ["tests/checks"])
    assert ids_by_stage(by_module) == [[SLOWER, AGE], [YOUNG]]


def test_a_line_of_which_only_the_rest_of_the_statement_was_recorded_has_the_tests_of_the_statement() -> None:
    source = MODULE.replace("number != 2", "(\n        number != 2\n    )")
    assert ids_by_stage(plan(at_line(7, source), source, RECORDED, ["tests/checks"])) == [[], [YOUNG]]


@pytest.mark.parametrize(
    ("most", "run", "left_out"),
    [
        (1, [[AGE], []], 2),
        (2, [[AGE, SLOWER], []], 1),
        (3, [[AGE, SLOWER], [YOUNG]], 0),
        (4, [[AGE, SLOWER], [YOUNG]], 0),
    ],
)
def test_a_limit_leaves_out_the_last_tests_and_the_slow_ones(most: int, run: list[list[str]], left_out: int) -> None:
    slow = Stage(("tests/live",), 60.0)
    planned = plan(at_line(2), MODULE, RECORDED, ["tests/checks"], slow, most=most)
    assert (ids_by_stage(planned), planned.left_out) == (run, left_out)
    assert slow not in planned.stages
    assert plan(at_line(2), MODULE, RECORDED, ["tests/checks"], slow).stages[-1] == slow
    assert slow not in plan(at_line(2), MODULE, RECORDED, ["tests/checks"], slow, own_alone=True).stages


def test_a_test_is_below_its_file_and_its_folders() -> None:
    assert all(is_below(AGE, path) for path in ("tests/checks/test_age.py", "tests/checks", "tests"))
    assert not any(is_below(AGE, path) for path in ("tests/check", "tests/checks/test_ag", "tests/other"))


def test_a_survivor_of_fewer_tests_is_tried_again_with_more() -> None:
    result = Result("1", "checks", "src/checks/a.py", 1, "comparison", "-a\n+b", None, True, 1.0, "tests", 5, 2)
    assert [most for most in (4, 5, 6, None) if result.is_final(own_alone=False, most=most)] == [4, 5]
    assert replace(result, left_out=0).is_final(own_alone=False)
    assert replace(result, killed_by=1).is_final(own_alone=False)
    alone = replace(result, left_out=0, all_tests=False)
    assert alone.is_final(own_alone=True)
    assert not alone.is_final(own_alone=False)


def test_results_from_before_tests_were_counted_are_read(repository: Path) -> None:
    drawn = draw(repository, ["checks"], 1, seed=1)
    names = ("mutant_id", "path", "line", "operator")
    row = {name: getattr(drawn[0], name) for name in names}
    row |= {"room": "checks", "diff": "-a\n+b", "killed_by": None, "all_tests": True, "seconds": 1.0}
    kept = repository / "build" / "old.jsonl"
    write_text(kept, f"{json.dumps(row)}\n")
    assert [result.executed_by for result in run(repository, drawn, kept)] == [""]
    assert len(kept.read_text().splitlines()) == 1, "nothing was tried again"


COUNTED = """\
def counted(number: int) -> int:
    while number > 3:
        number -= 1
    return number


TOP = 3
"""
COUNTS = """\
from claimwire.checks import age


def test_count():
    age.counted(4)
"""
READS = """\
from pathlib import Path


def test_source():
    assert "number > 3" in Path("src/claimwire/checks/age.py").read_text()
    assert "TOP = 3" in Path("src/claimwire/checks/age.py").read_text()
"""


def test_only_tests_that_execute_the_line_run_and_a_fault_that_hangs_is_noticed(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.mutate.LEAST_TEST_SECONDS", 2.0)
    write_text(repository / "src" / "claimwire" / "checks" / "age.py", COUNTED)
    write_text(repository / "tests" / "checks" / "test_age.py", COUNTS)
    write_text(repository / "tests" / "test_other.py", READS)
    by_change = {
        (mutant.line, mutant.replacement): mutant for mutant in mutants(COUNTED, "src/claimwire/checks/age.py")
    }
    drawn = [by_change[2, "(number >= 3)"], by_change[3, "0"], by_change[7, "4"]]
    edge, hangs, constant = run(repository, drawn, repository / "build" / "results.jsonl")
    assert (edge.killed_by, edge.executed_by, edge.tests) == (None, "tests", 1)
    assert (hangs.killed_by, hangs.executed_by) == (1, "tests")
    assert hangs.seconds < 60
    assert (constant.killed_by, constant.executed_by, constant.tests) == (2, "import", 2)


def test_lines_are_recorded_again_if_a_test_has_changed_and_only_then(repository: Path) -> None:
    drawn = draw(repository, ["checks"], 100, seed=1)

    def recordings() -> list[tuple[str, int]]:
        return [(path.name, path.stat().st_mtime_ns) for path in (repository / "build").glob("mutate-lines-*.json")]

    run(repository, drawn[:1], repository / "build" / "a.jsonl", jobs=1)
    first = recordings()
    run(repository, drawn[1:], repository / "build" / "a.jsonl", jobs=1)
    assert len(first) == 1
    assert recordings() == first
    write_text(repository / "tests" / "test_other.py", f"{OTHER_TESTS}\n")
    run(repository, drawn[:1], repository / "build" / "b.jsonl", jobs=1)
    (second,) = recordings()
    assert second not in first, "the one before is gone"


def test_every_room_that_is_drawn_from_is_there() -> None:
    source = Path(__file__).resolve().parents[2] / SOURCE
    assert set(DRAWN) <= set(ROOMS)
    assert all((source / room).is_dir() for room in ROOMS)


def test_a_copy_has_what_is_called_build_below_the_top(repository: Path, tmp_path: Path) -> None:
    copy = Copy(repository, tmp_path / "copy")
    assert (copy.folder / "scripts" / "build").is_file()
    assert not (copy.folder / "build").exists()
