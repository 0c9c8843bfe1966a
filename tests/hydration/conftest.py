"""A stand-off corpus for each test, made once and copied."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from standoff_copy import ANNOTATIONS, Standoff, make_standoff

from claimwire.corpus.corpus import read_corpus
from claimwire.corpus.workspace import Workspace


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("standoff")
    make_standoff(folder)
    return folder


@pytest.fixture
def standoff(made_once: Path, tmp_path: Path) -> Standoff:
    shutil.copytree(made_once, tmp_path, dirs_exist_ok=True)
    full = read_corpus(ANNOTATIONS / "openwire")
    return Standoff(Workspace(tmp_path / "repository"), tmp_path / "documents", full)
