"""The table of CPU times in docs/scale.md, of what `python -m benchmarks.building --to` measured."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.building.__main__ import WAYS
from claimwire.corpus.workspace import Workspace

from .measured_page import page_with

DOCUMENT, MEASURED = "docs/scale.md", "benchmarks/building.json"


def generated(workspace: Workspace) -> dict[Path, bytes]:
    """Return the page with its table made anew; nothing without page or figures; raises as `page_with` does."""
    return page_with(workspace, DOCUMENT, "building", MEASURED, table)


def table(measured: Mapping[str, Any]) -> str:
    """Return the CPU time of each way as a Markdown table, beside that of the plain way, with the machine below it."""
    least = measured["ways"]["records"]["cpu_seconds"]
    rows = [
        f"| {WAYS[way]} | {told['cpu_seconds']:.1f} | {told['cpu_seconds'] / least:.1f} | {told['peak_mb']:,} |"
        for way, told in measured["ways"].items()
    ]
    versions = ", ".join(f"{name} {number}" for name, number in measured["versions"].items())
    about = (
        f"Medians of {measured['rounds']} rounds, every way in a process of its own: {measured['articles']:,} articles "
        f"with {measured['claims']:,} adjudicated claims and two layers each; Python {measured['python']}, {versions}, "
        f"{measured['machine']}."
    )
    head = ["| way | CPU s | beside plain | peak MB |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *rows, "", about]) + "\n"
