"""Which claims of different annotators are the same: exactly, by overlap, and by the alignment that slots need.

- *Exact*: the same label and the same pieces; for a whole attribution, the same source and cue pieces as well.
- *Overlap*: claims of one label are paired, each once, so that as many pairs as possible share a code point.
- *Aligned*: claims of one label are grouped by `claimwire.alignment`, as an adjudicator sees them side by side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ...alignment import LayerArrays, align, grouped, union_sizes
from ...ranges import Floats, Ints, Pairs, overlaps
from ..study import SPANS
from .layout import AnnotatorMarks


def aligned(annotators: Sequence[AnnotatorMarks]) -> Ints:
    """Return the groups of claims that are the same: one row per group, one column per annotator; see `align`."""
    return align([own.claims for own in annotators])


def label_conflicts(one: AnnotatorMarks, other: AnnotatorMarks, groups: Ints) -> list[tuple[int, int]]:
    """Return pairs of marks at one place under two labels, of those that have no partner of their label in `groups`.

    They share at least 0.3 of the code points; each mark is in one pair at most, most similar first.
    """
    alone = [np.ones(len(own.marks), dtype=np.bool_) for own in (one, other)]
    for column, flags in enumerate(alone):
        flags[groups[(groups >= 0).all(axis=1), column]] = False

    def similar(first: LayerArrays, second: LayerArrays) -> tuple[Pairs, Floats]:
        pairs = overlaps(first.spans, second.spans)
        both_alone = alone[0][pairs.one] & alone[1][pairs.other]
        pairs = pairs.of(both_alone & (first.label[pairs.one] != second.label[pairs.other]))
        return pairs, pairs.common / union_sizes(first, second, pairs)

    rows = grouped([one.claims, other.claims], similar).tolist()
    return [(a, b) for a, b in rows if a >= 0 and b >= 0]


def equal_marks(one: Ints, other: Ints) -> Ints:
    """Return the marks of `one` that have the key of a mark of `other`; the arguments are the marks' keys.

    A mark of either layer counts once: if one layer has a key twice and the other once, one mark is returned.
    """
    order = np.argsort(one, kind="stable")
    mine, theirs = one[order], np.sort(other)
    nth = np.arange(len(mine)) - np.searchsorted(mine, mine)  # 0 for the first mark of a key, 1 for the second, ...
    available = np.searchsorted(theirs, mine, side="right") - np.searchsorted(theirs, mine)
    return np.sort(order[nth < available])


def paired_by_overlap(one: AnnotatorMarks, other: AnnotatorMarks, slot: str = SPANS) -> Ints:
    """Return the marks of `one` in a largest pairing of overlapping marks of one label, each mark in one pair at most.

    They overlap in a span slot, by default in their own spans.
    Which of several largest pairings it is does not change how many pairs a label and a document have.
    """
    pairs = overlaps(one.ranges(slot), other.ranges(slot))
    pairs = pairs.of(one.label[pairs.one] == other.label[pairs.other])
    degree = np.bincount(pairs.one, minlength=len(one.marks)), np.bincount(pairs.other, minlength=len(other.marks))
    alone = (degree[0][pairs.one] == 1) & (degree[1][pairs.other] == 1)
    rest = pairs.of(~alone)
    partners: dict[int, list[int]] = {}
    for a, b in zip(rest.one.tolist(), rest.other.tolist(), strict=True):
        partners.setdefault(a, []).append(b)
    return np.sort(np.concatenate((pairs.one[alone], np.array(largest_pairing(partners), dtype=np.int64))))


def largest_pairing(partners: Mapping[int, Sequence[int]]) -> list[int]:
    """Return which keys have a partner in a largest pairing, each key with one of its partners, each partner once."""
    key_of: dict[int, int] = {}
    partner_of: dict[int, int] = {}
    for key in partners:
        # Search from this key, breadth first, for a partner that is free: its own partners, then those of the keys
        # that have these now, and so on. `came_from` has the key that each partner was reached from.
        came_from: dict[int, int] = {}
        queue = [key]
        for searched in queue:
            free = None
            for partner in partners[searched]:
                if partner not in came_from:
                    came_from[partner] = searched
                    if partner not in key_of:
                        free = partner
                        break
                    queue.append(key_of[partner])
            # Walk back: each key on the way takes the partner found, and its old partner is free for the one before.
            while free is not None:
                mover = came_from[free]
                left = partner_of.get(mover)
                key_of[free], partner_of[mover] = mover, free
                free = left
            if key in partner_of:
                break
    return list(partner_of)
