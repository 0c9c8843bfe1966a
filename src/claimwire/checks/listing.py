"""The list of all checks, for `docs/checks.md` and the command."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..corpus.atomic import write_text
from ..regions import fill, table
from .check import Check
from .findings import LEVELS
from .registry import CHECKS


def listed(document: str, source: str) -> str:
    """Return `docs/checks.md` with its tables made anew; raises `ClaimwireError` where it lacks one of the regions."""
    return fill(document, listing_regions(), source)


def write_listing(path: Path) -> bool:
    """Write the tables of `docs/checks.md` and tell whether that changed it."""
    standing = path.read_text(encoding="utf-8")
    made = listed(standing, str(path))
    if made != standing:
        write_text(path, made)
    return made != standing


def listing_regions(checks: Iterable[Check] = CHECKS) -> dict[str, str]:
    """Return the generated regions of `docs/checks.md`: region name -> Markdown."""
    checks = tuple(checks)
    return {f"level {level}": _level_table(check for check in checks if check.level == level) for level in LEVELS}


def _level_table(checks: Iterable[Check]) -> str:
    rows = ((f"`{check.check_id}`", check.finds, check.advice) for check in checks)
    return table(("check", "what it finds", "what to do"), rows)
