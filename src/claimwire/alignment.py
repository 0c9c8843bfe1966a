"""Which claims of several annotators are the same: the one alignment that adjudication and agreement both use.

Claims of one label are put together pair by pair over all layers, most similar first, unless a group would get two
claims of one annotator. The similarity of two claims that overlap is the share of code points in common, of all that
either covers, and `SHARED_CUE_BONUS` more if their cues overlap too. Pairs below `MIN_SIMILARITY` are not put together.

Equally similar pairs are taken in text order, so that the order in which layers are given never matters: a claim comes
before another if it starts first, or starts there and ends last; at one and the same place the annotators' names
decide, and within a layer the order of its claims.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TypeVar

import numpy as np

from .corpus.union_find import UnionFind
from .pieces import Pieces, pieces_of
from .ranges import Floats, Ints, Pairs, Ranges, overlaps
from .schema import Annotation
from .schema.vocab import Label

N = TypeVar("N", float, Floats)

MIN_SIMILARITY = 0.3
"""How similar two claims are at least that are aligned."""

SHARED_CUE_BONUS = 0.5
"""What cues that overlap add to the similarity of two claims that overlap."""

LABEL_NUMBERS = {label: number for number, label in enumerate(Label)}


@dataclass(frozen=True)
class LayerArrays:
    """One annotator's claims as arrays, in the order of the layer.

    The offsets may be those of several documents one after another, as long as no two documents share one.
    """

    annotator_id: str
    label: Ints
    """For each claim, the number of its label."""
    spans: Ranges
    """What each claim covers; every claim has at least one range, and no two of one claim overlap."""
    cues: Ranges

    @cached_property
    def size(self) -> Ints:
        """For each claim, how many code points its spans cover."""
        ranges = self.spans
        return np.bincount(ranges.owner, ranges.end - ranges.start, len(self.label)).astype(np.int64)

    @cached_property
    def bounds(self) -> tuple[Ints, Ints]:
        """For each claim, where its first span starts and its last span ends."""
        first = np.full(len(self.label), np.iinfo(np.int64).max)
        last = np.zeros(len(self.label), dtype=np.int64)
        np.minimum.at(first, self.spans.owner, self.spans.start)
        np.maximum.at(last, self.spans.owner, self.spans.end)
        return first, last


def layer_arrays(layer: Annotation) -> LayerArrays:
    """Return an annotator's layer of one article as arrays."""
    return LayerArrays(
        annotator_id=layer.annotator_id,
        label=np.array([LABEL_NUMBERS[claim.label] for claim in layer.claims], dtype=np.int64),
        spans=_ranges(pieces_of(claim.spans) for claim in layer.claims),
        cues=_ranges(pieces_of(getattr(claim, "cue_spans", ())) for claim in layer.claims),
    )


def _ranges(pieces: Iterable[Pieces]) -> Ranges:
    rows = [(start, end, owner) for owner, own in enumerate(pieces) for start, end in own]
    return Ranges.sorted_of(*np.array(rows, dtype=np.int64).reshape(-1, 3).T)


def align(layers: Sequence[LayerArrays]) -> Ints:
    """Return the groups of claims that are the same: one row per group, one column per layer, -1 for no claim.

    Every claim is in exactly one row, and a row's claims have one label. The rows are in no particular order.
    """
    return grouped(layers, _similar_pairs)


def _similar_pairs(one: LayerArrays, other: LayerArrays) -> tuple[Pairs, Floats]:
    pairs = overlaps(one.spans, other.spans)
    pairs = pairs.of(one.label[pairs.one] == other.label[pairs.other])
    cues = overlaps(one.cues, other.cues)
    width = len(other.label)
    same_cue = np.isin(pairs.one * width + pairs.other, cues.one * width + cues.other)
    return pairs, similarity(
        pairs.common.astype(np.float64), union_sizes(one, other, pairs), same_cue.astype(np.float64)
    )


def similarity(common: N, union: N, same_cue: N) -> N:
    """Return how similar claims are that overlap.

    `common` and `union` are the numbers of code points in both and in either; `same_cue` is 1 if the cues overlap.
    """
    return common / union + SHARED_CUE_BONUS * same_cue


def union_sizes(one: LayerArrays, other: LayerArrays, pairs: Pairs) -> Floats:
    """Return for each pair of claims how many code points either covers."""
    return (one.size[pairs.one] + other.size[pairs.other] - pairs.common).astype(np.float64)


def grouped(
    layers: Sequence[LayerArrays], measured: Callable[[LayerArrays, LayerArrays], tuple[Pairs, Floats]]
) -> Ints:
    """Return claims put together by the rule above, as `align` does, with any measure of which pairs are how similar.

    `measured` returns pairs of claims of two layers and their similarity; those below `MIN_SIMILARITY` are left out.
    """
    offsets = np.cumsum([0, *(len(layer.label) for layer in layers)])
    similarities: list[Floats] = [np.zeros(0)]
    ones, others = [offsets[:0]], [offsets[:0]]
    for i, j in combinations(range(len(layers)), 2):
        pairs, similar = measured(layers[i], layers[j])
        enough = similar >= MIN_SIMILARITY
        similarities.append(similar[enough])
        ones.append(pairs.one[enough] + offsets[i])
        others.append(pairs.other[enough] + offsets[j])
    one, other = np.concatenate(ones), np.concatenate(others)
    rank = _text_order(layers)
    earlier, later = np.minimum(rank[one], rank[other]), np.maximum(rank[one], rank[other])
    order = np.lexsort((later, earlier, -np.concatenate(similarities)))
    return _joined_pairs(one[order], other[order], offsets)


def _text_order(layers: Sequence[LayerArrays]) -> Ints:
    """Return the rank of each claim in the order that decides between equally similar pairs; no two have one rank.

    The ranks of all layers' claims are one after another.
    """
    if not layers:
        return np.zeros(0, dtype=np.int64)
    start, end = (np.concatenate(bounds) for bounds in zip(*(layer.bounds for layer in layers), strict=True))
    names = sorted({layer.annotator_id for layer in layers})
    name = np.repeat([names.index(layer.annotator_id) for layer in layers], [len(layer.label) for layer in layers])
    place = np.concatenate([np.arange(len(layer.label)) for layer in layers])
    rank = np.empty(len(start), dtype=np.int64)
    rank[np.lexsort((place, name, -end, start))] = np.arange(len(start))
    return rank


def _joined_pairs(one: Ints, other: Ints, offsets: Ints) -> Ints:
    """Join claims pair by pair unless a group would have two of one layer; return the groups as rows."""
    total = int(offsets[-1])
    layer = np.searchsorted(offsets, np.arange(total), side="right") - 1
    # most claims have one candidate that has no other candidate either: no conflict is possible, and no loop needed
    degree = np.bincount(np.concatenate((one, other)), minlength=total)
    alone = (degree[one] == 1) & (degree[other] == 1)
    roots = np.arange(total)
    roots[other[alone]] = one[alone]
    for claim, root in _roots(one[~alone].tolist(), other[~alone].tolist(), layer.tolist()):
        roots[claim] = root
    _, row = np.unique(roots, return_inverse=True)
    groups = np.full((row.max(initial=-1) + 1, len(offsets) - 1), -1, dtype=np.int64)
    groups[row.ravel(), layer] = np.arange(total) - offsets[layer]
    return groups


def _roots(one: Sequence[int], other: Sequence[int], layer: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Return each claim of some pairs with the claim that represents its group."""
    sets: UnionFind[int] = UnionFind()
    layers: dict[int, int] = {}  # by the claim that represents a group, one bit per layer that the group has a claim of
    for a, b in zip(one, other, strict=True):
        first, second = sets.root(a), sets.root(b)
        of_first, of_second = layers.get(first, 1 << layer[first]), layers.get(second, 1 << layer[second])
        if first != second and not of_first & of_second:
            layers[sets.join(first, second)] = of_first | of_second
    return ((claim, sets.root(claim)) for claim in {*one, *other})
