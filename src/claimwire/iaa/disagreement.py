"""How two annotators disagree: which labels they use at one place, and in what their claims differ."""

from __future__ import annotations

from collections import Counter

import numpy as np

from .arrays.compare import differing_slots
from .context import GroupContext
from .study import SPANS

NONE = "none"
"""The label of a place where an annotator has no claim."""

KINDS = ("same", "names", "slots", "span", "span and slots", "other label", "only one")
"""How a claim differs from the other annotator's: in nothing that is compared; only in names written out (sources,
places, actors); in other slots; in its span; in its span and in slots or names; in the label; or the other annotator
has no such claim."""


def confusion(context: GroupContext) -> Counter[tuple[str, str]]:
    """Return how often two annotators have which labels at one place: (of the first, of the second), or `NONE`."""
    _, second = context.annotators
    second_of, first_of = context.label_conflicts
    counts: Counter[tuple[str, str]] = Counter()
    names = context.layout.labels
    for (a, b), label in zip(context.aligned.groups.tolist(), context.aligned.label.tolist(), strict=True):
        if a in second_of:
            counts[names[label], names[int(second.label[second_of[a]])]] += 1
        elif b not in first_of:  # else it is counted with the first annotator's claim
            counts[names[label] if a >= 0 else NONE, names[label] if b >= 0 else NONE] += 1
    return counts


def disagreement(context: GroupContext) -> dict[str, Counter[str]]:
    """Return for each label how many claims of two annotators together differ in what way; see `KINDS`."""
    first, second = context.annotators
    second_of, first_of = context.label_conflicts
    differing = differing_slots(context.index, context.aligned)
    are_names = np.array([slot.names for slot in context.index.slots], dtype=np.bool_)
    in_slots, in_names = (np.asarray(differing[:, which].any(axis=1)).tolist() for which in (~are_names, are_names))
    counts: dict[str, Counter[str]] = {label: Counter() for label in context.layout.labels}
    groups, labels = context.aligned.groups.tolist(), context.aligned.label.tolist()
    for (a, b), label, slots, names in zip(groups, labels, in_slots, in_names, strict=True):
        of_label = counts[context.layout.labels[label]]
        if a < 0 or b < 0:
            of_label["other label" if a in second_of or b in first_of else "only one"] += 1
        elif first.marks[a].pieces[SPANS] != second.marks[b].pieces[SPANS]:
            of_label["span and slots" if slots or names else "span"] += 2
        else:
            of_label["slots" if slots else "names" if names else "same"] += 2
    return counts
