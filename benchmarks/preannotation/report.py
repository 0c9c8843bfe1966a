"""The tables of what was measured, from its JSON: for a terminal, and for `docs/preannotating.md`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import mean
from typing import Any

from claimwire.regions import percent, table

from .help import MISSING, OUTCOMES, SLOTS, SPURIOUS, STANDS, WORDS

MOST_SLOTS = 12
"""How many of the slots that differ most often are shown."""

EFFORT = ("keys", "clicks", "drags", "characters")


def tables(measured: Mapping[str, Any]) -> dict[str, str]:
    """Return the tables by the names of their regions: what stands, what it saves, what differs, and which order."""
    return {
        "suggestions": suggestions(measured["helped"]),
        "effort": effort(measured["helped"]),
        "differing": differing(measured["helped"]),
        "order": order(measured["order"]),
    }


def suggestions(helped: Sequence[Mapping[str, Any]]) -> str:
    """Return the table of what becomes of claims and suggestions, label by label."""
    rows = []
    for one in helped:
        for label, counts in one["outcomes"].items():
            claims = sum(counts[name] for name in OUTCOMES if name != SPURIOUS)
            shares = [percent(counts[name], claims) for name in (STANDS, SLOTS, WORDS, MISSING)]
            rows.append((one["model"], one["unit"], f"`{label}`", claims, *shares, counts[SPURIOUS]))
    header = ("model", "texts", "label", "claims", "stand", "slots differ", "words differ", "missing", "spurious")
    return table(header, rows)


def effort(helped: Sequence[Mapping[str, Any]]) -> str:
    """Return the table of what an article takes without suggestions and with them, on average."""
    rows = []
    for one in helped:
        actions = [sum(one[side][name] for name in EFFORT[:3]) for side in ("without", "with")]
        cells = [
            f"{one['without'][name] / one['articles']:.1f} → {one['with'][name] / one['articles']:.1f}"
            for name in EFFORT
        ]
        saved = f"{100 * (1 - actions[1] / actions[0]):.0f} %" if actions[0] else "—"
        rows.append((one["model"], one["unit"], one["articles"], *cells, saved))
    return table(("model", "texts", "number", "keys", "clicks", "drags", "typed characters", "actions saved"), rows)


def differing(helped: Sequence[Mapping[str, Any]]) -> str:
    """Return the table of the slots in which suggestions of a claim differ most often."""
    rows = []
    for one in helped:
        paired = sum(counts[name] for counts in one["outcomes"].values() for name in (STANDS, SLOTS, WORDS))
        most = list(one["differing"].items())[:MOST_SLOTS]
        shown = ", ".join(f"{'words' if name == 'spans' else name} {percent(count, paired)}" for name, count in most)
        rows.append((one["model"], one["unit"], paired, shown))
    return table(("model", "texts", "claims with a suggestion", "of which differ in"), rows)


def order(points: Sequence[Mapping[str, Any]]) -> str:
    """Return the table of macro-F1 over annotated articles, the mean of the seeds, order beside order."""
    found: dict[tuple[str, int], dict[str, list[Mapping[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for point in points:
        found[point["model"], point["articles"]][point["order"]].append(point)
    rows = []
    for (model, articles), by_order in found.items():
        cells = [cell for name in ("random", "uncertain") for cell in _cells(by_order[name])]
        rows.append((model, articles, *cells))
    return table(
        ("model", "articles", "F1, random", "sentences", "F1, uncertain", "sentences"),
        rows,
    )


def learning_curve(points: Sequence[Mapping[str, Any]]) -> str:
    """Return the table of macro-F1 over articles in random order, the mean of the seeds, a column a model."""
    found: dict[int, dict[str, list[Mapping[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for point in points:
        if point["order"] == "random":
            found[point["articles"]][point["model"]].append(point)
    models = list(dict.fromkeys(point["model"] for point in points))
    rows = []
    for articles, by_model in sorted(found.items()):
        sentences = mean(point["sentences"] for own in by_model.values() for point in own)
        rows.append((articles, f"{sentences:.0f}", *(_cells(by_model[model])[0] for model in models)))
    return table(("articles", "sentences", *models), rows)


def _cells(points: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    if not points:
        return "—", "—"
    scores = [point["macro_f1"] for point in points]
    spread = f" ({min(scores):.3f} to {max(scores):.3f})" if len(set(scores)) > 1 else ""
    return f"{mean(scores):.3f}{spread}", f"{mean(point['sentences'] for point in points):.0f}"
