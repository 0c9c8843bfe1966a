"""Numbers over time as small SVG drawings: who told how many when, and a toll that grows as a line.

They have classes and no colours: those, with a light and a dark theme, are in the style sheet of the site.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from html import escape
from math import ceil, floor, log10

from ..dates import known_bounds
from ..drawing import SERIES
from ..terminal import visible

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 56, 24, 20, 40
"""What is free around the plot, for the words at its axes, in units of the drawing."""

TICKS, INTERVALS = 4, 3
"""About how many steps the axis of people has, and how many the axis of time."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAY = 86400
SHAPES = 3
"""How many shapes points have, in turn: circle, square, diamond."""


@dataclass(frozen=True)
class TimedFigure:
    """A figure at a moment, in seconds since 1970 (UTC): from `lower` to `upper` people, None where that is open."""

    at: float
    lower: int | None
    upper: int | None
    words: str

    @property
    def number(self) -> int | None:
        """The number at which its point is: its lower bound, or the upper one if that stands alone."""
        return self.lower if self.lower is not None else self.upper


@dataclass(frozen=True)
class TimedSeries:
    """Figures that belong together, under a name; `is_line` if each holds until the next."""

    name: str
    figures: tuple[TimedFigure, ...]
    is_line: bool = False


def moment_of(edtf: str | None) -> float | None:
    """Return the moment of a date and time, or the noon of the first day that a date can mean; None if it has none.

    Seconds since 1970; a time without a zone counts as UTC.
    """
    if edtf is None:
        return None
    try:
        found = datetime.fromisoformat(edtf) if "T" in edtf else None
    except ValueError:
        found = None
    if found is None:
        day = known_bounds(edtf).lower
        if day is None:
            return None
        found = datetime.combine(day, time(12))
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def timeline(series: Sequence[TimedSeries], title: str, *, from_hour: bool = False) -> str:
    """Return series as an SVG element with a title and a description; "" if they have no figure with a number.

    With `from_hour` the axis counts hours, or days, from the first figure; else it has dates.
    """
    shown = [TimedSeries(x.name, _numbered(x), x.is_line) for x in series if _numbered(x)]
    if not shown:
        return ""
    plot = _Plot([figure for x in shown for figure in x.figures], from_hour)
    drawn = "".join(_series(x, number, plot) for number, x in enumerate(shown))
    told = "; ".join(f"{x.name}: {', '.join(figure.words for figure in x.figures)}" for x in shown)
    return (
        f'<svg class="timeline" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
        f"<title>{_text(title)}</title><desc>{_text(told)}</desc>{plot.axes()}{drawn}</svg>"
    )


def _numbered(series: TimedSeries) -> tuple[TimedFigure, ...]:
    return tuple(sorted((x for x in series.figures if x.number is not None), key=lambda x: x.at))


def top_of(highest: int) -> tuple[int, int]:
    """Return where an axis of people from 0 ends, at or above the highest number, and the step between its ticks."""
    rough = max(highest, 1) / TICKS
    size = 10 ** floor(log10(rough)) if rough >= 1 else 1
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough)
    return step * ceil(max(highest, 1) / step), step


class _Plot:
    """Where moments and numbers are in a drawing."""

    def __init__(self, figures: Sequence[TimedFigure], from_hour: bool) -> None:
        moments = [figure.at for figure in figures]
        self._start, end = min(moments), max(moments)
        self._length = end - self._start
        self._from_hour = from_hour
        highest = max(max(figure.lower or 0, figure.upper or 0) for figure in figures)
        self.highest, self._step = top_of(highest)

    def x(self, at: float) -> float:
        share = (at - self._start) / self._length if self._length else 0.5
        return round(LEFT + 10 + share * (WIDTH - LEFT - RIGHT - 20), 1)

    def y(self, number: int) -> float:
        return round(HEIGHT - BOTTOM - number / self.highest * (HEIGHT - TOP - BOTTOM), 1)

    def axes(self) -> str:
        lines = []
        for number in range(0, self.highest + 1, self._step):
            y = self.y(number)
            lines.append(f'<path class="grid" d="M{LEFT} {y}H{WIDTH - RIGHT}"/>')
            lines.append(f'<text class="tick end" x="{LEFT - 8}" y="{y + 4}">{number:,}</text>')
        count = INTERVALS if self._length else 0
        for place in range(count + 1):
            at = self._start + self._length * place / max(count, 1)
            side = "" if not count else " start" if place == 0 else " end" if place == count else ""
            lines.append(f'<text class="tick{side}" x="{self.x(at)}" y="{HEIGHT - 14}">{self._when(at)}</text>')
        return "".join(lines)

    def _when(self, at: float) -> str:
        if self._from_hour:
            hours = (at - self._start) / 3600
            return f"{hours:.0f} h" if self._length < 3 * DAY else f"day {hours / 24:.0f}"
        when = datetime.fromtimestamp(at, UTC)
        day = f"{when.day} {MONTHS[when.month - 1]}"
        return f"{day} {when.year}" if self._length >= 3 * DAY or not self._length else f"{day}, {when:%H:%M}"


def _series(series: TimedSeries, number: int, plot: _Plot) -> str:
    name = f"s{number % len(SERIES)}"
    line = ""
    if series.is_line and len(series.figures) > 1:
        first, *rest = series.figures
        steps = "".join(f"H{plot.x(x.at)}V{plot.y(x.number or 0)}" for x in rest)
        line = f'<path class="line {name}" d="M{plot.x(first.at)} {plot.y(first.number or 0)}{steps}"/>'
    points = "".join(_point(figure, name, number % SHAPES, plot) for figure in series.figures)
    return line + points


def _point(figure: TimedFigure, name: str, shape: int, plot: _Plot) -> str:
    x, y = plot.x(figure.at), plot.y(figure.number or 0)
    span = ""
    if figure.lower is not None and figure.upper is not None and figure.upper > figure.lower:
        span = f'<path class="range {name}" d="M{x} {plot.y(figure.lower)}V{plot.y(figure.upper)}"/>'
    elif figure.lower is None or figure.upper is None:
        end = y - 12 if figure.upper is None else min(y + 12, HEIGHT - BOTTOM)
        span = f'<path class="range open {name}" d="M{x} {y}V{end}"/>'
    drawn = (
        f'<circle class="{name}" cx="{x}" cy="{y}" r="4.5">',
        f'<rect class="{name}" x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8">',
        f'<path class="{name}" d="M{x} {y - 6:.1f}l6 6l-6 6l-6 -6Z">',
    )[shape]
    return f"{span}{drawn}<title>{_text(figure.words)}</title></{drawn[1:].split()[0]}>"


def _text(words: str) -> str:
    return escape(visible(words), quote=True)
