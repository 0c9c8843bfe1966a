"""What conflicts are shown as: a page an event, a section a fact, a row a claim with who says what, and since when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..schema import CasualtyFigure, ClaimBase
from ..schema.vocab import Qualifier
from .figures import FIGURES_DIFFER, as_of
from .intervals import Interval, interval
from .model import Conflict, Fact, Kind
from .registry import kind_named
from .scene import Scene

CHARTED = 3
"""Figures from which on a fact is drawn as a chart."""

NO_EVENT = "no event"
"""What the page of claims is called that are about no registered event."""


@dataclass(frozen=True)
class Row:
    """A claim on a page. `in_conflict` tells whether it is in a conflict; the numbers are given for figures alone."""

    claim_id: str
    since: str
    outlet: str
    source: str
    says: str
    statement: str
    in_conflict: bool
    day: date | None = None
    numbers: Interval | None = None

    @property
    def who(self) -> str:
        """The outlet, with whom it has it from."""
        return f"{self.outlet}: {self.source}" if self.source else self.outlet


@dataclass(frozen=True)
class Section:
    """A fact that is told in more than one way; `notes` are those of the links that join its claims."""

    kind: Kind
    title: str
    rows: tuple[Row, ...]
    conflicts: tuple[Conflict, ...]
    grown: int
    notes: tuple[str, ...]

    @property
    def charted(self) -> tuple[Row, ...]:
        """The rows to draw, in the order of the days they stand for; none where there are too few."""
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
class Page:
    """An event and what is told of it in more than one way."""

    event_id: str
    name: str
    description: str
    sections: tuple[Section, ...]

    @property
    def conflicts(self) -> int:
        """How many pairs of claims are in conflict on the page."""
        return sum(len(section.conflicts) for section in self.sections)


def pages(scene: Scene, facts: Iterable[Fact], event_id: str | None = None) -> list[Page]:
    """Return a page for every event that facts are about, by event id.

    With `event_id`, only those of that event and of its parts.
    """
    sections: dict[str, list[Section]] = defaultdict(list)
    for fact in facts:
        if event_id is None or scene.event_tree.is_within(fact.event_id, event_id):
            sections[fact.event_id or ""].append(section(scene, fact))
    return [_page(scene, name, tuple(sections[name])) for name in sorted(sections)]


def section(scene: Scene, fact: Fact) -> Section:
    """Return how a fact is shown: its claims by the day since when they are told."""
    disputed = {claim.claim_id for item in fact.conflicts for claim in item.claims}
    kind = kind_named(fact.kind)
    rows = [_row(scene, kind, fact, claim, claim.claim_id in disputed) for claim in fact.claims]
    rows.sort(key=lambda row: (row.since, row.outlet, row.claim_id))
    members = {claim.claim_id for claim in fact.claims}
    notes = tuple(x.note for x in scene.links if x.note is not None and len(members & set(x.claim_ids)) > 1)
    return Section(kind, fact.title, tuple(rows), fact.conflicts, len(fact.developments), notes)


def conflict_json(scene: Scene, fact: Fact, item: Conflict) -> dict[str, Any]:
    """Return a fact's conflict as a JSON object, with what each claim says, who tells it, and since when."""
    kind = kind_named(item.kind)
    return {
        "conflict_id": item.conflict_id,
        "kind": item.kind,
        "event_id": fact.event_id,
        "fact": fact.title,
        "reason": item.reason,
        "claims": [_claim_json(claim, _row(scene, kind, fact, claim, in_conflict=True)) for claim in item.claims],
    }


def _claim_json(claim: ClaimBase, row: Row) -> dict[str, Any]:
    return {
        "claim_id": row.claim_id,
        "article_id": claim.article_id,
        "outlet": row.outlet,
        "source": row.source or None,
        "since": row.since or None,
        "says": row.says or None,
        "statement": row.statement,
    }


def _page(scene: Scene, event_id: str, sections: tuple[Section, ...]) -> Page:
    event = scene.events.get(event_id)
    if event is None:
        return Page(event_id or NO_EVENT, event_id or NO_EVENT, "", sections)
    return Page(event_id, event.name, event.description, sections)


def _row(scene: Scene, kind: Kind, fact: Fact, claim: ClaimBase, in_conflict: bool) -> Row:
    told = scene.telling(claim)
    day, numbers = None, None
    if kind.kind_id == FIGURES_DIFFER and isinstance(claim, CasualtyFigure):
        day = as_of(scene, claim)
        numbers = None if claim.qualifier is Qualifier.NONE_STATED else interval(claim)
    return Row(
        claim_id=claim.claim_id,
        since=told.since,
        outlet=told.outlet,
        source=told.source,
        says=dict(fact.words).get(claim.claim_id) or kind.says(claim),
        statement=claim.statement,
        in_conflict=in_conflict,
        day=day,
        numbers=numbers,
    )


def _count(number: int, one: str, several: str) -> str:
    return "" if number == 0 else f"{number} {one if number == 1 else several}"
