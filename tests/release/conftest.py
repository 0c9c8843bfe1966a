"""What was built of a copy of the repository, and of the small one."""

from pathlib import Path

import pytest
from repository import copy_of_repository
from small import build_small

from claimwire.corpus.workspace import Workspace
from claimwire.release.build import Built, build


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return copy_of_repository(tmp_path / "repository")


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Built:
    return build(copy_of_repository(tmp_path_factory.mktemp("built") / "repository"))


@pytest.fixture(scope="session")
def small_release(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The release of the small repository; only to be read."""
    return build(build_small(tmp_path_factory.mktemp("small_release") / "repository"))
