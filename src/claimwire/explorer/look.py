"""The colours of the site, for a light and a dark theme: those of all drawings of claimwire."""

from __future__ import annotations

from collections.abc import Iterable

from ..drawing import DARK, GRID, INK, MUTED, PAPER, SERIES, STRONG
from ..schema import LABELS, SPAN_SLOTS

PLAIN = {"paper": PAPER, "ink": INK, "muted": MUTED, "line": GRID, "strong": STRONG}

PARTS = (4, 5, 3, 2, 7, 9, 8, 6)
"""The series whose colours the spans of slots have, in turn; those of labels begin with the first two."""


def label_colors() -> dict[str, tuple[str, str]]:
    """Return the colour of each label for a light and a dark theme: two series, what is seen first, then others."""
    choice = [SERIES[0], SERIES[1], (STRONG, DARK[STRONG]), *SERIES[2:]]
    return {x.label.value: choice[number % len(choice)] for number, x in enumerate(LABELS)}


def part_colors() -> dict[str, tuple[str, str]]:
    """Return the colour of each field of spans of slots, for a light and a dark theme."""
    fields = [slot.field for slot in SPAN_SLOTS if slot.field != "spans"]
    return {field: SERIES[PARTS[number % len(PARTS)]] for number, field in enumerate(fields)}


def color_sheet() -> str:
    """Return the style sheet with all colours as variables, and a class for each label, part and series."""
    pairs = {name: (color, DARK[color]) for name, color in PLAIN.items()}
    pairs |= {f"s{number}": pair for number, pair in enumerate(SERIES)}
    pairs |= {_name(name): pair for name, pair in (label_colors() | part_colors()).items()}
    classes = [
        *(f"s{number}" for number in range(len(SERIES))),
        *map(_name, label_colors()),
        *map(_name, part_colors()),
    ]
    return (
        f":root {{ color-scheme: light dark; {_variables((name, light) for name, (light, _) in pairs.items())} }}\n"
        "@media (prefers-color-scheme: dark) {\n"
        f"  :root {{ {_variables((name, dark) for name, (_, dark) in pairs.items())} }}\n}}\n"
        + "".join(f".{name} {{ --c: var(--{name}); }}\n" for name in classes)
    )


def _variables(pairs: Iterable[tuple[str, str]]) -> str:
    return " ".join(f"--{name}: {color};" for name, color in pairs)


def _name(field: str) -> str:
    return field.replace("_", "-")
