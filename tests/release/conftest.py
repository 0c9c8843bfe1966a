"""What was built of the small repository."""

from __future__ import annotations

import shutil

import pytest

from claimwire.corpus.workspace import Workspace
from claimwire.release.build import Built, build


@pytest.fixture
def workspace(small: Workspace) -> Workspace:
    """The small repository, to be changed."""
    return small


@pytest.fixture(scope="session")
def built(small_built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A release of the small repository, in a copy of it; only to be read."""
    root = tmp_path_factory.mktemp("built") / "repository"
    shutil.copytree(small_built.root, root)
    return build(Workspace(root), release=True)
