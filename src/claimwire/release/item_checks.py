"""What the card says of items checked one by one: how many people checked, and how many checks found something wrong.

Models and people are never added up.
"""

from __future__ import annotations

from ..audit.rates import MISPLACED, MISSED, WRONG, CheckTally, Group, ItemRates, latest
from ..regions import table
from ..schema import PeopleCheck
from ..schema.vocab import AnnotatorKind, Label, Split

SHOWN_RATES = (WRONG, MISPLACED, MISSED)
"""The rates that the card gives with their intervals for each corpus and split."""

BY_WHOM = {AnnotatorKind.MODEL.value: "a model", AnnotatorKind.HUMAN.value: "people", AnnotatorKind.RULE.value: "rules"}


def people_row(tally: CheckTally, planned: PeopleCheck | None) -> tuple[str, str]:
    """Return what the card says of people's checks: `checked by people`, `0 of 200 items`.

    Counted are the items of the test split that a person checked, of those that the pack has; without a planned pack,
    or with more than it has, their number alone.
    """
    done = len(latest(tally.judged(AnnotatorKind.HUMAN, Split.TEST.value)))
    planned_items = 0 if planned is None else planned.items
    of = f" of {planned_items}" if done <= planned_items else ""
    return "checked by people", f"{done}{of} items"


def people_line(tally: CheckTally, planned: PeopleCheck | None) -> str:
    """Return what the first screen of card and README says of people's checks, as Markdown."""
    what, count = people_row(tally, planned)
    if planned is None and count.startswith("0 "):
        return "**Checked by people: nothing**; no items have been drawn for them.\n"
    return f"**{what.capitalize()}: {count}** of the test split.\n"


def checks_table(tally: CheckTally, planned: PeopleCheck | None) -> str:
    """Return the card's region on items checked one by one, as Markdown: a row for each group, a column for each rate.

    The rates of single labels are given as counts alone.
    """
    what, count = people_row(tally, planned)
    lines = [f"{what.capitalize()}: {count} of the test split.\n"]
    if tally.groups:
        rows = [
            (_by_whom(tally, group, group[0]), f"`{group[1]}`", group[2], *_cells(rates), _changed(rates))
            for group, rates in tally.rates().items()
        ]
        labels = (f"`{label}`" for label in Label.names())
        header = ("checked by", "corpus", "split", *SHOWN_RATES, *labels, "changed since")
        lines += [table(header, rows), "Columns of a label: its claims that are wrong, of those that were checked.\n"]
    return "\n".join(lines)


def _cells(rates: ItemRates) -> list[str]:
    shown = (rates.rate(what) for what in SHOWN_RATES)
    wrong, checked = rates.by_label()
    return [
        *(f"{x.hits} of {x.trials}: {x.shown}" if x.trials else "—" for x in shown),
        *(f"{wrong[label]} of {checked[label]}" if label in checked else "—" for label in Label.names()),
    ]


def _by_whom(tally: CheckTally, group: Group, kind: str) -> str:
    """Return who checked, with the protocols they followed."""
    protocols = sorted({item.check.protocol_id for item in tally.groups[group] if item.check.protocol_id is not None})
    named = ", ".join(f"`{protocol_id}`" for protocol_id in protocols)
    return f"{BY_WHOM[kind]} ({named})" if named else BY_WHOM[kind]


def _changed(rates: ItemRates) -> str:
    """Return how many of the checked items have changed since they were checked."""
    return f"{rates.changed} of {rates.claims + rates.sentences} items"
