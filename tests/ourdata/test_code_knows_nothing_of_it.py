"""The package works for any corpus: no file of it names what is a fact of ours, which is in TOML.

Nor does a test of code name a corpus of ours: correcting a claim must not break it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from repository import ROOT

from claimwire.corpus.workspace import Workspace

WORKSPACE = Workspace.find(ROOT)
PACKAGE = sorted(
    path for path in (ROOT / "src").rglob("*") if path.suffix in {".py", ".md", ".css", ".txt", ".toml", ".jsonl"}
)
ON_OUR_DATA = {"ourdata", "realtext", "repository.py"}
"""The folders and files of tests that are about our data, the texts it was made from, or copies of this repository."""
TESTS_OF_CODE = sorted(
    path
    for path in (file.relative_to(ROOT) for file in (ROOT / "tests").rglob("*") if file.is_file())
    if path.parts[1] not in ON_OUR_DATA and "__pycache__" not in path.parts
)


SHARED = {"voices", "wikinews"}
"""Ids of corpora that are a word of the language, or the name of the public files that a recipe reads, too."""


def named(fact: str) -> str:
    """Return the regular expression of a name.

    A corpus that is called like a room of the package, after what both are about, is named by its ids and its folder.
    """
    is_shared = fact in SHARED or (ROOT / "src" / "claimwire" / fact).is_dir()
    return rf"{fact}_(?:gv_|voa_|20\d\d_|e\d|0)|annotations/{fact}" if is_shared else re.escape(fact)


@pytest.mark.parametrize("fact", [*WORKSPACE.corpus_ids(), *WORKSPACE.plan().authors])
def test_no_file_of_the_package_names_it(fact: str) -> None:
    name = re.compile(rf"\b(?:{named(fact)})", re.IGNORECASE)
    assert [path.name for path in PACKAGE if name.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("corpus_id", WORKSPACE.corpus_ids())
def test_no_test_of_code_names_it(corpus_id: str) -> None:
    assert [path.as_posix() for path in TESTS_OF_CODE if names(path, corpus_id)] == []


def names(path: Path, corpus_id: str) -> bool:
    """Return whether a file of the tests has a corpus's id, also within the id of an article, in its path or in it."""
    name = named(corpus_id)
    content = (ROOT / path).read_bytes().lower()
    return re.search(name, path.as_posix().lower()) is not None or re.search(name.encode(), content) is not None


def test_the_tests_were_read() -> None:
    folders = {path.parts[1] for path in TESTS_OF_CODE}
    assert {"hydration", "small", "conftest.py"} <= folders
    assert not folders & ON_OUR_DATA
    assert len(TESTS_OF_CODE) > 200


def test_the_package_was_read() -> None:
    assert len(PACKAGE) > 100
