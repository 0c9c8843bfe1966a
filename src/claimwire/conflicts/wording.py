"""Different words for the same thing: what two sources call it, and what sort of event or harm two articles make of it.

Only what slots hold is compared: names that sources give (cue class labelling), the type of an event, the harm and the
victims of a figure. The words of the text are not looked at.
"""

from __future__ import annotations

from itertools import combinations

from ..schema import AttributedStatement, CasualtyFigure, ClaimBase, HistoricalBackground
from ..schema.vocab import CueClass, EventType, LinkKind, VictimStatus
from .dates import same_event
from .model import Conflict, Fact, conflict, facts_of_conflicts
from .scene import TOLD_AS_FACT, Scene, names_of

WORDS_DIFFER = "called_differently"

ALIKE = 0.1
"""Likeness from which two namings in one event are of the same thing; they share that thing's words, not its names."""

NO_NAME = frozenset({EventType.LASTING_STATE, EventType.OTHER})
"""Event types that name no act: the state an act leaves behind, and what fits no type."""

NO_STATUS = frozenset({VictimStatus.UNSPECIFIED, VictimStatus.MIXED})
"""What articles say of victims that goes together with everything."""


def wording_facts(scene: Scene) -> list[Fact]:
    """Return the things for which different tellers have different words."""
    claims = sorted(scene.claims.values(), key=lambda claim: claim.claim_id)
    found = [
        item
        for one, other in combinations([claim for claim in claims if claim.factuality in TOLD_AS_FACT], 2)
        for item in (_names(scene, one, other), _types(scene, one, other), _victims(scene, one, other))
        if item is not None
    ]
    return facts_of_conflicts(WORDS_DIFFER, _title, found)


def _names(scene: Scene, one: ClaimBase, other: ClaimBase) -> Conflict | None:
    """Return the conflict of two sources that name the same thing in one event; None where they do not."""
    if not isinstance(one, AttributedStatement) or not isinstance(other, AttributedStatement):
        return None
    if {one.cue_class, other.cue_class} != {CueClass.LABELLING} or names_of((one,)) & names_of((other,)):
        return None
    if one.event_id is None or one.event_id != other.event_id:
        return None
    if scene.linked(one, other, LinkKind.SAME_STATEMENT) or not scene.two_tell(one, other):
        return None
    if scene.similarity.between(one.claim_id, other.claim_id) < ALIKE:
        return None
    return conflict(WORDS_DIFFER, (one, one.statement), (other, other.statement), "two sources give it different names")


def _types(scene: Scene, one: ClaimBase, other: ClaimBase) -> Conflict | None:
    """Return the conflict of two articles that make different sorts of one event; None where they do not."""
    if not isinstance(one, HistoricalBackground) or not isinstance(other, HistoricalBackground):
        return None
    if one.event_type is other.event_type or {one.event_type, other.event_type} & NO_NAME:
        return None
    if one.article_id == other.article_id or not same_event(scene, one, other):
        return None
    if one.event_name != other.event_name and not scene.linked(one, other, LinkKind.SAME_BACKGROUND):
        return None
    return conflict(WORDS_DIFFER, _typed(one), _typed(other), f"{one.event_type} and {other.event_type}")


def _typed(claim: HistoricalBackground) -> tuple[ClaimBase, str]:
    return claim, f"{claim.event_type}: {claim.statement}"


def _victims(scene: Scene, one: ClaimBase, other: ClaimBase) -> Conflict | None:
    """Return the conflict of two linked figures that tell another harm or other victims; None where they do not."""
    if not isinstance(one, CasualtyFigure) or not isinstance(other, CasualtyFigure):
        return None
    if one.article_id == other.article_id or not scene.linked(one, other, LinkKind.SAME_FIGURE):
        return None
    differing = [] if one.harm is other.harm else [(str(one.harm), str(other.harm))]
    if one.victim_status is not other.victim_status and not {one.victim_status, other.victim_status} & NO_STATUS:
        differing.append((str(one.victim_status), str(other.victim_status)))
    if not differing:
        return None
    first, second = (" ".join(pair[side] for pair in differing) for side in (0, 1))
    says = (one, f"{first}: {one.statement}"), (other, f"{second}: {other.statement}")
    return conflict(WORDS_DIFFER, *says, f"{first} and {second}")


def _title(group: tuple[ClaimBase, ...]) -> str:
    """Return what it is that is called differently."""
    named = [claim for claim in group if isinstance(claim, HistoricalBackground)]
    if named:
        return f"what it is called: {named[0].event_name}"
    return "who and what is counted" if isinstance(group[0], CasualtyFigure) else "what it is called"
