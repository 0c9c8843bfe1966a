"""Making one gold layer of several annotators' layers: aligning claims, deciding on them, applying the decisions.

`alignment` puts the layers' claims into groups, `rules` decide on groups without a person, `drafting` writes a
decisions file to start from, `review` goes through what is left in it, `submitted` makes one of what an adjudicator did
in Label Studio, `applying` makes gold claims and records of decisions, `revising` changes them afterwards, `recount`
computes again what a record says of its claims, `folder` does so for a whole corpus, and `soft` counts how many
annotators say what. A decisions file is described in `decisions`.
"""

from .alignment import aligned
from .applying import Adjudicated, adjudicate
from .comparison import NOT_COMPARED, comparable_fields, differing_fields
from .context import claim_names
from .decisions import DecisionLine
from .drafting import draft
from .folder import applied_corpus, apply_folder, draft_folder, nothing_to_adjudicate, review_folder, write_applied
from .kinds import decision_kind
from .recount import recounted
from .revising import Revised, revised
from .rules import DEFAULT_RULES, RULES, Group, Rule, rule_named
from .soft import SoftLabel, soft_labels

__all__ = [
    "DEFAULT_RULES",
    "NOT_COMPARED",
    "RULES",
    "Adjudicated",
    "DecisionLine",
    "Group",
    "Revised",
    "Rule",
    "SoftLabel",
    "adjudicate",
    "aligned",
    "applied_corpus",
    "apply_folder",
    "claim_names",
    "comparable_fields",
    "decision_kind",
    "differing_fields",
    "draft",
    "draft_folder",
    "nothing_to_adjudicate",
    "recounted",
    "review_folder",
    "revised",
    "rule_named",
    "soft_labels",
    "write_applied",
]
