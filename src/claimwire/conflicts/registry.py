"""The kinds of conflict. Whatever is in `KINDS` is found, shown, documented and tested; the order is that of pages."""

from __future__ import annotations

from collections.abc import Collection

from .dates import DATES_DIFFER, date_facts, date_says
from .denials import DENIED, denial_says, denied_facts
from .figures import FIGURES_DIFFER, figure_facts, figure_says
from .forms import FORMS_DIFFER, form_facts, form_says
from .model import Conflict, Fact, Kind
from .scene import Scene
from .titles import told_apart
from .wording import WORDS_DIFFER, wording_facts, wording_says

KINDS: tuple[Kind, ...] = (
    Kind(
        FIGURES_DIFFER,
        "Figures that do not meet",
        "two figures count the same people, and no number fits both; a count that changed with time is no conflict",
        figure_facts,
        figure_says,
    ),
    Kind(
        DATES_DIFFER,
        "Dates that do not meet",
        "two claims date the same earlier event, and no day lies in both dates",
        date_facts,
        date_says,
    ),
    Kind(
        DENIED,
        "Asserted here, denied there",
        "one asserts what another denies",
        denied_facts,
        denial_says,
    ),
    Kind(
        FORMS_DIFFER,
        "Quoted here, indirect there",
        "a link makes two statements the same, and one article quotes of it what another tells in its own words",
        form_facts,
        form_says,
    ),
    Kind(
        WORDS_DIFFER,
        "Different words for the same",
        "two sources name the same thing differently, or two articles make different sorts of one event or harm",
        wording_facts,
        wording_says,
    ),
)


def facts(scene: Scene, kinds: Collection[str] = ()) -> list[Fact]:
    """Return what the claims of a scene tell in more than one way: with a conflict, or as a count that grew.

    `kinds` are the kinds wanted, all where none is named. The order is that of the kinds, then of the claims' ids.
    """
    return [fact for kind in KINDS if not kinds or kind.kind_id in kinds for fact in told_apart(kind.find(scene))]


def kind_named(kind_id: str) -> Kind:
    """Return the kind of conflict of that id; raises `KeyError` where there is none."""
    return {kind.kind_id: kind for kind in KINDS}[kind_id]


def conflicts(scene: Scene, kinds: Collection[str] = ()) -> list[Conflict]:
    """Return the conflicts of a scene, in the order of `facts`."""
    return [item for fact in facts(scene, kinds) for item in fact.conflicts]
