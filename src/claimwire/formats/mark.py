"""A claim as far as a format can say it: the least that is read of a file, and what layers are compared by.

Formats differ in how much of a claim they can say. A `Mark` has what every format has: the label, the spans, and the
slots as far as they are there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ..pieces import Pieces, pieces_of
from ..schema import ClaimBase, span_slots

LEFT_OUT = "; left out"
"""How the problem of a faulty line ends of which nothing is read."""

SPANS = "spans"
"""The name of a mark's own spans, beside those of its span slots."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A claim in one annotator's layer, as far as a format can say it.

    `pieces` has its own spans under `SPANS` and those of its span slots under their names; `slots` has the values.
    """

    mark_id: str
    label: str
    pieces: Mapping[str, Pieces]
    slots: Mapping[str, Any]


_span_slots = cache(span_slots)


def mark_of(claim: ClaimBase) -> Mark:
    """Return a claim as a mark; its slots are read from the claim itself."""
    pieces = {name: pieces_of(spans) for name in _span_slots(type(claim)) if (spans := getattr(claim, name))}
    return Mark(claim.claim_id, claim.label.value, pieces, vars(claim))


@dataclass(frozen=True)
class LayerFile:
    """What was read from a file of one annotator's layer of one article."""

    marks: tuple[Mark, ...]
    """In text order."""
    problems: tuple[str, ...] = ()
    """Which lines are faulty, and why: `FILE:LINE: what is wrong`; with `LEFT_OUT` behind it if nothing is read."""
    left_out: Counter[str] = field(default_factory=Counter)
    """What the file has that is not read, and how often."""
    counted: str = ""
    """How the file's offsets count, if not as its format says, so that they were converted."""
    alone: int = 0
    """How many contents without an attribution are statements by themselves."""
    notes: tuple[str, ...] = ()
    """What else has to be said of the file as a whole."""
    extent: int = field(kw_only=True)
    """The end of the last annotation, read or not: the text has at least that many code points."""
