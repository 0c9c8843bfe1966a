"""Figures on an axis: as characters for a terminal, and as a chart in which no text is cut or overprinted."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

from claimwire import drawing
from claimwire.conflicts.chart import EDGE, LABELS, WIDTH, chart, draw_chart
from claimwire.conflicts.number_axis import NumberAxis, axis_for, text_bar
from claimwire.conflicts.number_ranges import NumberRange
from claimwire.conflicts.page import ClaimRow

SVG = "{http://www.w3.org/2000/svg}"
TOP = 10**7
ENDS = st.integers(0, 60) | st.integers(0, TOP)
CLOSED = st.builds(lambda a, b: NumberRange(min(a, b), max(a, b)), ENDS, ENDS)
RANGES = CLOSED | st.builds(NumberRange, ENDS, st.none())


def row(number: int, numbers: NumberRange, says: str = "12", who: str | None = None, **given: object) -> ClaimRow:
    return ClaimRow(f"c{number}", "", who or f"O{number}", "", says, "s", number % 2 == 0, None, numbers)


# The axis


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((0,), NumberAxis(0, 2, 1)),
        ((5,), NumberAxis(0, 6, 1)),
        ((10,), NumberAxis(0, 12, 2)),
        ((11,), NumberAxis(0, 15, 5)),
        ((12, 20), NumberAxis(0, 25, 5)),
        ((11, 21), NumberAxis(10, 22, 2)),
        ((10, 21), NumberAxis(0, 25, 5)),
        ((27, 31), NumberAxis(27, 32, 1)),
        ((5000, 6000), NumberAxis(5000, 6200, 200)),
        ((500, 6000), NumberAxis(0, 8000, 2000)),
    ],
)
def test_an_axis_begins_at_nobody_unless_all_figures_are_far_from_it(
    numbers: tuple[int, ...], expected: NumberAxis
) -> None:
    """All are more than half of the greatest, which is more than 20."""
    assert axis_for(NumberRange(number, number) for number in numbers) == expected


def test_an_open_end_does_not_stretch_the_axis() -> None:
    few = [NumberRange(30, 30), NumberRange(31, 31)]
    assert axis_for([*few, NumberRange(30, None)]) == axis_for(few)
    assert axis_for([*few, NumberRange(0, 30)]) == axis_for(few), "`up to 30` begins at 0, but nobody says so"
    assert axis_for([*few, NumberRange(0, None)]).low == 0
    assert axis_for([*few, NumberRange(0, 0)]).low == 0
    assert axis_for([]) == NumberAxis(0, 2, 1)


@given(st.lists(RANGES, min_size=1, max_size=9))
def test_every_bound_is_on_the_axis(ranges: list[NumberRange]) -> None:
    axis = axis_for(ranges)
    bounds = [end for numbers in ranges for end in (numbers.lower, numbers.upper) if end is not None]
    assert axis.low < max(bounds) + 1 <= axis.high
    assert 2 <= len(axis.ticks()) <= 9
    assert axis.ticks()[0] == axis.low
    assert axis.ticks()[-1] == axis.high
    assert re.fullmatch(r"[125]0*", str(axis.step))
    assert all(axis.low <= (numbers.lower or numbers.upper or 0) for numbers in ranges)


@pytest.mark.parametrize(("number", "position"), [(9, 0), (10, 0), (15, 0.25), (30, 1), (31, 1)])
def test_a_number_beyond_the_axis_is_at_its_end(number: int, position: float) -> None:
    assert NumberAxis(10, 30, 5).position(number) == position


@pytest.mark.parametrize(
    ("numbers", "bar"),
    [
        (NumberRange(10, 10), "●          "),
        (NumberRange(15, 15), "     ●     "),
        (NumberRange(12, 18), "  ●─────●  "),
        (NumberRange(12, None), "  ●───────▶"),
        (NumberRange(20, None), "          ▶"),
        (NumberRange(0, 15), "◀────●     "),
        (NumberRange(0, None), "◀─────────▶"),
    ],
)
def test_a_figure_is_a_line_of_characters(numbers: NumberRange, bar: str) -> None:
    assert text_bar(NumberAxis(10, 20, 2), numbers, "●", width=11) == bar


@pytest.mark.parametrize(
    ("numbers", "bar"),
    [(NumberRange(0, 5), "─────○     "), (NumberRange(0, 0), "○          ")],
    ids=["up to", "nobody"],
)
def test_up_to_has_no_mark_at_nobody(numbers: NumberRange, bar: str) -> None:
    assert text_bar(NumberAxis(0, 10, 2), numbers, "○", width=11) == bar


# The chart


def texts(figure: Figure) -> dict[str, tuple[float, float, float, float]]:
    """Return what is written in a chart, with its left, top, right and bottom edge in points from the top left."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    height = figure.get_figheight() * 72
    boxes = {}
    for text in figure.findobj(Text):
        if isinstance(text, Text) and text.get_text() and text.get_visible():
            box = text.get_window_extent(canvas.get_renderer()).transformed(figure.dpi_scale_trans.inverted())
            boxes[text.get_text()] = (72 * box.x0, height - 72 * box.y1, 72 * box.x1, height - 72 * box.y0)
    return boxes


SLACK = 2.5
"""Points by which letters drawn on a grid of pixels may be wider than measured."""

SAYS = st.sampled_from(["12", "nobody", "more than 1,200", "10,000,000 to 12,000,000", "at least 7"])
WHO = st.text(st.sampled_from("WMim lower "), min_size=1, max_size=90).filter(str.strip)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(RANGES, SAYS, WHO), min_size=3, max_size=6))
def test_no_text_is_cut_or_overprinted(drawn: list[tuple[NumberRange, str, str]]) -> None:
    rows = [row(n, numbers, f"{says} ({n})", f"{n} {who}") for n, (numbers, says, who) in enumerate(drawn)]
    with drawing.settings():
        figure = draw_chart(rows, "Crash of two trains: how many were killed or injured")
        boxes = texts(figure)
    height = figure.get_figheight() * 72
    assert all(f"{says} ({n})" in boxes for n, (_, says, _) in enumerate(drawn))
    for text, (left, top, right, bottom) in boxes.items():
        assert -SLACK <= left < right <= WIDTH + SLACK, text
        assert 0 <= top < bottom <= height, text
    for (one, (a, b, c, d)), (other, (e, f, g, h)) in combinations(boxes.items(), 2):
        assert c <= e + SLACK or g <= a + SLACK or d <= f + 1 or h <= b + 1, (one, other)


def test_the_labels_of_a_chart_are_whole() -> None:
    """Regression: two rows became the same, `... Ministry of Transport of…`."""
    who = "Quay Radio: a person not named (for the Ministry of Roads, Bridges and Inland Harbours of Rovia) number"
    rows = [row(n, NumberRange(n, n), who=f"{who} {n}") for n in range(3)]
    with drawing.settings():
        boxes = texts(draw_chart(rows, "t"))
    for number in range(3):
        (label,) = (text for text in boxes if " ".join(text.split()) == f"{who} {number}")
        assert label.count("\n") > 0
        assert boxes[label][2] < LABELS


def test_a_long_title_is_on_several_lines() -> None:
    title = " ".join(["How many were killed, injured or missing"] * 5)
    with drawing.settings():
        boxes = texts(draw_chart([row(n, NumberRange(n, n)) for n in range(3)], title))
    (heading,) = (text for text in boxes if " ".join(text.split()) == title)
    assert heading.count("\n") >= 1
    first = min(top for text, (_, top, _, _) in boxes.items() if text.startswith("O"))
    assert boxes[heading][3] < first


def test_two_figures_of_one_source_and_day_differ_by_their_claims() -> None:
    rows = [row(n, NumberRange(n, n), who="O: a person not named") for n in range(3)]
    with drawing.settings():
        labels = [" ".join(text.split()) for text in texts(draw_chart(rows, "t"))]
    assert {f"O: a person not named (c{n})" for n in range(3)} <= set(labels)


def marks(figure: Figure) -> list[tuple[str, int, float, str]]:
    """Return the marks of a chart: which, in which row, where, and the colour they are filled with."""
    (axes,) = figure.axes
    shapes = [line for line in axes.get_lines() if line.get_marker() not in ("None", None)]
    heights = sorted({float(line.get_ydata()[0]) for line in shapes})
    return sorted(
        (
            str(line.get_marker()),
            heights.index(float(line.get_ydata()[0])),
            round(float(line.get_xdata()[0]), 1),
            to_hex(line.get_markerfacecolor()),
        )
        for line in shapes
    )


def test_a_point_for_a_number_a_bar_for_a_range_an_arrow_for_an_open_end() -> None:
    """Rows 0 and 2 are in conflict; `up to 12` begins at nobody, where it has no mark."""
    rows = [
        row(0, NumberRange(12, 12)),
        row(1, NumberRange(5, 10)),
        row(2, NumberRange(7, None)),
        row(3, NumberRange(0, 12)),
    ]
    with drawing.settings():
        figure = draw_chart(rows, "t")
        drawn = marks(figure)
        (axes,) = figure.axes
        bars = [line for line in axes.get_lines() if line.get_marker() == "None" and line.get_linewidth() == 1.5]
    assert [(shape, number, fill) for shape, number, _, fill in drawn] == [
        (">", 2, drawing.STRONG),
        ("o", 0, drawing.STRONG),
        ("o", 1, drawing.PAPER),
        ("o", 1, drawing.PAPER),
        ("o", 2, drawing.STRONG),
        ("o", 3, drawing.PAPER),
    ]
    assert len(bars) == 3
    assert max(float(x) for line in bars for x in line.get_xdata()) == WIDTH - EDGE


def test_up_to_is_an_arrow_if_the_axis_does_not_begin_at_nobody() -> None:
    """Regression: `up to 6,700` on an axis from 4,500 was a line from there, like a range."""
    beside = [NumberRange(5000, 5000), NumberRange(6000, 6000)]
    rows = [row(n, numbers) for n, numbers in enumerate([*beside, NumberRange(0, 6700)])]
    with drawing.settings():
        arrows = [mark for mark in marks(draw_chart(rows, "t")) if mark[0] == "<"]
        from_nobody = [mark for mark in marks(draw_chart([*rows, row(3, NumberRange(0, 0))], "t")) if mark[0] == "<"]
    ((_, number, x, _),) = arrows
    assert (number, from_nobody) == (2, [])
    assert x < LABELS


@pytest.mark.parametrize(
    ("numbers", "side"),
    [
        (NumberRange(300, 300), "behind"),
        (NumberRange(0, 300), "behind"),
        (NumberRange(900, 900), "before"),
        (NumberRange(900, None), "before"),
        (NumberRange(0, 900), "above"),
        (NumberRange(10, None), "above"),
    ],
)
def test_the_words_of_a_figure_are_where_there_is_room(numbers: NumberRange, side: str) -> None:
    said = "ten thousand to twenty thousand"
    rows = [row(0, NumberRange(0, 0)), row(1, numbers, said), row(2, NumberRange(1000, 1000))]
    with drawing.settings():
        figure = draw_chart(rows, "t")
        left, _, right, bottom = texts(figure)[said]
        (axes,) = figure.axes
        ends = [mark for mark in marks(figure) if mark[1] == 1 and mark[0] == "o"]
        middle = sorted({float(line.get_ydata()[0]) for line in axes.get_lines() if line.get_marker() == "o"})[1]
    assert left >= LABELS - SLACK
    where = "above" if bottom < middle else "behind" if left > ends[0][2] else "before" if right < ends[0][2] else "on"
    assert where == side


def test_a_chart_says_in_words_what_it_shows() -> None:
    rows = [
        ClaimRow("c1", "", "Orlan Post", "Ada & Co", "about 230", "s", True, date(2041, 6, 1), NumberRange(225, 235)),
        ClaimRow("c2", "", "Tarn Wire", "", "nobody", "s", False, None, NumberRange(0, 0)),
        ClaimRow("c3", "", "Tarn Wire", "", "more \x1b[1m", "s", True, None, NumberRange(4, None)),
    ]
    root = ElementTree.fromstring(chart(rows, "Crash & <toll>"))
    title, description = (root.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert title is not None
    assert description is not None
    assert title.text == "Crash & <toll>"
    assert (description.text or "").splitlines() == [
        "2041-06-01 Orlan Post: Ada & Co: about 230 (225 to 235), in conflict",
        "Tarn Wire: nobody (0)",
        "Tarn Wire: more \\x1b[1m (4 or more), in conflict",
    ]
    written = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert {"Crash & <toll>", "about 230", "nobody", "more \\x1b[1m"} <= set(written)
    assert chart(rows, "Crash & <toll>") == chart(rows, "Crash & <toll>")


def test_numbers_that_have_no_room_on_the_axis_are_left_out() -> None:
    few, large = ([row(n, NumberRange(n * size, n * size)) for n in range(3)] for size in (3, 3_000_000_000_000))
    with drawing.settings():
        ticks = [
            [text for text in texts(draw_chart(rows, "t")) if re.fullmatch(r"[\d,]+", text)] for rows in (few, large)
        ]
    assert {"0", "2", "4", "6", "8"} <= set(ticks[0])
    shown = {tick for tick in ticks[1] if tick != "12"}
    assert "0" in shown
    assert (
        2
        <= len(shown)
        < len(axis_for(NumberRange(n * 3_000_000_000_000, n * 3_000_000_000_000) for n in range(3)).ticks())
    )
