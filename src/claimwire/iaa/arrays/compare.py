"""The slots of aligned claims: statistics of how often they are the same, and of alpha at the slot's distance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ...ranges import Flags, Floats, Ints
from ..slots import ABSENT, Slot
from .index import UNKNOWN, StudyIndex
from .layout import Layout, per_document
from .measures import MISSING, IntervalAlpha, NominalAlpha, Share, interval_alpha, nominal_alpha

N = TypeVar("N", np.int64, np.float64)


@dataclass(frozen=True)
class AlignedMarks:
    """Groups of marks that are the same: one row per group, one column per annotator, -1 for none."""

    annotators: tuple[str, ...]
    groups: Ints
    label: Ints
    """For each group, the number of its label."""
    document: Ints
    """For each group, the number of its document."""

    @classmethod
    def of(cls, layout: Layout, annotators: Sequence[str], groups: Ints) -> AlignedMarks:
        """Return groups with their labels and documents."""
        label = np.zeros(len(groups), dtype=np.int64)
        document = np.zeros(len(groups), dtype=np.int64)
        for column, name in enumerate(annotators):
            has = groups[:, column] >= 0
            label[has] = layout.annotators[name].label[groups[has, column]]
            document[has] = layout.annotators[name].document[groups[has, column]]
        return cls(tuple(annotators), groups, label, document)

    def only(self, wanted: Flags) -> AlignedMarks:
        """Return some of the groups."""
        return AlignedMarks(self.annotators, self.groups[wanted], self.label[wanted], self.document[wanted])

    def table(self, by_mark: Mapping[str, NDArray[N]], missing: float) -> NDArray[N]:
        """Return a value for each cell, from one for each mark of each annotator; `missing` for a cell without mark."""
        columns = []
        for column, name in enumerate(self.annotators):
            mark = self.groups[:, column]
            cells = np.full(len(mark), missing, dtype=by_mark[name].dtype)
            cells[mark >= 0] = by_mark[name][mark[mark >= 0]]
            columns.append(cells)
        return np.stack(columns, axis=1)

    def reference_codes(self, named: Mapping[str, Ints]) -> dict[str, Ints]:
        """Return for each mark a code of the group that the mark it names is in, `ABSENT` if it names none.

        A named mark that is in no group, or does not exist, has a code that no other has.
        """
        codes = {}
        next_code = len(self.groups) + 1
        for column, name in enumerate(self.annotators):
            has = self.groups[:, column] >= 0
            group_of = np.full(len(named[name]), UNKNOWN, dtype=np.int64)
            group_of[self.groups[has, column]] = np.flatnonzero(has)
            group = np.where(named[name] >= 0, group_of[named[name]], named[name])
            lost = group == UNKNOWN
            code = np.where(group == MISSING, ABSENT, group + 1)
            code[lost] = next_code + np.arange(lost.sum())
            next_code += int(lost.sum())
            codes[name] = code
        return codes


def slot_table(index: StudyIndex, slot: Slot, own: AlignedMarks, everything: AlignedMarks, how: str = "value") -> Ints:
    """Return the codes of a slot in some groups; `everything` are the groups by which references are compared."""
    if slot.distance == "reference":
        return own.table(everything.reference_codes(index.named(slot)), MISSING)
    return own.table(index.codes(slot, how), MISSING)


def sameness(table: Ints, document: Ints, documents: int) -> Share:
    """Return the share of pairs of values that are equal, among pairs of which at least one is given."""
    hits, trials = np.zeros(documents), np.zeros(documents)
    for i, j in combinations(range(table.shape[1]), 2):
        one, other = table[:, i], table[:, j]
        counts = (one != MISSING) & (other != MISSING) & ((one != ABSENT) | (other != ABSENT))
        hits += per_document(document[counts & (one == other)], documents)
        trials += per_document(document[counts], documents)
    return Share(hits, trials)


def slot_alpha(index: StudyIndex, slot: Slot, table: Ints, own: AlignedMarks) -> NominalAlpha | IntervalAlpha | None:
    """Return the alpha statistic of a slot at its distance; None for spans, which have none here."""
    if slot.distance == "spans":
        return None
    if slot.distance in ("nominal", "reference"):
        return nominal_alpha(table, own.document, index.documents)
    return interval_alpha(number_tables(index, slot, own), own.document, index.documents)


def number_tables(index: StudyIndex, slot: Slot, own: AlignedMarks) -> list[Floats]:
    """Return a table of numbers for each coordinate of a slot: one row per group, one column per annotator."""
    by_mark = index.numbers(slot)
    width = len(next(iter(by_mark.values())))
    return [own.table({name: by_mark[name][place] for name in own.annotators}, np.nan) for place in range(width)]


def differing_slots(index: StudyIndex, everything: AlignedMarks) -> Flags:
    """Return for each group and each slot of the index whether the group's marks differ there.

    A slot of another label than the group's counts as not differing.
    """
    flags = np.zeros((len(everything.groups), len(index.slots)), dtype=np.bool_)
    for column, slot in enumerate(index.slots):
        rows = np.flatnonzero(everything.label == index.layout.labels.index(slot.label))
        table = slot_table(index, slot, everything, everything)[rows]
        lowest = np.where(table == MISSING, np.iinfo(np.int64).max, table).min(axis=1)
        flags[rows, column] = table.max(axis=1) != lowest
    return flags
