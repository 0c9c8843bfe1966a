"""Numbers over time as SVG: where axes end, where points are, and that words of others stay text."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.explorer.timelines import TICKS, TimedFigure, TimedSeries, moment_of, timeline, top_of


@given(st.integers(0, 10**10))
def test_an_axis_ends_at_or_above_the_highest_number_and_has_a_few_ticks(highest: int) -> None:
    top, step = top_of(highest)
    assert top - step < max(highest, 1) <= top
    assert top % step == 0
    assert 1 <= top // step <= TICKS + 1
    assert re.fullmatch(r"[125]0*", str(step))


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("1970-01-01T00:00:10Z", 10),
        ("1970-01-01T02:00:10+02:00", 10),
        ("1970-01-01T00:00:10", 10),
        ("1970-01-02", 86400 + 12 * 3600),
        ("1970-02", 31 * 86400 + 12 * 3600),
        (None, None),
        ("XXXX-11-09", None),
        ("../1970", None),
    ],
)
def test_a_moment_is_that_of_the_date_and_time_or_the_noon_of_the_first_day(edtf: str | None, expected: int) -> None:
    assert moment_of(edtf) == expected


def figure(at: float, lower: int | None, upper: int | None, words: str = "told") -> TimedFigure:
    return TimedFigure(at, lower, upper, words)


def test_a_toll_is_a_line_of_steps_in_the_order_of_time_with_a_point_for_each_figure() -> None:
    told = (figure(7200, 12, 12), figure(0, 3, 3), figure(3600, 8, None))
    drawn = ElementTree.fromstring(timeline([TimedSeries("people", told, True)], "A toll", from_hour=True))
    (line,) = [x for x in drawn.iter("path") if "line" in x.get("class", "")]
    heights = [float(y) for y in re.findall(r"V([\d.]+)", line.get("d", ""))]
    assert heights == sorted(heights, reverse=True)
    assert len(heights) == 2
    assert len(list(drawn.iter("circle"))) == 3
    assert [x.get("class") for x in drawn.iter("path") if "open" in x.get("class", "")] == ["range open s0"]
    assert "2 h" in [x.text for x in drawn.iter("text")]


def test_a_figure_without_a_number_is_not_drawn_and_a_drawing_without_any_is_none() -> None:
    assert timeline([TimedSeries("x", (figure(0, None, None),))], "t") == ""
    assert timeline([], "t") == ""
    drawn = timeline([TimedSeries("x", (figure(0, None, None), figure(1, None, 4)))], "t")
    assert drawn.count("<circle") == 1


def test_words_of_others_are_text_and_their_controls_are_shown() -> None:
    drawn = timeline([TimedSeries("<b>", (figure(0, 1, 1, '"<i>\u202e'),))], "<script>")
    assert "<b>" not in drawn
    assert "<script>" not in drawn
    assert "&quot;&lt;i&gt;\\u202e" in drawn
    ElementTree.fromstring(drawn)
