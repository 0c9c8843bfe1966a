"""How far each slot can be relied on, by how far annotators agree on it: scored, usable or experimental."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..iaa.grades import EXPERIMENTAL, GRADES, grade
from ..iaa.tables import number
from ..regions import percent, table
from .agreed import DrawnReport
from .tally import SLOTS, CorpusTally

NOT_MEASURED = "not measured"


def slot_agreement(measured: Iterable[DrawnReport]) -> dict[tuple[str, str], float]:
    """Return the lowest agreement that any group of annotators in any corpus has on each slot, by label and slot.

    It is Krippendorff's alpha; where that is not defined (spans, or one value only) the share of aligned claims that
    have the same value.
    """
    lowest: dict[tuple[str, str], float] = {}
    for item in measured:
        for group in item.report.groups:
            numbers = item.report.of(group.name, "slots")
            for slot in item.report.slots:
                about = f"{slot.label}.{slot.name}"
                estimate = numbers.get((about, "alpha")) or numbers[about, "same"]
                value = estimate.value
                if value is not None and value == value:
                    key = slot.label, slot.name
                    lowest[key] = min(lowest.get(key, value), value)
    return lowest


def grades_in_short(measured: Sequence[DrawnReport]) -> str:
    """Return how many slots have each grade, and which may not be scored on, in one sentence."""
    agreement = slot_agreement(measured)
    if not agreement:
        return f"agreement on them was not measured, so all {sum(map(len, SLOTS.values()))} are experimental."
    by_grade: dict[str, list[str]] = {name: [] for name in GRADES}
    for label, names in SLOTS.items():
        for name in names:
            by_grade[grade(agreement.get((label, name)))].append(f"`{label}.{name}`")
    total = sum(map(len, by_grade.values()))
    counts = ", ".join(f"{len(slots)} {name}" for name, slots in by_grade.items())
    low = ", ".join(by_grade[EXPERIMENTAL])
    return f"Of {total} slots {counts}." + (f" Experimental, and nothing to be scored on: {low}." if low else "")


def grade_table(measured: Sequence[DrawnReport], corpora: Mapping[str, CorpusTally]) -> str:
    """Return every slot that annotators judge with its coverage in each corpus and its grade, as a Markdown table.

    The coverage is the share of the claims that have a value, of those that were asked for one.
    """
    agreement = slot_agreement(measured)
    rows = []
    for label, names in SLOTS.items():
        for name in names:
            value = agreement.get((label, name))
            shown = NOT_MEASURED if value is None else number(value)
            shares = (_coverage(corpus, label, name) for corpus in corpora.values())
            rows.append((label, f"`{name}`", *shares, shown, grade(value)))
    return table(("label", "slot", *(f"in `{name}`" for name in corpora), "lowest agreement", "grade"), rows)


def _coverage(corpus: CorpusTally, label: str, slot: str) -> str:
    asked = corpus.asked[label, slot]
    return percent(corpus.filled[label, slot], asked) if asked else "not asked"
