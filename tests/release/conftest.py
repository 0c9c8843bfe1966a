"""Releases built of the small repository."""

import shutil
from pathlib import Path

import pytest

from claimwire.corpus.workspace import Workspace
from claimwire.release.build import Built, build


@pytest.fixture
def workspace(small: Workspace) -> Workspace:
    return small


@pytest.fixture(scope="session")
def built(small_built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = tmp_path_factory.mktemp("built") / "repository"
    shutil.copytree(small_built.root, root)
    return build(Workspace(root))


@pytest.fixture
def released(built: Built, tmp_path: Path) -> Workspace:
    """A copy of the small repository with its release, to be changed."""
    root = tmp_path / "released"
    shutil.copytree(built.folder.parents[1], root)
    return Workspace(root)
