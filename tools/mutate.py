"""Measuring what the tests notice: draw small faults, put each into a copy of the repository, run the tests on it.

For each fault the tests of its room run first and then all other quick tests. A fault that no test notices survives.
Results are kept line by line, so that a run that was stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import contextlib
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
from pathlib import Path
from queue import SimpleQueue
from typing import IO

from .mutants import Mutant, mutants

SOURCE = "src/claimwire"
RESULTS = "build/mutate.jsonl"
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

LEFT_OUT = (".git", ".venv", "build", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info")
"""What a copy of the repository does without."""

PATIENCE = 5
"""How many times as long as without a fault tests may take; one that takes longer is noticed."""

LEAST_SECONDS = 60.0
A_DAY = 24 * 3600.0
LINES_SHOWN = 20
"""Lines of the output of pytest that an error shows."""

PASSED, FAILED, INTERRUPTED, INTERNAL, USAGE, NONE_COLLECTED = range(6)
"""Exit statuses of pytest."""


class MutateError(Exception):
    """Nothing can be measured."""


@dataclass(frozen=True)
class Stage:
    """Tests that run together: arguments of pytest, and how many seconds they may take."""

    arguments: tuple[str, ...]
    seconds: float


@dataclass(frozen=True)
class Result:
    """What became of a mutant: killed by a stage (its number, from 1), or by none of those that ran.

    `all_tests` says whether all tests would have run, or those of the room alone.
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

    def is_final(self, own_alone: bool) -> bool:
        """Return whether running the tests, all or those of the room alone, would say nothing else."""
        return self.killed_by is not None or self.all_tests or own_alone


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


class Copy:
    """A copy of the repository in which one fault at a time is tried."""

    def __init__(self, root: Path, folder: Path) -> None:
        shutil.copytree(root, folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
        self.folder = folder
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
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not long"]
        environment = os.environ | {
            "PYTHONPATH": str(self.folder / "src"),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "HF_HUB_OFFLINE": "1",
        }
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
    failure = copy.failure(Stage(arguments, A_DAY))
    if failure is not None:
        raise MutateError(f"the tests fail without a fault: pytest {' '.join(arguments)}\n{failure}")
    return Stage(arguments, max(LEAST_SECONDS, PATIENCE * (time.monotonic() - began)))


def stages_by_room(copy: Copy, rooms: Iterable[str], own_alone: bool = False) -> dict[str, list[Stage]]:
    """Return for some rooms the tests to run, in order: its own, all quick ones, its slow ones.

    Raises `MutateError` if a room has no tests, or one of them fails without a fault.
    """
    slow = tuple(f"--ignore={path}" for paths in LAST.values() for path in paths)
    all_quick = [] if own_alone else [measured(copy, ("tests", *slow))]
    stages = {}
    for room in sorted(set(rooms)):
        own, last = (_present(copy, table.get(room, ())) for table in (ROOMS, LAST))
        if not own:
            raise MutateError(f"{room} has no tests: none of {', '.join(ROOMS[room])} is there")
        after = [measured(copy, last)] if last and not own_alone else []
        stages[room] = [measured(copy, own), *all_quick, *after]
    return stages


def _present(copy: Copy, paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(path for path in paths if (copy.folder / path).exists())


def run(root: Path, drawn: Sequence[Mutant], results: Path, jobs: int = 2, own_alone: bool = False) -> list[Result]:
    """Try every mutant that has no result yet and return the results of all that were drawn.

    Results are added to a JSON Lines file one by one. A fault that survived the tests of its room alone is tried again
    if all tests are to run. Raises `MutateError` if the tests fail without a fault.
    """
    known = read_results(results)
    done = {mutant_id for mutant_id, result in known.items() if result.is_final(own_alone)}
    left = [mutant for mutant in drawn if mutant.mutant_id not in done]
    if left:
        with tempfile.TemporaryDirectory(prefix="claimwire-mutate-") as scratch:
            copies: SimpleQueue[Copy] = SimpleQueue()
            for number in range(jobs):
                copies.put(Copy(root, Path(scratch) / str(number)))
            first = copies.get()
            stages = stages_by_room(first, (room_of(mutant.path) for mutant in left), own_alone)
            copies.put(first)
            for result in _tried(root, left, stages, copies, jobs, all_tests=not own_alone):
                known[result.mutant_id] = result
                _add(results, result)
    return [known[mutant.mutant_id] for mutant in drawn]


def _tried(
    root: Path,
    left: Sequence[Mutant],
    stages: Mapping[str, Sequence[Stage]],
    copies: SimpleQueue[Copy],
    jobs: int,
    *,
    all_tests: bool,
) -> Iterator[Result]:
    """Yield the results of mutants as they come, several tried at once, each in a copy of its own."""

    def attempt(mutant: Mutant) -> Result:
        copy = copies.get()
        began = time.monotonic()
        try:
            killed_by = copy.killed_by(mutant, stages[room_of(mutant.path)])
        finally:
            copies.put(copy)
        source = (root / mutant.path).read_text(encoding="utf-8")
        seconds = round(time.monotonic() - began, 1)
        place = (mutant.path, mutant.line, mutant.operator, mutant.diff(source))
        return Result(mutant.mutant_id, room_of(mutant.path), *place, killed_by, all_tests, seconds)

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
    """Return the share of faults that were noticed, by room, and every survivor with what it changes."""
    lines = [f"{'room':14} {'faults':>6} {'noticed':>7} {'by its own tests':>16}  share"]
    rooms = sorted({result.room for result in results})
    for name in [*rooms, "all"]:
        own = [result for result in results if name in (result.room, "all")]
        killed = sum(result.killed_by is not None for result in own)
        first = sum(result.killed_by == 1 for result in own)
        lines.append(f"{name:14} {len(own):6} {killed:7} {first:16}  {killed / len(own):.0%}")
    for result in sorted(results, key=lambda result: (result.path, result.line)):
        if result.killed_by is None:
            lines += ["", f"survived: {result.path}:{result.line} ({result.operator})", result.diff]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in the current folder, the top of the repository, and return its exit status."""
    parser = argparse.ArgumentParser(prog="tools/mutate", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=f"{', '.join(ROOMS)} ({', '.join(DRAWN)})")
    parser.add_argument("--mutants", type=int, default=200, help="how many faults to draw (200)")
    parser.add_argument("--seed", type=int, default=1, help="of the draw (1)")
    parser.add_argument("--jobs", type=int, default=2, help="how many to try at once (2)")
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
        results = run(root, drawn, chosen.results, chosen.jobs, chosen.own_tests)
    except MutateError as error:
        print(f"problem: {error}", file=sys.stderr)
        return 2
    print(report(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
