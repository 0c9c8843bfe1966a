"""Different words for the same thing: what two sources call it, and what sort of event or harm two articles make of it.

Only what slots hold is compared: names that sources give (cue class labelling), the type of an event, the harm and the
victims of a figure. The words of the text are not looked at; the name that a source gives is shown as our statement of
the claim has it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..schema import AttributedStatement, CasualtyFigure, ClaimBase, HistoricalBackground
from ..schema.vocab import CueClass, EventType, LinkKind, VictimStatus
from .model import Conflict, Fact, conflict, event_of, facts_of_conflicts
from .scene import Scene, names_of
from .similarity import stems

WORDS_DIFFER = "called_differently"

ALIKE = 0.1
"""Likeness from which two namings in one event are of the same thing; they share that thing's words, not its names."""

NO_NAME = frozenset({EventType.LASTING_STATE, EventType.OTHER})
"""Event types that name no act: the state an act leaves behind, and what fits no type."""

WORD_IN_OUR_WORDS = re.compile(r"[\w’'-]+(?:[.,]\d+)*")
"""A word of a statement, hyphens and apostrophes within it included."""

NO_STATUS = frozenset({VictimStatus.UNSPECIFIED, VictimStatus.MIXED})
"""What articles say of victims that goes together with everything."""


def wording_facts(scene: Scene) -> list[Fact]:
    """Return the things for which different tellers have different words."""
    found = [
        *(pair for pair in scene.pairs(AttributedStatement) if _named_differently(scene, *pair)),
        *(pair for pair in scene.pairs(HistoricalBackground) if _of_other_types(scene, *pair)),
        *(pair for pair in scene.pairs(CasualtyFigure) if _of_other_harm(scene, *pair)),
    ]
    facts = facts_of_conflicts(WORDS_DIFFER, lambda group: _title(scene, group), [_differing(*pair) for pair in found])
    return [_with_names(fact) if isinstance(fact.claims[0], AttributedStatement) else fact for fact in facts]


def _differing(one: ClaimBase, other: ClaimBase) -> Conflict:
    return conflict(WORDS_DIFFER, one, other, f"{wording_says(one)} and {wording_says(other)}")


def _with_names(fact: Fact) -> Fact:
    """Return a fact of statements with the names that they give."""
    given = names_given([claim.statement for claim in fact.claims])
    names = {claim.claim_id: name for claim, name in zip(fact.claims, given, strict=True)}
    conflicts = tuple(
        replace(item, reason=" and ".join(f"“{names[claim.claim_id]}”" for claim in item.claims))
        for item in fact.conflicts
    )
    return replace(fact, conflicts=conflicts, words=tuple(names.items()))


def names_given(statements: Sequence[str]) -> list[str]:
    """Return, of statements of the form `who calls what a name`, the name: what follows the last word that all share.

    Where nothing follows it, it is the words that not all share, and where there are none, the statement.
    """
    words = [WORD_IN_OUR_WORDS.findall(statement) for statement in statements]
    shared = frozenset[str].intersection(*(stems(statement) for statement in statements))
    return [_name_given(found, shared) for found in words]


def _name_given(words: Sequence[str], shared: frozenset[str]) -> str:
    own = [not stems(word) <= shared for word in words]
    behind = next((place for place in range(len(words), 0, -1) if not own[place - 1]), 0)
    name = words[behind:] or [word for word, is_own in zip(words, own, strict=True) if is_own] or words
    return " ".join(name)


def _named_differently(scene: Scene, one: AttributedStatement, other: AttributedStatement) -> bool:
    """Tell whether two sources give the same thing in one event names of their own."""
    if {one.cue_class, other.cue_class} != {CueClass.LABELLING} or names_of((one,)) & names_of((other,)):
        return False
    if one.event_id != other.event_id or scene.linked(one, other, LinkKind.SAME_STATEMENT):
        return False
    return scene.two_tell(one, other) and scene.similarity.between(one.claim_id, other.claim_id) >= ALIKE


def _of_other_types(scene: Scene, one: HistoricalBackground, other: HistoricalBackground) -> bool:
    """Tell whether two articles make different sorts of one event."""
    if one.event_type is other.event_type or {one.event_type, other.event_type} & NO_NAME:
        return False
    same_name = one.event_id == other.event_id and one.event_name == other.event_name
    return one.article_id != other.article_id and (same_name or scene.linked(one, other, LinkKind.SAME_BACKGROUND))


def _of_other_harm(scene: Scene, one: CasualtyFigure, other: CasualtyFigure) -> bool:
    """Tell whether two linked figures tell another harm, or other victims."""
    statuses = {one.victim_status, other.victim_status}
    same_victims = len(statuses) == 1 or bool(statuses & NO_STATUS)
    if one.harm is other.harm and same_victims:
        return False
    return one.article_id != other.article_id and scene.linked(one, other, LinkKind.SAME_FIGURE)


def wording_says(claim: ClaimBase) -> str:
    """Return what sort of event or harm a claim makes of it; nothing where its statement gives the name."""
    if isinstance(claim, HistoricalBackground):
        return str(claim.event_type).replace("_", " ")
    if isinstance(claim, CasualtyFigure):
        status = [] if claim.victim_status in NO_STATUS else [str(claim.victim_status)]
        return " ".join([str(claim.harm), *status]).replace("_", " ")
    return ""


def _title(scene: Scene, group: tuple[ClaimBase, ...]) -> str:
    """Return what it is that is called differently."""
    named = [claim for claim in group if isinstance(claim, HistoricalBackground)]
    if named:
        return f"What it is called: {named[0].event_name}"
    if isinstance(group[0], CasualtyFigure):
        return "Who and what is counted"
    event = scene.events.get(event_of(group) or "")
    return "What it is called" if event is None else f"What it is called: {event.name}"
