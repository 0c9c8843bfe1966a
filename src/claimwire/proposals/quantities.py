"""Slots of a casualty figure that the words of its quantity tell: form, qualifier, approximate and bounds."""

from __future__ import annotations

from typing import Any

from ..quantities import Quantity, bounds_under, has_digits, read_quantity
from ..schema.vocab import Qualifier, QuantityForm
from .words import ClaimWords

BOUNDS = ("lower", "upper")


def quantity_slots(words: str) -> dict[str, Any]:
    """Return the slots of a figure that the words of its quantity tell: form, qualifier, approximate and bounds.

    No words are no quantity. Words that can be read in more than one way have at most their form. `approximate` is
    there only where it holds, a bound only where the words set it.
    """
    if not words.strip():
        return {"quantity_form": QuantityForm.NONE.value, "qualifier": Qualifier.NONE_STATED.value}
    read = read_quantity(words)
    if read is None or (read.qualifier is None and len(read.numbers) != 1):
        return {}
    written = QuantityForm.DIGITS if has_digits(words) else QuantityForm.WORDS
    found: dict[str, Any] = {"quantity_form": (written if read.numbers else QuantityForm.VAGUE).value}
    return found if read.qualifier is None else found | {"qualifier": read.qualifier.value} | _bounds(read)


def quantity(words: ClaimWords) -> dict[str, Any]:
    """Return what the words of a claim's quantity tell; a form or qualifier that it has already decides its bounds."""
    text = words.of("quantity_spans")
    found = quantity_slots(text)
    qualifier = words.fields.get("qualifier", found.get("qualifier"))
    numberless = words.fields.get("quantity_form") in (QuantityForm.NONE, QuantityForm.VAGUE)
    if not numberless and qualifier == found.get("qualifier"):
        return found
    known = next((member for member in Qualifier if member.value == qualifier), None)
    given = None if numberless or known is None else bounds_under(text, known)
    kept = {name: value for name, value in found.items() if name not in (*BOUNDS, "approximate")}
    return kept if given is None else kept | _bounds(given)


def _bounds(read: Quantity) -> dict[str, Any]:
    """Return the bounds that a reading has, and whether they are approximate if they are."""
    bounds = {name: value for name in BOUNDS if (value := getattr(read, name)) is not None}
    return ({"approximate": True} if read.approximate else {}) | bounds
