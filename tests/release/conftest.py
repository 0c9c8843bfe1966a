"""A copy of the repository's records to build from, and what was built of it."""

import shutil
from pathlib import Path

import pytest

from claimwire.release.build import Built, build
from claimwire.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]


def copy_of_repository(to: Path) -> Workspace:
    """Copy the records and documents, without any release."""
    for folder in ("annotations", "schema"):
        shutil.copytree(ROOT / folder, to / folder)
    for name in ("DATASET_CARD.md", "README.md"):
        shutil.copy(ROOT / name, to / name)
    (to / "dataset").mkdir()
    shutil.copy(ROOT / "dataset" / "splits.jsonl", to / "dataset")
    return Workspace(to)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return copy_of_repository(tmp_path / "repository")


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Built:
    return build(copy_of_repository(tmp_path_factory.mktemp("built") / "repository"))
