"""Different words for the same thing: what two sources call it, and what sort of event or harm two articles make of it.

Only what slots hold is compared: names that sources give (cue class labelling), the type of an event, the harm and the
victims of a figure. The words of the text are not looked at.
"""

from __future__ import annotations

from ..schema import AttributedStatement, CasualtyFigure, ClaimBase, HistoricalBackground
from ..schema.vocab import CueClass, EventType, LinkKind, VictimStatus
from .model import Conflict, Fact, conflict, facts_of_conflicts
from .scene import Scene, names_of

WORDS_DIFFER = "called_differently"

ALIKE = 0.1
"""Likeness from which two namings in one event are of the same thing; they share that thing's words, not its names."""

NO_NAME = frozenset({EventType.LASTING_STATE, EventType.OTHER})
"""Event types that name no act: the state an act leaves behind, and what fits no type."""

NO_STATUS = frozenset({VictimStatus.UNSPECIFIED, VictimStatus.MIXED})
"""What articles say of victims that goes together with everything."""


def wording_facts(scene: Scene) -> list[Fact]:
    """Return the things for which different tellers have different words."""
    found = [
        *(pair for pair in scene.pairs(AttributedStatement) if _named_differently(scene, *pair)),
        *(pair for pair in scene.pairs(HistoricalBackground) if _of_other_types(scene, *pair)),
        *(pair for pair in scene.pairs(CasualtyFigure) if _of_other_harm(scene, *pair)),
    ]
    return facts_of_conflicts(WORDS_DIFFER, _title, [_differing(*pair) for pair in found])


def _differing(one: ClaimBase, other: ClaimBase) -> Conflict:
    says = [wording_says(claim) for claim in (one, other)]
    return conflict(WORDS_DIFFER, one, other, " and ".join(says) if all(says) else "two sources give different names")


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


def _title(group: tuple[ClaimBase, ...]) -> str:
    """Return what it is that is called differently."""
    named = [claim for claim in group if isinstance(claim, HistoricalBackground)]
    if named:
        return f"What it is called: {named[0].event_name}"
    return "Who and what is counted" if isinstance(group[0], CasualtyFigure) else "What it is called"
