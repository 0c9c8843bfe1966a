"""The figures of one toll in the order of time, and what was known of it at each hour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ..corpus.union_find import connected
from ..schema import AddedValue, Link
from ..schema.vocab import Harm, LinkKind, VictimGroup
from .telling import Telling, order

JOINING = frozenset({LinkKind.SUPERSEDES, LinkKind.SAME_FIGURE})
"""Links that say that figures count the same people."""

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Toll:
    """The tellings of one count of the same people, earliest first; one telling if no link joins it to another.

    A figure that a rewritten text only repeats is no telling of its own: else the old toll in an item whose wording was
    changed later would come after a newer toll of another item.
    """

    tellings: tuple[Telling, ...]

    @property
    def toll_id(self) -> str:
        """The id of the earliest claim."""
        return self.tellings[0].claim_id

    @property
    def has_first_report(self) -> bool:
        """Whether the earliest telling is in a text that is known to be the first that the public copy had."""
        return self.tellings[0].is_first is True

    @property
    def is_dated(self) -> bool:
        """Whether it is known of every telling when it was told first."""
        return all(telling.is_dated for telling in self.tellings)

    def hour(self, telling: Telling) -> float | None:
        """Return the hours from the first report to a telling; None if either moment is not known."""
        return hours_between(self.tellings[0], telling) if self.has_first_report else None


def hours_between(one: Telling, other: Telling) -> float | None:
    """Return the hours from one telling to another; None if it is not known since when either was told."""
    return (other.as_of - one.as_of) / HOUR if one.is_dated and other.is_dated else None


@dataclass(frozen=True)
class TollRow:
    """One telling of a toll beside the last one. A later figure is a later figure, and not the truth."""

    toll_id: str
    number: int
    """Its place among the tellings, counted from 0."""
    told: int
    """How many tellings the toll has."""
    claim_id: str
    article_id: str
    event_id: str | None
    harm: Harm
    victim_groups: tuple[VictimGroup | AddedValue, ...]
    as_of: str
    """When a public copy first told it, in UTC."""
    first_report: bool | None
    """Whether it is the first report of the toll; None if that is not known."""
    hour: float | None
    """Hours since the first report; None if that, or since when this was told, is not known."""
    lower: int
    upper: int | None
    later_claim_id: str
    """The last telling."""
    later_lower: int
    later_upper: int | None
    hours: float | None
    """Hours from this telling to the last; None if it is not known since when either was told."""


def tolls_of(tellings: Iterable[Telling], links: Iterable[Link]) -> list[Toll]:
    """Return the tolls of some tellings, by their ids: what links join, and every telling that none joins.

    Tellings that only repeat another of their toll are left out.
    """
    by_id = {telling.claim_id: telling for telling in tellings}
    joined: list[tuple[str, str]] = []
    for link in links:
        known = [claim_id for claim_id in link.claim_ids if claim_id in by_id]
        if link.kind in JOINING:
            joined += [(known[0], other) for other in known[1:]]
    groups = connected(joined)
    alone = set(by_id) - {claim_id for group in groups for claim_id in group}
    found = [*groups, *([claim_id] for claim_id in alone)]
    tolls = [Toll(_told_anew([by_id[claim_id] for claim_id in group])) for group in found]
    return sorted(tolls, key=lambda toll: toll.toll_id)


def _told_anew(tellings: Sequence[Telling]) -> tuple[Telling, ...]:
    """Return the tellings of a toll in the order of time, without those that only repeat another."""
    new = (telling for telling in tellings if not any(telling.repeats(other) for other in tellings))
    return tuple(sorted(new, key=order))


def toll_rows(tolls: Sequence[Toll]) -> list[TollRow]:
    """Return a row for each telling of each toll, in the order of time."""
    return [_row(toll, number, telling) for toll in tolls for number, telling in enumerate(toll.tellings)]


def _row(toll: Toll, number: int, telling: Telling) -> TollRow:
    last = toll.tellings[-1]
    known = toll.has_first_report
    return TollRow(
        toll_id=toll.toll_id,
        number=number,
        told=len(toll.tellings),
        claim_id=telling.claim_id,
        article_id=telling.article_id,
        event_id=telling.event_id,
        harm=telling.harm,
        victim_groups=telling.victim_groups,
        as_of=telling.as_of.strftime("%Y-%m-%dT%H:%M:%SZ"),
        first_report=False if number else True if known else None,
        hour=toll.hour(telling),
        lower=telling.lower,
        upper=telling.upper,
        later_claim_id=last.claim_id,
        later_lower=last.lower,
        later_upper=last.upper,
        hours=0.0 if telling is last else hours_between(telling, last),
    )
