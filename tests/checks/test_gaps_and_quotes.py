"""The small calculations that checks lean on: what is left uncovered, and how a long quote is shown."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from claimwire.checks.offsets import clipped, gaps
from claimwire.schema import Span


@st.composite
def pieces(draw: st.DrawFn) -> tuple[Span, ...]:
    edges = sorted(draw(st.sets(st.integers(0, 60), max_size=8)))
    return tuple(Span(start=a, end=b) for a, b in zip(edges[::2], edges[1::2], strict=False))


def points(spans: tuple[Span, ...]) -> set[int]:
    return {point for span in spans for point in range(span.start, span.end)}


@settings(deadline=None)
@given(pieces(), pieces())
def test_gaps_are_what_is_left_of_the_whole(whole: tuple[Span, ...], covered: tuple[Span, ...]) -> None:
    found = tuple(gaps(whole, covered))
    assert points(found) == points(whole) - points(covered)
    assert all(span.start < span.end for span in found)


def test_a_quote_of_more_than_60_code_points_is_shown_by_its_first_and_last_30() -> None:
    assert clipped("a" * 30 + "b" * 30) == "a" * 30 + "b" * 30
    assert clipped("a" * 30 + "." + "b" * 30) == "a" * 30 + "..." + "b" * 30
