"""Figures of a report as SVG: agreement by label and annotators, confusion of labels, disagreement by kind.

The same report gives the same file with the same version of matplotlib. The description in the file's metadata ends
with a hash of the numbers shown, so that it can be told whether a figure is that of a report.
"""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ..errors import ClaimwireError
from ..records import canonical_json
from .report import Report
from .sections import KINDS
from .tables import statements

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLORS = ("#1f77b4", "#c0392b", "#2e7d32", "#8c6d1f", "#6a3d9a", "#444444")

KIND_COLORS = ("#2e7d32", "#9ccc65", "#fdd835", "#fb8c00", "#e65100", "#6a3d9a", "#c0392b")

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
        found = {"labels": _by_label(report)}
        if report.confusion:
            found |= {"confusion": _confusion(report), "disagreement": _disagreement(report)}
        return {name: _svg(figure, description(report, name)) for name, figure in found.items()}


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
        [party.name, label, section, measure, *(None if x is None else round(x, 4) for x in (e.value, e.low, e.high))]
        for party in report.parties
        for section, measure, _ in MEASURES
        for (label, name), e in report.of(party.name, section).items()
        if name == measure and label in report.labels
    ]
    return {
        "labels": points,
        "confusion": {k: sorted([*pair, n] for pair, n in v.items()) for k, v in report.confusion.items()},
        "disagreement": report.disagreement,
    }


def _new(width: float, height: float, columns: int = 1) -> tuple[Figure, list[Axes]]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.subplots(1, columns, squeeze=False)
    return figure, list(axes[0])


def _by_label(report: Report) -> Figure:
    rows = [(label, *measure) for label in report.labels for measure in MEASURES]
    figure, (axes,) = _new(7.5, 0.8 + 0.32 * len(rows) + 0.2 * len(report.parties))
    for number, party in enumerate(report.parties):
        color = COLORS[number % len(COLORS)]
        shift = (number - (len(report.parties) - 1) / 2) * 0.6 / len(report.parties)
        for place, (label, section, measure, _) in enumerate(rows):
            estimate = report.of(party.name, section).get((label, measure))
            if estimate is None or estimate.value is None:
                continue
            if estimate.low is not None and estimate.high is not None:
                axes.plot([estimate.low, estimate.high], [place + shift] * 2, color=color, linewidth=1.5)
            axes.plot([estimate.value], [place + shift], "o", color=color, markersize=4.5)
        axes.plot([], [], "o-", color=color, label=f"{party.name}: {party.statement}")
    for place in range(len(MEASURES), len(rows), len(MEASURES)):
        axes.axhline(place - 0.5, color="#bbbbbb", linewidth=0.8)
    axes.set_yticks(range(len(rows)), [f"{label.replace('_', ' ')}: {name}" for label, _, _, name in rows])
    axes.invert_yaxis()
    low, _ = axes.get_xlim()
    axes.set_xlim(min(low, 0.8), 1.005)
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.legend(loc="upper center", bbox_to_anchor=(0.4, -0.06), frameon=False)
    axes.set_title(f"{report.name}: {statements(report)}", fontsize=10)
    return figure


def _confusion(report: Report) -> Figure:
    names = [*report.labels, "none"]
    figure, every = _new(1 + 3.2 * len(report.confusion), 3.4, len(report.confusion))
    for axes, (name, counts) in zip(every, report.confusion.items(), strict=True):
        party = report.party(name)
        table = [[counts.get((row, column), 0) for column in names] for row in names]
        largest = max(max(row) for row in table) or 1
        axes.imshow([[(cell / largest) ** 0.5 for cell in row] for row in table], cmap="Blues", vmin=0, vmax=1.4)
        for y, row in enumerate(table):
            for x, cell in enumerate(row):
                axes.text(x, y, "" if x == y == len(names) - 1 else str(cell), ha="center", va="center")
        shown = [label.replace("_", "\n") for label in names]
        axes.set_xticks(range(len(names)), shown, fontsize=7)
        axes.set_yticks(range(len(names)), shown, fontsize=7)
        axes.set_xlabel(party.ids[1])
        axes.set_ylabel(party.ids[0])
        axes.set_title(f"{report.name}:\n{party.statement}", fontsize=9)
    return figure


def _disagreement(report: Report) -> Figure:
    rows = [(name, label) for name in report.disagreement for label in report.labels]
    figure, (axes,) = _new(7.5, 1.5 + 0.45 * len(rows))
    for place, (name, label) in enumerate(rows):
        counts, left = report.disagreement[name][label], 0.0
        total = sum(counts.values()) or 1
        for kind, color in zip(KINDS, KIND_COLORS, strict=True):
            width = 100 * counts.get(kind, 0) / total
            axes.barh(place, width, left=left, color=color, height=0.7)
            if width >= 4:
                dark = kind in ("same", "span and slots", "other label", "only one")
                text = str(counts[kind])
                axes.text(left + width / 2, place, text, ha="center", va="center", color="white" if dark else "black")
            left += width
    several = len(report.disagreement) > 1
    names = [f"{name}: {label}" if several else label for name, label in rows]
    axes.set_yticks(range(len(rows)), [name.replace("_", " ") if not several else name for name in names])
    axes.invert_yaxis()
    axes.set_xlim(0, 100)
    axes.set_xlabel("% of the claims of both annotators; the bars' numbers are claims")
    for kind, color in zip(KINDS, KIND_COLORS, strict=True):
        axes.barh(0, 0, color=color, label=kind)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=4, frameon=False)
    axes.set_title(f"{report.name}: {statements(report)}", fontsize=10)
    return figure


def _svg(figure: Figure, text: str) -> bytes:
    stream = BytesIO()
    figure.savefig(stream, format="svg", metadata={"Date": None, "Description": text})
    return stream.getvalue()
