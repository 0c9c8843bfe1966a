"""Events: which is part of which, and the days that claims date them to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from ..dates import known_bounds
from ..schema import ClaimBase, Event, HistoricalBackground


class EventTree:
    """What each event is part of. A circle, which a check refuses, is walked once."""

    def __init__(self, part_of: Mapping[str, str | None]) -> None:
        self.part_of = part_of
        self.topmost = cache(self._topmost)

    @classmethod
    def of(cls, events: Iterable[Event]) -> EventTree:
        """Return the tree of some events."""
        return cls({event.event_id: event.part_of_id for event in events})

    def upward(self, event_id: str) -> Iterator[str]:
        """Yield an event and what it is part of, from itself to the top; an event of a circle once."""
        passed: set[str] = set()
        at: str | None = event_id
        while at is not None and at not in passed:
            passed.add(at)
            yield at
            at = self.part_of.get(at)

    def _topmost(self, event_id: str) -> str:
        """Return the event that an event is part of in the end; of a circle, its first event in sorting order."""
        passed = list(self.upward(event_id))
        above = self.part_of.get(passed[-1])
        return passed[-1] if above is None else min(passed[passed.index(above) :])

    def is_within(self, event_id: str | None, whole: str) -> bool:
        """Return whether an event is another one, or a part of it at any depth."""
        return event_id is not None and whole in self.upward(event_id)

    def with_wholes(self, event_ids: Iterable[str | None]) -> set[str]:
        """Return some events, and all that they are part of; None is passed over."""
        return {above for event_id in event_ids if event_id is not None for above in self.upward(event_id)}


def dating_claims(claims: Iterable[ClaimBase]) -> list[HistoricalBackground]:
    """Return the claims whose `time` dates the event they are about; an attributed statement's dates the saying."""
    return [claim for claim in claims if isinstance(claim, HistoricalBackground) and claim.time is not None]


def share_no_day(one: str | None, other: str | None) -> bool:
    """Return whether no day lies within two dates (EDTF); one without bounds shares every day."""
    return not known_bounds(one).meets(known_bounds(other))
