"""What all parties of a study are measured on: everything that has to be read from the marks once and for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...ranges import Floats, Ints, Ranges
from ...schema import ATTRIBUTION_PARTS
from ...schema.vocab import Label
from ..slots import ABSENT, Column, Slot, codes, columns, days, log_counts, same_days, values
from ..units import SPANS
from .layout import Layers, Line, characters, covered
from .measures import MISSING

ATTRIBUTED = Label.ATTRIBUTED_STATEMENT.value

MANY_WORDS = 2_000_000
"""Above how many words those that say the same are made one."""

UNKNOWN = -2
"""The place of a claim that is named and is not there."""


@dataclass(frozen=True)
class Words:
    """The units of agreement on words, which are tokens or runs of code points, and what they are to each annotator.

    `roles` has, for each unit, the sum of 1 for a word of a source, 2 of a cue, 4 of a content, or `MISSING`. `owner`
    is the unit's document, `size` how many tokens or code points it stands for, None where each is one.
    """

    owner: Ints
    size: Ints | None
    roles: Mapping[str, Ints]

    def part(self, place: int) -> dict[str, Ints]:
        """Return whether each unit is in the part of a place in `ATTRIBUTION_PARTS`: 1, 0, or `MISSING`."""
        return {name: np.where(own == MISSING, MISSING, own >> place & 1) for name, own in self.roles.items()}


def condensed(words: Words) -> Words:
    """Return words with those of one document and the same roles made one, where there are very many."""
    if len(words.owner) <= MANY_WORDS:
        return words
    key = words.owner
    for own in words.roles.values():
        if key.max() > np.iinfo(np.int64).max // 16:
            key = np.unique(key, return_inverse=True)[1].ravel()
        key = key * 9 + own + 1
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    size = np.bincount(place.ravel(), words.size).astype(np.int64)
    return Words(words.owner[first], size, {name: own[first] for name, own in words.roles.items()})


class Ground:
    """A study's line and its slots, with what is computed from them kept; by annotator, an array with a row a mark."""

    def __init__(self, line: Line, slots: Sequence[Slot]) -> None:
        self.line = line
        self.slots = tuple(slots)
        self._codes: dict[tuple[Slot, str], dict[str, Ints]] = {}
        self._columns: dict[tuple[str, str], dict[str, Column]] = {}
        self._pieces: dict[str, dict[str, Ints]] = {}
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
    def words(self) -> Words:
        """Which words are in which parts of attributed statements; see `Words`."""
        size = None
        if self.line.tokens is not None:
            units = self.line.tokens
        else:
            units = characters(self.line, (ranges for own in self._parts.values() for ranges in own.values()))
            size = units.end - units.start
        roles = {
            name: np.sum(
                [self._yes_no(name, units, own[part]) << place for place, part in enumerate(ATTRIBUTION_PARTS)], axis=0
            )
            for name, own in self._parts.items()
        }
        return condensed(Words(units.owner, size, {n: np.where(role < 0, MISSING, role) for n, role in roles.items()}))

    @cached_property
    def _parts(self) -> dict[str, dict[str, Ranges]]:
        label = self.line.labels.index(ATTRIBUTED)
        return {
            name: {part: self.pieces(name, slot, label) for part, slot in ATTRIBUTION_PARTS.items()}
            for name in self.line.layers
        }

    def _yes_no(self, annotator: str, units: Ranges, pieces: Ranges) -> Ints:
        present = self.line.layers[annotator].present[units.owner]
        return np.where(present, covered(units, pieces).astype(np.int64), MISSING)

    def same(self, slots: tuple[str, ...]) -> dict[str, Ints]:
        """Return numbers of marks, the same for marks of one document and label with the same pieces of the slots."""
        if slots not in self._same:
            key = np.concatenate(
                [own.document * len(self.line.labels) + own.label for own in self.line.layers.values()]
            )
            for slot in slots:
                code = np.concatenate(list(self.piece_codes(slot).values()))
                key = np.unique(key * (code.max(initial=0) + 1) + code, return_inverse=True)[1].ravel()
            self._same[slots] = self._by_annotator(key)
        return self._same[slots]

    def piece_codes(self, slot: str) -> dict[str, Ints]:
        """Return codes of what pieces all marks have in a span slot: 0 where none."""
        if slot not in self._pieces:
            found = codes([[mark.pieces.get(slot) for mark in own.marks] for own in self.line.layers.values()])
            self._pieces[slot] = self._by_annotator(np.concatenate([np.array(c, dtype=np.int64) for c in found]))
        return self._pieces[slot]

    def _by_annotator(self, every: Ints) -> dict[str, Ints]:
        """Return the parts of an array that has the marks of all annotators one after another."""
        cuts = np.cumsum([len(own.marks) for own in self.line.layers.values()])[:-1]
        return dict(zip(self.line.layers, np.split(every, cuts), strict=True))

    def codes(self, slot: Slot, how: str = "value") -> dict[str, Ints]:
        """Return codes of what marks say in a slot: 0 where it is left out, and for marks of other labels.

        With `how` "days", dates are the same where they mean the same days.
        """
        if slot.distance == "spans":
            own_label = self.line.labels.index(slot.label)
            codes_of = self.piece_codes(slot.name)
            return {n: np.where(x.label == own_label, codes_of[n], ABSENT) for n, x in self.line.layers.items()}
        if (slot, how) not in self._codes:
            given = [self._given(name, slot) for name in self.line.layers]
            compared = [same_days(column) if how == "days" else values(slot, column) for column in given]
            found: dict[str, Ints] = {}
            for (name, layers), column in zip(self.line.layers.items(), codes(compared), strict=True):
                own = np.full(len(layers.marks), ABSENT, dtype=np.int64)
                own[self._of_label(layers, slot)] = column
                found[name] = own
            self._codes[slot, how] = found
        return self._codes[slot, how]

    def _given(self, annotator: str, slot: Slot) -> Column:
        """Return what an annotator's marks of the slot's label have there."""
        key = annotator, slot.label
        if key not in self._columns:
            layers = self.line.layers[annotator]
            marks = [layers.marks[at] for at in self._of_label(layers, slot).tolist()]
            own = [x for x in self.slots if x.label == slot.label and x.distance != "spans"]
            self._columns[key] = columns(own, marks)
        return self._columns[key][slot.name]

    def named(self, slot: Slot) -> dict[str, Ints]:
        """Return the places of the marks that marks name: `MISSING` where they name none, `UNKNOWN` where not there."""
        if slot not in self._named:
            found: dict[str, Ints] = {}
            for name, layers in self.line.layers.items():
                own = np.full(len(layers.marks), MISSING, dtype=np.int64)
                place = self._of_label(layers, slot)
                references = self._given(name, slot)
                there = np.flatnonzero([reference is not None for reference in references])
                own[place[there]] = [self._places[name].get(references[at], UNKNOWN) for at in there.tolist()]
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
                place, given = self._of_label(layers, slot), self._given(name, slot)
                read = days(given) if slot.distance == "days" else log_counts(given)
                own = np.full((len(layers.marks), 2 if slot.distance == "days" else 1), np.nan)
                own[place] = np.array(read, dtype=np.float64).reshape(len(given), own.shape[1])
                found[name] = list(own.T)
            self._numbers[slot] = found
        return self._numbers[slot]

    def _of_label(self, layers: Layers, slot: Slot) -> Ints:
        return np.flatnonzero(layers.label == self.line.labels.index(slot.label))
