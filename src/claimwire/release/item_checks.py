"""What the card says of items checked one by one: how many people checked, and how many checks found something wrong.

A table of the card and single rows for other tables are made from one tally; models and people are never added up.
"""

from __future__ import annotations

from ..audit.rates import MISPLACED, MISSED, WRONG, CheckTally, Group, ItemRates, latest
from ..regions import table
from ..schema import PeopleCheck
from ..schema.vocab import AnnotatorKind, Split

SHOWN_RATES = (WRONG, MISPLACED, MISSED)
"""The rates that the card gives for each corpus and split; those by label follow the first."""

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


def check_rows(tally: CheckTally) -> list[tuple[str, str, str, str, str, str, str]]:
    """Return the rates of every group that was checked: by whom, corpus, split, what, found, of how many, interval.

    Rates by label are those of the labels that were checked.
    """
    rows = []
    for group, rates in tally.rates().items():
        kind, corpus_id, split = group
        for rate in rates.rates:
            is_by_label = rate.what.startswith(f"{WRONG}: ")
            if rate.trials and (rate.what in SHOWN_RATES or is_by_label):
                found = str(rate.hits), str(rate.trials), rate.shown
                rows.append((_by_whom(tally, group, kind), f"`{corpus_id}`", split, rate.what, *found))
    return rows


def checks_table(tally: CheckTally, planned: PeopleCheck | None) -> str:
    """Return the card's region on items checked one by one, as Markdown."""
    what, count = people_row(tally, planned)
    lines = [f"{what.capitalize()}: {count} of the test split.\n"]
    rows = check_rows(tally)
    if rows:
        lines.append(table(("checked by", "corpus", "split", "what", "found", "of", "share, 95 % interval"), rows))
        lines += [_changed(group, rates) for group, rates in tally.rates().items() if rates.changed]
    return "\n".join(lines)


def _by_whom(tally: CheckTally, group: Group, kind: str) -> str:
    """Return who checked, with the protocols they followed."""
    protocols = sorted({item.check.protocol_id for item in tally.groups[group] if item.check.protocol_id is not None})
    named = ", ".join(f"`{protocol_id}`" for protocol_id in protocols)
    return f"{BY_WHOM[kind]} ({named})" if named else BY_WHOM[kind]


def _changed(group: Group, rates: ItemRates) -> str:
    kind, corpus_id, split = group
    total = rates.claims + rates.sentences
    who = BY_WHOM[kind]
    return f"Of the {total} items of `{corpus_id}` ({split}) checked by {who}, {rates.changed} have changed since.\n"
