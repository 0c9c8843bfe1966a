"""Columns of values packed as text, one character per row: short to ship, quick to read, quick to filter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

NONE = " "
"""Stands for a row without a value."""

FIRST = 0x30
"""The code point that stands for the first set of values."""

BACKSLASH = 0x5C
"""Is left out: JSON writes it as two characters."""

SURROGATES = range(0xD800, 0xE000)
LAST = 0xFFFD
"""The last code point that is a character and one UTF-16 unit, as scripts count."""


def packed(values: Iterable[Sequence[str]]) -> dict[str, Any]:
    """Return a column of sets of values as `values`, `sets` of numbers of those, and `codes`, one character per row.

    Raises `ValueError` if there are more different sets than one character can tell apart, about 63,000.
    """
    names: dict[str, int] = {}
    sets: dict[tuple[int, ...], str] = {}
    codes = []
    for row in values:
        if not row:
            codes.append(NONE)
            continue
        key = tuple(names.setdefault(value, len(names)) for value in row)
        if key not in sets:
            sets[key] = chr(code_point(len(sets)))
        codes.append(sets[key])
    return {"values": list(names), "sets": [list(key) for key in sets], "codes": "".join(codes)}


def code_point(number: int) -> int:
    """Return the code point that stands for a set by its number; raises `ValueError` if there is none."""
    point = FIRST + number
    point += point >= BACKSLASH
    point += len(SURROGATES) if point >= SURROGATES.start else 0
    if point > LAST:
        raise ValueError(
            f"a column has more than {number} different sets of values, which one character cannot tell apart"
        )
    return point
