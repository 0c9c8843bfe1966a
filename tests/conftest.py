"""What all tests share.

Tests on texts that the repository may not contain run if `CLAIMWIRE_REAL_TEXTS` names a folder that has them.
Hypothesis draws the same examples in every run, so that a change is judged by the change alone; if `CLAIMWIRE_SEARCH`
is set, it draws new ones each time, and remembers what failed.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings
from realtext.arranged import arrange
from small import build_small

from claimwire.corpus.workspace import Workspace

REAL_TEXTS = "CLAIMWIRE_REAL_TEXTS"
SEARCH = "CLAIMWIRE_SEARCH"

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile("search" if os.environ.get(SEARCH) else "repeatable")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests marked `realtext` if there are no texts; `pytest_terminal_summary` says so."""
    if os.environ.get(REAL_TEXTS):
        return
    wanted = [item for item in items if item.get_closest_marker("realtext") is None]
    if len(wanted) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("realtext")])
        items[:] = wanted


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say whether the tests on real texts ran, also if pytest is quiet and prints no header."""
    folder = os.environ.get(REAL_TEXTS)
    terminalreporter.write_line(
        f"realtext: on the texts in {folder}"
        if folder
        else f"realtext: tests left out; set {REAL_TEXTS} to the folder that holds the corpora to run them"
    )


@pytest.fixture(scope="session")
def real_copy() -> Path:
    """Return the folder of texts that the environment names, with the names that the files have there."""
    return Path(os.environ[REAL_TEXTS])


@pytest.fixture(scope="session")
def real_texts(real_copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of raw documents, one folder per corpus, with the names that the corpora have for them."""
    return arrange(real_copy, tmp_path_factory.mktemp("real") / "texts")


@pytest.fixture(scope="session")
def small_built(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The small invented repository, made once; only to be read."""
    return build_small(tmp_path_factory.mktemp("small") / "repository")


@pytest.fixture
def small(small_built: Workspace, tmp_path: Path) -> Workspace:
    """A copy of the small invented repository, to be changed."""
    root = tmp_path / "small"
    shutil.copytree(small_built.root, root)
    return Workspace(root)
