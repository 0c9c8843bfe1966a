"""The package works for any corpus: no file of it names what is a fact of ours, which is in TOML."""

from __future__ import annotations

import re

import pytest
from repository import ROOT

from claimwire.corpus.workspace import Workspace

WORKSPACE = Workspace.find(ROOT)
PACKAGE = sorted(path for path in (ROOT / "src").rglob("*") if path.suffix in {".py", ".md", ".css", ".txt", ".toml"})


@pytest.mark.parametrize("fact", [*WORKSPACE.corpus_ids(), *WORKSPACE.plan().authors])
def test_no_file_of_the_package_names_it(fact: str) -> None:
    name = re.compile(rf"\b{re.escape(fact)}\b", re.IGNORECASE)
    assert [path.name for path in PACKAGE if name.search(path.read_text(encoding="utf-8"))] == []


def test_the_package_was_read() -> None:
    assert len(PACKAGE) > 100
