"""What conflicts are shown as: one page per event, one section per dispute, one row per claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..schema import CasualtyFigure, ClaimBase
from ..schema.vocab import Qualifier
from .casualties import FIGURES_DIFFER, day_of_count
from .conflict_index import ConflictIndex
from .dispute import Conflict, ConflictKind, Dispute
from .kinds import kind_named
from .number_ranges import NumberRange, number_range

CHARTED = 3
"""Figures from which a dispute is drawn as a chart."""

NO_EVENT = "no event"
"""The name of the page of claims that are about no registered event."""


@dataclass(frozen=True)
class ClaimRow:
    """A claim on a page; `day` and `numbers` are those of a casualty figure, None for any other claim."""

    claim_id: str
    since: str
    outlet: str
    source: str
    says: str
    statement: str
    in_conflict: bool
    day: date | None = None
    numbers: NumberRange | None = None

    @property
    def who(self) -> str:
        """The outlet, and the source that it names."""
        return f"{self.outlet}: {self.source}" if self.source else self.outlet


@dataclass(frozen=True)
class DisputeSection:
    """A dispute on a page; `grown` pairs differ with time only, `notes` are those of the links between its claims."""

    kind: ConflictKind
    title: str
    rows: tuple[ClaimRow, ...]
    conflicts: tuple[Conflict, ...]
    grown: int
    notes: tuple[str, ...]

    @property
    def charted(self) -> tuple[ClaimRow, ...]:
        """The rows to draw, sorted by the days they are of; none if there are too few."""
        rows = [row for row in self.rows if row.numbers is not None]
        rows.sort(key=lambda row: (row.day or date.min, row.who, row.claim_id))
        return tuple(rows) if len(rows) >= CHARTED else ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why its claims are in conflict, each reason once."""
        return tuple(dict.fromkeys(item.reason for item in self.conflicts))

    @property
    def summary(self) -> str:
        """How many pairs of claims are in conflict, and how many only changed with time."""
        parts = [_count(len(self.conflicts), "pair of claims in conflict", "pairs of claims in conflict")]
        parts += [_count(self.grown, "pair differs with its day only", "pairs differ with their days only")]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class EventPage:
    """An event and the disputes about it."""

    event_id: str
    name: str
    description: str
    sections: tuple[DisputeSection, ...]

    @property
    def conflicts(self) -> int:
        """How many pairs of claims are in conflict on the page."""
        return sum(len(section.conflicts) for section in self.sections)


def event_pages(index: ConflictIndex, disputes: Iterable[Dispute]) -> list[EventPage]:
    """Return one page per event that disputes are about, sorted by event id."""
    sections: dict[str, list[DisputeSection]] = defaultdict(list)
    for dispute in disputes:
        sections[dispute.event_id or ""].append(dispute_section(index, dispute))
    return [_page(index, event_id, tuple(sections[event_id])) for event_id in sorted(sections)]


def dispute_section(index: ConflictIndex, dispute: Dispute) -> DisputeSection:
    """Return how a dispute is shown: its claims sorted by the day since when they are said."""
    disputed = {claim_id for item in dispute.conflicts for claim_id in item.ids}
    kind = kind_named(dispute.kind)
    rows = [_row(index, kind, dispute, claim, claim.claim_id in disputed) for claim in dispute.claims]
    rows.sort(key=lambda row: (row.since, row.outlet, row.claim_id))
    members = {claim.claim_id for claim in dispute.claims}
    links = (link for link in index.corpus.links.values() if len(members.intersection(link.claim_ids)) > 1)
    notes = tuple(link.note for link in links if link.note is not None)
    return DisputeSection(kind, dispute.title, tuple(rows), dispute.conflicts, len(dispute.developments), notes)


def conflict_json(index: ConflictIndex, dispute: Dispute, item: Conflict) -> dict[str, Any]:
    """Return a conflict of a dispute as a JSON object: what each claim says, who says it, and since when."""
    kind = kind_named(item.kind)
    return {
        "conflict_id": item.conflict_id,
        "kind": item.kind,
        "event_id": dispute.event_id,
        "fact": dispute.title,
        "reason": item.reason,
        "claims": [_claim_json(claim, _row(index, kind, dispute, claim, in_conflict=True)) for claim in item.claims],
    }


def _claim_json(claim: ClaimBase, row: ClaimRow) -> dict[str, Any]:
    return {
        "claim_id": row.claim_id,
        "article_id": claim.article_id,
        "outlet": row.outlet,
        "source": row.source or None,
        "since": row.since or None,
        "says": row.says or None,
        "statement": row.statement,
    }


def _page(index: ConflictIndex, event_id: str, sections: tuple[DisputeSection, ...]) -> EventPage:
    event = index.corpus.events.get(event_id)
    if event is None:
        return EventPage(event_id or NO_EVENT, event_id or NO_EVENT, "", sections)
    return EventPage(event_id, event.name, event.description, sections)


def _row(index: ConflictIndex, kind: ConflictKind, dispute: Dispute, claim: ClaimBase, in_conflict: bool) -> ClaimRow:
    attribution = index.attribution(claim)
    day, numbers = None, None
    if kind.kind_id == FIGURES_DIFFER and isinstance(claim, CasualtyFigure):
        day = day_of_count(index, claim)
        numbers = None if claim.qualifier is Qualifier.NONE_STATED else number_range(claim)
    return ClaimRow(
        claim_id=claim.claim_id,
        since=attribution.since,
        outlet=attribution.outlet,
        source=attribution.source,
        says=dict(dispute.words).get(claim.claim_id) or kind.says(claim),
        statement=claim.said,
        in_conflict=in_conflict,
        day=day,
        numbers=numbers,
    )


def _count(number: int, one: str, several: str) -> str:
    return "" if number == 0 else f"{number} {one if number == 1 else several}"
