"""Measuring what the tests notice: draw small faults, put each into a copy of the repository, run the tests on it.

One run of the quick tests records which of them execute each line (`tools.executed`). For each fault only the tests run
that execute its line: those of its room first, then the others. If the line is executed at import alone, all tests run
in that order; if no test executes it, those of the room. A fault that no test notices survives. Results are kept line
by line, so that a run that was stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import contextlib
import fnmatch
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Literal

from claimwire.corpus.atomic import write_text

from .executed import (
    Recording,
    file_of,
    is_in_function,
    lines_of,
    read_parts,
    read_recording,
    recording_hash,
    statement_lines,
    write_configuration,
    write_recording,
)
from .line_recorder import CONFIGURED_BY, CONTEXT
from .mutants import Mutant, mutants

SOURCE = "src/claimwire"
RESULTS = "build/mutate.jsonl"
RECORDINGS = "build"
RECORDING = "mutate-lines-"
"""What the name of a recording begins with."""

ROOMS: dict[str, tuple[str, ...]] = {
    "adjudication": ("tests/adjudication", "tests/test_adjudication.py"),
    "audit": ("tests/audit", "tests/test_audit.py"),
    "checks": ("tests/checks",),
    "conflicts": ("tests/conflicts",),
    "corpus": ("tests/corpus", "tests/test_records.py"),
    "duplicates": ("tests/duplicates",),
    "formats": ("tests/formats", "tests/test_quotes.py", "tests/test_layers.py", "tests/iaa"),
    "hydration": ("tests/hydration",),
    "iaa": ("tests/iaa",),
    "ingest": ("tests/ingest",),
    "labelstudio": ("tests/labelstudio",),
    "release": ("tests/release",),
    "splits": ("tests/splits", "tests/test_splits.py", "tests/duplicates"),
    "tables": ("tests/tables", "tests/release"),
}
"""The rooms faults can be drawn from, and where each has its tests; those that are not there are passed over."""

DRAWN = ("adjudication", "checks", "corpus", "duplicates", "hydration", "labelstudio", "release", "splits", "tables")
"""The rooms that are drawn from if none is named: those whose mistakes would get into the data."""

LAST = {"labelstudio": ("tests/live",)}
"""Slow tests of a room that run last, and for no other room."""

LEFT_OUT = (".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info")
"""What a copy of the repository does without, at any depth."""

LEFT_OUT_AT_THE_TOP = ("build",)
"""What it does without at the top: results of earlier runs. Below, `scripts/build` has that name."""

PATIENCE = 5
"""How many times as long as without a fault tests may take; one that takes longer is noticed."""

LEAST_SECONDS = 60.0
"""The least that tests that run together may take, and what collecting them may take."""

LEAST_TEST_SECONDS = 30.0
"""The least that one test may take."""

A_DAY = 24 * 3600.0
LINES_SHOWN = 20
"""Lines of the output of pytest that an error shows."""

TOOLS = Path(__file__).resolve().parents[1]
"""The folder that the plugins of pytest are imported from."""

Executed = Literal["tests", "import", "nothing", ""]
"""What executes the line of a mutant: tests, imports alone, nothing that was recorded; empty if that is not known."""

PASSED, FAILED, INTERRUPTED, INTERNAL, USAGE, NONE_COLLECTED = range(6)
"""Exit statuses of pytest."""


class MutateError(Exception):
    """Nothing can be measured."""


@dataclass(frozen=True)
class Stage:
    """Tests that run together: arguments of pytest, and how many seconds they may take.

    If `limits` is given, only the tests run whose ids it has, in that order, with the seconds each of them may take.
    """

    arguments: tuple[str, ...]
    seconds: float
    limits: Mapping[str, float] | None = None


@dataclass(frozen=True)
class Plan:
    """What is run for a mutant: stages, one after the other, and how many tests a limit leaves out."""

    stages: tuple[Stage, ...]
    executed_by: Executed
    left_out: int = 0

    @property
    def tests(self) -> int:
        """How many tests are known to run if none fails."""
        return sum(len(stage.limits) for stage in self.stages if stage.limits is not None)


@dataclass(frozen=True)
class Result:
    """What became of a mutant: killed by a stage (its number, from 1), or by none of those that ran.

    `all_tests` says whether the tests of other rooms would have run too; `tests` how many would have run, None in
    results from before they were counted; `left_out` how many more a limit left out.
    """

    mutant_id: str
    room: str
    path: str
    line: int
    operator: str
    diff: str
    killed_by: int | None
    all_tests: bool
    seconds: float
    executed_by: Executed = ""
    tests: int | None = None
    left_out: int = 0

    def is_final(self, own_alone: bool, most: int | None = None) -> bool:
        """Return whether running the tests, all or those of the room alone, at most so many, would say nothing else."""
        if self.killed_by is not None:
            return True
        enough = self.left_out == 0 or (most is not None and self.tests is not None and most <= self.tests)
        return enough and (self.all_tests or own_alone)


def room_of(path: str) -> str:
    """Return the room that a module of the package is in."""
    return Path(path).relative_to(SOURCE).parts[0]


def draw(root: Path, rooms: Iterable[str], count: int, seed: int) -> list[Mutant]:
    """Return `count` mutants of some rooms, at most one per line, in a random order that `seed` decides.

    A longer draw with the same seed begins with the shorter one. There are fewer if the rooms have no more.
    """
    by_line: dict[tuple[str, int], list[Mutant]] = {}
    for room in sorted(set(rooms)):
        for file in sorted((root / SOURCE / room).rglob("*.py")):
            path = file.relative_to(root).as_posix()
            for mutant in mutants(file.read_text(encoding="utf-8"), path):
                by_line.setdefault((path, mutant.line), []).append(mutant)
    generator = random.Random(seed)
    drawn = [generator.choice(own) for _, own in sorted(by_line.items())]
    generator.shuffle(drawn)
    return drawn[:count]


def _left_out(root: Path, folder: str, names: list[str]) -> set[str]:
    """Return which of the names in a folder a copy of the repository does without."""
    patterns = (*LEFT_OUT, *(LEFT_OUT_AT_THE_TOP if Path(folder) == root else ()))
    return {name for pattern in patterns for name in fnmatch.filter(names, pattern)}


class Copy:
    """A copy of the repository in which one fault at a time is tried."""

    def __init__(self, root: Path, folder: Path) -> None:
        shutil.copytree(root, folder, ignore=partial(_left_out, root))
        self.folder = folder.resolve()
        self._changes = int(time.time())

    def killed_by(self, mutant: Mutant, stages: Sequence[Stage]) -> int | None:
        """Return the number of the first stage that notices a fault; None if none does."""
        file = self.folder / mutant.path
        source = file.read_text(encoding="utf-8")
        self._write(file, mutant.applied(source))
        try:
            return next((number for number, stage in enumerate(stages, start=1) if not self.passes(stage)), None)
        finally:
            self._write(file, source)

    def passes(self, stage: Stage) -> bool:
        """Return whether tests pass in time. Raises `MutateError` if pytest cannot run them."""
        return self.failure(stage) is None

    def failure(self, stage: Stage) -> str | None:
        """Return the end of what pytest printed if a test failed or took too long; None if all passed.

        Raises `MutateError` if pytest cannot run them.
        """
        if stage.limits is not None and not stage.limits:
            return None
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not long"]
        command += ["--rootdir", str(self.folder)]
        if stage.limits is not None:
            file = self.folder.with_name(f"{self.folder.name}.tests.json")
            write_text(file, json.dumps({"collecting": stage.seconds, "tests": stage.limits}))
            command += ["-p", "tools.selected_tests", "--only-tests", str(file)]
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join([str(self.folder / "src"), str(TOOLS)]),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "HF_HUB_OFFLINE": "1",
        }
        for variable in (CONFIGURED_BY, CONTEXT):
            environment.pop(variable, None)
        with tempfile.TemporaryFile() as output:
            status = _run_in_time([*command, *stage.arguments], stage.seconds, self.folder, environment, output)
            output.seek(0)
            last = "\n".join(output.read().decode(errors="replace").splitlines()[-LINES_SHOWN:])
        if status in (PASSED, NONE_COLLECTED):
            return None
        if status == USAGE:
            raise MutateError(f"pytest {' '.join(stage.arguments)}: {last}")
        return last

    def _write(self, file: Path, source: str) -> None:
        """Write a module with a time of its own, so that Python does not take its compiled form from before."""
        file.write_text(source, encoding="utf-8")
        self._changes += 2
        os.utime(file, (self._changes, self._changes))


def _run_in_time(
    command: Sequence[str], seconds: float, folder: Path, environment: Mapping[str, str], output: IO[bytes]
) -> int | None:
    """Return the exit status of a command; None if it took too long. What it started ends with it."""
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def measured(copy: Copy, arguments: tuple[str, ...]) -> Stage:
    """Return tests with the time they may take, by the time they take without a fault.

    Raises `MutateError` if one of them fails without a fault.
    """
    began = time.monotonic()
    _fail_without_fault(copy, Stage(arguments, A_DAY), arguments)
    return Stage(arguments, max(LEAST_SECONDS, PATIENCE * (time.monotonic() - began)))


def _fail_without_fault(copy: Copy, stage: Stage, arguments: Iterable[str]) -> None:
    """Run tests; raise `MutateError`, which names them by `arguments`, if one of them fails."""
    failure = copy.failure(stage)
    if failure is not None:
        raise MutateError(f"the tests fail without a fault: pytest {' '.join(arguments)}\n{failure}")


def slow_stages(copy: Copy, rooms: Iterable[str]) -> dict[str, Stage]:
    """Return the slow tests of those rooms that have some. Raises `MutateError` if one fails without a fault."""
    present = {room: _present(copy, LAST.get(room, ())) for room in sorted(set(rooms))}
    return {room: measured(copy, paths) for room, paths in present.items() if paths}


def own_tests(copy: Copy, rooms: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the files and folders with the tests of each room. Raises `MutateError` if a room has none."""
    own = {room: _present(copy, ROOMS[room]) for room in sorted(set(rooms))}
    for room, paths in own.items():
        if not paths:
            raise MutateError(f"{room} has no tests: none of {', '.join(ROOMS[room])} is there")
    return own


def recorded(copy: Copy, arguments: tuple[str, ...], kept: Path, jobs: int) -> Recording:
    """Return which lines the tests that `arguments` name execute; recorded now, unless the folder `kept` has it.

    Raises `MutateError` if one of them fails, as there is no fault.
    """
    place = recording_place(copy.folder, arguments, kept)
    if not place.is_file():
        with tempfile.TemporaryDirectory(prefix="claimwire-lines-") as scratch:
            folder = Path(scratch).resolve()
            write_configuration(folder, copy.folder / SOURCE)
            record = ("-p", "tools.line_recorder", "--record-lines", str(folder))
            spread = ("-p", "xdist", "-n", str(jobs)) if jobs > 1 else ()
            _fail_without_fault(copy, Stage((*arguments, *record, *spread), A_DAY), arguments)
            write_recording(place, read_parts(folder, copy.folder))
            remove_stale(place)
    return read_recording(place)


def recording_place(root: Path, arguments: tuple[str, ...], kept: Path) -> Path:
    """Return the file that keeps a recording; its name has hashes of the sources and tests and of `arguments`."""
    tests = hashlib.sha256(" ".join(arguments).encode("utf-8")).hexdigest()[:8]
    return kept / f"{RECORDING}{recording_hash(root)}-{tests}.json"


def remove_stale(place: Path) -> None:
    """Remove the recordings beside one that were made from other sources or tests."""
    current = place.name.rpartition("-")[0]
    for path in place.parent.glob(f"{RECORDING}*.json"):
        if not path.name.startswith(current):
            path.unlink()


def plan(
    mutant: Mutant,
    source: str,
    recording: Recording,
    own: Sequence[str],
    slow: Stage | None = None,
    *,
    own_alone: bool = False,
    most: int | None = None,
) -> Plan:
    """Return what to run for a mutant of a module with the text `source`.

    Tests that execute its expression are run; if there are none, those that execute its statement. For a line that is
    executed at import alone, all tests are run, those first that execute another line of the module; for a line that no
    test executes, those of the room. Tests below the paths `own` are those of the room: they come before all others, or
    are the only ones. No more than `most` are run. The slow tests come last, and only if there is no limit.
    """
    module = recording.executing(mutant.path)
    tests = recording.executing(mutant.path, lines_of(mutant, source))
    tests = tests or recording.executing(mutant.path, statement_lines(mutant, source))
    executed_by: Executed = "import" if not is_in_function(mutant, source) else "tests" if tests else "nothing"
    if executed_by != "tests":
        tests = recording.tests
    first = [test for test in tests if any(is_below(test, path) for path in own)]
    others = [] if own_alone or executed_by == "nothing" else list(tests.difference(first))
    run_first, run_then = (
        [*recording.ordered(module.intersection(part)), *recording.ordered(set(part) - module)]
        for part in (first, others)
    )
    limit = len(tests) if most is None else most
    stages = [_selected(recording, run_first[:limit])]
    if not own_alone:
        stages.append(_selected(recording, run_then[: max(0, limit - len(first))]))
    if slow is not None and not own_alone and most is None:
        stages.append(slow)
    return Plan(tuple(stages), executed_by, left_out=max(0, len(first) + len(others) - limit))


def is_below(test: str, path: str) -> bool:
    """Return whether a test, by its id, is in a file or folder."""
    file = file_of(test)
    return file == path or file.startswith(f"{path}/")


def _selected(recording: Recording, tests: Sequence[str]) -> Stage:
    """Return tests with the time that each of them and all together may take, by what they took when recorded."""
    files = tuple(dict.fromkeys(file_of(test) for test in tests))
    limits = {test: max(LEAST_TEST_SECONDS, PATIENCE * recording.duration([test])) for test in tests}
    return Stage(files, LEAST_SECONDS + PATIENCE * recording.duration(tests), limits)


def _present(copy: Copy, paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(path for path in paths if (copy.folder / path).exists())


def run(
    root: Path,
    drawn: Sequence[Mutant],
    results: Path,
    jobs: int = 2,
    own_alone: bool = False,
    most: int | None = None,
) -> list[Result]:
    """Try every mutant that has no result yet, with at most `most` tests, and return the results of all.

    Results are added to a JSON Lines file one by one. A fault that survived the tests of its room alone, or as many as
    an earlier limit let run, is tried again if more are to run. Raises `MutateError` if the tests fail without a fault.
    """
    known = read_results(results)
    done = {mutant_id for mutant_id, result in known.items() if result.is_final(own_alone, most)}
    left = [mutant for mutant in drawn if mutant.mutant_id not in done]
    if left:
        with tempfile.TemporaryDirectory(prefix="claimwire-mutate-") as scratch:
            copies: SimpleQueue[Copy] = SimpleQueue()
            for number in range(jobs):
                copies.put(Copy(root, Path(scratch) / str(number)))
            first = copies.get()
            plans = _plans(root, first, left, jobs, own_alone=own_alone, most=most)
            copies.put(first)
            for result in _tried(root, left, plans, copies, jobs, all_tests=not own_alone):
                known[result.mutant_id] = result
                _add(results, result)
    return [known[mutant.mutant_id] for mutant in drawn]


def _plans(
    root: Path, copy: Copy, left: Sequence[Mutant], jobs: int, *, own_alone: bool, most: int | None
) -> dict[str, Plan]:
    """Return what to run for each mutant, by its id. Raises `MutateError` if the tests fail without a fault."""
    rooms = {room_of(mutant.path) for mutant in left}
    own = own_tests(copy, rooms)
    kept = root / RECORDINGS
    arguments = ("tests", *(f"--ignore={path}" for paths in LAST.values() for path in paths))
    if own_alone and not recording_place(copy.folder, arguments, kept).is_file():
        arguments = tuple(sorted({path for paths in own.values() for path in paths}))
    recording = recorded(copy, arguments, kept, jobs)
    slow = {} if own_alone or most is not None else slow_stages(copy, rooms)
    plans = {}
    for mutant in left:
        room = room_of(mutant.path)
        source = (root / mutant.path).read_text(encoding="utf-8")
        plans[mutant.mutant_id] = plan(
            mutant, source, recording, own[room], slow.get(room), own_alone=own_alone, most=most
        )
    return plans


def _tried(
    root: Path,
    left: Sequence[Mutant],
    plans: Mapping[str, Plan],
    copies: SimpleQueue[Copy],
    jobs: int,
    *,
    all_tests: bool,
) -> Iterator[Result]:
    """Yield the results of mutants as they come, several tried at once, each in a copy of its own."""

    def attempt(mutant: Mutant) -> Result:
        planned = plans[mutant.mutant_id]
        copy = copies.get()
        began = time.monotonic()
        try:
            killed_by = copy.killed_by(mutant, planned.stages)
        finally:
            copies.put(copy)
        return Result(
            mutant.mutant_id,
            room_of(mutant.path),
            mutant.path,
            mutant.line,
            mutant.operator,
            mutant.diff((root / mutant.path).read_text(encoding="utf-8")),
            killed_by,
            all_tests,
            seconds=round(time.monotonic() - began, 1),
            executed_by=planned.executed_by,
            tests=planned.tests,
            left_out=planned.left_out,
        )

    with ThreadPoolExecutor(jobs) as pool:
        tasks = [pool.submit(attempt, mutant) for mutant in left]
        try:
            for task in as_completed(tasks):
                yield task.result()
        finally:
            pool.shutdown(cancel_futures=True)


def read_results(path: Path) -> dict[str, Result]:
    """Return the results that are kept in a file, by the mutants' ids; none if there is no such file."""
    if not path.is_file():
        return {}
    rows = [Result(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
    return {result.mutant_id: result for result in rows}


def _add(path: Path, result: Result) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")


def report(results: Sequence[Result]) -> str:
    """Return the share of faults that were noticed, by room, and every survivor with what it changes.

    It also says how many lay on lines that no test executes, and how many survived although a limit left tests out.
    """
    lines = [f"{'room':14} {'faults':>6} {'noticed':>7} {'by its own tests':>16}  share"]
    rooms = sorted({result.room for result in results})
    for name in [*rooms, "all"]:
        own = [result for result in results if name in (result.room, "all")]
        killed = sum(result.killed_by is not None for result in own)
        first = sum(result.killed_by == 1 for result in own)
        lines.append(f"{name:14} {len(own):6} {killed:7} {first:16}  {killed / len(own):.0%}")
    lines += _notes(results)
    for result in sorted(results, key=lambda result: (result.path, result.line)):
        if result.killed_by is None:
            lines += ["", f"survived: {result.path}:{result.line} ({result.operator})", result.diff]
    return "\n".join(lines)


def _notes(results: Sequence[Result]) -> Iterator[str]:
    """Yield what is to be known about some of the results; nothing about kinds that there are none of."""
    for executed_by, place in (
        ("import", "on lines that are executed at import alone"),
        ("nothing", "on lines that no test executes"),
    ):
        on_such = [result for result in results if result.executed_by == executed_by]
        if on_such:
            killed = sum(result.killed_by is not None for result in on_such)
            yield f"{len(on_such)} faults {place}; {killed} were noticed"
    cut = [result for result in results if result.killed_by is None and result.left_out]
    if cut:
        yield f"{len(cut)} survivors for which --most left out {sum(result.left_out for result in cut)} tests"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in the current folder, the top of the repository, and return its exit status."""
    parser = argparse.ArgumentParser(prog="tools/mutate", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=f"{', '.join(ROOMS)} ({', '.join(DRAWN)})")
    parser.add_argument("--mutants", type=int, default=200, help="how many faults to draw (200)")
    parser.add_argument("--seed", type=int, default=1, help="of the draw (1)")
    cores = os.cpu_count() or 1
    parser.add_argument("--jobs", type=_positive, default=cores, help=f"how many to try at once ({cores})")
    parser.add_argument(
        "--most", type=_positive, metavar="N", help="run at most N tests for a fault, none that is slow"
    )
    parser.add_argument("--own-tests", action="store_true", help="run the tests of the room alone")
    parser.add_argument("--results", type=Path, default=Path(RESULTS), help=f"where results are kept ({RESULTS})")
    parser.add_argument("--list", action="store_true", help="print what is drawn and run nothing")
    chosen = parser.parse_args(arguments)
    unknown = sorted(set(chosen.rooms) - set(ROOMS))
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(ROOMS)}")
    root = Path.cwd()
    drawn = draw(root, chosen.rooms or DRAWN, chosen.mutants, chosen.seed)
    if chosen.list:
        for mutant in drawn:
            source = (root / mutant.path).read_text(encoding="utf-8")
            print(f"{mutant.path}:{mutant.line} ({mutant.operator})\n{mutant.diff(source)}")
        return 0
    try:
        results = run(root, drawn, chosen.results, chosen.jobs, chosen.own_tests, chosen.most)
    except MutateError as error:
        print(f"problem: {error}", file=sys.stderr)
        return 2
    print(report(results))
    return 0


def _positive(text: str) -> int:
    """Return a number above 0. Raises `ValueError` if it is none."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


if __name__ == "__main__":
    sys.exit(main())
