"""Casualty figures for the same people whose numbers do not meet, and counts that changed with time.

Two figures are compared if a link says that they count the same people. Without a link they are compared only if their
slots leave no doubt: the same event, harm, victims and group, both the whole or both a part that is a group of its own,
from different sources. Slots do not say which side fighters and prisoners belong to, who rescued or lodged whom, nor
which part of the victims a part is: such figures need a link.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from ..dates import known_bounds
from ..schema import CasualtyFigure, ClaimBase
from ..schema.vocab import FigureScope, Harm, LinkKind, Qualifier, VictimStatus
from .conflict_index import ConflictIndex
from .dispute import Claims, Conflict, Dispute, conflict, conflicts_among, connected_claims, main_event
from .number_ranges import figure_words, number_range, range_words

FIGURES_DIFFER = "figures_differ"

FigureComparison = Literal["meet", "grown", "differ"]
"""What two figures are to each other: some number fits both, one is a later state of a count, or neither."""

COUNTED_WHOLE = frozenset({Harm.KILLED, Harm.INJURED, Harm.KILLED_OR_INJURED, Harm.MISSING, Harm.DISPLACED})
"""Harms whose figures of one event are compared without a link; the others depend on who helped, held or lodged."""

OF_NO_SIDE = frozenset({VictimStatus.CIVILIAN, VictimStatus.UNSPECIFIED})
"""Victims that are the same people in every figure of an event; fighters and prisoners belong to a side."""

CHANGING = frozenset({FigureScope.CUMULATIVE, FigureScope.SNAPSHOT})
"""Scopes of counts that are of one moment and change after it."""

EVENT_SCOPES = frozenset({FigureScope.SINGLE_EVENT, FigureScope.CUMULATIVE})
"""Scopes that count the same stretch of time: a toll that still grows is the toll of its event."""


def figure_disputes(index: ConflictIndex) -> list[Dispute]:
    """Return what several figures count of which two do not meet, also if the count only changed with time."""
    pairs = comparable_figures(index)
    compared = [(compare_figures(index, one, other), one, other) for one, other in pairs]
    conflicts = [_conflict(index, one, other) for result, one, other in compared if result == "differ"]
    grown = [(one, other) for result, one, other in compared if result == "grown"]
    disputes = []
    for group in connected_claims(pairs):
        inside = conflicts_among(group, conflicts)
        developments = tuple(pair for pair in grown if pair[0] in group)
        if inside or developments:
            disputes.append(Dispute(FIGURES_DIFFER, main_event(group), _title(group), group, inside, developments))
    return disputes


def figure_says(claim: ClaimBase) -> str:
    """Return the figure that a claim has, such as `more than 2,000`."""
    return figure_words(claim) if isinstance(claim, CasualtyFigure) else ""


def comparable_figures(index: ConflictIndex) -> list[tuple[CasualtyFigure, CasualtyFigure]]:
    """Return the pairs of figures of different sources that count the same people, sorted by their ids."""
    return [pair for pair in index.pairs(CasualtyFigure) if count_the_same(index, *pair)]


def count_the_same(index: ConflictIndex, one: CasualtyFigure, other: CasualtyFigure) -> bool:
    """Return whether different sources count the same people, by a link or by the slots of the two figures."""
    if one.harm is not other.harm or set(one.victim_groups) != set(other.victim_groups):
        return False
    if not index.different_sources(one, other):
        return False
    if index.counts_linked(one, other):
        return True
    counted = Qualifier.NONE_STATED not in (one.qualifier, other.qualifier)
    return counted and same_people(index, one, other)


def same_people(index: ConflictIndex, one: CasualtyFigure, other: CasualtyFigure) -> bool:
    """Return whether two figures are about the same people by their slots alone, and are not linked separately."""
    if set(one.victim_groups) != set(other.victim_groups) or index.linked_separately(one, other, LinkKind.SAME_FIGURE):
        return False
    if one.event_id is None or one.event_id != other.event_id:
        return False
    if one.harm is not other.harm or one.harm not in COUNTED_WHOLE:
        return False
    if one.victim_status is not other.victim_status or one.victim_status not in OF_NO_SIDE:
        return False
    if not _same_stretch(one, other):
        return False
    if one.part_of_id is None and other.part_of_id is None:
        return True
    # two parts: a named group (children, women) of the same whole is the same people, an unnamed part may be any part
    wholes = [index.corpus.claims.get(figure.part_of_id or "") for figure in (one, other)]
    if not one.victim_groups or not all(isinstance(whole, CasualtyFigure) for whole in wholes):
        return False
    first, second = (whole for whole in wholes if isinstance(whole, CasualtyFigure))
    return index.linked(first, second, LinkKind.SAME_FIGURE) or same_people(index, first, second)


def _same_stretch(one: CasualtyFigure, other: CasualtyFigure) -> bool:
    """Return whether two figures can count the same stretch of time: by scope, and by date if neither count changes."""
    scopes = {one.scope, other.scope} - {None}
    if len(scopes) > 1 and not scopes <= EVENT_SCOPES:
        return False
    return bool(scopes & CHANGING) or known_bounds(one.time).meets(known_bounds(other.time))


def compare_figures(index: ConflictIndex, one: CasualtyFigure, other: CasualtyFigure) -> FigureComparison:
    """Return what two figures that count the same people are to each other.

    They differ if no number fits both, unless links say that one supersedes the other, or one of them is a count that
    changes with time and they are of different days, or one of them is of an unknown day. A growing toll that gets
    smaller differs all the same: the dead do not come back.
    """
    first, second = number_range(one), number_range(other)
    if first.meets(second):
        return "meet"
    if index.follow_each_other(one, other):
        return "grown"
    # No number fits both. From here on, only time can explain the difference, and only of a count that changes.
    if not {one.scope, other.scope} & CHANGING:
        return "differ"
    day, other_day = day_of_count(index, one), day_of_count(index, other)
    if day is None or other_day is None:
        return "grown"
    # Same day: a count without a date may be an earlier state that its article still has; else both are of that day.
    if day == other_day:
        return "grown" if _may_be_earlier(index, one, other) or _may_be_earlier(index, other, one) else "differ"
    # Different days: any change is possible, except that a cumulative toll falls.
    earlier, later = (first, second) if day < other_day else (second, first)
    fallen = later.below(earlier) and one.scope is other.scope is FigureScope.CUMULATIVE
    return "differ" if fallen else "grown"


def _may_be_earlier(index: ConflictIndex, undated: CasualtyFigure, dated: CasualtyFigure) -> bool:
    """Return whether, of two counts published on one day, the first can be the state before the second's.

    A count without a date of its own is of its article's day at the latest, and can be older than one that is dated
    to that day. A growing toll is older only if it is lower.
    """
    if not {undated.scope, dated.scope} <= CHANGING:
        return False
    if time_of_count(index, undated) is not None or time_of_count(index, dated) is None:
        return False
    growing = undated.scope is dated.scope is FigureScope.CUMULATIVE
    return number_range(undated).below(number_range(dated)) or not growing


def time_of_count(index: ConflictIndex, figure: CasualtyFigure) -> str | None:
    """Return the time (EDTF) of a figure; without one, that of the same count where its source repeats it with a time.

    The same count is one of the same article and voice that a link joins and whose numbers meet: `more than 130` in a
    headline is dated by `rose to 131 on 9 March` below. None if there is no time.
    """
    if figure.time is not None:
        return figure.time
    linked = (index.corpus.claims.get(claim_id) for claim_id in index.linked_ids(figure.claim_id, LinkKind.SAME_FIGURE))
    repeated = (
        claim.time
        for claim in linked
        if isinstance(claim, CasualtyFigure) and claim.time is not None and claim.scope is figure.scope
        if not index.different_sources(figure, claim) and number_range(figure).meets(number_range(claim))
    )
    return next(repeated, None)


def day_of_count(index: ConflictIndex, figure: CasualtyFigure) -> date | None:
    """Return the day that a figure is of; None if it is not known.

    A count that changes with time is of the end of its own time, if it has one; every other figure is of the day on
    which it was said or published.
    """
    own_day = known_bounds(time_of_count(index, figure)).upper if figure.scope in CHANGING else None
    since = index.attribution(figure).since
    return own_day or (date.fromisoformat(since) if since else None)


def _conflict(index: ConflictIndex, one: CasualtyFigure, other: CasualtyFigure) -> Conflict:
    first, second = (_with_numbers(figure) for figure in sorted((one, other), key=lambda figure: figure.claim_id))
    reason = f"no number is both {first} and {second}"
    if {one.scope, other.scope} & CHANGING:
        days = sorted({str(day) for day in (day_of_count(index, one), day_of_count(index, other)) if day is not None})
        same = len(days) == 1
        reason += f", both on {days[0]}" if same else f", and a toll does not shrink from {days[0]} to {days[-1]}"
    return conflict(FIGURES_DIFFER, one, other, reason)


def _with_numbers(figure: CasualtyFigure) -> str:
    """Return a figure as it is written, with the numbers it can mean if these say more."""
    words, numbers = figure_words(figure), range_words(number_range(figure))
    return words if words == numbers else f"{words} ({numbers})"


def _title(group: Claims) -> str:
    figures = [claim for claim in group if isinstance(claim, CasualtyFigure)]
    groups = sorted({str(group) for figure in figures for group in figure.victim_groups})
    status = sorted({str(figure.victim_status) for figure in figures} - {"unspecified"})
    who = ", ".join(groups or status)
    return f"How many were {str(figures[0].harm).replace('_', ' ')}" + (f" ({who})" if who else "")
