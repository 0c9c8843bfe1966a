"""Level 1: values of open lists are of the schema, or the release plan adds them."""

from __future__ import annotations

from collections.abc import Iterator

from .check import Check
from .context import Context
from .findings import Finding, Place


def _value_not_listed(context: Context) -> Iterator[Finding]:
    questions = context.repository.questions
    for located in context.claims:
        for unlisted in questions.unlisted(located.claim):
            yield located.finding(str(unlisted))
    if not context.is_shared:
        return
    for row in context.events:
        for unlisted in questions.unlisted(row.record):
            yield row.finding(str(unlisted))
    for path, outlet in context.repository.outlets:
        for unlisted in questions.unlisted(outlet):
            yield Finding(Place(path), str(unlisted))


CHECKS = (
    Check(
        "value-not-listed",
        1,
        "a claim, an event or an outlet has a value of an open list that neither the schema has nor the release plan "
        "adds",
        "fix the value, or add it to `added_values` in annotations/release.toml with what it means",
        _value_not_listed,
    ),
)
