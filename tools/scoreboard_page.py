"""The tables of docs/scoreboard.md, from the figures in benchmarks/scoreboard.json."""

from __future__ import annotations

from pathlib import Path

from claimwire.corpus.records import read_json
from claimwire.corpus.workspace import Workspace
from claimwire.regions import fill
from claimwire.scoreboard import BOARD, board_page

DOCUMENT = "docs/scoreboard.md"


def generated(workspace: Workspace) -> dict[Path, bytes]:
    """Return the page with its tables as the figures make them; nothing without page or figures."""
    page, figures = workspace.root / DOCUMENT, workspace.root / BOARD
    if not page.is_file() or not figures.is_file():
        return {}
    text = fill(page.read_text(encoding="utf-8"), {"scoreboard": board_page(read_json(figures))}, DOCUMENT)
    return {page: text.encode("utf-8")}
