"""Who did the work of a release: how much of each step was done by people, by models and by rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..audit.rates import CheckTally, latest
from ..regions import table
from ..schema import PeopleCheck
from ..schema.vocab import AnnotatorKind, Split

ANNOTATED, IN_LAYERS, ADJUDICATED, LINKED, ENTITIES = (
    "annotated: layers of articles",
    "claims in these layers",
    "adjudicated: decisions",
    "links between claims",
    "entities accepted",
)
CHECKED = "checked once more: items of the test split"

WHO = {AnnotatorKind.HUMAN: "people", AnnotatorKind.MODEL: "language models", AnnotatorKind.RULE: "rules"}
"""What the kinds of annotators are called where their work is counted."""


@dataclass
class WorkTally:
    """How much of each step each kind of annotator did."""

    counts: Counter[tuple[str, AnnotatorKind]] = field(default_factory=Counter)

    def add(self, step: str, kind: AnnotatorKind, number: int = 1) -> None:
        """Count some work."""
        self.counts[step, kind] += number

    def of(self, step: str) -> dict[AnnotatorKind, int]:
        """Return how much of a step each kind did."""
        return {kind: self.counts[step, kind] for kind in WHO}

    def total(self, step: str) -> int:
        """Return how much of a step there is."""
        return sum(self.of(step).values())


def steps(work: WorkTally, checks: CheckTally) -> Iterator[tuple[str, dict[AnnotatorKind, int]]]:
    """Yield every step of which anything was done with what each kind did, and the checks of items in any case."""
    for step in (ANNOTATED, IN_LAYERS, ADJUDICATED):
        if work.total(step):
            yield step, work.of(step)
    yield CHECKED, {kind: len(latest(checks.judged(kind, Split.TEST.value))) for kind in WHO}
    for step in (LINKED, ENTITIES):
        if work.total(step):
            yield step, work.of(step)


def work_table(work: WorkTally, checks: CheckTally, planned: PeopleCheck | None) -> str:
    """Return who did how much of each step, as a Markdown table; of the people's checks also how many are planned."""
    rows = []
    for step, counts in steps(work, checks):
        shown = {kind: f"{number:,}" for kind, number in counts.items()}
        people = counts[AnnotatorKind.HUMAN]
        if step == CHECKED and planned is not None and people <= planned.items:
            shown[AnnotatorKind.HUMAN] = f"{people:,} of {planned.items:,}"
        rows.append((step, *shown.values()))
    return table(("step", *WHO.values()), rows)
