"""What all parties of a study are measured on: everything that has to be read from the marks once and for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from .line import Floats, Ints, Layers, Line, Ranges, characters, covered
from .measures import MISSING
from .slots import ABSENT, Slot, codes, days, log_counts, same_days, values
from .units import SPANS, Mark

ATTRIBUTED = "attributed_statement"

PARTS = {"source": "source_spans", "cue": "cue_spans", "content": SPANS}
"""The parts of an attributed statement and the span slots they stand in."""

UNKNOWN = -2
"""The place of a claim that is named and is not there."""


class Ground:
    """A study's line and its slots, with what is computed from them kept; by annotator, an array with a row a mark."""

    def __init__(self, line: Line, slots: Sequence[Slot]) -> None:
        self.line = line
        self.slots = tuple(slots)
        self._codes: dict[tuple[Slot, str], dict[str, Ints]] = {}
        self._by_label: dict[tuple[str, str], list[Mark]] = {}
        self._numbers: dict[Slot, dict[str, list[Floats]]] = {}
        self._named: dict[Slot, dict[str, Ints]] = {}
        self._same: dict[tuple[str, ...], dict[str, Ints]] = {}

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self.line.base)

    def pieces(self, annotator: str, slot: str, label: int) -> Ranges:
        """Return where an annotator's marks of a label have a span slot."""
        layers = self.line.layers[annotator]
        return layers.ranges(slot).of(layers.label == label) if len(layers.marks) else layers.ranges(slot)

    @cached_property
    def sentences(self) -> list[dict[str, Ints]]:
        """For each label and annotator, whether each sentence holds a claim of it: 1, 0, or `MISSING`."""
        units = self.line.sentences
        return [
            {name: self._yes_no(name, units, self.pieces(name, SPANS, label)) for name in self.line.layers}
            for label in range(len(self.line.labels))
        ]

    @cached_property
    def word_units(self) -> tuple[Ranges, Ints | None]:
        """The units of agreement on words, and how many each stands for: tokens, or runs of code points."""
        if self.line.tokens is not None:
            return self.line.tokens, None
        units = characters(self.line, (ranges for own in self._parts.values() for ranges in own.values()))
        return units, units.end - units.start

    @cached_property
    def words(self) -> dict[str, dict[str, Ints]]:
        """For each part of attributed statements and annotator, whether each unit is in one: 1, 0, or `MISSING`."""
        units, _ = self.word_units
        return {
            part: {name: self._yes_no(name, units, own[part]) for name, own in self._parts.items()} for part in PARTS
        }

    @cached_property
    def _parts(self) -> dict[str, dict[str, Ranges]]:
        label = self.line.labels.index(ATTRIBUTED)
        return {
            name: {part: self.pieces(name, slot, label) for part, slot in PARTS.items()} for name in self.line.layers
        }

    def _yes_no(self, annotator: str, units: Ranges, pieces: Ranges) -> Ints:
        present = self.line.layers[annotator].present[units.owner]
        return np.where(present, covered(units, pieces).astype(np.int64), MISSING)

    def same(self, slots: tuple[str, ...]) -> dict[str, Ints]:
        """Return numbers of marks, the same for marks of one document and label with the same pieces of the slots."""
        if slots not in self._same:
            columns = codes([_names(own, slots) for own in self.line.layers.values()])
            arrays = (np.array(column, dtype=np.int64) for column in columns)
            self._same[slots] = dict(zip(self.line.layers, arrays, strict=True))
        return self._same[slots]

    def codes(self, slot: Slot, how: str = "value") -> dict[str, Ints]:
        """Return codes of what marks say in a slot: 0 where it is left out, and for marks of other labels.

        With `how` "days", dates are the same where they mean the same days.
        """
        if (slot, how) not in self._codes:
            columns = [
                same_days(slot.name, marks) if how == "days" else values(slot, marks)
                for marks in (self._marks(name, slot.label) for name in self.line.layers)
            ]
            found: dict[str, Ints] = {}
            for (name, layers), column in zip(self.line.layers.items(), codes(columns), strict=True):
                own = np.full(len(layers.marks), ABSENT, dtype=np.int64)
                own[self._of_label(layers, slot)] = column
                found[name] = own
            self._codes[slot, how] = found
        return self._codes[slot, how]

    def _marks(self, annotator: str, label: str) -> list[Mark]:
        """Return an annotator's marks of a label."""
        if (annotator, label) not in self._by_label:
            layers = self.line.layers[annotator]
            place = np.flatnonzero(layers.label == self.line.labels.index(label))
            self._by_label[annotator, label] = [layers.marks[at] for at in place.tolist()]
        return self._by_label[annotator, label]

    def named(self, slot: Slot) -> dict[str, Ints]:
        """Return the places of the marks that marks name: `MISSING` where they name none, `UNKNOWN` where not there."""
        if slot not in self._named:
            found: dict[str, Ints] = {}
            for name, layers in self.line.layers.items():
                own = np.full(len(layers.marks), MISSING, dtype=np.int64)
                for at in self._of_label(layers, slot).tolist():
                    named = layers.marks[at].slots.get(slot.name)
                    if named is not None:
                        own[at] = self._places[name].get(named, UNKNOWN)
                found[name] = own
            self._named[slot] = found
        return self._named[slot]

    @cached_property
    def _places(self) -> Mapping[str, Mapping[str, int]]:
        layers = self.line.layers.items()
        return {name: {mark.mark_id: number for number, mark in enumerate(own.marks)} for name, own in layers}

    def numbers(self, slot: Slot) -> dict[str, list[Floats]]:
        """Return the coordinates of what marks say in a slot that holds a number or a date, NaN where none."""
        if slot not in self._numbers:
            found: dict[str, list[Floats]] = {}
            for name, layers in self.line.layers.items():
                place, marks = self._of_label(layers, slot), self._marks(name, slot.label)
                read = days(slot.name, marks) if slot.distance == "days" else log_counts(slot.name, marks)
                own = np.full((len(layers.marks), 2 if slot.distance == "days" else 1), np.nan)
                own[place] = np.array(read, dtype=np.float64).reshape(len(marks), own.shape[1])
                found[name] = list(own.T)
            self._numbers[slot] = found
        return self._numbers[slot]

    def _of_label(self, layers: Layers, slot: Slot) -> Ints:
        return np.flatnonzero(layers.label == self.line.labels.index(slot.label))


def _names(layers: Layers, slots: Sequence[str]) -> list[tuple[object, ...]]:
    """Return for each mark what two marks that are the same have in common."""
    rows = zip(layers.document.tolist(), layers.label.tolist(), layers.marks, strict=True)
    return [(document, label, *[mark.pieces.get(slot) for slot in slots]) for document, label, mark in rows]
