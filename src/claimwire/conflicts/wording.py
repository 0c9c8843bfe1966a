"""Different words for the same thing: what two sources call it, and what kind of event or harm two articles see in it.

Only slots are compared: names that sources use (cue class labelling), the type of an event, the harm and the victims
of a figure. The words of the text are not looked at; the name that a source uses is shown as our statement has it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..schema import AttributedStatement, CasualtyFigure, ClaimBase, HistoricalBackground
from ..schema.vocab import CueClass, EventType, LinkKind, VictimStatus
from .conflict_index import ConflictIndex, source_names
from .dispute import Claims, Conflict, Dispute, conflict, disputes_of_conflicts, main_event
from .similarity import stems

WORDS_DIFFER = "called_differently"

LEAST_SIMILARITY = 0.1
"""Similarity from which two names used about one event are of the same thing; they share words of it, not its names."""

NO_ACT = frozenset({EventType.LASTING_STATE, EventType.OTHER})
"""Event types that name no act: the state that an act results in, and what fits no type."""

STATEMENT_WORD = re.compile(r"[\w’'-]+(?:[.,]\d+)*")
"""A word of a statement, hyphens and apostrophes within it included."""

ANY_STATUS = frozenset({VictimStatus.UNSPECIFIED, VictimStatus.MIXED})
"""What articles say of victims that is compatible with everything."""


def wording_disputes(index: ConflictIndex) -> list[Dispute]:
    """Return the things for which different sources have different words."""
    pairs = [
        *(pair for pair in index.pairs(AttributedStatement) if _names_differ(index, *pair)),
        *(pair for pair in index.pairs(HistoricalBackground) if _types_differ(index, *pair)),
        *(pair for pair in index.pairs(CasualtyFigure) if _harms_differ(index, *pair)),
    ]
    conflicts = [_conflict(*pair) for pair in pairs]
    disputes = disputes_of_conflicts(WORDS_DIFFER, lambda group: _title(index, group), conflicts)
    return [_with_names(item) if isinstance(item.claims[0], AttributedStatement) else item for item in disputes]


def wording_says(claim: ClaimBase) -> str:
    """Return what kind of event or harm a claim sees; "" for a statement, whose words have the name it uses."""
    if isinstance(claim, HistoricalBackground):
        return str(claim.event_type).replace("_", " ")
    if isinstance(claim, CasualtyFigure):
        status = [] if claim.victim_status in ANY_STATUS else [str(claim.victim_status)]
        return " ".join([str(claim.harm), *status]).replace("_", " ")
    return ""


def names_used(statements: Sequence[str]) -> list[str]:
    """Return, of statements of the form `who calls what a name`, the name: what follows the last word that all share.

    If nothing follows it, the name is the words that not all share, and if there are none, the statement.
    """
    words = [STATEMENT_WORD.findall(statement) for statement in statements]
    shared = frozenset[str].intersection(*(stems(statement) for statement in statements))
    return [_name_used(statement_words, shared) for statement_words in words]


def _name_used(words: Sequence[str], shared: frozenset[str]) -> str:
    is_shared = [stems(word) <= shared for word in words]
    behind_last = max((number for number, yes in enumerate(is_shared, start=1) if yes), default=0)
    name = words[behind_last:] or [word for word, yes in zip(words, is_shared, strict=True) if not yes] or words
    return " ".join(name)


def _with_names(dispute: Dispute) -> Dispute:
    """Return a dispute of statements with the names that they use."""
    names = names_used([claim.said for claim in dispute.claims])
    name_of = {claim.claim_id: name for claim, name in zip(dispute.claims, names, strict=True)}
    conflicts = tuple(
        replace(item, reason=" and ".join(f"“{name_of[claim_id]}”" for claim_id in item.ids))
        for item in dispute.conflicts
    )
    return replace(dispute, conflicts=conflicts, words=tuple(name_of.items()))


def _conflict(one: ClaimBase, other: ClaimBase) -> Conflict:
    return conflict(WORDS_DIFFER, one, other, f"{wording_says(one)} and {wording_says(other)}")


def _names_differ(index: ConflictIndex, one: AttributedStatement, other: AttributedStatement) -> bool:
    """Return whether two sources have names of their own for the same thing in one event."""
    if {one.cue_class, other.cue_class} != {CueClass.LABELLING} or source_names(one) & source_names(other):
        return False
    if one.event_id != other.event_id or index.linked(one, other, LinkKind.SAME_STATEMENT):
        return False
    similar = index.similarity.between(one.claim_id, other.claim_id) >= LEAST_SIMILARITY
    return similar and index.different_sources(one, other)


def _types_differ(index: ConflictIndex, one: HistoricalBackground, other: HistoricalBackground) -> bool:
    """Return whether two articles see one event as of different types."""
    if one.event_type == other.event_type or {one.event_type, other.event_type} & NO_ACT:
        return False
    same_name = one.event_id == other.event_id and index.event_name(one) == index.event_name(other)
    return one.article_id != other.article_id and (same_name or index.linked(one, other, LinkKind.SAME_BACKGROUND))


def _harms_differ(index: ConflictIndex, one: CasualtyFigure, other: CasualtyFigure) -> bool:
    """Return whether two linked figures are of different harms or different victims."""
    statuses = {one.victim_status, other.victim_status}
    same_victims = len(statuses) == 1 or bool(statuses & ANY_STATUS)
    if one.harm is other.harm and same_victims:
        return False
    return one.article_id != other.article_id and index.linked(one, other, LinkKind.SAME_FIGURE)


def _title(index: ConflictIndex, group: Claims) -> str:
    """Return what it is that is called differently."""
    named = [claim for claim in group if isinstance(claim, HistoricalBackground)]
    if named:
        return f"What it is called: {index.event_name(named[0])}"
    if isinstance(group[0], CasualtyFigure):
        return "Who and what is counted"
    event = index.corpus.events.get(main_event(group) or "")
    return "What it is called" if event is None else f"What it is called: {event.name}"
