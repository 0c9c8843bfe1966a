"""The kinds of conflict. Whatever is in `KINDS` is found, shown, documented and tested, in this order."""

from __future__ import annotations

from collections.abc import Collection

from .casualties import FIGURES_DIFFER, figure_disputes, figure_says
from .conflict_index import ConflictIndex
from .denials import DENIED, denial_disputes, denial_says
from .dispute import Conflict, ConflictKind, Dispute
from .event_dates import DATES_DIFFER, date_disputes, date_says
from .forms import FORMS_DIFFER, form_disputes, form_says
from .titles import with_distinct_titles
from .wording import WORDS_DIFFER, wording_disputes, wording_says

KINDS: tuple[ConflictKind, ...] = (
    ConflictKind(
        FIGURES_DIFFER,
        "Figures that do not meet",
        "two figures count the same people and no number fits both; a count that changed with time is not a conflict",
        figure_disputes,
        figure_says,
    ),
    ConflictKind(
        DATES_DIFFER,
        "Dates that do not meet",
        "two claims date the same earlier event and no day is within both dates",
        date_disputes,
        date_says,
    ),
    ConflictKind(
        DENIED,
        "Asserted here, denied there",
        "one claim asserts what another denies",
        denial_disputes,
        denial_says,
    ),
    ConflictKind(
        FORMS_DIFFER,
        "Quoted here, indirect there",
        "a link makes two statements the same, and one article quotes what another puts in its own words",
        form_disputes,
        form_says,
    ),
    ConflictKind(
        WORDS_DIFFER,
        "Different words for the same thing",
        "two sources name the same thing differently, or two articles see one event or harm as of different kinds",
        wording_disputes,
        wording_says,
    ),
)


def disputes(index: ConflictIndex, kinds: Collection[str] = (), event_id: str | None = None) -> list[Dispute]:
    """Return what claims say in more than one way: with a conflict, or as a count that changed with time.

    `kinds` are the ids of the kinds to look for, all if empty; with `event_id`, only that event and its parts. Sorted
    as `KINDS`, then by the ids of the claims.
    """
    chosen = (kind for kind in KINDS if not kinds or kind.kind_id in kinds)
    every = [dispute for kind in chosen for dispute in with_distinct_titles(kind.find(index))]
    return [x for x in every if event_id is None or index.corpus.event_tree.is_within(x.event_id, event_id)]


def conflicts(index: ConflictIndex, kinds: Collection[str] = ()) -> list[Conflict]:
    """Return the conflicts in a corpus, in the order of `disputes`."""
    return [item for dispute in disputes(index, kinds) for item in dispute.conflicts]


def kind_named(kind_id: str) -> ConflictKind:
    """Return the kind of conflict of that id; raises `KeyError` if there is none."""
    return {kind.kind_id: kind for kind in KINDS}[kind_id]
