"""What ties a part to its claim where no relation does: one declaration for the reading of results and for the page.

The rules are such that at most one tie in a hundred is wrong, as `benchmarks/tying.py` measures it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from .controls import Part

Where = Literal["inside", "beside", "sentence"]
"""Where a part lies: inside a claim's words; in its sentence and apart from its words; anywhere in its sentence."""

Choice = Literal["innermost", "nearest"]
"""Which of several claims a part is for."""


@dataclass(frozen=True)
class Tie:
    """How the claim of a part is found: where the part lies, which of several claims is taken, and both in words.

    With a `choice` one of several claims is taken, if each of them has or gets one of its own. `many` says whether a
    claim may get a second one, or one beside that which a relation gave it.
    """

    where: Where
    choice: Choice | None
    many: bool
    words: str


INSIDE = Tie(
    "inside",
    "innermost",
    many=True,
    words="the claim whose words it lies in; of several the innermost, if each of them has one",
)
BESIDE = Tie(
    "beside",
    "nearest",
    many=False,
    words="the claim in the same sentence, outside its words; of several the nearest, if each then has just one",
)
SENTENCE = Tie(
    "sentence",
    "nearest",
    many=False,
    words="the claim in the same sentence; of several the nearest, if each then has just one",
)
ALONE = Tie("beside", None, many=True, words="the only claim in the same sentence, outside its words")

TIES: Mapping[str, Tie] = {
    "spans": ALONE,
    "source_spans": BESIDE,
    "cue_spans": BESIDE,
    "quoted_spans": INSIDE,
    "quantity_spans": INSIDE,
}
"""How the spans of some fields are tied to their claim; those of all others by `SENTENCE`."""


def tie_of(field: str) -> Tie:
    """Return how the spans of a field are tied to their claim."""
    return TIES.get(field, SENTENCE)


def tied_to(part: Part) -> str:
    """Return in words to which claim a part is tied without a relation."""
    return tie_of(part.field).words
