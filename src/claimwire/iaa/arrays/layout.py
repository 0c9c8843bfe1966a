"""A study as arrays: its documents one after another, so that an offset in a document is a position in the study.

Positions of different documents never meet, because every document is followed by one position that is nobody's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np

from ...alignment import LayerArrays
from ...ranges import NO_RANGES, Flags, Floats, Ints, Ranges
from ..study import SPANS, Mark, Study, StudyDocument

CUES = "cue_spans"
"""The span slot whose overlap makes claims more similar."""


@dataclass(frozen=True)
class AnnotatorMarks:
    """All marks of one annotator, in the order of documents and layers."""

    annotator_id: str
    present: Flags
    """For each document, whether the annotator has a layer of it."""
    marks: Sequence[Mark]
    document: Ints
    """For each mark, the number of its document."""
    label: Ints
    """For each mark, the number of its label."""
    pieces: Mapping[str, Ranges]
    """The marks' ranges, by name of the span slot."""

    def ranges(self, name: str) -> Ranges:
        """Return the marks' ranges of a span slot; none if no mark has the slot."""
        return self.pieces.get(name, NO_RANGES)

    def having(self, name: str) -> Ints:
        """Return the marks that have a span slot; every mark has spans of its own."""
        return np.unique(self.ranges(name).owner)

    @cached_property
    def claims(self) -> LayerArrays:
        """The marks as the alignment of claims needs them."""
        return LayerArrays(self.annotator_id, self.label, self.ranges(SPANS), self.ranges(CUES))


@dataclass(frozen=True)
class Layout:
    """The documents of a study one after another, and the marks of every annotator there."""

    documents: tuple[StudyDocument, ...]
    labels: tuple[str, ...]
    base: Ints
    """For each document, the position of its first code point."""
    length: Ints
    """For each document, its length in code points."""
    sentences: Ranges
    tokens: Ranges | None
    """None if the tokens of a document are unknown."""
    annotators: Mapping[str, AnnotatorMarks]


def lay_out(study: Study, labels: Sequence[str]) -> Layout:
    """Return the layout of a study; marks of other labels, and marks without spans of their own, are left out."""
    length = np.array([document.length for document in study.documents], dtype=np.int64)
    base = np.concatenate(([0], np.cumsum(length + 1)))[:-1].astype(np.int64)
    tokens = _units((document.tokens or () for document in study.documents), base) if study.has_tokens else None
    numbers = {document.document_id: number for number, document in enumerate(study.documents)}
    return Layout(
        documents=study.documents,
        labels=tuple(labels),
        base=base,
        length=length,
        sentences=_units((document.sentences for document in study.documents), base),
        tokens=tokens,
        annotators={
            name: _annotator_marks(name, layers, numbers, base, labels) for name, layers in sorted(study.layers.items())
        },
    )


def touched(units: Ranges, pieces: Ranges) -> Flags:
    """Return for each unit whether any piece shares a position with it; the units must not overlap."""
    first = np.searchsorted(units.end, pieces.start, side="right")
    behind = np.searchsorted(units.start, pieces.end, side="left")
    meets = first < behind
    # a piece adds 1 from the first unit it meets, and takes it away behind the last: sums above 0 are units it meets
    change = np.zeros(len(units.start) + 1, dtype=np.int64)
    np.add.at(change, first[meets], 1)
    np.add.at(change, behind[meets], -1)
    flags: Flags = np.cumsum(change[:-1]) > 0
    return flags


def per_document(document: Ints, documents: int, weights: Floats | Ints | None = None) -> Floats:
    """Return for each document the sum of the weights of what is in it, or its number without weights."""
    return np.bincount(document, weights, documents).astype(np.float64)


def uniform_runs(layout: Layout, pieces: Iterable[Ranges]) -> Ranges:
    """Return the longest runs of code points of which each piece covers all or nothing, with their documents.

    They are units in place of single code points: a run counts as often as it has code points.
    """
    ends = layout.base + layout.length
    edges = np.unique(np.concatenate([layout.base, ends, *(edge for p in pieces for edge in (p.start, p.end))]))
    start, end = edges[:-1], edges[1:]
    owner = np.searchsorted(layout.base, start, side="right") - 1
    inside = start < ends[owner]
    return Ranges(start[inside], end[inside], owner[inside])


def _units(pieces: Iterable[Sequence[tuple[int, int]]], base: Ints) -> Ranges:
    """Return the pieces of every document, each owned by its document."""
    by_document = list(pieces)
    counts = np.array([len(units) for units in by_document], dtype=np.int64)
    flat = chain.from_iterable(chain.from_iterable(by_document))
    edges = np.fromiter(flat, np.int64, 2 * int(counts.sum()))
    numbers = np.arange(len(by_document))
    return _shifted(edges[::2], edges[1::2], np.repeat(numbers, counts), base, numbers)


def _annotator_marks(
    annotator_id: str,
    layers: Mapping[str, tuple[Mark, ...]],
    numbers: Mapping[str, int],
    base: Ints,
    labels: Sequence[str],
) -> AnnotatorMarks:
    present = np.zeros(len(base), dtype=np.bool_)
    label_numbers = {label: number for number, label in enumerate(labels)}
    marks: list[Mark] = []
    document_of: list[int] = []
    for document_id, number in numbers.items():
        if document_id in layers:
            present[number] = True
            kept = [mark for mark in layers[document_id] if mark.label in label_numbers and mark.pieces.get(SPANS)]
            marks += kept
            document_of += [number] * len(kept)
    document = np.array(document_of, dtype=np.int64)
    return AnnotatorMarks(
        annotator_id=annotator_id,
        present=present,
        marks=marks,
        document=document,
        label=np.array([label_numbers[mark.label] for mark in marks], dtype=np.int64),
        pieces={
            slot: _shifted(start, end, owner, base, document)
            for slot, (start, end, owner) in _pieces_by_slot(marks).items()
        },
    )


def _pieces_by_slot(marks: Sequence[Mark]) -> dict[str, Ints]:
    """Return by span slot the starts, the ends and the marks' numbers of all pieces, as three rows of an array."""
    flat: dict[str, list[int]] = {SPANS: []}
    for number, mark in enumerate(marks):
        for slot, pieces in mark.pieces.items():
            if slot not in flat:
                flat[slot] = []
            for start, end in pieces:
                flat[slot] += (start, end, number)
    return {slot: np.array(numbers, dtype=np.int64).reshape(-1, 3).T for slot, numbers in flat.items()}


def _shifted(start: Ints, end: Ints, owner: Ints, base: Ints, document: Ints) -> Ranges:
    """Return ranges within documents as ranges of positions; `document` has the document of each owner."""
    shift = base[document[owner]]
    return Ranges.sorted_of(start + shift, end + shift, owner)
