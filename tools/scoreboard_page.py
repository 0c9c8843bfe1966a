"""The tables of docs/scoreboard.md, from the figures in `benchmarks/`: the scoreboard, and F1 over articles."""

from __future__ import annotations

from pathlib import Path

from benchmarks.preannotation.report import learning_curve
from claimwire.corpus.records import read_json
from claimwire.corpus.workspace import Workspace
from claimwire.regions import fill
from claimwire.scoring.boards import board_page, read_board

from .preannotation_page import MEASURED

DOCUMENT = "docs/scoreboard.md"


def generated(workspace: Workspace) -> dict[Path, bytes]:
    """Return the page with its tables as the figures make them; nothing without page or figures."""
    page, measured = workspace.root / DOCUMENT, workspace.root / MEASURED
    board = read_board(workspace.root)
    if board is None or not page.is_file() or not measured.is_file():
        return {}
    regions = {"scoreboard": board_page(board), "learning curve": learning_curve(read_json(measured)["order"])}
    return {page: fill(page.read_text(encoding="utf-8"), regions, DOCUMENT).encode("utf-8")}
