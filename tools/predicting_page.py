"""The table of speeds in docs/predicting.md, of what `python -m benchmarks.predicting --to` measured."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from claimwire.corpus.records import read_json
from claimwire.corpus.workspace import Workspace
from claimwire.regions import fill

DOCUMENT, MEASURED = "docs/predicting.md", "benchmarks/predicting.json"


def generated(workspace: Workspace) -> dict[Path, bytes]:
    """Return the page with its table made anew; nothing without page or figures.

    Raises `ClaimwireError` if the page lacks its region.
    """
    page, measured = workspace.root / DOCUMENT, workspace.root / MEASURED
    if not page.is_file() or not measured.is_file():
        return {}
    text = fill(page.read_text(encoding="utf-8"), {"speed": table(read_json(measured))}, DOCUMENT)
    return {page: text.encode("utf-8")}


def table(measured: Mapping[str, Any]) -> str:
    """Return the milliseconds of each program as a Markdown table, with what was measured below it."""
    rows = [
        f"| {name} | {median:.1f} | {mean:.1f} | {least:.1f} |"
        for name, (median, mean, least) in measured["milliseconds"].items()
    ]
    about = (
        f"Milliseconds of CPU time for {measured['size']} code points, over {measured['articles']} {measured['texts']} "
        f"texts that were new to each program; Python {measured['python']}, {measured['machine']}."
    )
    lines = ["| program | median | mean | least |", "| --- | --- | --- | --- |", *rows, "", about]
    return "\n".join(lines) + "\n"
