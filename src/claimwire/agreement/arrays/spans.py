"""Which claims of different annotators are the same: exactly, by overlap, and by the alignment that slots need.

- *Exact*: the same label and the same pieces; for a whole attribution, the same source and cue pieces as well.
- *Overlap*: claims of one label are paired, each once, so that as many pairs as possible share a code point.
- *Aligned*: claims of one label are grouped by `claimwire.alignment`, as an adjudicator sees them side by side.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...alignment import LayerArrays, align, covered, grouped
from ...ranges import Floats, Ints, Pairs, overlaps
from .layout import Layers


def aligned(layers: Sequence[Layers]) -> Ints:
    """Return the groups of claims that are the same: one row per group, one column per annotator; see `align`."""
    return align([own.claims for own in layers])


def misnamed(one: Layers, other: Layers, groups: Ints) -> list[tuple[int, int]]:
    """Return pairs of marks at one place under two labels, of those that have no partner of their label in `groups`.

    They share at least 0.3 of the code points; each mark is in one pair at most, most similar first.
    """
    single = [np.ones(len(own.marks), dtype=np.bool_) for own in (one, other)]
    for column, flags in enumerate(single):
        flags[groups[(groups >= 0).all(axis=1), column]] = False

    def measured(first: LayerArrays, second: LayerArrays) -> tuple[Pairs, Floats]:
        pairs = overlaps(first.spans, second.spans)
        alone = single[0][pairs.one] & single[1][pairs.other]
        pairs = pairs.of(alone & (first.label[pairs.one] != second.label[pairs.other]))
        return pairs, pairs.common / covered(first, second, pairs)

    crossed = grouped([one.claims, other.claims], measured)
    return [(a, b) for a, b in crossed.tolist() if a >= 0 and b >= 0]


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
    pairs = overlaps(one.claims.spans, other.claims.spans)
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
