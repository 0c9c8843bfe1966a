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
from .index import UNKNOWN, Ground
from .layout import Line, per_document
from .measures import MISSING, Interval, Nominal, Share, interval, nominal

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

    def only(self, wanted: Flags) -> Aligned:
        """Return some of the groups."""
        return Aligned(self.annotators, self.groups[wanted], self.label[wanted], self.document[wanted])

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

    def referring(self, named: Mapping[str, Ints]) -> dict[str, Ints]:
        """Return codes of the groups that named marks are in, `ABSENT` where none is named.

        A mark that is in no group, or is not there at all, has a code of its own.
        """
        found = {}
        own_code = len(self.groups) + 1
        for column, name in enumerate(self.annotators):
            places = named[name]
            there = self.groups[:, column] >= 0
            group = np.full(len(places), UNKNOWN, dtype=np.int64)
            group[self.groups[there, column]] = np.flatnonzero(there)
            code = np.where(places >= 0, group[places], places)
            lost = code == UNKNOWN
            code = np.where(code == MISSING, ABSENT, code + 1)
            code[lost] = own_code + np.arange(lost.sum())
            own_code += int(lost.sum())
            found[name] = code
        return found


def slot_table(ground: Ground, slot: Slot, own: Aligned, everything: Aligned, how: str = "value") -> Ints:
    """Return the codes of a slot in some groups; `everything` are the groups that references are compared by."""
    by_mark = everything.referring(ground.named(slot)) if slot.distance == "reference" else ground.codes(slot, how)
    return own.taken(by_mark, MISSING)


def sameness(table: Ints, document: Ints, documents: int) -> Share:
    """Return the share of pairs of values that are equal, among pairs of which at least one is given."""
    hits, trials = np.zeros(documents), np.zeros(documents)
    for i, j in combinations(range(table.shape[1]), 2):
        one, other = table[:, i], table[:, j]
        both = (one != MISSING) & (other != MISSING) & ((one != ABSENT) | (other != ABSENT))
        hits += per_document(document[both & (one == other)], documents)
        trials += per_document(document[both], documents)
    return Share(hits, trials)


def slot_alpha(ground: Ground, slot: Slot, table: Ints, own: Aligned) -> Nominal | Interval | None:
    """Return the alpha statistic of a slot at its distance; None for spans, which have none here."""
    if slot.distance == "spans":
        return None
    if slot.distance in ("nominal", "reference"):
        return nominal(table, own.document, ground.documents)
    return interval(number_tables(ground, slot, own), own.document, ground.documents)


def number_tables(ground: Ground, slot: Slot, own: Aligned) -> list[Floats]:
    """Return a table of numbers for each coordinate of a slot: a row a group, a column an annotator."""
    by_mark = ground.numbers(slot)
    width = len(next(iter(by_mark.values())))
    return [own.taken({name: by_mark[name][at] for name in own.annotators}, np.nan) for at in range(width)]


def differs(ground: Ground, everything: Aligned) -> Flags:
    """Return for each group and each slot of the ground whether the group's marks differ there.

    A slot of another label than the group's counts as not differing.
    """
    found = np.zeros((len(everything.groups), len(ground.slots)), dtype=np.bool_)
    for column, slot in enumerate(ground.slots):
        own = np.flatnonzero(everything.label == ground.line.labels.index(slot.label))
        table = slot_table(ground, slot, everything, everything)[own]
        low = np.where(table == MISSING, np.iinfo(np.int64).max, table).min(axis=1)
        found[own, column] = table.max(axis=1) != low
    return found
