"""The list of all checks, for `docs/checks.md` and the command."""

from __future__ import annotations

from collections.abc import Iterable

from ..regions import table
from .model import LEVELS, Check
from .registry import CHECKS


def listing_regions(checks: Iterable[Check] = CHECKS) -> dict[str, str]:
    """Return the generated regions of `docs/checks.md`: region name -> Markdown."""
    checks = tuple(checks)
    return {f"level {level}": _level_table(check for check in checks if check.level == level) for level in LEVELS}


def _level_table(checks: Iterable[Check]) -> str:
    rows = ((f"`{check.check_id}`", check.finds, check.advice) for check in checks)
    return table(("check", "what it finds", "what to do"), rows)
