"""Which words of a copy are the runs of an article: this part of relocation decides, and gives up if in doubt.

A run is certain if its hash is found at exactly one place in the copy and its words are in the article once. Certain
runs that moved by the same number of words (their shift) and are close to each other make a stretch; a stretch of
several runs cannot be chance. The stretches that are in order make the backbone, and everything else must fit into it.
A run that is found at several places, as the headline is on many pages, is placed only if it directly follows or
precedes a placed run and is nowhere else between the placed runs around it: two possible places leave it without one.
If few of the runs can be placed, the copy is taken for another article, in which the outlet reused a passage.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..schema import ArticleAnchors, WordRun
from .anchors import run_hash

REACH = 32
"""Most words between two runs of a stretch."""

STRETCH_BITS = 40
"""Least number of bits of hash of a stretch; a run has 20 bits, one of the headline 32."""

MOVED_WORDS = 30
"""Least number of words of a stretch that is accepted although it is out of order."""

ALIKE = 0.3
"""Least share of the article's hashed words that are placed in a copy of it."""

ALIKE_HEADED = 0.2
"""The same, if the first run of the article is in the copy too."""

CHANCE_BITS = 18
"""Bits of hash that a lone run must have more than the logarithm of the number of places where it could be."""


@dataclass(frozen=True)
class Stretch:
    """Runs (by their numbers) that moved by the same number of words."""

    runs: tuple[int, ...]
    shift: int


def align(anchors: ArticleAnchors, forms: Sequence[str]) -> list[int | None]:
    """Return for every run of an article by how many words it moved in a copy; None if that is not certain.

    `forms` are the words of the copy, as `words` normalizes them.
    """
    runs = anchors.runs
    shifts = _possible_shifts(runs, forms, anchors.article_id)
    stretches = [s for s in _stretches(runs, shifts) if sum(_bits(runs[n]) for n in s.runs) >= STRETCH_BITS]
    backbone = _backbone(runs, stretches)
    placed: list[int | None] = [None] * len(runs)
    _put(backbone, placed)
    _fill(runs, shifts, placed, len(forms))
    moved = [s for s in stretches if sum(runs[n].words for n in s.runs) >= MOVED_WORDS]
    _put([stretch for stretch in moved if stretch not in backbone], placed)
    placed_words = sum(run.words for run, shift in zip(runs, placed, strict=True) if shift is not None)
    headed = bool(runs) and runs[0].first == 0 and bool(shifts[0])
    least = (ALIKE_HEADED if headed else ALIKE) * sum(run.words for run in runs)
    return placed if placed_words >= least else [None] * len(runs)


def _put(stretches: Iterable[Stretch], placed: list[int | None]) -> None:
    """Set the shift of every run of the stretches."""
    for stretch in stretches:
        for n in stretch.runs:
            placed[n] = stretch.shift


def _bits(run: WordRun) -> int:
    """Return the number of bits of a run's hash."""
    return 4 * len(run.hash)


def _is_certain(run: WordRun, shifts: Sequence[int]) -> bool:
    """Return whether a run is at one place in the copy, and its words at one place in the article."""
    return len(shifts) == 1 and not run.repeated


def _possible_shifts(runs: Sequence[WordRun], forms: Sequence[str], article_id: str) -> list[list[int]]:
    """Return for every run all the shifts at which its hash is found in the copy."""
    shapes = {(run.words, len(run.hash)) for run in runs}
    first_words: dict[tuple[int, str], list[int]] = defaultdict(list)
    for length, digits in shapes:
        for first in range(len(forms) - length + 1):
            first_words[length, run_hash(article_id, forms[first : first + length], digits)].append(first)
    return [[first - run.first for first in first_words.get((run.words, run.hash), [])] for run in runs]


def _stretches(runs: Sequence[WordRun], shifts: Sequence[Sequence[int]]) -> list[Stretch]:
    """Return the certain runs in text order, with neighbours of equal shift together."""
    stretches: list[Stretch] = []
    for n, run in enumerate(runs):
        if not _is_certain(run, shifts[n]):
            continue
        shift = shifts[n][0]
        before = runs[stretches[-1].runs[-1]] if stretches else None
        if before is not None and stretches[-1].shift == shift and run.first - _stop(before) <= REACH:
            stretches[-1] = Stretch((*stretches[-1].runs, n), shift)
        else:
            stretches.append(Stretch((n,), shift))
    return stretches


def _backbone(runs: Sequence[WordRun], stretches: Sequence[Stretch]) -> list[Stretch]:
    """Return the stretches, in order in the article and in the copy, that have the most words together."""
    # The heaviest increasing subsequence: for each stretch, the heaviest chain that ends with it.
    weights: list[int] = []
    previous: list[int | None] = []
    for n, stretch in enumerate(stretches):
        begin = runs[stretch.runs[0]].first + stretch.shift
        earlier = [m for m in range(n) if _end(runs, stretches[m]) <= begin]
        best = max(earlier, key=lambda m: weights[m], default=None)
        weights.append(sum(runs[r].words for r in stretch.runs) + (weights[best] if best is not None else 0))
        previous.append(best)
    chain: list[Stretch] = []
    last = max(range(len(stretches)), key=lambda n: weights[n], default=None)
    while last is not None:
        chain.append(stretches[last])
        last = previous[last]
    return chain[::-1]


def _end(runs: Sequence[WordRun], stretch: Stretch) -> int:
    """Return the number of the copy's first word after a stretch."""
    return _stop(runs[stretch.runs[-1]]) + stretch.shift


def _fill(runs: Sequence[WordRun], shifts: Sequence[Sequence[int]], placed: list[int | None], length: int) -> None:
    """Place runs in the gaps of the backbone, changing `placed`; `length` is the number of words of the copy.

    A gap is what lies between two placed runs, or before the first or after the last one. A run in it is placed for any
    of three reasons: chance is excluded, nothing was inserted or removed in the gap, or the run directly continues a
    placed one.
    """
    fixed = [n for n, shift in enumerate(placed) if shift is not None]
    # None is the beginning of the text as a left neighbour, and its end as a right one.
    for left, right in pairwise([None, *fixed, None]) if fixed else ():
        gap = range(0 if left is None else left + 1, len(runs) if right is None else right)
        begin = 0 if left is None else _stop(runs[left]) + (placed[left] or 0)
        end = length if right is None else runs[right].first + (placed[right] or 0)
        # The gap in the copy: its words from `begin` to `end`.
        fitting = {n: _fitting(runs[n], shifts[n], begin, end) for n in gap}
        # Chance is excluded: a lone run has more bits of hash than there are places for it in this gap, with a margin.
        kept = {
            n for n in gap if _is_certain(runs[n], shifts[n]) and end - begin <= 2 ** (_bits(runs[n]) - CHANCE_BITS)
        }
        # Both neighbours moved equally, so the gap has as many words as before: what lies as it did is what it was.
        if left is not None and right is not None and placed[left] == placed[right]:
            kept |= {n for n in gap if fitting[n] == placed[left]}
        # From either edge, runs that follow each other without a word between them, as in the article.
        for neighbour, order in ((left, gap), (right, gap[::-1])):
            if neighbour is not None:
                kept |= _chain(runs, fitting, placed[neighbour], [neighbour, *order])
        for n in kept:
            placed[n] = fitting[n]


def _fitting(run: WordRun, shifts: Iterable[int], begin: int, end: int) -> int | None:
    """Return the one shift that puts a run between two words of the copy; None if there is none, or several."""
    inside = [shift for shift in shifts if begin <= run.first + shift and _stop(run) + shift <= end]
    return inside[0] if len(inside) == 1 else None


def _chain(
    runs: Sequence[WordRun], fitting: Mapping[int, int | None], shift: int | None, order: Sequence[int]
) -> set[int]:
    """Return the runs that follow the first of `order` at its shift, each directly next to the one before."""
    chain = set()
    for last, n in pairwise(order):
        one, other = sorted((runs[last], runs[n]), key=lambda run: run.first)
        if fitting[n] != shift or _stop(one) != other.first:
            break
        chain.add(n)
    return chain


def _stop(run: WordRun) -> int:
    """Return the number of the article's first word after a run."""
    return run.first + run.words
