"""Dates for the same earlier event that share no day."""

from __future__ import annotations

from ..corpus.events import dating_claims, share_no_day
from ..schema import ClaimBase, HistoricalBackground
from ..schema.vocab import LinkKind
from .model import Conflict, Fact, conflict, conflicts_among, event_of, grouped
from .scene import Scene

DATES_DIFFER = "dates_differ"


def date_facts(scene: Scene) -> list[Fact]:
    """Return the earlier events that different tellers date to days that do not meet, with all who date them."""
    pairs = [
        pair for pair in scene.pairs(HistoricalBackground) if len(dating_claims(pair)) == 2 and same_event(scene, *pair)
    ]
    found = [_differing(*pair) for pair in pairs if share_no_day(pair[0].time, pair[1].time) and scene.two_tell(*pair)]
    facts = []
    for group in grouped(pairs):
        conflicts = tuple(conflicts_among(group, found))
        if conflicts:
            facts.append(Fact(DATES_DIFFER, event_of(group), f"When: {_name(group)}", group, conflicts))
    return facts


def same_event(scene: Scene, one: ClaimBase, other: ClaimBase) -> bool:
    """Tell whether two background claims are about the same event: by its id, or by a link."""
    if one.event_id is not None and one.event_id == other.event_id:
        return True
    return scene.linked(one, other, LinkKind.SAME_BACKGROUND)


def _differing(one: HistoricalBackground, other: HistoricalBackground) -> Conflict:
    reason = f"no day is both in {one.time} and in {other.time}"
    return conflict(DATES_DIFFER, one, other, reason)


def date_says(claim: ClaimBase) -> str:
    """Return the date that a claim gives its event (EDTF)."""
    return str(claim.time or "") if isinstance(claim, HistoricalBackground) else ""


def _name(group: tuple[ClaimBase, ...]) -> str:
    """Return what the claims of a group call their event; the name that most of them give."""
    names = [claim.event_name for claim in group if isinstance(claim, HistoricalBackground)]
    return min(set(names), key=lambda name: (-names.count(name), name))
