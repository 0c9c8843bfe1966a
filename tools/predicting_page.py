"""The table of speeds in docs/predicting.md, of what `python -m benchmarks.predicting --to` measured."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from claimwire.corpus.workspace import Workspace

from .measured_page import page_with

DOCUMENT, MEASURED = "docs/predicting.md", "benchmarks/predicting.json"


def generated(workspace: Workspace) -> dict[Path, bytes]:
    """Return the page with its table made anew; nothing without page or figures; raises as `page_with` does."""
    return page_with(workspace, DOCUMENT, "speed", MEASURED, table)


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
