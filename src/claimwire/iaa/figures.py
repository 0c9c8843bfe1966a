"""Figures of a report as SVG: agreement by label and annotators, confusion of labels, disagreement by kind.

The description of a figure ends with a hash of the numbers shown, so that one can check whether it is of a report.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..corpus.records import canonical_json
from ..drawing import (
    DARK_TEXT,
    GRID,
    INK,
    PAPER,
    STEPS,
    new_figure,
    series_style,
    settings,
    svg,
    swatch,
    text_on,
    wrapped,
)
from .disagreement import KINDS
from .report import Report
from .tables import statements

if TYPE_CHECKING:
    from ..drawing import Axes, Figure

PANELS = 3
"""How many panels stand side by side."""

MEASURES = (
    ("sentences", "alpha", "sentence alpha"),
    ("spans", "exact F1", "span F1, exact"),
    ("spans", "overlap F1", "span F1, overlap"),
    ("spans", "unitizing alpha", "unitizing alpha"),
)
"""What the figure by label shows: section, measure, and its name there."""

SHOWS = {
    "labels": "Agreement by label and annotators, with intervals",
    "confusion": "How often claims at one place have which labels",
    "disagreement": "How claims differ from the other annotator's, by label",
}
"""What each figure shows, in words."""


def figures(report: Report) -> dict[str, str]:
    """Return the figures of a report as SVG by name: `labels`, `confusion` and `disagreement`.

    The last two are about pairs. Raises `ClaimwireError` if matplotlib is not installed.
    """
    with settings():
        return {
            name: svg(figure, f"{report.name}: {SHOWS[name]}", description(report, name))
            for name, figure in drawings(report).items()
        }


def drawings(report: Report) -> dict[str, Figure]:
    """Return the figures of a report by name, not yet written in any format."""
    found = {"labels": _by_label(report)}
    if report.confusion:
        found |= {"confusion": _confusion(report), "disagreement": _disagreement(report)}
    return found


def description(report: Report, name: str) -> str:
    """Return what a figure shows, in words, and the hash of the numbers in it."""
    digest = hashlib.sha256(canonical_json(data(report)[name]).encode()).hexdigest()
    return f"{report.name}: {statements(report)}. {SHOWS[name]}. Data {digest}"


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


def _wrapped(text: str, inches: float, size: float) -> str:
    return wrapped(text, 72 * inches, size)


def _by_label(report: Report) -> Figure:
    rows = [(label, *measure) for label in report.labels for measure in MEASURES]
    width, line = 7.5, 0.16
    legend = [_wrapped(f"{group.name}: {group.statement}", width - 0.9, 9) for group in report.groups]
    title = _wrapped(f"{report.name}: {statements(report)}", width - 0.2, 10)
    lines = sum(text.count("\n") + 1 for text in (*legend, title))
    figure, (axes,) = new_figure(width, 1.1 + max(0.32, 0.09 * len(report.groups) + 0.08) * len(rows) + line * lines)
    lowest = 1.0
    for number, group in enumerate(report.groups):
        color, marker = series_style(number)
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
        axes.axhline(place - 0.5, color=GRID, linewidth=1.2)
    axes.set_yticks(range(len(rows)), [f"{label.replace('_', ' ')}: {name}" for label, _, _, name in rows])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    start = min(math.floor(20 * lowest - 0.2) / 20, 0.8)
    axes.set_xlim(start, 1.005)
    says = "" if start == 0 else f"; the axis starts at {start:.2f}, not at 0"
    axes.set_xlabel(_wrapped(f"alpha or F1; 1 is full agreement{says}", width - 2.6, 9))
    axes.grid(axis="x", color=GRID, linewidth=0.6)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", frameon=False)
    figure.suptitle(title, fontsize=10)
    return figure


def _confusion(report: Report) -> Figure:
    names = [*report.labels, "none"]
    columns = min(PANELS, len(report.confusion))
    rows = -(-len(report.confusion) // columns)
    figure, every = new_figure(0.8 + 3.2 * columns, 3.9 * rows, rows, columns)
    for axes in every[len(report.confusion) :]:
        figure.delaxes(axes)
    for axes, (name, counts) in zip(every, report.confusion.items(), strict=False):
        group = report.group(name)
        table = [[counts.get((row, column), 0) for column in names] for row in names]
        largest = max(max(row) for row in table) or 1
        places = range(len(names))
        shades = [[(cell / largest) ** 0.5 for cell in row] for row in table]
        axes.pcolormesh(
            places, places, shades, shading="nearest", cmap="Blues", vmin=0, vmax=1.6, edgecolors=PAPER, linewidth=1
        )
        axes.set_aspect("equal")
        axes.set_ylim(len(names) - 0.5, -0.5)
        for y, row in enumerate(table):
            for x, cell in enumerate(row):
                text = "" if x == y == len(names) - 1 else str(cell)
                axes.text(x, y, text, ha="center", va="center", color=DARK_TEXT)
        shown = [label.replace("_", "\n") for label in names]
        axes.set_xticks(range(len(names)), shown, fontsize=7)
        axes.set_yticks(range(len(names)), shown, fontsize=7)
        axes.set_xlabel(_wrapped(group.ids[1], 2.2, 9))
        axes.set_ylabel(_wrapped(group.ids[0], 2.2, 9))
        axes.set_title("\n".join(_wrapped(text, 2.6, 9) for text in (report.name, group.statement)), fontsize=9)
    return figure


def _disagreement(report: Report) -> Figure:
    width, bar = 7.5, 0.45
    heads = {name: _wrapped(f"{name}: {report.group(name).statement}", width - 1.9, 8) for name in report.disagreement}
    title = _wrapped(f"{report.name}: {statements(report)}", width - 0.2, 10)
    places, labels, at = [], [], 0.0
    figure, (axes,) = new_figure(width, 1.5 + bar * _rows(heads, report.labels) + 0.16 * (title.count("\n") + 1))
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
    axes.set_xlabel(_wrapped("% of the claims of both annotators; the bars' numbers are claims", width - 1.9, 9))
    swatches = [swatch(color, kind) for kind, color in zip(KINDS, STEPS, strict=True)]
    figure.legend(handles=swatches, loc="outside lower center", ncols=4, frameon=False)
    figure.suptitle(title, fontsize=10)
    return figure


def _bar(axes: Axes, place: float, counts: dict[str, int]) -> None:
    left, total = 0.0, sum(counts.values()) or 1
    for kind, color in zip(KINDS, STEPS, strict=True):
        width = 100 * counts.get(kind, 0) / total
        axes.barh(place, width, left=left, color=color, edgecolor=INK, linewidth=0.5, height=0.7)
        if width >= 4:
            axes.text(left + width / 2, place, str(counts[kind]), ha="center", va="center", color=text_on(color))
        left += width


def _lines(head: str) -> float:
    """Return how much room the lines above a pair's bars take, in bars."""
    return 0.45 + 0.32 * (head.count("\n") + 1)


def _rows(heads: dict[str, str], labels: Sequence[str]) -> float:
    return sum(_lines(head) + len(labels) for head in heads.values())
