"""Claims as tags of tokens: statements by content, source and cue; background; figures with their quantity.

Each label is a layer of tags of its own, as claims of different labels may lie within each other. Of statements within
each other the outer one is tagged. A tag says what a token is of, and whether a piece begins there (`B-`) or goes on.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..pieces import PieceIndex, Pieces
from ..ranges import Ints
from ..schema.vocab import Label
from .sentence import WORD

TOKEN = re.compile(rf"{WORD.pattern}|[^\w\s]|_")
"""A word as the baselines read it, or a mark."""
CONTENT, SOURCE, CUE, CLAIM, QUANTITY = "content", "source", "cue", "claim", "quantity"
KINDS: dict[Label, tuple[str, ...]] = {
    Label.ATTRIBUTED_STATEMENT: (CONTENT, SOURCE, CUE),
    Label.HISTORICAL_BACKGROUND: (CLAIM,),
    Label.CASUALTY_FIGURE: (CLAIM, QUANTITY),
}
"""The kinds of pieces that the tags of each layer tell apart, in the order of the layers."""
OUTSIDE = "O"
TAGS: dict[Label, tuple[str, ...]] = {
    label: (OUTSIDE, *(f"{part}-{kind}" for kind in kinds for part in "BI")) for label, kinds in KINDS.items()
}
LAYERS: tuple[Label, ...] = tuple(TAGS)
SIZES: tuple[int, ...] = tuple(len(tags) for tags in TAGS.values())
PART_FIELDS = {CONTENT: "spans", SOURCE: "source_spans", CUE: "cue_spans", CLAIM: "spans", QUANTITY: "quantity_spans"}
"""The field of a claim that has the pieces of a kind."""


@dataclass(frozen=True)
class Parts:
    """A claim as it is tagged: its label, and by kind where its pieces are."""

    label: Label
    pieces: dict[str, Pieces]
    length: int
    """How many code points its span has, those pieces of it included that are not looked at."""

    @classmethod
    def of(cls, label: Label, pieces: dict[str, Pieces]) -> Parts:
        """Return a claim with all of its pieces."""
        return cls(label, pieces, sum(end - start for start, end in pieces[KINDS[label][0]]))


class PartsByPlace:
    """The parts of an article's claims, by where they are."""

    def __init__(self, parts: Iterable[Parts]) -> None:
        self._parts = list(parts)
        self._places: PieceIndex[tuple[int, str, int]] = PieceIndex()
        for number, one in enumerate(self._parts):
            for kind, pieces in one.pieces.items():
                for at, (start, end) in enumerate(pieces):
                    self._places.add(start, end, (number, kind, at))

    def within(self, start: int, end: int) -> list[Parts]:
        """Return the claims that have pieces in a range, in their order, each with those pieces alone."""
        found: dict[int, dict[str, Pieces]] = {}
        for number, kind, at in sorted(owner for _, _, owner in self._places.meeting(start, end)):
            own = found.setdefault(number, dict.fromkeys(KINDS[self._parts[number].label], ()))
            own[kind] = (*own[kind], self._parts[number].pieces[kind][at])
        return [Parts(self._parts[n].label, pieces, self._parts[n].length) for n, pieces in found.items()]


class Run(NamedTuple):
    """Tokens of one kind in a row: the first, and the one after the last."""

    kind: str
    first: int
    end: int


def tokens_of(text: str, start: int, end: int) -> Pieces:
    """Return where the tokens of a range are."""
    return tuple(match.span() for match in TOKEN.finditer(text, start, end))


def tags_of(tokens: Pieces, claims: Iterable[Parts]) -> Ints:
    """Return the tag of each token in each layer (tokens, layers)."""
    found = np.zeros((len(tokens), len(LAYERS)), dtype=np.int64)
    for parts in sorted(claims, key=lambda parts: -parts.length):
        layer = LAYERS.index(parts.label)
        if parts.label is Label.CASUALTY_FIGURE:
            _tag_figure(found[:, layer], tokens, parts)
            continue
        pieces = [(kind, piece) for kind in KINDS[parts.label] for piece in parts.pieces.get(kind, ())]
        places = [(kind, tokens_within(tokens, piece)) for kind, piece in pieces]
        if any(found[place.start : place.stop, layer].any() for _, place in places):
            continue
        for kind, place in places:
            _tag(found[:, layer], place, TAGS[parts.label].index(f"B-{kind}"))
    return found


def tokens_within(tokens: Pieces, piece: tuple[int, int]) -> range:
    """Return the numbers of the tokens that lie within a piece."""
    first = bisect_left(tokens, (piece[0], 0))
    end = bisect_left(tokens, (piece[1], 0), first)
    while end > first and tokens[end - 1][1] > piece[1]:
        end -= 1
    return range(first, end)


def _tag(column: Ints, places: range, begins: int) -> None:
    column[places.start : places.start + 1 if places else places.start] = begins
    column[places.start + 1 : places.stop] = begins + 1


def _tag_figure(column: Ints, tokens: Pieces, parts: Parts) -> None:
    """Tag a figure; its first token begins it, whether that is of the quantity or not."""
    tags = TAGS[Label.CASUALTY_FIGURE]
    quantity = {n for piece in parts.pieces.get(QUANTITY, ()) for n in tokens_within(tokens, piece)}
    for piece in parts.pieces[CLAIM]:
        places = tokens_within(tokens, piece)
        if any(column[place] for place in places):
            continue
        for number, place in enumerate(places):
            column[place] = tags.index(f"{'I' if number else 'B'}-{QUANTITY if place in quantity else CLAIM}")


def runs_of(tags: Sequence[int], label: Label) -> list[Run]:
    """Return the runs of tokens of one kind; a kind that goes on without a beginning begins."""
    if not any(tags):
        return []
    names = [TAGS[label][tag] for tag in tags]
    found: list[Run] = []
    for number, name in enumerate(names):
        part, _, kind = name.partition("-")
        if not kind:
            continue
        if found and part == "I" and found[-1].kind == kind and found[-1].end == number:
            found[-1] = Run(kind, found[-1].first, number + 1)
        else:
            found.append(Run(kind, number, number + 1))
    return found


def figure_runs(tags: Sequence[int]) -> list[tuple[Run, list[Run]]]:
    """Return the figures of tags, each with the runs of its quantities."""
    if not any(tags):
        return []
    names = [TAGS[Label.CASUALTY_FIGURE][tag] for tag in tags]
    found: list[tuple[Run, list[Run]]] = []
    for number, name in enumerate(names):
        part, _, kind = name.partition("-")
        if not kind:
            continue
        if not (found and part == "I" and found[-1][0].end == number):
            found.append((Run(CLAIM, number, number), []))
        run, quantities = found[-1]
        if kind == QUANTITY:
            if quantities and quantities[-1].end == number:
                quantities[-1] = Run(QUANTITY, quantities[-1].first, number + 1)
            else:
                quantities.append(Run(QUANTITY, number, number + 1))
        found[-1] = (Run(CLAIM, run.first, number + 1), quantities)
    return found
