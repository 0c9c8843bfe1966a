"""Titles that differ between the disputes about one event."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from .dispute import Dispute

WORD = re.compile(r"[^\W\d_][\w’'-]*")
"""A word of a statement. Numbers are left out, because they are what the claims of a dispute differ in."""


def with_distinct_titles(disputes: Sequence[Dispute]) -> list[Dispute]:
    """Return the disputes; to equal titles of one event are added the words that only the claims of each have.

    `How many were killed (combatant)` becomes `How many were killed (combatant): fighters`. If there are no such
    words, the id of the first claim is added.
    """
    of_title: dict[tuple[str, str | None, str], list[Dispute]] = defaultdict(list)
    for dispute in disputes:
        of_title[dispute.kind, dispute.event_id, dispute.title].append(dispute)
    return [_distinct(dispute, of_title[dispute.kind, dispute.event_id, dispute.title]) for dispute in disputes]


def _distinct(dispute: Dispute, same_title: Sequence[Dispute]) -> Dispute:
    if len(same_title) == 1:
        return dispute
    in_others = {
        word for other in same_title if other is not dispute for claim in other.claims for word in _words(claim.said)
    }
    in_all_claims = set.intersection(*(set(_words(claim.said)) for claim in dispute.claims))
    first = dispute.claims[0]
    words = [word for word in WORD.findall(first.said) if word.casefold() in in_all_claims - in_others]
    return replace(dispute, title=f"{dispute.title}: {', '.join(dict.fromkeys(words)) or first.claim_id}")


def _words(statement: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(statement)]
