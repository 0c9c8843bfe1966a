"""Every check there is. A new one is a function beside its like, an entry in that module's `CHECKS`, and a fault case.

The order is that of the list in `docs/checks.md` and of the problems printed.
"""

from __future__ import annotations

from . import (
    asked,
    codebooks,
    consistency,
    decisions,
    documents,
    entities,
    figures,
    files,
    groups,
    ids,
    item_checks,
    listed,
    needs,
    offsets,
    quotations,
    references,
    releases,
    statements,
    texts,
    times,
    undecided,
    withdrawn,
)
from .check import Check

CHECKS: tuple[Check, ...] = (
    *files.CHECKS,
    *listed.CHECKS,
    *ids.CHECKS,
    *offsets.CHECKS,
    *texts.CHECKS,
    *statements.CHECKS,
    *quotations.CHECKS,
    *times.CHECKS,
    *figures.CHECKS,
    *asked.CHECKS,
    *references.CHECKS,
    *entities.CHECKS,
    *undecided.CHECKS,
    *decisions.CHECKS,
    *codebooks.CHECKS,
    *item_checks.CHECKS,
    *groups.CHECKS,
    *consistency.CHECKS,
    *needs.CHECKS,
    *releases.CHECKS,
    *withdrawn.CHECKS,
    *documents.CHECKS,
)
