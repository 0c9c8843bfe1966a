"""A build that is killed, and builds at the same time: a release is there with its splits, or neither is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from small import part_of_small

from claimwire.checks import load, run
from claimwire.corpus.atomic import COMMIT
from claimwire.corpus.lock import LOCK_FILE
from claimwire.corpus.records import sha256_file
from claimwire.corpus.workspace import DRAFT_NOTE, Workspace
from claimwire.release.build import build

DRIVER = """
import os, sys
from pathlib import Path
from claimwire.corpus.workspace import Workspace
from claimwire.release.build import build

CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir"}

def killed(root, number, wanted, release):
    left = [number]
    def die(event, arguments):
        if event in CHANGES and str(root / "dataset") in str(arguments[0]) and wanted in " ".join(map(str, arguments)):
            if left[0] == 0:
                os._exit(77)
            left[0] -= 1
    sys.addaudithook(die)
    build(Workspace(root), release=release)
    os._exit(0)

for line in sys.stdin:
    root, number, wanted, release = line.rstrip("\\n").split("\\t")
    child = os.fork()
    if child == 0:
        try:
            killed(Path(root), int(number), wanted, release == "release")
        finally:
            os._exit(1)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Builds, each in a process of its own that dies at its n-th change of the folder of releases; no `finally` runs."""

KILLED, DONE = 77, 0


class Killer:
    """What starts builds that die; it imports claimwire once for all of them."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def build(self, workspace: Workspace, number: int, wanted: str = "", *, release: bool = True) -> int:
        """Let a build die at its n-th change of a path that contains `wanted`; return its exit status."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(workspace.root, number, wanted, "release" if release else "draft", sep="\t", file=self._process.stdin)
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", DRIVER]
    with subprocess.Popen(command, stdin=-1, stdout=-1, text=True, env=environment) as process:
        yield Killer(process)


@pytest.fixture(scope="module")
def tiny_built(small_built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A repository of two articles without any split or release, which is built in a moment; only to be read."""
    workspace = part_of_small(small_built, tmp_path_factory.mktemp("tiny") / "repository", ("heron_a", "rook_a"))
    shutil.copytree(small_built.schema, workspace.schema)
    shutil.copy(small_built.root / "DATASET_CARD.md", workspace.root)
    workspace.splits_file.unlink()
    return workspace


@pytest.fixture
def tiny(tiny_built: Workspace, tmp_path: Path) -> Workspace:
    """A copy of the repository of two articles, to be changed."""
    shutil.copytree(tiny_built.root, tmp_path / "tiny")
    return Workspace(tmp_path / "tiny")


@pytest.fixture(scope="module")
def expected(tiny_built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a release that nobody kills makes."""
    workspace = Workspace(tmp_path_factory.mktemp("expected") / "repository")
    shutil.copytree(tiny_built.root, workspace.root)
    build(workspace, release=True)
    return published(workspace)


def published(workspace: Workspace) -> dict[str, str]:
    """Return what is published: the hashes of all files but those of drafts and the lock."""
    files = (path for path in workspace.dataset.rglob("*") if path.is_file() and path.name != LOCK_FILE)
    return {
        path.relative_to(workspace.dataset).as_posix(): sha256_file(path)
        for path in files
        if not path.is_relative_to(workspace.draft)
    }


def require_all_or_nothing(workspace: Workspace, expected: dict[str, str]) -> None:
    """Look at what a killed build left: it is sound, the next draft finds all or nothing, the next release is whole."""
    lacking = ("document-stale", "codebook-stale")  # the tiny repository has no codebook
    assert [str(problem) for problem in run(load(workspace)) if problem.check_id not in lacking] == []
    build(workspace)
    assert published(workspace) in ({}, expected)
    assert not list(workspace.dataset.glob(".*.new"))
    assert not (workspace.dataset / COMMIT).exists()
    build(workspace, release=True)
    assert published(workspace) == expected


def kill_everywhere(killer: Killer, tiny: Workspace, expected: dict[str, str], wanted: str) -> int:
    """Kill a release at every change of a path that contains `wanted`; return how many there were."""
    for number in range(200):
        workspace = Workspace(tiny.root.with_name(f"killed_{number}"))
        shutil.copytree(tiny.root, workspace.root)
        status = killer.build(workspace, number, wanted)
        assert status in (KILLED, DONE)
        require_all_or_nothing(workspace, expected)
        if status == DONE:
            return number
    raise AssertionError("a build does not change that much")


def test_a_release_killed_while_it_takes_its_place_is_there_with_its_splits_or_neither_is(
    killer: Killer, tiny: Workspace, expected: dict[str, str]
) -> None:
    assert kill_everywhere(killer, tiny, expected, f"/{COMMIT}") == 5


@pytest.mark.long
def test_a_release_killed_at_any_change_of_a_file_is_there_with_its_splits_or_neither_is(
    killer: Killer, tiny: Workspace, expected: dict[str, str]
) -> None:
    assert kill_everywhere(killer, tiny, expected, "") > 40


@pytest.mark.parametrize("number", range(2))
def test_a_draft_killed_while_it_takes_the_place_of_another_publishes_nothing(
    killer: Killer, tiny: Workspace, number: int
) -> None:
    build(tiny)
    assert killer.build(tiny, number, "/draft", release=False) == KILLED
    assert build(tiny).folder == tiny.draft
    assert published(tiny) == {}
    assert not list(tiny.dataset.glob(".*.new"))


def started(workspace: Workspace, *options: str) -> subprocess.Popen[bytes]:
    """Start `claimwire build` in a repository."""
    program = "from claimwire.cli import main; main()"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", program, "build", "--no-load", *options]
    return subprocess.Popen(command, cwd=workspace.root, env=environment, stdout=subprocess.DEVNULL)


def test_two_releases_at_once_both_end_well(tiny: Workspace, expected: dict[str, str]) -> None:
    builds = [started(tiny, "--release") for _ in range(2)]
    assert [process.wait() for process in builds] == [0, 0]
    assert published(tiny) == expected
    assert not tiny.draft.exists()


def test_a_draft_and_a_release_at_once_both_end_well(tiny: Workspace, expected: dict[str, str]) -> None:
    builds = [started(tiny), started(tiny, "--release")]
    assert [process.wait() for process in builds] == [0, 0]
    assert published(tiny) == expected


def test_two_drafts_at_once_both_end_well(tiny: Workspace) -> None:
    builds = [started(tiny) for _ in range(2)]
    assert [process.wait() for process in builds] == [0, 0]
    assert published(tiny) == {}
    assert (tiny.draft / DRAFT_NOTE).is_file()
    assert {path.name for path in tiny.dataset.iterdir()} == {LOCK_FILE, "draft"}
