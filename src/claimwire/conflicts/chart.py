"""Figures over time as a chart: one row per figure, time from top to bottom, people from left to right.

A figure is drawn as what it can mean: a point for a number, a bar for a range, an arrow if an end is open or beyond the
axis. Filled marks are in conflict with another figure, hollow ones are not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..drawing import GRID, INK, MUTED, PAPER, STRONG, new_canvas, settings, svg, text_width, wrapped
from ..terminal import visible
from .number_axis import NumberAxis, axis_for, open_start
from .number_ranges import NumberRange, range_words
from .page import ClaimRow

if TYPE_CHECKING:
    from ..drawing import Axes, Figure

WIDTH, LABELS, MARGIN = 660.0, 290.0, 30.0
"""Width of a chart, where the axis begins, and how far before the right edge it ends, in points."""

EDGE = 10.0
"""Points that are free at every edge of a chart."""

ROW, LINE = 19.5, 11.5
"""Height of a row, and of each further line of its label, in points."""

TEXT, HEADING = 9.0, 10.5
"""Sizes of text in points."""

GAP = 7.5
"""Points between a figure and its words."""

ARROW = 10.5
"""How many points before the axis an arrow begins that goes on beyond it."""


def chart(rows: Sequence[ClaimRow], title: str) -> str:
    """Return the chart of some figures as an SVG element; raises `ClaimwireError` if matplotlib is not installed."""
    with settings():
        return svg(draw_chart(rows, title), title, description(rows))


def description(rows: Sequence[ClaimRow]) -> str:
    """Return what a chart shows, in words, one line per figure."""
    lines = (
        f"{_who(row)}: {row.says} ({range_words(row.numbers)}){', in conflict' if row.in_conflict else ''}"
        for row in rows
        if row.numbers is not None
    )
    return "\n".join(lines)


def draw_chart(rows: Sequence[ClaimRow], title: str) -> Figure:
    """Return the chart of some figures, to be written in any format within `claimwire.drawing.settings`."""
    numbers = [row.numbers for row in rows if row.numbers is not None]
    axis = axis_for(numbers)
    same_source = Counter(map(_who, rows))
    labels = [_label(row, alone=same_source[_who(row)] == 1) for row in rows]
    heading = wrapped(title, WIDTH - 2 * EDGE, HEADING, bold=True)
    top = EDGE + 15 * (heading.count("\n") + 1) + 5
    heights = [ROW + LINE * label.count("\n") for label in labels]
    bottom = top + sum(heights)
    figure, axes = new_canvas(WIDTH, bottom + 18)
    axes.text(EDGE, EDGE, heading, fontsize=HEADING, fontweight="bold", va="top")
    _draw_axis(axes, axis, top, bottom)
    for number, (row, label) in enumerate(zip(rows, labels, strict=True)):
        middle = top + sum(heights[:number]) + heights[number] / 2
        axes.text(EDGE, middle, label, fontsize=TEXT, va="center", linespacing=1.2)
        if row.numbers is not None:
            _draw_figure(axes, axis, row, row.numbers, middle)
    return figure


def _draw_axis(axes: Axes, axis: NumberAxis, top: float, bottom: float) -> None:
    """Draw the ticks of an axis as vertical lines, with as many of their numbers as there is room for."""
    ticks = axis.ticks()
    widest = max(text_width(f"{tick:,}", TEXT) for tick in ticks)
    distance = _x(axis, ticks[1]) - _x(axis, ticks[0])
    every = next(n for n in range(1, len(ticks) + 1) if n == len(ticks) or n * distance >= widest + GAP)
    for number, tick in enumerate(ticks):
        x = _x(axis, tick)
        axes.plot([x, x], [top, bottom], color=GRID, linewidth=0.8)
        if number % every == 0:
            inside = min(x, WIDTH - 2 - text_width(f"{tick:,}", TEXT) / 2)
            axes.text(inside, bottom + 4, f"{tick:,}", fontsize=TEXT, color=MUTED, ha="center", va="top")


def _draw_figure(axes: Axes, axis: NumberAxis, row: ClaimRow, numbers: NumberRange, y: float) -> None:
    """Draw the line of a figure with a mark or an arrow at each end, and its words."""
    color = STRONG if row.in_conflict else MUTED
    beyond = axis.begins_before(numbers)
    first = LABELS - ARROW if beyond else _x(axis, numbers.lower)
    last = WIDTH - EDGE if numbers.upper is None else _x(axis, numbers.upper)
    if first != last:
        axes.plot([first, last], [y, y], color=color, linewidth=1.5, solid_capstyle="butt")
    if beyond:
        axes.plot([first + 3], [y], "<", color=color, markersize=6)
    if numbers.upper is None:
        axes.plot([last - 3], [y], ">", color=color, markersize=6)
    starts = [] if open_start(numbers) else [first]
    ends = [] if numbers.upper is None else [last]
    for x in sorted({*starts, *ends}):
        fill = color if row.in_conflict else PAPER
        axes.plot([x], [y], "o", color=color, markerfacecolor=fill, markeredgewidth=1.5, markersize=6.5)
    x, above, side = _words_at(first, last, row.says, open_end=numbers.upper is None)
    words_color = color if row.in_conflict else INK
    base = "bottom" if above else "center_baseline"
    axes.text(x, y - 3 if above else y, visible(row.says), fontsize=TEXT, color=words_color, ha=side, va=base)


def _words_at(first: float, last: float, words: str, *, open_end: bool) -> tuple[float, bool, str]:
    """Return where the words of a figure are: x, whether above its line, and which side of them is at x.

    They are behind the figure if there is room, else before it, else above its line.
    """
    width = text_width(visible(words), TEXT)
    if not open_end and last + GAP + width <= WIDTH - EDGE:
        return last + GAP, False, "left"
    if first - GAP - width >= LABELS:
        return first - GAP, False, "right"
    if open_end:
        return first + GAP, True, "left"
    return last - GAP, True, "right"


def _label(row: ClaimRow, *, alone: bool) -> str:
    """Return who says a figure and since when, on the lines that fit beside the axis; nothing is cut.

    If other figures of the chart have the same source and day, the claim's id is added.
    """
    label = _who(row) if alone else f"{_who(row)} ({row.claim_id})"
    return wrapped(label, LABELS - ARROW - EDGE - GAP, TEXT)


def _who(row: ClaimRow) -> str:
    return " ".join(part for part in (str(row.day or ""), row.who) if part)


def _x(axis: NumberAxis, number: int) -> float:
    """Return where a number is drawn, in points."""
    return LABELS + axis.position(number) * (WIDTH - LABELS - MARGIN)
