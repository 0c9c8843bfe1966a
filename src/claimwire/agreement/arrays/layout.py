"""A study laid out on one line: its documents one after another, so that an offset is a place and arrays can be used.

Places of different documents never meet, for every document has at least one place to itself behind its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np

from ...alignment import LayerArrays
from ...ranges import NO_RANGES, Flags, Floats, Ints, Ranges
from ..units import SPANS, Document, Mark, Study


@dataclass(frozen=True)
class Layers:
    """All layers of one annotator: which documents there are, and the marks in order of document and layer."""

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

    @cached_property
    def claims(self) -> LayerArrays:
        """The marks as what is aligned."""
        return LayerArrays(self.annotator_id, self.label, self.ranges(SPANS), self.ranges("cue_spans"))

    def ranges(self, name: str) -> Ranges:
        """Return the marks' ranges of a span slot; none where no mark has the slot."""
        return self.pieces.get(name, NO_RANGES)


@dataclass(frozen=True)
class Line:
    """The documents of a study on one line, and the layers of every annotator there."""

    documents: tuple[Document, ...]
    labels: tuple[str, ...]
    base: Ints
    """For each document, the place of its first code point."""
    length: Ints
    """For each document, its code points."""
    sentences: Ranges
    tokens: Ranges | None
    layers: Mapping[str, Layers]


def lay_out(study: Study, labels: Sequence[str]) -> Line:
    """Return the line of a study; marks of other labels than those named are not on it."""
    length = np.array([document.length for document in study.documents], dtype=np.int64)
    base = np.concatenate(([0], np.cumsum(length + 1)))[:-1].astype(np.int64)
    tokens = _units((d.tokens or () for d in study.documents), base) if study.has_tokens else None
    numbers = {document.document_id: number for number, document in enumerate(study.documents)}
    return Line(
        documents=study.documents,
        labels=tuple(labels),
        base=base,
        length=length,
        sentences=_units((document.sentences for document in study.documents), base),
        tokens=tokens,
        layers={name: _layers(name, own, numbers, base, labels) for name, own in sorted(study.layers.items())},
    )


def covered(units: Ranges, pieces: Ranges) -> Flags:
    """Tell for each unit whether any piece shares a place with it; the units must not overlap."""
    change = np.zeros(len(units.start) + 1, dtype=np.int64)
    first = np.searchsorted(units.end, pieces.start, side="right")
    behind = np.searchsorted(units.start, pieces.end, side="left")
    meets = first < behind
    np.add.at(change, first[meets], 1)
    np.add.at(change, behind[meets], -1)
    flags: Flags = np.cumsum(change[:-1]) > 0
    return flags


def per_document(document: Ints, documents: int, weights: Floats | Ints | None = None) -> Floats:
    """Return for each document the sum of the weights, or the number, of what is in it."""
    return np.bincount(document, weights, documents).astype(np.float64)


def characters(line: Line, pieces: Iterable[Ranges]) -> Ranges:
    """Return the longest runs of code points of which each piece covers all or nothing, with their documents.

    They stand in for single code points as units: a run counts as often as it has code points.
    """
    cuts = [line.base, line.base + line.length, *(edge for p in pieces for edge in (p.start, p.end))]
    edges = np.unique(np.concatenate(cuts))
    start, end = edges[:-1], edges[1:]
    owner = np.searchsorted(line.base, start, side="right") - 1
    inside = start < (line.base + line.length)[owner]
    return Ranges(start[inside], end[inside], owner[inside])


def _units(pieces: Iterable[Sequence[tuple[int, int]]], base: Ints) -> Ranges:
    """Return the pieces of every document, each owned by its document."""
    every = list(pieces)
    many = np.array([len(own) for own in every], dtype=np.int64)
    edges = np.fromiter(chain.from_iterable(chain.from_iterable(every)), np.int64, 2 * int(many.sum()))
    numbers = np.arange(len(every))
    return _ranges(edges[::2], edges[1::2], np.repeat(numbers, many), base, numbers)


def _layers(
    annotator_id: str,
    own: Mapping[str, tuple[Mark, ...]],
    numbers: Mapping[str, int],
    base: Ints,
    labels: Sequence[str],
) -> Layers:
    present = np.zeros(len(base), dtype=np.bool_)
    label_numbers = {label: number for number, label in enumerate(labels)}
    marks: list[Mark] = []
    document: list[int] = []
    for document_id, number in numbers.items():
        if document_id in own:
            present[number] = True
            kept = [mark for mark in own[document_id] if mark.label in label_numbers and mark.pieces.get(SPANS)]
            marks += kept
            document += [number] * len(kept)
    home = np.array(document, dtype=np.int64)
    found: dict[str, list[int]] = {SPANS: []}
    for number, mark in enumerate(marks):
        for name, pieces in mark.pieces.items():
            if name not in found:
                found[name] = []
            for start, end in pieces:
                found[name] += (start, end, number)
    rows = {name: np.array(flat, dtype=np.int64).reshape(-1, 3).T for name, flat in found.items()}
    return Layers(
        annotator_id=annotator_id,
        present=present,
        marks=marks,
        document=home,
        label=np.array([label_numbers[mark.label] for mark in marks], dtype=np.int64),
        pieces={name: _ranges(start, end, owner, base, home) for name, (start, end, owner) in rows.items()},
    )


def _ranges(start: Ints, end: Ints, owner: Ints, base: Ints, home: Ints) -> Ranges:
    """Return ranges within documents as ranges on the line; `home` has the document of each owner."""
    shift = base[home[owner]]
    return Ranges.sorted_of(start + shift, end + shift, owner)
