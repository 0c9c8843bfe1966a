"""A stand-off corpus for each test, made once and copied."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from standoff_copy import CORPUS_ID, Standoff, make_standoff

from claimwire.corpus.corpus import Corpus
from claimwire.corpus.workspace import Workspace


@pytest.fixture(scope="session")
def heron(small_built: Workspace) -> Corpus:
    """The corpus with its texts; only to be read."""
    return small_built.corpus(CORPUS_ID)


@pytest.fixture(scope="session")
def made_once(small_built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("standoff")
    make_standoff(small_built, folder)
    return folder


@pytest.fixture
def standoff(made_once: Path, tmp_path: Path, heron: Corpus) -> Standoff:
    """The corpus without texts in a repository of its own, to be changed."""
    shutil.copytree(made_once, tmp_path, dirs_exist_ok=True)
    return Standoff(Workspace(tmp_path / "repository"), tmp_path / "documents", heron)
