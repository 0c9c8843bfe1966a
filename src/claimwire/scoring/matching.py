"""Which predicted claims match which claims of gold, in one document.

A match is between claims of one label, and each claim is in one match at most.

- *exact*: the same pieces;
- *partial*: as in SemEval-2013 task 9.1, an exact match counts 1, one that only overlaps half; taken so that the sum is
  the largest there is (exact matches first: leaving one out can gain no more than two halves);
- *overlap*: a largest set of matches that share a code point (the `type` of SemEval);
- *put together*: by `claimwire.alignment`, as adjudication and agreement do it, for what is compared of two claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..alignment import LABEL_NUMBERS, LayerArrays, align
from ..iaa.arrays.spans import largest_pairing
from ..pieces import Pieces
from ..ranges import Ints, Ranges
from .claims import ClaimToScore

NUMBER_OF: Mapping[str, int] = {label.value: number for label, number in LABEL_NUMBERS.items()}

HALF = 0.5
"""The credit of a match that is not exact."""


@dataclass(frozen=True)
class DocumentMatches:
    """The numbers of predicted claims of one label that have a match, by the kind of match."""

    exact: tuple[int, ...]
    inexact: tuple[int, ...]
    """Those that get half a credit, beside the exact ones."""
    overlap: tuple[int, ...]

    @property
    def partial(self) -> float:
        """The credit of all partial matches."""
        return len(self.exact) + HALF * len(self.inexact)


def matches_of(gold: Sequence[ClaimToScore], predicted: Sequence[ClaimToScore]) -> DocumentMatches:
    """Return the matches of the claims of one label in one document.

    Where claims compete for a match by overlap, those of the highest scores get one.
    """
    order = sorted(range(len(predicted)), key=lambda number: -(predicted[number].score or 0.0))
    pairs = equal_pairs([x.pieces for x in gold], [x.pieces for x in predicted], order)
    taken = set(pairs.values())
    partners = {
        number: [n for n, claim in enumerate(gold) if overlap(claim.pieces, predicted[number].pieces)]
        for number in order
    }
    left = {number: [n for n in own if n not in taken] for number, own in partners.items() if number not in pairs}
    return DocumentMatches(tuple(pairs), tuple(largest_pairing(left)), tuple(largest_pairing(partners)))


def equal_pairs(gold: Sequence[Hashable], predicted: Sequence[Hashable], order: Sequence[int] = ()) -> dict[int, int]:
    """Return for each predicted thing that equals one of gold the number of that, each of gold once.

    Predicted ones are taken in an order, by default as they come.
    """
    free: dict[Hashable, list[int]] = defaultdict(list)
    for number, value in enumerate(gold):
        free[value].append(number)
    found = {}
    for number in order or range(len(predicted)):
        if free.get(predicted[number]):
            found[number] = free[predicted[number]].pop(0)
    return found


def overlap(one: Pieces, other: Pieces) -> bool:
    """Return whether two sets of pieces share a code point."""
    return any(start < end2 and start2 < end for start, end in one for start2, end2 in other)


def put_together(
    gold: Mapping[str, Sequence[ClaimToScore]], predicted: Mapping[str, Sequence[ClaimToScore]]
) -> dict[str, dict[int, int]]:
    """Return by document for each predicted claim that is put together with one of gold the number of that.

    The documents are those of gold; claims of other documents are left out.
    """
    firsts: list[list[int]] = [[], []]
    offset = 0
    layers: list[list[tuple[int, ClaimToScore]]] = [[], []]
    for document_id, own in gold.items():
        sides = (own, predicted.get(document_id, ()))
        for side, claims in enumerate(sides):
            firsts[side].append(len(layers[side]))
            layers[side] += [(offset, claim) for claim in claims]
        offset += 1 + max((end for claims in sides for claim in claims for end in _ends(claim)), default=0)
    rows = align([_arrays(name, claims) for name, claims in zip(("gold", "predicted"), layers, strict=True)])
    both = rows[(rows >= 0).all(axis=1)].tolist()
    documents = list(gold)
    found: dict[str, dict[int, int]] = {document_id: {} for document_id in documents}
    starts = np.array(firsts[1], dtype=np.int64)
    for one, other in both:
        place = int(np.searchsorted(starts, other, side="right")) - 1
        found[documents[place]][other - firsts[1][place]] = one - firsts[0][place]
    return found


def _ends(claim: ClaimToScore) -> list[int]:
    return [end for _, end in (*claim.pieces, *claim.spans_of("cue_spans"))]


def _arrays(name: str, claims: Sequence[tuple[int, ClaimToScore]]) -> LayerArrays:
    return LayerArrays(
        annotator_id=name,
        label=np.array([NUMBER_OF[claim.label] for _, claim in claims], dtype=np.int64),
        spans=_ranges([(offset, claim.pieces) for offset, claim in claims]),
        cues=_ranges([(offset, claim.spans_of("cue_spans")) for offset, claim in claims]),
    )


def _ranges(pieces: Sequence[tuple[int, Pieces]]) -> Ranges:
    rows = [(offset + start, offset + end, owner) for owner, (offset, own) in enumerate(pieces) for start, end in own]
    columns: Ints = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return Ranges.sorted_of(*columns)
