"""Figures over time as a chart: a row a figure, time from top to bottom, people from left to right.

A figure is drawn as what it can mean: a point for a number, a bar for a range, an arrow where an end is open. Filled
marks are in conflict with another; hollow ones are not. The same rows give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from .intervals import Interval, shown_interval
from .page import Row

WIDTH = 880
LABELS = 390
MARGIN = 26
ROW = 26
TICKS = 5
INK, GREY, STRONG = "#1b1f24", "#5f6b76", "#b3261e"


@dataclass(frozen=True)
class Scale:
    """What stretch of numbers a chart shows, and where its ticks are."""

    low: int
    high: int
    step: int

    def ticks(self) -> list[int]:
        """Return the numbers that have a tick, the ends included."""
        return list(range(self.low, self.high + 1, self.step))

    def share(self, number: int) -> float:
        """Return where a number lies, from 0 at the low end to 1 at the high end; outside it is at that end."""
        return min(1.0, max(0.0, (number - self.low) / (self.high - self.low)))


def scale(numbers: Sequence[Interval]) -> Scale:
    """Return the scale on which some intervals are seen well: from 0, unless all of them lie far from it."""
    ends = [end for item in numbers for end in (item.lower, item.upper) if end is not None]
    least = min((item.lower if item.lower or item.upper is None else item.upper for item in numbers), default=0)
    most = max([*ends, 1])
    base = least if least > most / 2 and most > 20 else 0
    step = _step(max(1, most - base))
    return Scale(base // step * step, -(-(most + step // 3 + 1) // step) * step, step)


def svg(rows: Sequence[Row], title: str) -> str:
    """Return the chart as an SVG element; text in it is the rows' own, escaped."""
    numbers = [row.numbers for row in rows if row.numbers is not None]
    own = scale(numbers)
    height = ROW * len(rows) + 64
    top, bottom = 40, 40 + ROW * len(rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" font-family="system-ui, sans-serif" font-size="12" fill="{INK}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="{MARGIN // 2}" y="22" font-size="14" font-weight="600">{escape(title)}</text>',
    ]
    for tick in own.ticks():
        x = _x(own, tick)
        parts.append(f'<line x1="{x}" y1="{top}" x2="{x}" y2="{bottom}" stroke="{GREY}" stroke-opacity="0.25"/>')
        parts.append(f'<text x="{x}" y="{bottom + 16}" text-anchor="middle" fill="{GREY}">{tick:,}</text>')
    for number, row in enumerate(rows):
        parts += _svg_row(own, row, top + ROW * number + ROW // 2)
    return "\n".join([*parts, "</svg>"]) + "\n"


def bar(own: Scale, row: Row, width: int = 32) -> str:
    """Return a figure as a line of characters, for a terminal: `●` in conflict, `○` not, arrows at open ends."""
    if row.numbers is None:
        return ""
    cells = [" "] * width
    first = round(own.share(row.numbers.lower) * (width - 1))
    last = width - 1 if row.numbers.upper is None else round(own.share(row.numbers.upper) * (width - 1))
    for cell in range(first, last + 1):
        cells[cell] = "─"
    mark = "●" if row.in_conflict else "○"
    open_end, open_start = row.numbers.upper is None, row.numbers.lower == 0 and row.numbers.upper != 0
    cells[first] = "─" if open_start else mark
    cells[last] = "▶" if open_end else mark
    return "".join(cells)


def _svg_row(own: Scale, row: Row, y: int) -> list[str]:
    assert row.numbers is not None
    color = STRONG if row.in_conflict else GREY
    fill = color if row.in_conflict else "#ffffff"
    numbers = row.numbers
    open_start = numbers.lower == 0 and numbers.upper != 0
    first = _x(own, numbers.lower)
    last = WIDTH - MARGIN // 2 if numbers.upper is None else _x(own, numbers.upper)
    label = " ".join(part for part in (str(row.day or ""), row.who) if part)
    parts = [f"<g><title>{escape(f'{label}: {row.says} ({shown_interval(numbers)})')}</title>"]
    parts.append(f'<text x="{MARGIN // 2}" y="{y + 4}">{escape(_short(label))}</text>')
    if first != last:
        parts.append(f'<line x1="{first}" y1="{y}" x2="{last}" y2="{y}" stroke="{color}" stroke-width="2"/>')
    if numbers.upper is None:
        parts.append(f'<path d="M{last - 8} {y - 5} L{last} {y} L{last - 8} {y + 5} Z" fill="{color}"/>')
    ends = {first} if not open_start else set()
    ends |= {last} if numbers.upper is not None else set()
    parts += [
        f'<circle cx="{x}" cy="{y}" r="5" fill="{fill}" stroke="{color}" stroke-width="2"/>' for x in sorted(ends)
    ]
    right = numbers.upper is None or last > WIDTH - 110
    x, anchor = (first - 10, "end") if right and first > LABELS + 90 else (last + 10, "start")
    if numbers.upper is None and anchor == "start":
        x, y = first + 10, y - 6
    parts.append(f'<text x="{x}" y="{y + 4}" text-anchor="{anchor}" fill="{color}">{escape(row.says)}</text></g>')
    return parts


def _x(own: Scale, number: int) -> int:
    return round(LABELS + own.share(number) * (WIDTH - LABELS - MARGIN))


def _short(label: str, most: int = 50) -> str:
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"


def _step(stretch: int) -> int:
    """Return the distance of ticks: 1, 2 or 5 times a power of ten, so that there are about five of them."""
    unit = 1
    while True:
        for factor in (1, 2, 5):
            if stretch <= unit * factor * TICKS:
                return unit * factor
        unit *= 10
