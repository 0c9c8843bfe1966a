"""The tables of `docs/checks.md`: every check, by level."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from claimwire.checks import CHECKS, LEVELS, Check
from claimwire.corpus.workspace import Workspace
from claimwire.regions import fill, table

DOCUMENT = "docs/checks.md"


def generated(workspace: Workspace) -> dict[Path, bytes]:
    """Return the page with its tables made anew: path -> content.

    Raises `ClaimwireError` if the page lacks one of its regions.
    """
    path = workspace.root / DOCUMENT
    return {path: fill(path.read_text(encoding="utf-8"), regions(), DOCUMENT).encode("utf-8")}


def regions(checks: Iterable[Check] = CHECKS) -> dict[str, str]:
    """Return the generated regions of the page: region name -> Markdown."""
    checks = tuple(checks)
    return {f"level {level}": _level_table(check for check in checks if check.level == level) for level in LEVELS}


def _level_table(checks: Iterable[Check]) -> str:
    rows = ((f"`{check.check_id}`", check.finds, check.advice) for check in checks)
    return table(("check", "what it finds", "what to do"), rows)
