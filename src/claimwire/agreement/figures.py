"""Figures of a report as SVG: agreement by label and annotators, confusion of labels, disagreement by kind.

The same report gives the same file with the same version of matplotlib. The description in the file's metadata ends
with a hash of the numbers shown, so that it can be told whether a figure is that of a report.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from io import BytesIO
from textwrap import fill
from typing import TYPE_CHECKING, Any

from ..corpus.records import canonical_json
from ..errors import ClaimwireError
from .disagreement import KINDS
from .report import Report
from .tables import statements

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLORS = (
    "#1f77b4", "#c0392b", "#2e7d32", "#8c6d1f", "#6a3d9a", "#444444", "#00838f", "#d81b60", "#ef6c00", "#5d4037",
)  # fmt: skip

MARKERS = ("o", "s", "^", "D", "v", "P", "X", "<", ">")
"""One fewer than colours, so that ninety groups differ in colour or marker."""

KIND_COLORS = ("#2e7d32", "#9ccc65", "#fdd835", "#fb8c00", "#e65100", "#6a3d9a", "#c0392b")

PANELS = 3
"""How many panels stand side by side."""

MEASURES = (
    ("sentences", "alpha", "sentence alpha"),
    ("spans", "exact F1", "span F1, exact"),
    ("spans", "overlap F1", "span F1, overlap"),
    ("spans", "unitizing alpha", "unitizing alpha"),
)
"""What the figure by label shows: section, measure, and its name there."""

SETTINGS: Any = {"svg.hashsalt": "claimwire", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 9.0}


def figures(report: Report) -> dict[str, bytes]:
    """Return the figures of a report as SVG by name: `labels`, `confusion` and `disagreement`.

    The last two are about pairs. Raises `ClaimwireError` where matplotlib is not installed.
    """
    try:
        import matplotlib as mpl
    except ImportError as error:
        raise ClaimwireError("figures need matplotlib: pip install 'claimwire[figures]'") from error
    with mpl.rc_context(SETTINGS):
        return {name: _svg(figure, description(report, name)) for name, figure in drawings(report).items()}


def drawings(report: Report) -> dict[str, Figure]:
    """Return the figures of a report by name, not yet written in any format."""
    found = {"labels": _by_label(report)}
    if report.confusion:
        found |= {"confusion": _confusion(report), "disagreement": _disagreement(report)}
    return found


def description(report: Report, name: str) -> str:
    """Return what a figure shows, in words, and the hash of the numbers in it."""
    says = {
        "labels": "Agreement by label and annotators, with intervals",
        "confusion": "How often claims at one place have which labels",
        "disagreement": "How claims stand to the other annotator's, by label",
    }[name]
    digest = hashlib.sha256(canonical_json(data(report)[name]).encode()).hexdigest()
    return f"{report.name}: {statements(report)}. {says}. Data {digest}"


def data(report: Report) -> dict[str, Any]:
    """Return the numbers that each figure shows, rounded as far as a reader can tell them apart."""
    points = [
        [group.name, label, section, measure, *(None if x is None else round(x, 4) for x in (e.value, e.low, e.high))]
        for group in report.groups
        for section, measure, _ in MEASURES
        for (label, name), e in report.of(group.name, section).items()
        if name == measure and label in report.labels
    ]
    return {
        "labels": points,
        "confusion": {k: sorted([*pair, n] for pair, n in v.items()) for k, v in report.confusion.items()},
        "disagreement": report.disagreement,
    }


def wrapped(text: str, inches: float, size: float) -> str:
    """Return a text on lines that are no wider than some inches at a size in points; long names are broken."""
    return fill(text, max(int(inches * 72 / (0.62 * size)), 8))


def style(number: int) -> tuple[str, str]:
    """Return colour and marker of an annotator group by its number."""
    return COLORS[number % len(COLORS)], MARKERS[number % len(MARKERS)]


def _new(width: float, height: float, rows: int = 1, columns: int = 1) -> tuple[Figure, list[Axes]]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, list(figure.subplots(rows, columns, squeeze=False).ravel())


def _by_label(report: Report) -> Figure:
    rows = [(label, *measure) for label in report.labels for measure in MEASURES]
    width, line = 7.5, 0.16
    legend = [wrapped(f"{group.name}: {group.statement}", width - 0.8, 9) for group in report.groups]
    title = wrapped(f"{report.name}: {statements(report)}", width - 0.2, 10)
    lines = sum(text.count("\n") + 1 for text in (*legend, title))
    figure, (axes,) = _new(width, 1.1 + max(0.32, 0.09 * len(report.groups) + 0.08) * len(rows) + line * lines)
    lowest = 1.0
    for number, group in enumerate(report.groups):
        color, marker = style(number)
        shift = (number - (len(report.groups) - 1) / 2) * 0.8 / len(report.groups)
        for place, (label, section, measure, _) in enumerate(rows):
            estimate = report.of(group.name, section).get((label, measure))
            if estimate is None or estimate.value is None:
                continue
            if estimate.low is not None and estimate.high is not None:
                axes.plot([estimate.low, estimate.high], [place + shift] * 2, color=color, linewidth=1.5)
                lowest = min(lowest, estimate.low)
            axes.plot([estimate.value], [place + shift], marker, color=color, markersize=4.5)
            lowest = min(lowest, estimate.value)
        axes.plot([], [], f"{marker}-", color=color, label=legend[number])
    for place in range(len(MEASURES), len(rows), len(MEASURES)):
        axes.axhline(place - 0.5, color="#bbbbbb", linewidth=0.8)
    axes.set_yticks(range(len(rows)), [f"{label.replace('_', ' ')}: {name}" for label, _, _, name in rows])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    start = min(math.floor(20 * lowest - 0.2) / 20, 0.8)
    axes.set_xlim(start, 1.005)
    says = "" if start == 0 else f"; the axis starts at {start:.2f}, not at 0"
    axes.set_xlabel(wrapped(f"alpha or F1; 1 is full agreement{says}", width - 2.6, 9))
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", frameon=False)
    figure.suptitle(title, fontsize=10)
    return figure


def _confusion(report: Report) -> Figure:
    names = [*report.labels, "none"]
    columns = min(PANELS, len(report.confusion))
    rows = -(-len(report.confusion) // columns)
    figure, every = _new(0.8 + 3.2 * columns, 3.9 * rows, rows, columns)
    for axes in every[len(report.confusion) :]:
        figure.delaxes(axes)
    for axes, (name, counts) in zip(every, report.confusion.items(), strict=False):
        group = report.group(name)
        table = [[counts.get((row, column), 0) for column in names] for row in names]
        largest = max(max(row) for row in table) or 1
        axes.imshow([[(cell / largest) ** 0.5 for cell in row] for row in table], cmap="Blues", vmin=0, vmax=1.4)
        for y, row in enumerate(table):
            for x, cell in enumerate(row):
                axes.text(x, y, "" if x == y == len(names) - 1 else str(cell), ha="center", va="center")
        shown = [label.replace("_", "\n") for label in names]
        axes.set_xticks(range(len(names)), shown, fontsize=7)
        axes.set_yticks(range(len(names)), shown, fontsize=7)
        axes.set_xlabel(wrapped(group.ids[1], 2.2, 9))
        axes.set_ylabel(wrapped(group.ids[0], 2.2, 9))
        axes.set_title("\n".join(wrapped(text, 2.6, 9) for text in (report.name, group.statement)), fontsize=9)
    return figure


def _disagreement(report: Report) -> Figure:
    width, bar = 7.5, 0.45
    heads = {name: wrapped(f"{name}: {report.group(name).statement}", width - 1.9, 8) for name in report.disagreement}
    title = wrapped(f"{report.name}: {statements(report)}", width - 0.2, 10)
    places, labels, at = [], [], 0.0
    figure, (axes,) = _new(width, 1.5 + bar * _rows(heads, report.labels) + 0.16 * (title.count("\n") + 1))
    for name, head in heads.items():
        at += _lines(head)
        axes.text(0.6, at - 0.45, head, fontsize=8, va="bottom", ha="left")
        for label in report.labels:
            _bar(axes, at, report.disagreement[name][label])
            places.append(at)
            labels.append(label.replace("_", " "))
            at += 1
    axes.set_yticks(places, labels)
    axes.set_ylim(at - 0.4, 0)
    axes.set_xlim(0, 100)
    axes.set_xlabel(wrapped("% of the claims of both annotators; the bars' numbers are claims", width - 1.9, 9))
    for kind, color in zip(KINDS, KIND_COLORS, strict=True):
        axes.barh(places[0], 0, color=color, label=kind)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=4, frameon=False)
    figure.suptitle(title, fontsize=10)
    return figure


def _bar(axes: Axes, place: float, counts: dict[str, int]) -> None:
    left, total = 0.0, sum(counts.values()) or 1
    for kind, color in zip(KINDS, KIND_COLORS, strict=True):
        width = 100 * counts.get(kind, 0) / total
        axes.barh(place, width, left=left, color=color, height=0.7)
        if width >= 4:
            dark = kind in ("same", "span and slots", "other label", "only one")
            text = str(counts[kind])
            axes.text(left + width / 2, place, text, ha="center", va="center", color="white" if dark else "black")
        left += width


def _lines(head: str) -> float:
    """Return how much room the lines above a pair's bars take, in bars."""
    return 0.45 + 0.32 * (head.count("\n") + 1)


def _rows(heads: dict[str, str], labels: Sequence[str]) -> float:
    return sum(_lines(head) + len(labels) for head in heads.values())


def _svg(figure: Figure, text: str) -> bytes:
    stream = BytesIO()
    figure.savefig(stream, format="svg", metadata={"Date": None, "Description": text})
    return stream.getvalue()
