"""Which words of a copy the runs of an article are: the part of relocating that decides, and that rather gives up.

A run whose hash is found in exactly one place, of words that stand in the article once, is certain of itself. Certain
runs that agree on how far they moved, and lie close to each other, make a stretch; a stretch of several runs cannot
be chance. The stretches that are in order make the backbone. Everything else must fit into it: a run that is found
several times, as the headline is on many pages, is placed only where it joins on to its neighbours and stands
nowhere else between them. Two places that both would do leave it without one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ..schema import WordRun
from .anchors import run_hash

REACH = 32
"""Words that may lie between two runs which bear each other out."""

STRETCH_BITS = 40
"""Bits of hash that the runs of a stretch must have together."""

MOVED_WORDS = 30
"""Words that a stretch must have to be believed although it stands out of order."""

CHANCE_BITS = 18
"""Bits of hash that a lone run must have beyond those that its room for chance uses up."""


@dataclass(frozen=True)
class Stretch:
    """Runs (by their numbers) that moved by the same number of words."""

    runs: tuple[int, ...]
    shift: int


def align(runs: Sequence[WordRun], forms: Sequence[str], article_id: str) -> list[int | None]:
    """Return for every run by how many words it moved in a copy; None where that is not certain.

    `runs` are in text order; `forms` are the words of the copy.
    """
    shifts = _possible_shifts(runs, forms, article_id)
    stretches = [s for s in _stretches(runs, shifts) if sum(_bits(runs[n]) for n in s.runs) >= STRETCH_BITS]
    backbone = _backbone(runs, stretches)
    placed: list[int | None] = [None] * len(runs)
    for stretch in backbone:
        for n in stretch.runs:
            placed[n] = stretch.shift
    _fill(runs, shifts, placed, len(forms))
    for stretch in stretches:
        if stretch not in backbone and sum(runs[n].words for n in stretch.runs) >= MOVED_WORDS:
            for n in stretch.runs:
                placed[n] = stretch.shift
    return placed


def _bits(run: WordRun) -> int:
    return 4 * len(run.hash)


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
        if len(shifts[n]) != 1 or run.repeated:
            continue
        shift = shifts[n][0]
        before = runs[found[-1].runs[-1]] if found else None
        if before is not None and found[-1].shift == shift and run.first - before.first - before.words <= REACH:
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
    return runs[stretch.runs[-1]].first + runs[stretch.runs[-1]].words + stretch.shift


def _fill(runs: Sequence[WordRun], shifts: Sequence[Sequence[int]], placed: list[int | None], length: int) -> None:
    """Place the runs between those of the backbone, first along from the left, then what is left from the right."""
    if any(shift is not None for shift in placed):
        for n in (*range(len(runs)), *reversed(range(len(runs)))):
            if placed[n] is None:
                placed[n] = _fitting(runs, shifts, placed, n, length)


def _fitting(
    runs: Sequence[WordRun], shifts: Sequence[Sequence[int]], placed: Sequence[int | None], n: int, length: int
) -> int | None:
    """Return the one shift at which a run fits between those placed before and after it.

    It has to join on to one of them without a gap, or lie as far from both as in the article, or be beyond chance.
    """
    run = runs[n]
    left = next((m for m in reversed(range(n)) if placed[m] is not None), None)
    right = next((m for m in range(n + 1, len(runs)) if placed[m] is not None), None)
    shift_left, shift_right = (None if m is None else placed[m] for m in (left, right))
    begin = 0 if left is None or shift_left is None else runs[left].first + runs[left].words + shift_left
    end = length if right is None or shift_right is None else runs[right].first + shift_right
    inside = [s for s in shifts[n] if begin <= run.first + s and run.first + run.words + s <= end]
    if len(inside) != 1:
        return None
    (shift,) = inside
    joins_left = left is not None and shift == shift_left and runs[left].first + runs[left].words == run.first
    joins_right = right is not None and shift == shift_right and run.first + run.words == runs[right].first
    alone = len(shifts[n]) == 1 and not run.repeated and end - begin <= 2 ** (_bits(run) - CHANCE_BITS)
    return shift if joins_left or joins_right or shift == shift_left == shift_right or alone else None
