"""Which claims of different annotators are the same: exactly, by overlap, and by the alignment that slots need.

- *Exact*: the same label and the same pieces; for a whole attribution, the same source and cue pieces as well.
- *Overlap*: claims of one label are paired, each once, so that as many pairs as possible share a code point.
- *Aligned*: claims of one label are grouped, each once and at most one of each annotator, the likest first. Likeness
  is the share of code points in common, of all that either covers, and 0.5 more where they share words of the cue;
  below 0.3 claims are not aligned. `claimwire adjudicate` shows an adjudicator claims side by side by the same rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..units import SPANS
from .layout import Flags, Floats, Ints, Layers, Ranges

LIKE = 0.3
"""The least likeness of claims that are aligned."""

SAME_CUE = 0.5
"""What sharing words of the cue adds to the likeness of two claims that overlap."""

CHUNK = 20_000
"""How many pieces are compared with the other layer's at a time."""


@dataclass(frozen=True)
class Edges:
    """Pairs of marks of two layers that share code points, and how many."""

    one: Ints
    other: Ints
    common: Ints

    def of(self, wanted: Flags) -> Edges:
        """Return some of the pairs."""
        return Edges(self.one[wanted], self.other[wanted], self.common[wanted])


def edges(one: Layers, other: Layers, slot: str = SPANS) -> Edges:
    """Return all pairs of marks, one of each layer, whose pieces of a span slot share code points."""
    mine, theirs = one.ranges(slot), other.ranges(slot)
    if not len(mine.start) or not len(theirs.start):
        return Edges(*(np.zeros(0, dtype=np.int64) for _ in range(3)))
    longest = (theirs.end - theirs.start).max()
    keys, commons = [], []
    for at in range(0, len(mine.start), CHUNK):
        piece = Ranges(mine.start[at : at + CHUNK], mine.end[at : at + CHUNK], mine.owner[at : at + CHUNK])
        first = np.searchsorted(theirs.start, piece.start - longest, side="right")
        many = np.searchsorted(theirs.start, piece.end, side="left") - first
        a = np.repeat(np.arange(len(first)), many)
        b = np.repeat(first - np.cumsum(many) + many, many) + np.arange(many.sum())
        common = np.minimum(piece.end[a], theirs.end[b]) - np.maximum(piece.start[a], theirs.start[b])
        meets = common > 0
        keys.append(piece.owner[a[meets]] * len(other.marks) + theirs.owner[b[meets]])
        commons.append(common[meets])
    found, place = np.unique(np.concatenate(keys), return_inverse=True)
    total = np.bincount(place.ravel(), np.concatenate(commons), len(found)).astype(np.int64)
    return Edges(found // len(other.marks), found % len(other.marks), total)


def likeness(one: Layers, other: Layers, pairs: Edges) -> Floats:
    """Return the likeness of each pair of marks, whatever their labels."""
    share = pairs.common / (one.size[pairs.one] + other.size[pairs.other] - pairs.common)
    cues = edges(one, other, "cue_spans")
    width = max(len(other.marks), 1)
    cued = np.isin(pairs.one * width + pairs.other, cues.one * width + cues.other)
    found: Floats = share + SAME_CUE * cued
    return found


def aligned(layers: Sequence[Layers]) -> Ints:
    """Return the groups of claims that are the same: a row each, a column for each annotator, -1 where one lacks it.

    Every mark is in one row; a row's marks have one label. Rows are in no order that means anything.
    """
    offsets = np.cumsum([0, *(len(own.marks) for own in layers)])
    rows = []
    for i, one in enumerate(layers):
        for j, other in enumerate(layers):
            if i < j:
                pairs = edges(one, other)
                pairs = pairs.of(one.label[pairs.one] == other.label[pairs.other])
                like = likeness(one, other, pairs)
                kept = pairs.of(like >= LIKE)
                rows.append((like[like >= LIKE], kept.one + offsets[i], kept.other + offsets[j], kept.one, kept.other))
    like, a, b, first, second = (np.concatenate(column) for column in zip(*rows, strict=True))
    # ties go by place in the layers, the same whichever annotator is named first
    order = np.lexsort((a, np.maximum(first, second), first + second, -like))
    return _grouped(a[order], b[order], offsets)


def _grouped(one: Ints, other: Ints, offsets: Ints) -> Ints:
    """Join marks pair by pair unless a group would have two of one annotator; return the groups as rows."""
    total = int(offsets[-1])
    annotator = np.searchsorted(offsets, np.arange(total), side="right") - 1
    degree = np.bincount(np.concatenate((one, other)), minlength=total)
    alone = (degree[one] == 1) & (degree[other] == 1)
    roots = np.arange(total)
    roots[other[alone]] = one[alone]
    rest = _joined(one[~alone].tolist(), other[~alone].tolist(), (1 << annotator).tolist())
    roots[list(rest)] = list(rest.values())
    _, row = np.unique(roots, return_inverse=True)
    groups = np.full((row.max(initial=-1) + 1, len(offsets) - 1), -1, dtype=np.int64)
    groups[row.ravel(), annotator] = np.arange(total) - offsets[annotator]
    return groups


def _joined(one: Sequence[int], other: Sequence[int], bits: Sequence[int]) -> dict[int, int]:
    """Return for each mark of some pairs one that stands for its group; `bits` has a bit for each annotator."""
    parent = {node: node for node in (*one, *other)}
    members = {node: bits[node] for node in parent}

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for a, b in zip(one, other, strict=True):
        first, second = root(a), root(b)
        if first != second and not members[first] & members[second]:
            parent[second] = first
            members[first] |= members[second]
    return {node: root(node) for node in parent}


def misnamed(one: Layers, other: Layers, groups: Ints) -> Edges:
    """Return pairs of marks that stand at one place under two labels, of those that have no partner of their label.

    They share at least 0.3 of the code points; each mark is in one pair at most, the likest first.
    """
    pairs = edges(one, other)
    single = [np.ones(len(own.marks), dtype=np.bool_) for own in (one, other)]
    for column, flags in enumerate(single):
        flags[groups[(groups >= 0).all(axis=1), column]] = False
    pairs = pairs.of(single[0][pairs.one] & single[1][pairs.other] & (one.label[pairs.one] != other.label[pairs.other]))
    share = pairs.common / (one.size[pairs.one] + other.size[pairs.other] - pairs.common)
    pairs, share = pairs.of(share >= LIKE), share[share >= LIKE]
    both = pairs.one + pairs.other
    kept, used = np.zeros(len(both), dtype=np.bool_), (set[int](), set[int]())
    for at in np.lexsort((pairs.one, np.maximum(pairs.one, pairs.other), both, -share)).tolist():
        a, b = int(pairs.one[at]), int(pairs.other[at])
        if a not in used[0] and b not in used[1]:
            kept[at] = True
            used[0].add(a)
            used[1].add(b)
    return pairs.of(kept)


def same(one: Ints, other: Ints) -> Ints:
    """Return the marks of `one` whose key a mark of `other` has, too; the arguments are the marks' keys.

    A mark of either layer counts once, so that of two in one layer and one in the other a single one is matched.
    """
    order = np.argsort(one, kind="stable")
    mine, theirs = one[order], np.sort(other)
    nth = np.arange(len(mine)) - np.searchsorted(mine, mine)
    there = np.searchsorted(theirs, mine, side="right") - np.searchsorted(theirs, mine)
    return np.sort(order[nth < there])


def paired_by_overlap(one: Layers, other: Layers) -> Ints:
    """Return the marks of `one` in a largest pairing of overlapping marks of one label, each mark in one pair at most.

    Which of several largest pairings it is does not change how many pairs a label and a document have.
    """
    pairs = edges(one, other)
    pairs = pairs.of(one.label[pairs.one] == other.label[pairs.other])
    degree = np.bincount(pairs.one, minlength=len(one.marks)), np.bincount(pairs.other, minlength=len(other.marks))
    alone = (degree[0][pairs.one] == 1) & (degree[1][pairs.other] == 1)
    rest = pairs.of(~alone)
    partners: dict[int, list[int]] = {}
    for a, b in zip(rest.one.tolist(), rest.other.tolist(), strict=True):
        partners.setdefault(a, []).append(b)
    return np.sort(np.concatenate((pairs.one[alone], np.array(largest_pairing(partners), dtype=np.int64))))


def largest_pairing(partners: dict[int, list[int]]) -> list[int]:
    """Return which keys get a partner in a largest pairing, each key with one of its partners, each partner once.

    Keys are paired one by one; where all of a key's partners are taken, others are moved to another of theirs.
    """
    key_of: dict[int, int] = {}
    partner_of: dict[int, int] = {}
    for key in partners:
        came_from: dict[int, int] = {}
        waiting = [key]
        for at in waiting:
            free = None
            for partner in partners[at]:
                if partner not in came_from:
                    came_from[partner] = at
                    if partner not in key_of:
                        free = partner
                        break
                    waiting.append(key_of[partner])
            while free is not None:
                mover = came_from[free]
                left = partner_of.get(mover)
                key_of[free], partner_of[mover] = mover, free
                free = left
            if key in partner_of:
                break
    return list(partner_of)
