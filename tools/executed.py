"""Which tests execute each line of the package, and how long each test takes, as `tools.line_recorder` recorded it.

A recording is kept under a name with the hash of the sources and tests it was made from.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from coverage import CoverageData

from claimwire.corpus.atomic import write_text

from .line_recorder import CONFIGURATION, CONTEXT, DATA, FIXTURE, OUTSIDE, PARTS
from .mutants import Mutant

RECORDED = ("src/claimwire", "tests", "pyproject.toml")
"""Files and folders of the repository that a recording depends on."""


@dataclass(frozen=True)
class Recording:
    """The tests that ran, and which of them execute each line.

    `seconds` has what each test and each fixture that several tests share took; `fixtures` the shared fixtures of every
    test, by their names in `seconds`; `lines` the ids of the tests that execute a line, by path and line, where there
    are any.
    """

    seconds: Mapping[str, float]
    fixtures: Mapping[str, tuple[str, ...]]
    lines: Mapping[str, Mapping[int, frozenset[str]]]

    @property
    def tests(self) -> frozenset[str]:
        """The ids of all tests."""
        return frozenset(self.fixtures)

    def executing(self, path: str, lines: Iterable[int] | None = None) -> frozenset[str]:
        """Return the ids of the tests that execute some lines of a module, one at least; any line if none is given."""
        by_line = self.lines.get(path, {})
        return frozenset().union(*(by_line.get(line, frozenset()) for line in (by_line if lines is None else lines)))

    def duration(self, tests: Iterable[str]) -> float:
        """Return how many seconds some tests take together; a fixture they share counts once."""
        run = set(tests)
        shared = {fixture for test in run for fixture in self.fixtures[test]}
        return sum(self.seconds[name] for name in run | shared)

    def ordered(self, tests: Iterable[str]) -> list[str]:
        """Return tests in the order to run them: file by file, the fastest file first, in it the fastest test first."""
        by_file: dict[str, list[str]] = defaultdict(list)
        for test in tests:
            by_file[file_of(test)].append(test)
        files = sorted(by_file.items(), key=lambda entry: (self.duration(entry[1]), entry[0]))
        return [test for _, own in files for test in sorted(own, key=lambda test: (self.seconds[test], test))]


def file_of(test: str) -> str:
    """Return the path of the file that a test is in, by the test's id."""
    return test.partition("::")[0]


def recording_hash(root: Path) -> str:
    """Return a hash of the names and contents of everything a recording depends on, 16 hexadecimal digits."""
    digest = hashlib.sha256()
    for path in sorted(_recorded_files(root)):
        for content in (path.relative_to(root).as_posix().encode("utf-8"), path.read_bytes()):
            digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()[:16]


def _recorded_files(root: Path) -> Iterator[Path]:
    for name in RECORDED:
        for path in [root / name, *(root / name).rglob("*")]:
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def write_configuration(folder: Path, source: Path) -> None:
    """Write the configuration of coverage.py that records the modules below `source` into a folder."""
    lines = [
        "[run]",
        f"source = {source}",
        f"data_file = {folder / DATA.removesuffix('.*')}",
        "parallel = true",
        "core = ctrace",
        f"context = ${{{CONTEXT}-}}",
        "disable_warnings = no-data-collected,module-not-measured,module-not-imported",
    ]
    write_text(folder / CONFIGURATION, "\n".join(lines) + "\n")


def read_parts(folder: Path, root: Path) -> Recording:
    """Return what the processes of one run of pytest recorded in a folder; `root` is the repository they ran in.

    Raises `FileNotFoundError` if no process finished its part.
    """
    seconds: dict[str, float] = defaultdict(float)
    names: dict[str, list[str]] = {}
    parts = sorted(folder.glob(PARTS))
    if not parts:
        raise FileNotFoundError(f"no {PARTS} in {folder}")
    for part in parts:
        content = json.loads(part.read_text(encoding="utf-8"))
        for context, spent in content["seconds"].items():
            seconds[context] = max(seconds[context], spent)
        names |= content["fixtures"]
    shared = [context for context in seconds if context.startswith(FIXTURE)]
    fixtures = {test: tuple(name for name in shared if uses_fixture(test, own, name)) for test, own in names.items()}
    return Recording(
        {name: seconds[name] for name in [*fixtures, *shared]}, fixtures, _read_lines(folder, root, fixtures)
    )


def uses_fixture(test: str, names: Iterable[str], context: str) -> bool:
    """Return whether a fixture that is recorded under a context is one of those named that a test sees."""
    place, _, name = context.removeprefix(FIXTURE).rpartition("::")
    return name in names and (place in ("", ".") or test.startswith((f"{place}/", f"{place}::")))


def _read_lines(
    folder: Path, root: Path, fixtures: Mapping[str, tuple[str, ...]]
) -> dict[str, dict[int, frozenset[str]]]:
    """Return the tests that execute each line; the lines of a fixture count for every test that uses it."""
    users: dict[str, set[str]] = {test: {test} for test in fixtures}
    for test, used in fixtures.items():
        for fixture in used:
            users.setdefault(fixture, set()).add(test)
    lines: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for file in sorted(folder.glob(DATA)):
        data = CoverageData(basename=str(file))
        data.read()
        for measured in data.measured_files():
            path = Path(measured).relative_to(root).as_posix()
            for line, contexts in data.contexts_by_lineno(measured).items():
                lines[path][line].update(*(users.get(name, ()) for name in contexts if name != OUTSIDE))
    same: dict[frozenset[str], frozenset[str]] = {}

    def shared(tests: set[str]) -> frozenset[str]:
        fixed = frozenset(tests)
        return same.setdefault(fixed, fixed)

    return {
        path: {line: shared(tests) for line, tests in by_line.items() if tests}
        for path, by_line in sorted(lines.items())
    }


def write_recording(path: Path, recording: Recording) -> None:
    """Write a recording as JSON; tests are numbers there, and so are sets of tests, as most lines share theirs."""
    numbers = {test: number for number, test in enumerate(sorted(recording.tests))}
    sets: dict[frozenset[str], int] = {}
    lines = {
        path: {line: sets.setdefault(tests, len(sets)) for line, tests in by_line.items()}
        for path, by_line in recording.lines.items()
    }
    content = {
        "tests": [[test, recording.seconds[test], recording.fixtures[test]] for test in numbers],
        "fixtures": {name: spent for name, spent in recording.seconds.items() if name not in numbers},
        "sets": [sorted(numbers[test] for test in tests) for tests in sets],
        "lines": lines,
    }
    write_text(path, json.dumps(content, separators=(",", ":")))


def read_recording(path: Path) -> Recording:
    """Return a recording that `write_recording` wrote."""
    content = json.loads(path.read_text(encoding="utf-8"))
    tests = [test for test, _, _ in content["tests"]]
    sets = [frozenset(tests[number] for number in numbers) for numbers in content["sets"]]
    return Recording(
        content["fixtures"] | {test: spent for test, spent, _ in content["tests"]},
        {test: tuple(fixtures) for test, _, fixtures in content["tests"]},
        {
            path: {int(line): sets[number] for line, number in by_line.items()}
            for path, by_line in content["lines"].items()
        },
    )


def lines_of(mutant: Mutant, source: str) -> range:
    """Return the lines of the expression that a mutant replaces."""
    breaks = source.encode("utf-8")[mutant.start : mutant.end].count(b"\n")
    return range(mutant.line, mutant.line + breaks + 1)


def statement_lines(mutant: Mutant, source: str) -> range:
    """Return the lines of the innermost statement around a mutant; of one that has a body, those before the body."""
    around = [range(mutant.line, mutant.line + 1)]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            end = max(node.lineno, body[0].lineno - 1) if body else (node.end_lineno or node.lineno)
            if node.lineno <= mutant.line <= end:
                around.append(range(node.lineno, end + 1))
    return around[-1]


def is_in_function(mutant: Mutant, source: str) -> bool:
    """Return whether a mutant is in the body of a function or lambda; anything else is executed at import alone."""
    raw = source.encode("utf-8")
    column = mutant.start - (raw.rfind(b"\n", 0, mutant.start) + 1)
    place = (mutant.line, column)
    return any(begin <= place < end for begin, end in _bodies(ast.parse(source)))


def _bodies(tree: ast.AST) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield where the body of each function and lambda begins and ends, as line and byte in the line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield _begin(node.body[0]), _end(node.body[-1])
        elif isinstance(node, ast.Lambda):
            yield _begin(node.body), _end(node.body)


def _begin(node: ast.stmt | ast.expr) -> tuple[int, int]:
    return node.lineno, node.col_offset


def _end(node: ast.stmt | ast.expr) -> tuple[int, int]:
    return node.end_lineno or node.lineno, node.end_col_offset or 0
