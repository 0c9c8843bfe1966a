"""What all annotator groups of a study are measured on: everything that is read from the marks, once each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np

from ...ranges import Flags, Floats, Ints, Ranges
from ...schema import ATTRIBUTION_PARTS
from ...schema.vocab import Label
from ..slots import ABSENT, Column, Slot, codes, columns, days, log_counts, same_days, values
from ..study import SPANS
from .layout import AnnotatorMarks, Layout, touched, uniform_runs
from .measures import MISSING

ATTRIBUTED = Label.ATTRIBUTED_STATEMENT.value

MANY_WORDS = 2_000_000
"""With more words than this, those with the same roles in one document are joined."""

UNKNOWN = -2
"""The number of a mark that is named but does not exist."""

ByAnnotator = dict[str, Ints]
"""For each annotator, one number per mark, or per unit."""


@dataclass(frozen=True)
class Words:
    """The units of agreement on words, which are tokens or runs of code points, and their role for each annotator.

    A role is the sum of 1 for a word of a source, 2 of a cue, 4 of a content, or `MISSING`. `owner` is the unit's
    document, `size` how many tokens or code points it counts for, None if each counts for one.
    """

    owner: Ints
    size: Ints | None
    roles: Mapping[str, Ints]

    def part(self, place: int) -> ByAnnotator:
        """Return whether each unit is in the part at a place of `ATTRIBUTION_PARTS`: 1, 0, or `MISSING`."""
        return {name: np.where(role == MISSING, MISSING, role >> place & 1) for name, role in self.roles.items()}


def joined_words(words: Words) -> Words:
    """Return words with those of one document and the same roles joined if there are more than `MANY_WORDS`."""
    if len(words.owner) <= MANY_WORDS:
        return words
    # document and roles are packed into one number; a role has 9 values, from -1 to 7
    key = words.owner
    for role in words.roles.values():
        if key.max() > np.iinfo(np.int64).max // 16:  # number the keys anew before they overflow
            key = np.unique(key, return_inverse=True)[1].ravel()
        key = key * 9 + role + 1
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    size = np.bincount(place.ravel(), words.size).astype(np.int64)
    return Words(words.owner[first], size, {name: role[first] for name, role in words.roles.items()})


class StudyIndex:
    """A study's layout and slots, and what is computed from them, kept: by annotator, arrays with one row per mark."""

    def __init__(self, layout: Layout, slots: Sequence[Slot]) -> None:
        self.layout = layout
        self.slots = tuple(slots)
        self._codes: dict[tuple[Slot, str], ByAnnotator] = {}
        self._columns: dict[tuple[str, str], dict[str, Column]] = {}
        self._piece_codes: dict[str, ByAnnotator] = {}
        self._numbers: dict[Slot, dict[str, list[Floats]]] = {}
        self._named: dict[Slot, ByAnnotator] = {}
        self._place_keys: dict[tuple[str, ...], ByAnnotator] = {}

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self.layout.base)

    # Units: sentences and words

    @cached_property
    def sentences(self) -> list[ByAnnotator]:
        """For each label and annotator, whether each sentence has a claim of it: 1, 0, or `MISSING`."""
        units = self.layout.sentences
        return [
            {name: self._touched(name, units, self._pieces(name, SPANS, label)) for name in self.layout.annotators}
            for label in range(len(self.layout.labels))
        ]

    @cached_property
    def words(self) -> Words:
        """Which words are in which parts of attributed statements; see `Words`."""
        label = self.layout.labels.index(ATTRIBUTED)
        pieces = {
            name: [self._pieces(name, slot, label) for slot in ATTRIBUTION_PARTS.values()]
            for name in self.layout.annotators
        }
        units, size = self.layout.tokens, None
        if units is None:
            units = uniform_runs(self.layout, chain.from_iterable(pieces.values()))
            size = units.end - units.start
        roles = {}
        for name, parts in pieces.items():
            role = np.sum([self._touched(name, units, part) << place for place, part in enumerate(parts)], axis=0)
            roles[name] = np.where(role < 0, MISSING, role)
        return joined_words(Words(units.owner, size, roles))

    def _pieces(self, annotator: str, slot: str, label: int) -> Ranges:
        """Return where an annotator's marks of a label have a span slot."""
        own = self.layout.annotators[annotator]
        return own.ranges(slot).of(own.label == label) if len(own.marks) else own.ranges(slot)

    def _touched(self, annotator: str, units: Ranges, pieces: Ranges) -> Ints:
        present: Flags = self.layout.annotators[annotator].present[units.owner]
        return np.where(present, touched(units, pieces).astype(np.int64), MISSING)

    # Marks: where they are

    def place_keys(self, slots: tuple[str, ...]) -> ByAnnotator:
        """Return keys of marks, equal for marks of one document and label with the same pieces in some span slots."""
        if slots not in self._place_keys:
            annotators = self.layout.annotators.values()
            key = np.concatenate([own.document * len(self.layout.labels) + own.label for own in annotators])
            for slot in slots:
                code = np.concatenate(list(self.piece_codes(slot).values()))
                key = np.unique(key * (code.max(initial=0) + 1) + code, return_inverse=True)[1].ravel()
            self._place_keys[slots] = self._by_annotator(key)
        return self._place_keys[slots]

    def piece_codes(self, slot: str) -> ByAnnotator:
        """Return codes of the pieces that marks have in a span slot, the same for the same pieces; 0 for none."""
        if slot not in self._piece_codes:
            pieces = [[mark.pieces.get(slot) for mark in own.marks] for own in self.layout.annotators.values()]
            every = np.concatenate([np.array(column, dtype=np.int64) for column in codes(pieces)])
            self._piece_codes[slot] = self._by_annotator(every)
        return self._piece_codes[slot]

    def _by_annotator(self, every: Ints) -> ByAnnotator:
        """Return the parts of an array that has the marks of all annotators one after another."""
        cuts = np.cumsum([len(own.marks) for own in self.layout.annotators.values()])[:-1]
        return dict(zip(self.layout.annotators, np.split(every, cuts), strict=True))

    # Marks: what they say

    def codes(self, slot: Slot, how: str = "value") -> ByAnnotator:
        """Return codes of the marks' values in a slot: `ABSENT` without a value, and for marks of other labels.

        With `how` "days", dates have the same code if they mean the same days.
        """
        if slot.distance == "spans":
            label, codes_of = self.layout.labels.index(slot.label), self.piece_codes(slot.name)
            annotators = self.layout.annotators.items()
            return {name: np.where(own.label == label, codes_of[name], ABSENT) for name, own in annotators}
        if (slot, how) not in self._codes:
            given = [self._given(name, slot) for name in self.layout.annotators]
            comparable = [same_days(column) if how == "days" else values(slot, column) for column in given]
            by_annotator: ByAnnotator = {}
            for (name, own), column in zip(self.layout.annotators.items(), codes(comparable), strict=True):
                by_annotator[name] = np.full(len(own.marks), ABSENT, dtype=np.int64)
                by_annotator[name][self._of_label(own, slot)] = column
            self._codes[slot, how] = by_annotator
        return self._codes[slot, how]

    def named(self, slot: Slot) -> ByAnnotator:
        """Return the number of the mark that each mark names: `MISSING` if none, `UNKNOWN` if it does not exist."""
        if slot not in self._named:
            by_annotator: ByAnnotator = {}
            for name, own in self.layout.annotators.items():
                place = self._of_label(own, slot)
                references = self._given(name, slot)
                given = np.flatnonzero([reference is not None for reference in references])
                numbers = [self._mark_numbers[name].get(references[row], UNKNOWN) for row in given.tolist()]
                by_annotator[name] = np.full(len(own.marks), MISSING, dtype=np.int64)
                by_annotator[name][place[given]] = numbers
            self._named[slot] = by_annotator
        return self._named[slot]

    def numbers(self, slot: Slot) -> dict[str, list[Floats]]:
        """Return by annotator the coordinates of the marks' numbers or dates in a slot, NaN without a value."""
        if slot not in self._numbers:
            by_annotator: dict[str, list[Floats]] = {}
            width = 2 if slot.distance == "days" else 1
            for name, own in self.layout.annotators.items():
                given = self._given(name, slot)
                read = days(given) if slot.distance == "days" else log_counts(given)
                coordinates = np.full((len(own.marks), width), np.nan)
                coordinates[self._of_label(own, slot)] = np.array(read, dtype=np.float64).reshape(len(given), width)
                by_annotator[name] = list(coordinates.T)
            self._numbers[slot] = by_annotator
        return self._numbers[slot]

    def _given(self, annotator: str, slot: Slot) -> Column:
        """Return the values of an annotator's marks of the slot's label there."""
        key = annotator, slot.label
        if key not in self._columns:
            own = self.layout.annotators[annotator]
            marks = [own.marks[number] for number in self._of_label(own, slot).tolist()]
            slots = [x for x in self.slots if x.label == slot.label and x.distance != "spans"]
            self._columns[key] = columns(slots, marks)
        return self._columns[key][slot.name]

    @cached_property
    def _mark_numbers(self) -> Mapping[str, Mapping[str, int]]:
        annotators = self.layout.annotators.items()
        return {name: {mark.mark_id: number for number, mark in enumerate(own.marks)} for name, own in annotators}

    def _of_label(self, own: AnnotatorMarks, slot: Slot) -> Ints:
        return np.flatnonzero(own.label == self.layout.labels.index(slot.label))
