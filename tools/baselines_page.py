"""The table of classifiers in docs/baselines.md, as `claimwire baselines list` prints them."""

from __future__ import annotations

from pathlib import Path

from claimwire.baselines.catalogue import SENTENCES, catalogue
from claimwire.corpus.workspace import Workspace
from claimwire.regions import fill, table

DOCUMENT = "docs/baselines.md"


def generated(workspace: Workspace) -> dict[Path, bytes]:
    """Return the page with its table made anew; raises `ClaimwireError` if it lacks its region."""
    page = workspace.root / DOCUMENT
    rows = [(f"`{one.name}`", one.describes, one.needs) for one in catalogue() if one.reads == SENTENCES]
    made = {"classifiers": table(("name", "is", "needs"), rows)}
    return {page: fill(page.read_text(encoding="utf-8"), made, DOCUMENT).encode("utf-8")}
