"""Making one layer of several: aligning annotators' claims, deciding, and applying the decisions.

`alignment` puts the layers' claims into groups, `rules` says which groups need no person, `drafting` writes a decisions
file to begin with, `review` goes through what is left in it, `applying` makes claims and records of decisions,
`decisions` is the file itself, and `soft` counts who says what.
"""

from .alignment import NOT_COMPARED, aligned, compared, differing
from .applying import Adjudicated, adjudicate, decision_kind
from .decisions import DecisionLine
from .drafting import completed, draft
from .rules import DEFAULT_RULES, RULES, Group, Rule, rule_named
from .soft import SoftLabel, soft_labels

__all__ = [
    "DEFAULT_RULES",
    "NOT_COMPARED",
    "RULES",
    "Adjudicated",
    "DecisionLine",
    "Group",
    "Rule",
    "SoftLabel",
    "adjudicate",
    "aligned",
    "compared",
    "completed",
    "decision_kind",
    "differing",
    "draft",
    "rule_named",
    "soft_labels",
]
