"""Slots as strings of a CAS, and back.

UIMA's numbers and booleans are never absent, so that all slots are strings. A string is what people see and change; the
exact value of one that XML cannot hold is beside it in `other`, and counts while the string is as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...errors import FormatError
from ...schema import ClaimBase
from ...schema.fields import FieldShape
from .characters import xml_text
from .declared import plain_slots

YES, NO = "true", "false"
"""How a string says yes and no."""

Strings = str | tuple[str, ...]


def strings_of(value: Any) -> Strings:
    """Return the value or the list of values of a slot as strings that XML can hold."""
    shown = exact_strings(value)
    return tuple(map(xml_text, shown)) if isinstance(shown, tuple) else xml_text(shown)


def exact_strings(value: Any) -> Strings:
    """Return the value or the list of values of a slot as strings, whatever characters these have."""
    if isinstance(value, list):
        return tuple(map(str, value))
    if isinstance(value, bool):
        return YES if value else NO
    return str(value)


def slots_of(features: Mapping[str, Any], exact: Mapping[str, Any], model: type[ClaimBase]) -> dict[str, Any]:
    """Return the values of a label's slots that its strings say, or of one as it was written the exact value.

    Raises `FormatError` if a string says no value of its slot.
    """
    found: dict[str, Any] = {}
    for shape in plain_slots(model):
        shown = features.get(shape.name, () if shape.many else None)
        if shape.name in exact and strings_of(exact[shape.name]) == shown:
            found[shape.name] = exact[shape.name]
        elif shown is not None:
            found[shape.name] = list(shown) if isinstance(shown, tuple) else _value(shape, str(shown))
    return {name: value for name, value in found.items() if value is not None and value != []}


def _value(shape: FieldShape, shown: str) -> Any:
    """Return the value of a slot that a string says; None if it is empty, as a tool leaves what somebody deleted."""
    if not shown:
        return None
    if shape.shape == "boolean":
        if shown not in (YES, NO):
            raise FormatError(f"{shape.name} is {shown!r:.40}, expected {YES} or {NO}")
        return shown == YES
    if shape.shape == "integer":
        if not re.fullmatch("-?[0-9]{1,18}", shown):
            raise FormatError(f"{shape.name} is {shown!r:.40}, expected a whole number")
        return int(shown)
    return shown
