"""Conflicts between sources: claims that contradict each other, computed from slots, events and links, not annotated.

`ConflictIndex` is what the kinds of conflict look at; `disputes` and `conflicts` find them in it.
"""

from .conflict_index import Attribution, ConflictIndex
from .dispute import Conflict, ConflictKind, Dispute
from .kinds import KINDS, conflicts, disputes

__all__ = ["KINDS", "Attribution", "Conflict", "ConflictIndex", "ConflictKind", "Dispute", "conflicts", "disputes"]
