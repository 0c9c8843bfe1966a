"""`examples/training.ipynb`: docs/training.md as a notebook, a cell for each program and for each stretch of text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claimwire.corpus.workspace import Workspace

PAGE, NOTEBOOK = Path("docs/training.md"), Path("examples/training.ipynb")
PROGRAM = re.compile(r"(?:^<!-- needs:[^\n]* -->\n)?^```python\n(?P<code>.*?)^```\n", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"^<!-- needs:[^\n]* -->\n", re.MULTILINE)
LINK = re.compile(r"\]\((?=[a-z-]+\.md)")
THIS_NOTEBOOK = re.compile(r" The same page as a notebook: `[^`]+`\.")
BEGINNING = """\
import os
from pathlib import Path

while not Path("dataset").is_dir():  # a notebook begins in its own folder
    os.chdir("..")
"""


def cells(page: str) -> Iterator[dict[str, Any]]:
    """Yield the cells of a page, in the notebook format 4.5; the first program goes to the repository's folder."""
    place, programs = 0, 0
    for found in PROGRAM.finditer(page):
        yield from _text(page[place : found.start()])
        if not programs:
            yield _cell("code", BEGINNING)
        yield _cell("code", found["code"])
        place, programs = found.end(), programs + 1
    yield from _text(page[place:])


def _text(words: str) -> Iterator[dict[str, Any]]:
    shown = LINK.sub("](../docs/", COMMENT.sub("", THIS_NOTEBOOK.sub("", words))).strip()
    if shown:
        yield _cell("markdown", shown)


def _cell(kind: str, source: str) -> dict[str, Any]:
    more: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, **more, "source": source.strip("\n").splitlines(keepends=True)}


def notebook(page: str) -> bytes:
    """Return a page as a notebook, the same bytes for the same page."""
    numbered = [{"id": f"cell-{number:02}", **cell} for number, cell in enumerate(cells(page), start=1)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    content = {
        "cells": numbered,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def generated(workspace: Workspace) -> dict[Path, bytes]:
    """Return the notebook of the page; nothing without one."""
    page = workspace.root / PAGE
    return {workspace.root / NOTEBOOK: notebook(page.read_text(encoding="utf-8"))} if page.is_file() else {}
