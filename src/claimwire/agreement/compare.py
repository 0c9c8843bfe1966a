"""The slots of aligned claims: statistics of how often they are the same, and of alpha at the slot's distance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from .line import Flags, Floats, Ints, Layers, Line, per_document
from .measures import MISSING, Interval, Nominal, Share, interval, nominal
from .slots import ABSENT, Codes, Slot, days, log_counts, same_days, values

N = TypeVar("N", np.int64, np.float64)


@dataclass(frozen=True)
class Aligned:
    """Groups of claims that are the same, of some annotators: a row a group, a column an annotator, -1 for none."""

    annotators: tuple[str, ...]
    groups: Ints
    label: Ints
    document: Ints

    @classmethod
    def of(cls, line: Line, annotators: Sequence[str], groups: Ints) -> Aligned:
        """Return the groups with their labels and documents."""
        label = np.zeros(len(groups), dtype=np.int64)
        document = np.zeros(len(groups), dtype=np.int64)
        for column, name in enumerate(annotators):
            there = groups[:, column] >= 0
            label[there] = line.layers[name].label[groups[there, column]]
            document[there] = line.layers[name].document[groups[there, column]]
        return cls(tuple(annotators), groups, label, document)

    def with_label(self, label: int) -> Aligned:
        """Return the groups of one label."""
        kept = self.label == label
        return Aligned(self.annotators, self.groups[kept], self.label[kept], self.document[kept])

    def taken(self, by_mark: Mapping[str, NDArray[N]], missing: float) -> NDArray[N]:
        """Return a value for each cell, from one for each mark of each annotator; `missing` where there is no mark."""
        columns = []
        for column, name in enumerate(self.annotators):
            own = by_mark[name]
            place = self.groups[:, column]
            found = np.full(len(place), missing, dtype=own.dtype)
            found[place >= 0] = own[place[place >= 0]]
            columns.append(found)
        return np.stack(columns, axis=1)

    def group_of(self) -> dict[str, Ints]:
        """Return for each mark of each annotator the number of its group."""
        found: dict[str, Ints] = {}
        for column, name in enumerate(self.annotators):
            there = self.groups[:, column] >= 0
            own = np.full(int(self.groups[:, column].max(initial=-1)) + 1, MISSING, dtype=np.int64)
            own[self.groups[there, column]] = np.flatnonzero(there)
            found[name] = own
        return found


class SlotValues:
    """The slots of every annotator's marks as numbers, each slot read once however many parties there are."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._codes: dict[tuple[Slot, str], dict[str, Ints]] = {}
        self._numbers: dict[Slot, dict[str, list[Floats]]] = {}
        self._marks = {
            name: {mark.mark_id: number for number, mark in enumerate(layers.marks)}
            for name, layers in line.layers.items()
        }

    def codes(self, slot: Slot, how: str = "value") -> dict[str, Ints]:
        """Return a code for each mark of each annotator: 0 where the slot is left out; marks of other labels have 0.

        With `how` "days", dates are the same where they mean the same days.
        """
        if (slot, how) not in self._codes:
            numbers = Codes()
            found: dict[str, Ints] = {}
            for name, layers in self._line.layers.items():
                own = np.full(len(layers.marks), ABSENT, dtype=np.int64)
                place = self._of_label(layers, slot)
                marks = [layers.marks[at] for at in place]
                own[place] = numbers.of(same_days(slot.name, marks) if how == "days" else values(slot, marks))
                found[name] = own
            self._codes[slot, how] = found
        return self._codes[slot, how]

    def references(self, slot: Slot, aligned: Aligned) -> dict[str, Ints]:
        """Return, for each mark, a code of the group that the claim it names is in; one of its own where in none."""
        groups = aligned.group_of()
        found: dict[str, Ints] = {}
        unknown = len(aligned.groups) + 1
        for name in aligned.annotators:
            layers = self._line.layers[name]
            own = np.full(len(layers.marks), ABSENT, dtype=np.int64)
            for at in self._of_label(layers, slot).tolist():
                named = layers.marks[at].slots.get(slot.name)
                if named is not None:
                    place = self._marks[name].get(named)
                    own[at] = unknown if place is None else int(groups[name][place]) + 1
                    unknown += place is None
            found[name] = own
        return found

    def numbers(self, slot: Slot) -> dict[str, list[Floats]]:
        """Return the coordinates of a slot's numbers for each mark of each annotator, NaN where there is none."""
        if slot not in self._numbers:
            found: dict[str, list[Floats]] = {}
            for name, layers in self._line.layers.items():
                place = self._of_label(layers, slot)
                marks = [layers.marks[at] for at in place]
                if slot.distance == "days":
                    read = np.array(days(slot.name, marks), dtype=np.float64).reshape(len(marks), 2)
                else:
                    read = np.array(log_counts(slot.name, marks), dtype=np.float64).reshape(len(marks), 1)
                own = np.full((len(layers.marks), read.shape[1]), np.nan)
                own[place] = read
                found[name] = list(own.T)
            self._numbers[slot] = found
        return self._numbers[slot]

    def _of_label(self, layers: Layers, slot: Slot) -> Ints:
        return np.flatnonzero(layers.label == self._line.labels.index(slot.label))


def codes_of(values: SlotValues, slot: Slot, everything: Aligned, how: str = "value") -> dict[str, Ints]:
    """Return the codes of a slot; `everything` are the groups of all labels, which references are compared by."""
    if slot.distance == "reference":
        return values.references(slot, everything)
    return values.codes(slot, how)


def sameness(table: Ints, document: Ints, documents: int) -> Share:
    """Return the share of pairs of values that are equal, among pairs of which at least one is given."""
    hits, trials = np.zeros(documents), np.zeros(documents)
    for i, j in combinations(range(table.shape[1]), 2):
        one, other = table[:, i], table[:, j]
        both = (one != MISSING) & (other != MISSING) & ((one != ABSENT) | (other != ABSENT))
        hits += per_document(document[both & (one == other)], documents)
        trials += per_document(document[both], documents)
    return Share(hits, trials)


def slot_alpha(values: SlotValues, slot: Slot, table: Ints, own: Aligned, documents: int) -> Nominal | Interval | None:
    """Return the alpha statistic of a slot at its distance; None for spans, which have none here."""
    if slot.distance == "spans":
        return None
    if slot.distance in ("nominal", "reference"):
        return nominal(table, own.document, documents)
    return interval(number_tables(values, slot, own), own.document, documents)


def number_tables(values: SlotValues, slot: Slot, own: Aligned) -> list[Floats]:
    """Return a table of numbers for each coordinate of a slot: a row a group, a column an annotator."""
    by_mark = values.numbers(slot)
    width = len(next(iter(by_mark.values())))
    return [own.taken({name: by_mark[name][at] for name in own.annotators}, np.nan) for at in range(width)]


def differs(values: SlotValues, slots: Sequence[Slot], everything: Aligned) -> Flags:
    """Return for each group and slot whether the group's marks differ there; columns are slots.

    A slot of another label than the group's counts as not differing.
    """
    found = np.zeros((len(everything.groups), len(slots)), dtype=np.bool_)
    for column, slot in enumerate(slots):
        table = everything.taken(codes_of(values, slot, everything), MISSING)
        low = np.where(table == MISSING, np.iinfo(np.int64).max, table).min(axis=1)
        found[:, column] = (table.max(axis=1) != low) & (table.max(axis=1) != MISSING)
    return found
