"""A release of the small repository, in a copy of it."""

from __future__ import annotations

import shutil

import pytest
from explored import Released

from claimwire.corpus.workspace import Workspace
from claimwire.explorer.rows import read_explorer_rows
from claimwire.release.build import build


@pytest.fixture(scope="session")
def released(small_built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Released:
    root = tmp_path_factory.mktemp("released") / "repository"
    shutil.copytree(small_built.root, root)
    folder = build(Workspace(root), release=True).folder
    return Released(Workspace(root), folder, read_explorer_rows(folder, ()))
