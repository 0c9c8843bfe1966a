"""The charts of a release, which stand in its folder beside the card: what it holds, who made it, how good it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from .. import drawing
from ..corpus.workspace import CHARTS
from ..drawing import GRID, INK, MUTED, new_canvas, series_style, settings, svg, text_width, wrapped
from ..schema.vocab import Label
from .agreed import agreement_values
from .tally import ReleaseTally
from .work import CHECKED, WHO, steps

if TYPE_CHECKING:
    from ..drawing import Axes, Figure

WIDTH, EDGE, NAMES = 660.0, 10.0, 190.0
"""Width of a chart, what is free at its edges, and where its bars begin, in points."""

ROW, BAR, LINE = 22.0, 14.0, 11.5
"""Height of a row, of a bar in it, and of a line of text, in points."""

TEXT, HEADING = 9.0, 10.5
"""Sizes of text in points."""

OUTLINE: Any = {"markeredgecolor": INK, "markeredgewidth": 0.5}

ENDS = 50.0
"""Points behind the longest bar, for its number."""


@dataclass(frozen=True)
class Bars:
    """A chart of stacked bars: a row for each name, with as many parts as there are series; numbers are counts."""

    name: str
    title: str
    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    as_shares: bool = False
    """Whether each bar is as long as the others, and its parts are shares of it."""
    empty: str = "nobody yet"
    """What is said in a row without anything."""

    @property
    def description(self) -> str:
        """What the chart shows, in words and numbers."""
        rows = (
            f"{name}: {', '.join(f'{series} {number:,}' for series, number in zip(self.series, numbers, strict=True))}"
            for name, numbers in self.rows
        )
        return f"{self.title}. {'; '.join(rows)}."


@dataclass(frozen=True)
class Dots:
    """A chart of measured values from `low` to 1: a row for each name, with dots and, where known, their intervals.

    A row is its name, the series of each value, and the values as `(series, value, low, high)`.
    """

    name: str
    title: str
    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[int, float, float | None, float | None], ...]], ...]
    heads: tuple[tuple[int, str], ...]
    """Headings above rows: the number of the row, and the text."""

    @property
    def description(self) -> str:
        """What the chart shows, in words and numbers."""
        parts, heads = [], dict(self.heads)
        for number, (name, values) in enumerate(self.rows):
            told = ", ".join(
                f"{self.series[series]} {value:.2f}"
                + ("" if low is None or high is None else f" [{low:.2f}, {high:.2f}]")
                for series, value, low, high in values
            )
            parts.append(f"{f'{heads[number]}: ' if number in heads else ''}{name}: {told}")
        return f"{self.title}. {'; '.join(parts)}."


Chart = Bars | Dots


def charts(tally: ReleaseTally) -> dict[str, Chart]:
    """Return the charts of a release by their names; none if matplotlib, which draws them, is not installed."""
    if not drawing.available():
        return {}
    labels = tuple(Label.names())
    claims = tuple(
        (corpus_id, tuple(corpus.labels[label] for label in labels)) for corpus_id, corpus in tally.corpora.items()
    )
    made = (
        Bars("claims", "Claims by corpus and label", labels, claims, empty="none"),
        Bars("work", "Who annotated, adjudicated and checked", tuple(WHO.values()), _work(tally), as_shares=True),
        _quality(tally),
    )
    return {chart.name: chart for chart in made if chart.rows}


def _work(tally: ReleaseTally) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Return the steps with what each kind did, and as a row of their own the checks that people are asked for."""
    rows = [(step, tuple(counts.values())) for step, counts in steps(tally.work, tally.item_checks)]
    planned = tally.plan.people_check
    if planned is not None:
        done = next(counts[0] for step, counts in rows if step == CHECKED)
        if done < planned.items:
            rows.append((f"for people to check: {planned.items:,} items", (done, 0, 0)))
    return tuple(rows)


def _quality(tally: ReleaseTally) -> Dots:
    """Return the chart of agreement between annotators, and of a reader with people where that was measured."""
    labels = tuple(Label.names())
    rows: list[tuple[str, tuple[tuple[int, float, float | None, float | None], ...]]] = []
    heads: list[tuple[int, str]] = []
    found: dict[tuple[str, str], list[tuple[int, float, None, None]]] = {}
    for corpus_id, group, label, name, value in agreement_values(tally.measured):
        if name == "exact F1":
            key = f"F1 of exact spans: {group.statement}", f"{corpus_id}, {group.name}"
            found.setdefault(key, []).append((labels.index(label), value, None, None))
    for (head, name), values in sorted(found.items(), key=lambda item: item[0][0]):
        if not heads or heads[-1][1] != head:
            heads.append((len(rows), head))
        rows.append((name, tuple(values)))
    figures = tally.reader.in_short if tally.reader is not None else ()
    if figures:
        heads.append((len(rows), "F1 by sentence: a model against people, on other texts, which people labelled"))
        rows += [(x.texts, ((labels.index(x.label.value), x.f1, x.low, x.high),)) for x in figures]
    return Dots(
        "quality", "Agreement before adjudication, and a reader against people", labels, tuple(rows), tuple(heads)
    )


def chart_file(name: str) -> str:
    """Return the path of a chart from the top of a release."""
    return f"{CHARTS}/{name}.svg"


def chart_image(chart: Chart | None) -> str:
    """Return a chart as Markdown: its title, for who cannot see it; the file itself has its numbers in words, too."""
    if chart is None:
        return "No chart: there is nothing to show yet, or nothing to draw with.\n"
    return f"![Chart: {chart.title}. The tables of this section have its numbers.]({chart_file(chart.name)})\n"


@lru_cache(maxsize=64)
def drawn(chart: Chart) -> str:
    """Return a chart as the content of an SVG file; raises `ClaimwireError` if matplotlib is not installed."""
    with settings():
        figure = _drawn_bars(chart) if isinstance(chart, Bars) else _drawn_dots(chart)
        return svg(figure, chart.title, chart.description)


def _start(chart: Chart, height: float) -> tuple[Figure, Axes, float]:
    """Return a figure with title and legend for so much below them, its axes, and where that begins."""
    figure, axes = new_canvas(WIDTH, EDGE + 2 * ROW + height + EDGE)
    axes.text(
        EDGE,
        EDGE,
        wrapped(chart.title, WIDTH - 2 * EDGE, HEADING, bold=True),
        fontsize=HEADING,
        fontweight="bold",
        va="top",
    )
    x = NAMES
    for number, name in enumerate(chart.series):
        color, marker = series_style(number)
        shape = "s" if isinstance(chart, Bars) else marker
        axes.plot([x + 4.5], [EDGE + ROW + 4], shape, color=color, markersize=8, **OUTLINE)
        axes.text(x + 13, EDGE + ROW + 4, name, fontsize=TEXT, va="center_baseline")
        x += 13 + text_width(name, TEXT) + 16
    return figure, axes, EDGE + 2 * ROW


def _drawn_bars(chart: Bars) -> Figure:
    names = [wrapped(name, NAMES - 2 * EDGE, TEXT) for name, _ in chart.rows]
    heights = [max(ROW, LINE * (name.count("\n") + 1) + 6) for name in names]
    figure, axes, top = _start(chart, sum(heights))
    longest = max((sum(numbers) for _, numbers in chart.rows), default=0) or 1
    for place, (name, (_, numbers)) in enumerate(zip(names, chart.rows, strict=True)):
        middle, total = top + sum(heights[:place]) + heights[place] / 2, sum(numbers)
        axes.text(EDGE, middle, name, fontsize=TEXT, va="center", linespacing=1.2)
        scale = (WIDTH - NAMES - EDGE - ENDS) / ((total or 1) if chart.as_shares else longest)
        x = NAMES
        for number, count in enumerate(numbers):
            if count:
                width, color = count * scale, series_style(number)[0]
                axes.barh([middle], [width], left=x, height=BAR, color=color, edgecolor=INK, linewidth=0.5)
                x += width
        axes.text(x + 6, middle, f"{total:,}" if total else chart.empty, fontsize=TEXT, va="center_baseline", color=INK)
    return figure


def _drawn_dots(chart: Dots) -> Figure:
    heads = dict(chart.heads)
    heights = [ROW * (2 if number in heads else 1) for number in range(len(chart.rows))]
    figure, axes, top = _start(chart, sum(heights) + ROW)
    bottom = top + sum(heights)
    room = WIDTH - NAMES - 3 * EDGE
    for tick in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        x = NAMES + tick * room
        axes.plot([x, x], [top, bottom], color=GRID, linewidth=0.8)
        axes.text(x, bottom + 4, f"{tick:.1f}", fontsize=TEXT, color=MUTED, ha="center", va="top")
    for place, (name, values) in enumerate(chart.rows):
        end = top + sum(heights[: place + 1])
        middle = end - ROW / 2
        if place in heads:
            axes.text(EDGE, middle - ROW, heads[place], fontsize=TEXT, fontweight="bold", va="center_baseline")
        axes.text(EDGE, middle, wrapped(name, NAMES - 2 * EDGE, TEXT), fontsize=TEXT, va="center", linespacing=1.1)
        for number, (series, value, low, high) in enumerate(values):
            color, marker = series_style(series)
            y = middle + (number - (len(values) - 1) / 2) * 5
            if low is not None and high is not None:
                axes.plot([NAMES + low * room, NAMES + high * room], [y, y], color=color, linewidth=1.5)
            axes.plot([NAMES + value * room], [y], marker, color=color, markersize=5.5, **OUTLINE)
    return figure
