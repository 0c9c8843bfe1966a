"""Dates for the same earlier event that share no day."""

from __future__ import annotations

from ..corpus.events import dating_claims, share_no_day
from ..schema import ClaimBase, HistoricalBackground
from ..schema.vocab import LinkKind
from .conflict_index import ConflictIndex
from .dispute import Claims, Conflict, Dispute, conflict, conflicts_among, connected_claims, main_event

DATES_DIFFER = "dates_differ"


def date_disputes(index: ConflictIndex) -> list[Dispute]:
    """Return the earlier events that sources date to days that do not meet, with all claims that date them."""
    pairs = [
        pair for pair in index.pairs(HistoricalBackground) if len(dating_claims(pair)) == 2 and same_event(index, *pair)
    ]
    conflicts = [_conflict(*pair) for pair in pairs if _dates_differ(index, *pair)]
    groups = ((group, conflicts_among(group, conflicts)) for group in connected_claims(pairs))
    return [
        Dispute(DATES_DIFFER, main_event(group), f"When: {_name(index, group)}", group, inside)
        for group, inside in groups
        if inside
    ]


def same_event(index: ConflictIndex, one: ClaimBase, other: ClaimBase) -> bool:
    """Return whether two background claims are about the same event: by its id, or by a link."""
    if one.event_id is not None and one.event_id == other.event_id:
        return True
    return index.linked(one, other, LinkKind.SAME_BACKGROUND)


def date_says(claim: ClaimBase) -> str:
    """Return the date (EDTF) to which a background claim dates its event."""
    return claim.time or "" if isinstance(claim, HistoricalBackground) else ""


def _dates_differ(index: ConflictIndex, one: HistoricalBackground, other: HistoricalBackground) -> bool:
    return share_no_day(one.time, other.time) and index.different_sources(one, other)


def _conflict(one: HistoricalBackground, other: HistoricalBackground) -> Conflict:
    return conflict(DATES_DIFFER, one, other, f"no day is both in {one.time} and in {other.time}")


def _name(index: ConflictIndex, group: Claims) -> str:
    """Return the name that most claims of a group have for their event, of several the first in sorting order."""
    names = [index.event_name(claim) for claim in group if isinstance(claim, HistoricalBackground)]
    return min(set(names), key=lambda name: (-names.count(name), name))
