"""A sourcing label drawn as a card, as narrow as a telephone's screen: what is told by whom first, details below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..drawing import GRID, INK, MUTED, PAPER, SERIES, new_canvas, settings, svg, text_width, wrapped
from ..schema.vocab import SourceNaming
from ..terminal import visible
from .label import SourcingLabel
from .wording import (
    BodyPart,
    Heading,
    basis_words,
    description,
    facts,
    kind_rows,
    namings_words,
    parts,
    share,
    side_rows,
    sources_words,
)

if TYPE_CHECKING:
    from ..drawing import Axes, Figure

WIDTH, EDGE = 240.0, 9.0
"""Width of a card, 320 pixels of a browser, and what is free at its edges, in points."""

INNER = WIDTH - 2 * EDGE
TEXT, SMALL, HEADING, LARGE = 8.5, 8.0, 10.0, 22.0
"""Sizes of text in points; none is below 10 pixels."""

LEADING = 1.3
"""Height of a line of text by its size."""

COLUMN, GAP = 42.0, 8.0
"""How far apart columns at the right edge end, and the least space between words and those, in points."""

BAR = 13.0
"""Height of the bar of the body, in points."""

MOST_ROWS = 7
"""The most kinds, or sides, that are drawn; the description has all."""

COLORS: dict[SourceNaming | None, str] = {
    SourceNaming.NAMED: SERIES[0][0],
    SourceNaming.DESCRIBED: SERIES[4][0],
    SourceNaming.ANONYMOUS: SERIES[1][0],
    SourceNaming.NONE: SERIES[6][0],
    None: MUTED,
}
"""Colours of the parts of the body; the outlet's own has that of a grid."""

Draw = Callable[["Axes"], object]


def card(label: SourcingLabel, heading: Heading) -> str:
    """Return the card of an article as an SVG element; raises `ClaimwireError` if matplotlib is not installed."""
    with settings():
        return svg(draw_card(label, heading), f"Sourcing: {heading.headline}", f"{heading.place}. {description(label)}")


def draw_card(label: SourcingLabel, heading: Heading) -> Figure:
    """Return the card of an article, to be written in any format within `claimwire.drawing.settings`."""
    page = Page()
    page.text("Sourcing", HEADING, color=MUTED)
    page.text(heading.headline, HEADING, bold=True)
    page.text(heading.place, SMALL, color=MUTED)
    page.rule(thick=True)
    _body(page, label)
    page.rule()
    _sources(page, label)
    page.rule()
    _sides(page, label)
    page.rule()
    for name, words in facts(label):
        page.text(name, TEXT, bold=True)
        page.text(words, TEXT)
        page.gap(2)
    page.rule()
    page.text(basis_words(label), SMALL, color=MUTED)
    return page.figure()


@dataclass
class Page:
    """What is drawn below each other, from the top; nothing is drawn before the height is known."""

    height: float = EDGE
    drawn: list[Draw] = field(default_factory=list)

    def gap(self, points: float) -> None:
        """Leave some points free."""
        self.height += points

    def text(self, words: str, size: float, *, color: str = INK, bold: bool = False) -> None:
        """Write words from the left edge, on as many lines as they need."""
        self._lines(EDGE, wrapped(words, INNER, size, bold=bold), size, color, bold)

    def row(self, left: str, *right: str, indent: float = 0, bold: bool = False, color: str = INK) -> None:
        """Write words at the left, on lines that leave room for others in columns at the right of the first line."""
        for place, words in enumerate(reversed(right)):
            self._line(WIDTH - EDGE - place * COLUMN, self.height, visible(words), TEXT, color, False, "right")
        widest = text_width(visible(right[0]), TEXT) + (len(right) - 1) * COLUMN
        shown = wrapped(left, INNER - indent - widest - GAP, TEXT, bold=bold)
        self._lines(EDGE + indent, shown, TEXT, INK, bold)
        self.gap(1.5)

    def box(self, left: float, width: float, height: float, color: str) -> None:
        """Fill a box from the present height down, without going on."""
        top = self.height

        def draw(axes: Axes) -> None:
            axes.fill_between([left, left + width], top, top + height, color=color, edgecolor=PAPER, linewidth=0.6)

        self.drawn.append(draw)

    def rule(self, *, thick: bool = False) -> None:
        """Draw a line across."""
        self.height += 3
        y, color, width = self.height, INK if thick else MUTED, 3.0 if thick else 0.6
        self.drawn.append(lambda axes: axes.plot([EDGE, WIDTH - EDGE], [y, y], color=color, linewidth=width))
        self.height += 5

    def figure(self) -> Figure:
        """Return all of it as a figure, within a frame."""
        height = self.height + EDGE
        figure, axes = new_canvas(WIDTH, height)
        frame_x, frame_y = (1, WIDTH - 1, WIDTH - 1, 1, 1), (1, 1, height - 1, height - 1, 1)
        axes.plot(frame_x, frame_y, color=INK, linewidth=1.2)
        for draw in self.drawn:
            draw(axes)
        return figure

    def _lines(self, x: float, shown: str, size: float, color: str, bold: bool) -> None:
        for line in shown.split("\n"):
            self._line(x, self.height, line, size, color, bold, "left")
            self.height += size * LEADING

    def _line(self, x: float, top: float, words: str, size: float, color: str, bold: bool, side: str) -> None:
        style: dict[str, Any] = {
            "fontsize": size,
            "color": color,
            "fontweight": "bold" if bold else "normal",
            "ha": side,
        }
        self.drawn.append(lambda axes: axes.text(x, top + size, words, va="baseline", **style))


def _body(page: Page, label: SourcingLabel) -> None:
    """Draw what share of the body others tell, and on whom it rests."""
    page.text(share(label, label.told_length), LARGE, bold=True)
    page.text("of the body is told by others", TEXT)
    page.gap(3)
    left = EDGE
    for part in parts(label):
        width = INNER * part.length / label.body_length
        page.box(left, width, BAR, _color(part))
        left += width
    page.gap(BAR + 5)
    for part in parts(label):
        page.gap(2)
        page.box(EDGE, 7, 7, _color(part))
        page.gap(-2)
        page.row(part.words, share(label, part.length), indent=12)


def _sources(page: Page, label: SourcingLabel) -> None:
    """Draw how many sources there are, by naming and by kind."""
    page.text(sources_words(label.sources_least, label.sources_most), TEXT, bold=True)
    if label.kinds:
        page.row(namings_words(label), "sources", "of body", color=MUTED)
    for words, number, of_body in kind_rows(label)[:MOST_ROWS]:
        page.row(words, number, of_body)
    _rest(page, len(label.kinds), "kinds")


def _sides(page: Page, label: SourcingLabel) -> None:
    """Draw who is named as a party, and whether it speaks."""
    rows = side_rows(label)
    page.row("Named as parties", "do they speak?" if rows else "nobody", bold=True, color=MUTED if rows else INK)
    for name, roles, status in rows[:MOST_ROWS]:
        page.row(f"{name} ({roles})", status)
    _rest(page, len(rows), "parties")


def _rest(page: Page, number: int, what: str) -> None:
    if number > MOST_ROWS:
        page.text(f"and {number - MOST_ROWS} more {what}", SMALL, color=MUTED)


def _color(part: BodyPart) -> str:
    return COLORS[part.naming] if part.is_told else GRID
