"""What was built of a copy of the repository."""

from pathlib import Path

import pytest
from repository import copy_of_repository

from claimwire.corpus.workspace import Workspace
from claimwire.release.build import Built, build


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return copy_of_repository(tmp_path / "repository")


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Built:
    return build(copy_of_repository(tmp_path_factory.mktemp("built") / "repository"))
