"""Titles that tell the facts of one event apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from .model import Fact

WORD = re.compile(r"[^\W\d_][\w’'-]*")
"""A word of a statement; numbers are none, for they are what the claims of a fact differ in."""


def told_apart(facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts, those of one event with the same title told apart by words that only their own claims have.

    `How many were killed (combatant)` becomes `How many were killed (combatant): fighters`. Where there are no such
    words, the first claim's id stands there.
    """
    alike: dict[tuple[str, str | None, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        alike[fact.kind, fact.event_id, fact.title].append(fact)
    return [_told_apart(fact, alike[fact.kind, fact.event_id, fact.title]) for fact in facts]


def _told_apart(fact: Fact, alike: Sequence[Fact]) -> Fact:
    if len(alike) == 1:
        return fact
    others = {
        word for other in alike if other is not fact for claim in other.claims for word in _words(claim.statement)
    }
    own = [set(_words(claim.statement)) for claim in fact.claims]
    telling = set.intersection(*own) - others
    words = [word for word in WORD.findall(fact.claims[0].statement) if word.casefold() in telling]
    return replace(fact, title=f"{fact.title}: {', '.join(dict.fromkeys(words)) or fact.claims[0].claim_id}")


def _words(statement: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(statement)]
