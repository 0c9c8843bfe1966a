"""Charts as SVG, drawn with matplotlib: the same bytes for the same numbers, readable by everybody.

A chart has a title and a description for screen readers, and text that stays text. Its colours differ for colour-blind
readers, too, and change with the reader's light or dark theme. Nothing in it depends on the day, the machine or
the user's settings of matplotlib, but another version of matplotlib may write other bytes.

matplotlib comes with the extra `figures`. Only this module imports it, when something is drawn.
"""

from __future__ import annotations

import hashlib
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from html import escape
from importlib.util import find_spec
from io import StringIO
from typing import TYPE_CHECKING, Any

from .errors import ClaimwireError
from .terminal import visible

if TYPE_CHECKING:
    from matplotlib.axes import Axes as Axes
    from matplotlib.figure import Figure as Figure
    from matplotlib.patches import Patch

INSTALL = "pip install 'claimwire[figures]'"

PAPER, INK, MUTED, GRID, STRONG = "#ffffff", "#1b1f24", "#5f6b76", "#d9dde2", "#b3261e"
"""Background, text, what is less important, lines of a grid, and what a reader should see first."""

DARK_TEXT, LIGHT_TEXT = "#101010", "#fefefe"
"""Text on a filled shape, which keeps its colour in a dark theme."""

SERIES: tuple[tuple[str, str], ...] = (
    ("#305ac2", "#97b5fe"),
    ("#845d0f", "#ddb75a"),
    ("#dc60cd", "#fff6f8"),
    ("#48026e", "#ad7cf8"),
    ("#50a557", "#64eab6"),
    ("#693a03", "#db831b"),
    ("#787878", "#666666"),
    ("#114f65", "#1280aa"),
    ("#2f0501", "#cc3a04"),
    ("#0e3132", "#36a8b2"),
)
"""Colours of series, each for a light and a dark theme; a test measures how well they differ."""

MARKERS = ("o", "s", "^", "D", "v", "P", "X", "<", ">")
"""One fewer than colours, so that ninety series differ in colour or marker."""

STEPS = ("#fee838", "#d2c060", "#a59c74", "#7d7c78", "#575d6d", "#2a3f6d", "#00224e")
"""Colours of ordered categories, from light to dark; they are the same in both themes."""

DARK = {PAPER: "#14181d", INK: "#e8eaed", MUTED: "#a3adb8", GRID: "#3a424b", STRONG: "#ff8b7e", **dict(SERIES)}
"""What each colour is in a dark theme; any other colour stays the same."""

SETTINGS: Any = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9.0,
    "text.parse_math": False,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.facecolor": PAPER,
    "figure.facecolor": PAPER,
    "xtick.color": INK,
    "ytick.color": INK,
}


def available() -> bool:
    """Return whether matplotlib is installed."""
    return find_spec("matplotlib") is not None


def require() -> None:
    """Raise `ClaimwireError` if matplotlib is not installed."""
    if not available():
        raise ClaimwireError(f"charts need matplotlib, which is not installed: {INSTALL}")


@contextmanager
def settings() -> Iterator[None]:
    """Draw with the settings of this module and no others; raises `ClaimwireError` if matplotlib is not installed."""
    require()
    import matplotlib as mpl

    with mpl.rc_context(), warnings.catch_warnings():
        mpl.rcdefaults()
        mpl.rcParams.update(SETTINGS)
        # A reader's browser has glyphs that the font for measuring does not have.
        warnings.filterwarnings("ignore", message=r"Glyph \d+ .*missing from font", category=UserWarning)
        yield


def new_figure(width: float, height: float, rows: int = 1, columns: int = 1) -> tuple[Figure, list[Axes]]:
    """Return a figure of a size in inches with its axes row by row, laid out so that no text is cut."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, list(figure.subplots(rows, columns, squeeze=False).ravel())


def new_canvas(width: float, height: float) -> tuple[Figure, Axes]:
    """Return a figure of a size in points, and axes over all of it whose coordinates are points from the top left."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width / 72, height / 72))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    return figure, axes


def series_style(number: int) -> tuple[str, str]:
    """Return colour and marker of a series by its number."""
    return SERIES[number % len(SERIES)][0], MARKERS[number % len(MARKERS)]


def swatch(color: str, label: str) -> Patch:
    """Return an entry of a legend: a filled box and what it is."""
    from matplotlib.patches import Patch

    return Patch(facecolor=color, edgecolor=INK, linewidth=0.5, label=label)


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line of text is, in points, at a size in points, in a font that is wider than most."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    font = FontProperties(family=["DejaVu Sans"], weight="bold" if bold else "normal", size=size)
    width: float = TextToPath().get_text_width_height_descent(text, font, ismath=False)[0]
    return width


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return a text on lines no wider than a width in points at a size in points; too long words are broken."""
    lines: list[str] = []
    for word in visible(text).split():
        joined = f"{lines[-1]} {word}" if lines else word
        if text_width(joined, size, bold=bold) <= width:
            lines[-1:] = [joined]
            continue
        lines += _broken(word, width, size, bold)
    return "\n".join(lines)


def _broken(word: str, width: float, size: float, bold: bool) -> list[str]:
    """Return a word in pieces that are no wider than a width; a single letter is not broken."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def svg(figure: Figure, title: str, description: str) -> str:
    """Return a figure as an SVG element, for a file of its own or within an HTML page; called within `settings`.

    The title and the description are in it for screen readers and as metadata.
    """
    import matplotlib as mpl

    name = hashlib.sha256(f"{title}\n{description}".encode()).hexdigest()[:10]
    mpl.rcParams["svg.hashsalt"] = name  # ids differ from those of another chart in the same page
    stream = StringIO()
    metadata = {"Title": visible(title), "Description": visible(description), "Date": None}
    figure.savefig(stream, format="svg", metadata=metadata)
    head, body = _without_unused_ids(stream.getvalue().partition("<svg")[2]).split(">", 1)
    body = body.replace("<title>", f'<title id="t{name}">', 1)
    described = f'</title>\n <desc id="d{name}">{escape(visible(description))}</desc>\n <style>{_dark_theme()}</style>'
    body = body.replace("</title>", described, 1)
    return f'<svg role="img" aria-labelledby="t{name} d{name}"{head}>{body}'


def text_on(color: str) -> str:
    """Return the colour of text on a shape of a colour, `DARK_TEXT` or `LIGHT_TEXT`, whichever has more contrast."""
    return max(DARK_TEXT, LIGHT_TEXT, key=lambda text: contrast(text, color))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (`#rrggbb`), from 1 to 21, as WCAG 2 defines it."""
    first, second = sorted((_luminance(one), _luminance(other)))
    return (second + 0.05) / (first + 0.05)


def _luminance(color: str) -> float:
    """Return the relative luminance of a colour, from 0 to 1 (WCAG 2)."""
    parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _without_unused_ids(text: str) -> str:
    """Return SVG without the ids that nothing refers to, such as `axes_1`, which every chart has."""
    used = set(re.findall(r"(?:href=\"|url\()#([^\")]+)", text))
    in_tag = re.compile(r' id="([^"]*)"')
    return re.sub(r"<[^>]*>", lambda tag: in_tag.sub(lambda x: x[0] if x[1] in used else "", tag[0]), text)


def _dark_theme() -> str:
    rules = (
        f'[style*="{part}: {light}"]{{{part}:{dark} !important}}'
        for light, dark in DARK.items()
        for part in ("fill", "stroke")
    )
    return f"@media (prefers-color-scheme: dark){{{''.join(rules)}}}"
