"""The table of `docs/label-studio.md` of every request that deletes or replaces something on a server."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError
from claimwire.labelstudio.server.protocol import REPLACING, Replacing
from claimwire.regions import refill, region_names, table

DOCUMENT = "docs/label-studio.md"

NAME = "replacing"
"""The name of the generated region."""


def generated(workspace: Workspace) -> dict[Path, bytes]:
    """Return the page with its table made anew: path -> content.

    Raises `ClaimwireError` if the page lacks the region.
    """
    path = workspace.root / DOCUMENT
    text = path.read_text(encoding="utf-8")
    if NAME not in region_names(text):
        raise ClaimwireError(f"{DOCUMENT} has no place for {NAME}; put a line `<!-- generated: {NAME} -->` there")
    return {path: refill(text, {NAME: table_of(REPLACING)}).encode("utf-8")}


def table_of(requests: Iterable[Replacing]) -> str:
    """Return the table of some requests."""
    rows = ((f"`{one.request}`", one.when, one.goes, one.kept) for one in requests)
    return table(("request", "when", "what goes", "why no work goes with it"), rows)
