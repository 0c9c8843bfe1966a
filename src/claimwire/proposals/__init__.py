"""What a program can read off the words of a claim, so that annotators keep it only where it is wrong. English only.

The slots are those that the models mark as `proposed`. What the words leave open has no proposal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from ..schema import ClaimBase
from ..schema.fields import FieldShape, shapes
from .attribution import attribution
from .polarity import polarity
from .quantities import quantity
from .words import ClaimWords

READERS: tuple[Callable[[ClaimWords], dict[str, Any]], ...] = (quantity, attribution, polarity)
"""What reads slots off the words; each sees what those before it found."""


@cache
def proposable(model: type[ClaimBase]) -> tuple[FieldShape, ...]:
    """Return the slots of a label that a program can propose, in the order of the model."""
    return tuple(shape for shape in shapes(model) if shape.proposed)


def proposed(model: type[ClaimBase], fields: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return values for the slots that a claim lacks and that can be told from the words of its article.

    `fields` are the claim's values as in JSON, spans as `{"start", "end"}` in `text`. A slot whose key is there, also
    with `None`, is not proposed; a slot that keeps the value it has when left out is not in the answer.
    """
    open_slots = {shape.name for shape in proposable(model)}.difference(fields)
    known = dict(fields)
    found: dict[str, Any] = {}
    for read in READERS:
        told = {name: value for name, value in read(ClaimWords(known, text)).items() if name in open_slots - set(found)}
        found |= told
        known |= told
    return {shape.name: found[shape.name] for shape in proposable(model) if shape.name in found}
