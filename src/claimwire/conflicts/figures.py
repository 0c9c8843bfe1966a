"""Figures for the same people whose numbers do not meet, and counts that went on growing.

Two figures are compared where a link says that they count the same. Without a link they are compared only where their
slots leave no doubt: the same event, harm, victims and group, both the whole or both a part that is a group of its own,
told by different tellers. Slots do not say which side fighters and prisoners belong to, who rescued or lodged whom, nor
which part of the victims a part is: such figures need a link.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from ..dates import known_bounds
from ..schema import CasualtyFigure, ClaimBase
from ..schema.vocab import FigureScope, Harm, LinkKind, Qualifier, VictimGroup, VictimStatus
from .intervals import interval, shown, shown_interval
from .model import Conflict, Fact, conflict, conflicts_among, event_of, grouped
from .scene import Scene

FIGURES_DIFFER = "figures_differ"

Verdict = Literal["meet", "grown", "differ"]
"""How two figures stand to each other: a number fits both, one is a later state of a count, or neither."""

COUNTED_WHOLE = frozenset({Harm.KILLED, Harm.INJURED, Harm.KILLED_OR_INJURED, Harm.MISSING, Harm.DISPLACED})
"""Harms whose figures, of one event, are compared without a link; in the others, places and helpers are told apart."""

OF_NO_SIDE = frozenset({VictimStatus.CIVILIAN, VictimStatus.REFUGEE, VictimStatus.UNSPECIFIED})
"""Victims that are the same people in every figure of an event; fighters and prisoners are those of some side."""

GROWING = frozenset({FigureScope.CUMULATIVE, FigureScope.SNAPSHOT})
"""Scopes of counts that stand for a moment and change after it."""

SAME_STRETCH: dict[FigureScope, str] = {FigureScope.SINGLE_EVENT: "event", FigureScope.CUMULATIVE: "event"}
"""Scopes that count the same stretch: a toll that is still growing is that of its event."""


def figure_facts(scene: Scene) -> list[Fact]:
    """Return what is counted by several figures of which two do not meet, also where the count only went on growing."""
    pairs = compared(scene)
    verdicts = [(verdict(scene, one, other), one, other) for one, other in pairs]
    found = [differing(scene, one, other) for how, one, other in verdicts if how == "differ"]
    grown = [(one, other) for how, one, other in verdicts if how == "grown"]
    facts = []
    for group in grouped(pairs):
        conflicts = tuple(conflicts_among(group, found))
        developments = tuple(pair for pair in grown if pair[0] in group)
        if conflicts or developments:
            facts.append(Fact(FIGURES_DIFFER, event_of(group), _title(group), group, conflicts, developments))
    return facts


def compared(scene: Scene) -> list[tuple[CasualtyFigure, CasualtyFigure]]:
    """Return the pairs of figures that count the same people by different tellers, by their ids."""
    return [pair for pair in scene.pairs(CasualtyFigure) if count_the_same(scene, *pair)]


def count_the_same(scene: Scene, one: CasualtyFigure, other: CasualtyFigure) -> bool:
    """Tell whether different tellers count the same people, by a link or by the slots of the two figures."""
    if one.harm is not other.harm or one.victim_group is not other.victim_group or not scene.two_tell(one, other):
        return False
    if scene.linked(one, other, LinkKind.SAME_FIGURE):
        return True
    return _counted(one) and _counted(other) and same_people(scene, one, other)


def same_people(scene: Scene, one: CasualtyFigure, other: CasualtyFigure) -> bool:
    """Tell whether two figures are about the same people by their slots alone, and links do not tell them apart."""
    if one.victim_group is not other.victim_group or scene.told_apart(one, other, LinkKind.SAME_FIGURE):
        return False
    if one.event_id is None or one.event_id != other.event_id:
        return False
    if one.harm is not other.harm or one.harm not in COUNTED_WHOLE:
        return False
    if one.victim_status is not other.victim_status or one.victim_status not in OF_NO_SIDE:
        return False
    if not _same_stretch(one, other):
        return False
    if one.part_of is None and other.part_of is None:
        return True
    wholes = [scene.claims.get(figure.part_of or "") for figure in (one, other)]
    if one.victim_group is VictimGroup.NONE or not all(isinstance(whole, CasualtyFigure) for whole in wholes):
        return False
    first, second = (whole for whole in wholes if isinstance(whole, CasualtyFigure))
    return scene.linked(first, second, LinkKind.SAME_FIGURE) or same_people(scene, first, second)


def _same_stretch(one: CasualtyFigure, other: CasualtyFigure) -> bool:
    """Tell whether two figures can count the same stretch of the world, by scope, and by time where neither grows."""
    scopes = {one.scope, other.scope} - {FigureScope.UNSPECIFIED}
    if len({SAME_STRETCH.get(scope, str(scope)) for scope in scopes}) > 1:
        return False
    return bool(scopes & GROWING) or known_bounds(one.time).meets(known_bounds(other.time))


def verdict(scene: Scene, one: CasualtyFigure, other: CasualtyFigure) -> Verdict:
    """Return how two figures that count the same people stand to each other.

    They differ where no number fits both, unless one of them is a count that changes with time and they stand for
    different days, or one of them for a day without telling which. A growing toll that gets smaller differs all the
    same: the dead do not come back.
    """
    first, second = interval(one), interval(other)
    if first.meets(second):
        return "meet"
    if not {one.scope, other.scope} & GROWING:
        return "differ"
    day, other_day = as_of(scene, one), as_of(scene, other)
    if day is None or other_day is None:
        return "grown"
    if day == other_day:
        return "grown" if _may_be_earlier(scene, one, other) or _may_be_earlier(scene, other, one) else "differ"
    earlier, later = (first, second) if day < other_day else (second, first)
    shrunk = later.below(earlier) and one.scope is other.scope is FigureScope.CUMULATIVE
    return "differ" if shrunk else "grown"


def _may_be_earlier(scene: Scene, undated: CasualtyFigure, dated: CasualtyFigure) -> bool:
    """Tell whether of two counts that were told on one day the first can be the state before the second's.

    A count that names no day of its own is from its article's day at the latest, and can be older than one that is
    dated to it. A growing toll is older only where it is lower.
    """
    if not {undated.scope, dated.scope} <= GROWING:
        return False
    if own_time(scene, undated) is not None or own_time(scene, dated) is None:
        return False
    cumulative = undated.scope is dated.scope is FigureScope.CUMULATIVE
    return interval(undated).below(interval(dated)) or not cumulative


def own_time(scene: Scene, figure: CasualtyFigure) -> str | None:
    """Return the time of a figure; without one, that of the same count where its teller gives it again with a time.

    The same count is one of the same article and voice that a link joins and whose numbers meet: `more than 130` in a
    headline is dated by `rose to 131 on 9 March` below.
    """
    if figure.time is not None:
        return figure.time
    again = [
        claim
        for link in scene.links
        if link.kind is LinkKind.SAME_FIGURE and figure.claim_id in link.claim_ids
        for claim in (scene.claims.get(claim_id) for claim_id in sorted(link.claim_ids))
        if isinstance(claim, CasualtyFigure) and claim.time is not None and claim.scope is figure.scope
        if not scene.two_tell(figure, claim) and interval(figure).meets(interval(claim))
    ]
    return again[0].time if again else None


def as_of(scene: Scene, figure: CasualtyFigure) -> date | None:
    """Return the day that a figure stands for; None where it is not known.

    A count that changes with time stands for the end of its own time, where that is told; every other figure for the
    day on which it was said or published.
    """
    own = known_bounds(own_time(scene, figure)).upper if figure.scope in GROWING else None
    since = scene.telling(figure).since
    return own or (date.fromisoformat(since) if since else None)


def differing(scene: Scene, one: CasualtyFigure, other: CasualtyFigure) -> Conflict:
    """Return the conflict of two figures that do not meet."""
    first, second = (_with_numbers(figure) for figure in sorted((one, other), key=lambda figure: figure.claim_id))
    reason = f"no number is both {first} and {second}"
    if {one.scope, other.scope} & GROWING:
        days = sorted({str(day) for day in (as_of(scene, one), as_of(scene, other)) if day is not None})
        same = len(days) == 1
        reason += f", both on {days[0]}" if same else f", and a toll does not shrink from {days[0]} to {days[-1]}"
    return conflict(FIGURES_DIFFER, one, other, reason)


def _with_numbers(figure: CasualtyFigure) -> str:
    """Return a figure in words, with the numbers it can mean where these are not the words themselves."""
    words, numbers = shown(figure), shown_interval(interval(figure))
    return words if words == numbers else f"{words} ({numbers})"


def figure_says(claim: ClaimBase) -> str:
    """Return the figure that a claim gives, such as `more than 2,000`."""
    return shown(claim) if isinstance(claim, CasualtyFigure) else ""


def _counted(figure: CasualtyFigure) -> bool:
    return figure.qualifier is not Qualifier.NONE_STATED


def _title(group: tuple[ClaimBase, ...]) -> str:
    figures = [claim for claim in group if isinstance(claim, CasualtyFigure)]
    groups = sorted({str(figure.victim_group) for figure in figures} - {"none"})
    status = sorted({str(figure.victim_status) for figure in figures} - {"unspecified"})
    who = ", ".join(groups or status)
    return f"How many were {str(figures[0].harm).replace('_', ' ')}" + (f" ({who})" if who else "")
