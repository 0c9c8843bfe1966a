"""Figures over time as a chart: a row a figure, time from top to bottom, people from left to right.

A figure is drawn as what it can mean: a point for a number, a bar for a range, an arrow where an end is open or goes on
beyond the axis. Filled marks are in conflict with another; hollow ones are not. The same rows give the same bytes.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from .number_ranges import NumberRange, range_words
from .page import ClaimRow

WIDTH = 880
LABELS = 390
MARGIN = 26
ROW = 26
LINE = 15
"""Height of a further line of a label."""

LETTERS = 54
"""Letters of a line of a label; wide ones still end before the axis."""

WIDE, GAP = 7, 10
"""Pixels of a letter of a figure's words, rather too many than too few, and between them and the figure."""

TITLE = 110
"""Letters of a line of the title."""

ARROW = 14
"""How far before the axis an arrow begins that goes on beyond it."""

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


def scale(numbers: Sequence[NumberRange]) -> Scale:
    """Return the scale on which some intervals are seen well: from 0, unless all of them lie far from it."""
    ends = [end for item in numbers for end in (item.lower, item.upper) if end is not None]
    least = min((item.lower if item.lower or item.upper is None else item.upper for item in numbers), default=0)
    most = max([*ends, 1])
    base = least if least > most / 2 and most > 20 else 0
    step = _step(max(1, most - base))
    return Scale(base // step * step, -(-(most + step // 3 + 1) // step) * step, step)


def svg(rows: Sequence[ClaimRow], title: str) -> str:
    """Return the chart as an SVG element; text in it is the rows' own, escaped."""
    numbers = [row.numbers for row in rows if row.numbers is not None]
    own = scale(numbers)
    tellers = Counter(map(_who, rows))
    labels = [_label(row, alone=tellers[_who(row)] == 1) for row in rows]
    heights = [ROW + LINE * (len(lines) - 1) for lines in labels]
    titles = textwrap.wrap(title, TITLE)
    top = 20 + 20 * len(titles)
    bottom = top + sum(heights)
    height = bottom + 24
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" font-family="system-ui, sans-serif" font-size="12" fill="{INK}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    for number, line in enumerate(titles):
        parts.append(
            f'<text x="{MARGIN // 2}" y="{22 + 20 * number}" font-size="14" font-weight="600">{escape(line)}</text>'
        )
    for tick in own.ticks():
        x = _x(own, tick)
        parts.append(f'<line x1="{x}" y1="{top}" x2="{x}" y2="{bottom}" stroke="{GREY}" stroke-opacity="0.25"/>')
        parts.append(f'<text x="{x}" y="{bottom + 16}" text-anchor="middle" fill="{GREY}">{tick:,}</text>')
    for number, (row, lines) in enumerate(zip(rows, labels, strict=True)):
        parts += _svg_row(own, row, lines, top + sum(heights[:number]) + heights[number] // 2)
    return "\n".join([*parts, "</svg>"]) + "\n"


def bar(own: Scale, row: ClaimRow, width: int = 32) -> str:
    """Return a figure as a line of characters, for a terminal: `●` in conflict, `○` not, arrows at open ends."""
    if row.numbers is None:
        return ""
    cells = [" "] * width
    first = round(own.share(row.numbers.lower) * (width - 1))
    last = width - 1 if row.numbers.upper is None else round(own.share(row.numbers.upper) * (width - 1))
    for cell in range(first, last + 1):
        cells[cell] = "─"
    mark = "●" if row.in_conflict else "○"
    cells[first] = ("◀" if _goes_on(own, row.numbers) else "─") if _open_start(row.numbers) else mark
    cells[last] = "▶" if row.numbers.upper is None else mark
    return "".join(cells)


def _open_start(numbers: NumberRange) -> bool:
    """Tell whether an interval has no lower end of its own: `up to 60` begins at nobody, which no one says."""
    return numbers.lower == 0 and numbers.upper != 0


def _goes_on(own: Scale, numbers: NumberRange) -> bool:
    """Tell whether an interval begins before the numbers that the axis shows."""
    return numbers.lower < own.low


def _svg_row(own: Scale, row: ClaimRow, lines: Sequence[str], y: int) -> list[str]:
    assert row.numbers is not None
    color = STRONG if row.in_conflict else GREY
    fill = color if row.in_conflict else "#ffffff"
    numbers = row.numbers
    beyond = _goes_on(own, numbers)
    first = LABELS - ARROW if beyond else _x(own, numbers.lower)
    last = WIDTH - MARGIN // 2 if numbers.upper is None else _x(own, numbers.upper)
    whole = f"{_who(row)}: {row.says} ({range_words(numbers)})"
    parts = [f"<g><title>{escape(whole)}</title>"]
    start = y + 4 - LINE * (len(lines) - 1) // 2
    parts += [
        f'<text x="{MARGIN // 2}" y="{start + LINE * number}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    ]
    if first != last:
        parts.append(f'<line x1="{first}" y1="{y}" x2="{last}" y2="{y}" stroke="{color}" stroke-width="2"/>')
    if numbers.upper is None:
        parts.append(f'<path d="M{last - 8} {y - 5} L{last} {y} L{last - 8} {y + 5} Z" fill="{color}"/>')
    if beyond:
        parts.append(f'<path d="M{first + 8} {y - 5} L{first} {y} L{first + 8} {y + 5} Z" fill="{color}"/>')
    ends = set() if _open_start(numbers) else {first}
    ends |= {last} if numbers.upper is not None else set()
    parts += [
        f'<circle cx="{x}" cy="{y}" r="5" fill="{fill}" stroke="{color}" stroke-width="2"/>' for x in sorted(ends)
    ]
    x, above, anchor = _place(first, last, row)
    base = y - 5 if above else y + 4
    parts.append(f'<text x="{x}" y="{base}" text-anchor="{anchor}" fill="{color}">{escape(row.says)}</text></g>')
    return parts


def _place(first: int, last: int, row: ClaimRow) -> tuple[int, bool, str]:
    """Return where a figure's words stand: x, whether above its line, and which end of them is at x."""
    wide = WIDE * len(row.says)
    if row.numbers is not None and row.numbers.upper is not None and last + GAP + wide <= WIDTH:
        return last + GAP, False, "start"
    if first - GAP - wide >= LABELS:
        return first - GAP, False, "end"
    if row.numbers is None or row.numbers.upper is None:
        return first + GAP, True, "start"
    return last - GAP, True, "end"


def _label(row: ClaimRow, *, alone: bool) -> list[str]:
    """Return who gives a figure and since when, in the lines that fit beside the axis; nothing is cut.

    Where others of the chart have the same teller and day, the claim's id tells them apart.
    """
    label = _who(row) if alone else f"{_who(row)} ({row.claim_id})"
    return textwrap.wrap(label, LETTERS, subsequent_indent="\N{NO-BREAK SPACE}" * 4) or [""]


def _who(row: ClaimRow) -> str:
    return " ".join(part for part in (str(row.day or ""), row.who) if part)


def _x(own: Scale, number: int) -> int:
    return round(LABELS + own.share(number) * (WIDTH - LABELS - MARGIN))


def _step(stretch: int) -> int:
    """Return the distance of ticks: 1, 2 or 5 times a power of ten, so that there are about five of them."""
    unit = 1
    while True:
        for factor in (1, 2, 5):
            if stretch <= unit * factor * TICKS:
                return unit * factor
        unit *= 10
