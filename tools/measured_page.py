"""A page with one table of what a benchmark measured and wrote to a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from claimwire.corpus.records import read_json
from claimwire.corpus.workspace import Workspace
from claimwire.regions import fill


def page_with(
    workspace: Workspace, document: str, region: str, measured: str, table: Callable[[Mapping[str, Any]], str]
) -> dict[Path, bytes]:
    """Return the page `document` with its region made anew of the figures in `measured`; nothing without either file.

    Raises `ClaimwireError` if the page lacks its region.
    """
    page, figures = workspace.root / document, workspace.root / measured
    if not page.is_file() or not figures.is_file():
        return {}
    text = fill(page.read_text(encoding="utf-8"), {region: table(read_json(figures))}, document)
    return {page: text.encode("utf-8")}
