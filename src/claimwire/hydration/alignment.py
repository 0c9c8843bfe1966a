"""Which words of a copy the runs of an article are: the part of relocating that decides, and that rather gives up.

A run whose hash is found in exactly one place, of words that stand in the article once, is certain of itself. Certain
runs that agree on how far they moved, and lie close to each other, make a stretch; a stretch of several runs cannot
be chance. The stretches that are in order make the backbone. Everything else must fit into it. A run that is found in
several places, as the headline is on many pages, is placed only where it joins on to a neighbour and stands nowhere
else between its neighbours: two places that both would do leave it without one. A copy in which few of the runs can
be placed is taken for another article, of which the outlet reused a passage.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..schema import ArticleAnchors, WordRun
from .anchors import run_hash

REACH = 32
"""Words that may lie between two runs which bear each other out."""

STRETCH_BITS = 40
"""Bits of hash that the runs of a stretch must have together."""

MOVED_WORDS = 30
"""Words that a stretch must have to be believed although it stands out of order."""

ALIKE = 0.3
"""Share of the article's hashed words that must be placed in a copy."""

ALIKE_HEADED = 0.2
"""The same, where the first words of the article stand in the copy, too."""

CHANCE_BITS = 18
"""Bits of hash that a lone run must have beyond those that its room for chance uses up."""


@dataclass(frozen=True)
class Stretch:
    """Runs (by their numbers) that moved by the same number of words."""

    runs: tuple[int, ...]
    shift: int


def align(anchors: ArticleAnchors, forms: Sequence[str]) -> list[int | None]:
    """Return for every run of an article by how many words it moved in a copy; None where that is not certain.

    `forms` are the words of the copy.
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
    held = sum(run.words for run, shift in zip(runs, placed, strict=True) if shift is not None)
    headed = bool(runs) and runs[0].first == 0 and bool(shifts[0])
    least = (ALIKE_HEADED if headed else ALIKE) * sum(run.words for run in runs)
    return placed if held >= least else [None] * len(runs)


def _put(stretches: Iterable[Stretch], placed: list[int | None]) -> None:
    for stretch in stretches:
        for n in stretch.runs:
            placed[n] = stretch.shift


def _bits(run: WordRun) -> int:
    return 4 * len(run.hash)


def _is_certain(run: WordRun, shifts: Sequence[int]) -> bool:
    return len(shifts) == 1 and not run.repeated


def _possible_shifts(runs: Sequence[WordRun], forms: Sequence[str], article_id: str) -> list[list[int]]:
    """Return for every run all the shifts at which its hash is found in the copy."""
    shapes = {(run.words, len(run.hash)) for run in runs}
    places: dict[tuple[int, str], list[int]] = defaultdict(list)
    for length, digits in shapes:
        for at in range(len(forms) - length + 1):
            places[length, run_hash(article_id, forms[at : at + length], digits)].append(at)
    return [[at - run.first for at in places.get((run.words, run.hash), [])] for run in runs]


def _stretches(runs: Sequence[WordRun], shifts: Sequence[Sequence[int]]) -> list[Stretch]:
    """Return the certain runs, neighbours of equal shift together, in text order."""
    found: list[Stretch] = []
    for n, run in enumerate(runs):
        if not _is_certain(run, shifts[n]):
            continue
        shift = shifts[n][0]
        before = runs[found[-1].runs[-1]] if found else None
        if before is not None and found[-1].shift == shift and run.first - _stop(before) <= REACH:
            found[-1] = Stretch((*found[-1].runs, n), shift)
        else:
            found.append(Stretch((n,), shift))
    return found


def _backbone(runs: Sequence[WordRun], stretches: Sequence[Stretch]) -> list[Stretch]:
    """Return the stretches, in order in the article and in the copy, that have the most words together."""
    weights: list[int] = []
    previous: list[int | None] = []
    for n, stretch in enumerate(stretches):
        begin = runs[stretch.runs[0]].first + stretch.shift
        earlier = [m for m in range(n) if _end(runs, stretches[m]) <= begin]
        best = max(earlier, key=lambda m: weights[m], default=None)
        weights.append(sum(runs[r].words for r in stretch.runs) + (weights[best] if best is not None else 0))
        previous.append(best)
    chain: list[Stretch] = []
    at = max(range(len(stretches)), key=lambda n: weights[n], default=None)
    while at is not None:
        chain.append(stretches[at])
        at = previous[at]
    return chain[::-1]


def _end(runs: Sequence[WordRun], stretch: Stretch) -> int:
    """Return the number of the copy's word behind a stretch."""
    return _stop(runs[stretch.runs[-1]]) + stretch.shift


def _fill(runs: Sequence[WordRun], shifts: Sequence[Sequence[int]], placed: list[int | None], length: int) -> None:
    """Place the runs in the gaps of the backbone: those that join on to it, lie as they did, or are beyond chance."""
    fixed = [n for n, shift in enumerate(placed) if shift is not None]
    for left, right in pairwise([None, *fixed, None]) if fixed else ():
        gap = range(0 if left is None else left + 1, len(runs) if right is None else right)
        begin = 0 if left is None else _stop(runs[left]) + (placed[left] or 0)
        end = length if right is None else runs[right].first + (placed[right] or 0)
        fitting = {n: _fitting(runs[n], shifts[n], begin, end) for n in gap}
        kept = {
            n for n in gap if _is_certain(runs[n], shifts[n]) and end - begin <= 2 ** (_bits(runs[n]) - CHANCE_BITS)
        }
        if left is not None and right is not None and placed[left] == placed[right]:
            kept |= {n for n in gap if fitting[n] == placed[left]}
        for start, order in ((left, gap), (right, gap[::-1])):
            if start is not None:
                kept |= _chain(runs, fitting, placed[start], [start, *order])
        for n in kept:
            placed[n] = fitting[n]


def _fitting(run: WordRun, shifts: Iterable[int], begin: int, end: int) -> int | None:
    """Return the shift at which a run lies between two words of the copy; None where there is none, or several."""
    inside = [shift for shift in shifts if begin <= run.first + shift and _stop(run) + shift <= end]
    return inside[0] if len(inside) == 1 else None


def _chain(
    runs: Sequence[WordRun], fitting: Mapping[int, int | None], shift: int | None, order: Sequence[int]
) -> set[int]:
    """Return the runs that follow the first of `order` at its shift, each joining on to the one before."""
    chain = set()
    for last, n in pairwise(order):
        one, other = sorted((runs[last], runs[n]), key=lambda run: run.first)
        if fitting[n] != shift or _stop(one) != other.first:
            break
        chain.add(n)
    return chain


def _stop(run: WordRun) -> int:
    """Return the number of the article's word behind a run."""
    return run.first + run.words
