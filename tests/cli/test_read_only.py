"""A repository that may only be read: commands that read work there, and the others say which folder it is."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from small import OPEN

from claimwire.corpus.lock import LOCK_FILE
from claimwire.corpus.workspace import Workspace
from claimwire.corpus.writable import not_writable

pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes of folders are those of POSIX")

ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))}
COMMAND = (sys.executable, "-c", "from claimwire.cli import main; main()")
DROP, WRITES_ALL, READS_ALL = 24, 1, 2
"""Of Linux: PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, by which root writes what nobody may write."""


def as_others_may() -> None:
    """Take from a process that is started what root may do and others may not."""
    if os.geteuid() == 0:
        system = ctypes.CDLL(None)
        for capability in (WRITES_ALL, READS_ALL):
            if system.prctl(DROP, capability, 0, 0, 0) != 0:
                raise OSError("the capability cannot be dropped")


def run(root: Path, *arguments: str) -> tuple[int, str]:
    result = subprocess.run(
        [*COMMAND, *arguments],
        cwd=root,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        preexec_fn=as_others_may,
    )
    return result.returncode, result.stdout + result.stderr


def set_modes(root: Path, *, writable: bool) -> None:
    for path in (root, *root.rglob("*")):
        path.chmod((path.stat().st_mode | 0o200) if writable else (path.stat().st_mode & ~0o222))


@pytest.fixture(scope="module")
def read_only(small_built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A copy of the small repository in which nothing may be written; whether anything was is looked at in the end."""
    import shutil

    root = tmp_path_factory.mktemp("read-only") / "repository"
    shutil.copytree(small_built.root, root)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    set_modes(root, writable=False)
    yield Workspace(root)
    set_modes(root, writable=True)
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    "line",
    [
        "check",
        f"show {OPEN} --no-pager",
        f"show {OPEN} --json",
        f"agreement {OPEN}",
        f"conflicts {OPEN}",
        f"sourcing {OPEN}",
        "sentences heron_a",
        "event list",
        "annotator list",
        "duplicates",
        "fmt --check",
        f"export {OPEN} out --dry-run",
        f"event add {OPEN} zz_new --name new --type other --description It. --dry-run",
    ],
)
def test_what_only_reads_works(read_only: Workspace, line: str) -> None:
    status, told = run(read_only.root, *line.split())
    assert status == 0, told
    assert "cannot be written" not in told


@pytest.mark.parametrize(
    ("line", "folder"),
    [
        ("build --no-load", "dataset"),
        (f"event add {OPEN} zz_new --name new --type other --description It.", f"annotations/{OPEN}"),
        ("annotator add zz --kind human --description Zz.", "annotations"),
        ("outlet add zz_post", "annotations/outlets"),
        (f"export {OPEN} out", ""),
        (f"adjudicate {OPEN} work --draft", ""),
        ("init inner", ""),
    ],
)
def test_what_writes_names_the_folder_and_what_to_do(read_only: Workspace, line: str, folder: str) -> None:
    status, told = run(read_only.root, *line.split())
    assert status == 2
    assert f"the folder {read_only.root / folder} cannot be written (it belongs to " in told
    assert "or copy the folder and work in the copy" in told
    assert LOCK_FILE not in told
    assert len(told.splitlines()) == 1


def test_a_lock_of_somebody_else_is_named(small: Workspace) -> None:
    lock = small.corpus_folder(OPEN) / LOCK_FILE
    lock.write_text("")
    lock.chmod(0o444)
    status, told = run(small.root, *f"event add {OPEN} zz_new --name new --type other --description It.".split())
    assert (status, f"the file {lock} cannot be written (it belongs to " in told) == (2, True)


def test_a_place_that_can_be_written_has_nothing_to_say(tmp_path: Path) -> None:
    assert not_writable(tmp_path / "new") is None
    assert not_writable(tmp_path / "not" / "there" / "new") is None
    assert not_writable(tmp_path) is None
