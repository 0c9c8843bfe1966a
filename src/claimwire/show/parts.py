"""A text cut where claims and their slots begin and end, so that claims that overlap can be drawn side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..schema import ClaimBase, Span, span_slots


@dataclass(frozen=True)
class Opening:
    """A piece of a claim that begins: the claim's name, which of its pieces it is, counted from 1, and of how many."""

    name: str
    number: int
    pieces: int


@dataclass(frozen=True)
class TextPart:
    """A range of a text in which the same claims and slots are: nothing begins or ends within it.

    `claims` are the names of the claims that have it, the longest first, `slots` the name of a claim and its field for
    every slot that has it, `opens` the pieces of claims that begin with it.
    """

    start: int
    end: int
    claims: tuple[str, ...]
    slots: tuple[tuple[str, str], ...]
    opens: tuple[Opening, ...]


def text_parts(length: int, claims: Mapping[str, ClaimBase], cuts: Iterable[int] = ()) -> Iterator[TextPart]:
    """Yield a text of a length in code points in parts, in order and without gaps, cut at `cuts` as well.

    `claims` are by their names.
    """
    names = sorted(claims, key=lambda name: (-_size(claims[name]), claims[name].spans[0].start, name))
    pieces = [(name, span) for name in names for span in claims[name].spans]
    slots = [
        ((name, slot), span)
        for name in names
        for slot in span_slots(type(claims[name]))
        if slot != "spans"
        for span in getattr(claims[name], slot)
    ]
    edges = {0, length, *cuts} | {edge for _, span in [*pieces, *slots] for edge in (span.start, span.end)}
    for start, end in pairwise(sorted(edge for edge in edges if 0 <= edge <= length)):
        yield TextPart(
            start,
            end,
            tuple(dict.fromkeys(name for name, span in pieces if span.start <= start < span.end)),
            tuple(dict.fromkeys(slot for slot, span in slots if span.start <= start < span.end)),
            tuple(_opening(name, claims[name], span) for name, span in pieces if span.start == start),
        )


def lanes(claims: Mapping[str, ClaimBase]) -> dict[str, int]:
    """Return a lane for every claim, counted from 0, so that no two claims that share a place have the same one.

    Short claims come first, so that what is within another claim is nearer to the words than that.
    """
    found: dict[str, int] = {}
    for name in sorted(claims, key=lambda name: (_size(claims[name]), claims[name].spans[0].start, name)):
        spans = claims[name].spans
        taken = {lane for other, lane in found.items() if _overlap(spans, claims[other].spans)}
        found[name] = next(lane for lane in range(len(found) + 1) if lane not in taken)
    return found


def _size(claim: ClaimBase) -> int:
    return sum(span.end - span.start for span in claim.spans)


def _overlap(one: Sequence[Span], other: Sequence[Span]) -> bool:
    return any(a.start < b.end and b.start < a.end for a in one for b in other)


def _opening(name: str, claim: ClaimBase, span: Span) -> Opening:
    return Opening(name, claim.spans.index(span) + 1, len(claim.spans))
