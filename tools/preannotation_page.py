"""The tables of `docs/preannotating.md`, made of what `python -m benchmarks.preannotation --to` measured."""

from __future__ import annotations

from pathlib import Path

from benchmarks.preannotation.report import tables
from claimwire.corpus.records import read_json
from claimwire.corpus.workspace import Workspace
from claimwire.regions import fill

DOCUMENT = "docs/preannotating.md"

MEASURED = "benchmarks/preannotation.json"
"""Where the benchmark wrote what the page shows."""


def generated(workspace: Workspace) -> dict[Path, bytes]:
    """Return the page with its tables made anew; raises `ClaimwireError` if it lacks one of its regions."""
    page = workspace.root / DOCUMENT
    made = tables(read_json(workspace.root / MEASURED))
    return {page: fill(page.read_text(encoding="utf-8"), made, DOCUMENT).encode("utf-8")}
