"""Pieces of a text: those that meet a range, and what holes leave of ranges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.pieces import CELL, PieceIndex, without

PLACES = st.integers(0, 4 * CELL)
RANGES = st.tuples(PLACES, st.integers(1, 2 * CELL)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(RANGES, max_size=12), RANGES)
def test_an_index_finds_each_piece_that_meets_a_range_once(
    pieces: list[tuple[int, int]], asked: tuple[int, int]
) -> None:
    index: PieceIndex[int] = PieceIndex()
    for number, (start, end) in enumerate(pieces):
        index.add(start, end, number)
    expected = [(a, b, n) for n, (a, b) in enumerate(pieces) if a < asked[1] and asked[0] < b]
    assert sorted(index.meeting(*asked)) == sorted(expected)


@pytest.mark.parametrize("edge", [CELL - 1, CELL, CELL + 1])
def test_ranges_that_touch_do_not_meet(edge: int) -> None:
    index: PieceIndex[str] = PieceIndex()
    index.add(edge, edge + 1, "one")
    assert list(index.meeting(edge + 1, edge + 2)) == list(index.meeting(0, edge)) == []
    assert list(index.meeting(edge, edge + 1)) == [(edge, edge + 1, "one")]


@given(st.lists(RANGES, max_size=6), st.lists(RANGES, max_size=6))
def test_holes_are_cut_out_point_by_point(ranges: list[tuple[int, int]], holes: list[tuple[int, int]]) -> None:
    left = list(without(ranges, holes))
    expected = [p for a, b in ranges for p in range(a, b) if not any(c <= p < d for c, d in holes)]
    assert [point for start, end in left for point in range(start, end)] == expected
    assert all(start < end for start, end in left)
