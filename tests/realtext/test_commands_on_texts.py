"""The commands of README and docs that need a copy of the texts, in a fresh clone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from documents import PAGES, blocks, fresh_clone, run_block

NEED = "a copy of the texts"
PAGES_ON_TEXTS = [page for page in PAGES if any(block.need == NEED for block in blocks(page))]


@pytest.mark.realtext
@pytest.mark.long
@pytest.mark.parametrize("page", PAGES_ON_TEXTS, ids=lambda page: page.name)
def test_the_commands_on_texts_of_a_page_run(page: Path, real_texts: Path, tmp_path: Path) -> None:
    clone, home = fresh_clone(tmp_path / "clone"), tmp_path / "home"
    shutil.copytree(real_texts, home / "texts")
    shutil.copytree(real_texts / "tolls", home / "day-pages")
    for block in blocks(page):
        if block.need == NEED:
            run_block(block, clone, home)
