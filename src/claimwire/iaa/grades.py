"""The grade of a slot, by how far annotators agree on it: scored, usable or experimental.

The card of a release has the grades of all slots as a table; who scores models reads them there.
"""

from __future__ import annotations

import re

from ..schema import LABELS

SCORED = 0.8
"""Agreement from which on models are scored on a slot (Krippendorff 2004: reliable)."""

USABLE = 0.67
"""Agreement from which on a slot may be used with care (Krippendorff 2004: for tentative conclusions)."""

GRADES = ("scored", "usable", "experimental")
EXPERIMENTAL = GRADES[-1]

_ROW = re.compile(
    rf"^\| (?P<label>{'|'.join(declaration.label.value for declaration in LABELS)}) \| `(?P<slot>\w+)` \|.*"
    rf"\| (?P<grade>{'|'.join(GRADES)}) \|$",
    re.MULTILINE,
)
"""A row of the card's table of grades."""


def grade(agreement: float | None) -> str:
    """Return the grade of a slot; without a measured agreement it is experimental."""
    if agreement is None or agreement < USABLE:
        return EXPERIMENTAL
    return GRADES[0] if agreement >= SCORED else GRADES[1]


def grades_of_card(card: str) -> dict[tuple[str, str], str]:
    """Return the grade of each slot that the table of a card gives, by label and slot; empty if it has no table."""
    return {(row["label"], row["slot"]): row["grade"] for row in _ROW.finditer(card)}
