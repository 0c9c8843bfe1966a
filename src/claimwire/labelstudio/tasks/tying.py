"""Parts that no relation ties are tied to their claims by where they lie, as `page.ties` declares: pure, over spans.

Whatever is not clear stays untied: a part that is tied to a wrong claim is worse than one that has to be related.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from ...schema import Span
from ..page.controls import PARTS
from ..page.ties import Tie, tie_of


@dataclass(frozen=True)
class Owner:
    """A claim as far as parts can be tied to it: its words, the fields of parts that it may have, and those it has.

    What it has is what relations gave it.
    """

    spans: tuple[Span, ...]
    may_have: Set[str]
    has: Set[str] = frozenset()


@dataclass(frozen=True)
class LoosePart:
    """A part that no relation ties: the field of a claim that it is for, and its words."""

    field: str
    span: Span


FIELDS = tuple(part.field for part in PARTS)
"""The fields of parts in the order in which they are tied: what lies in a further piece lies in its claim."""


def tie(owners: Mapping[str, Owner], parts: Mapping[str, LoosePart], sentences: Sequence[Span]) -> dict[str, str]:
    """Return the claims of those parts that can have only one: names of parts -> names of claims.

    `sentences` are those of the text, in order.
    """
    tied: dict[str, str] = {}
    known = dict(owners)
    for field in FIELDS:
        of_field = {name: part.span for name, part in parts.items() if part.field == field}
        if not of_field:
            continue
        found = _tied(field, known, of_field, sentences)
        if field == "spans":
            for name, owner in found.items():
                known[owner] = replace(known[owner], spans=(*known[owner].spans, of_field[name]))
        tied |= found
    return tied


def _tied(
    field: str, owners: Mapping[str, Owner], parts: Mapping[str, Span], sentences: Sequence[Span]
) -> dict[str, str]:
    """Return the claims of those parts of one field that can have only one."""
    rule = tie_of(field)
    fitting = {name: owner for name, owner in owners.items() if field in owner.may_have}
    possible = {
        part: {name: owner for name, owner in fitting.items() if _is_possible(rule, span, owner, sentences)}
        for part, span in parts.items()
    }
    chosen = {part: owner for part, span in parts.items() if (owner := _choice(rule, span, possible[part]))}
    has_one = {name for name, owner in fitting.items() if field in owner.has}
    supplied = has_one | set(chosen.values())
    wanted = Counter(chosen.values())
    return {
        part: owner
        for part, owner in chosen.items()
        if supplied.issuperset(possible[part]) and (rule.many or (owner not in has_one and wanted[owner] == 1))
    }


def _is_possible(rule: Tie, span: Span, owner: Owner, sentences: Sequence[Span]) -> bool:
    """Return whether a part lies where its rule asks for it."""
    if rule.where == "inside":
        return any(words.contains(span) for words in owner.spans)
    if rule.where == "beside" and any(words.overlaps(span) for words in owner.spans):
        return False
    return bool(_sentences_of((span,), sentences) & _sentences_of(owner.spans, sentences))


def _sentences_of(spans: Sequence[Span], sentences: Sequence[Span]) -> set[int]:
    """Return the numbers of the sentences with which spans share a code point."""
    numbers: set[int] = set()
    for span in spans:
        first = bisect_right(sentences, span.start, key=lambda sentence: sentence.end)
        numbers.update(range(first, bisect_left(sentences, span.end, key=lambda sentence: sentence.start)))
    return numbers


def _choice(rule: Tie, span: Span, possible: Mapping[str, Owner]) -> str | None:
    """Return the claim that a part is for if there is only one, or if the rule prefers one to every other."""
    if len(possible) < 2 or rule.choice is None:
        return next(iter(possible)) if len(possible) == 1 else None
    if rule.choice == "nearest":
        distance = {name: min(_gap(span, words) for words in owner.spans) for name, owner in possible.items()}
        first, second = sorted(distance, key=distance.__getitem__)[:2]
        return first if distance[first] < distance[second] else None
    holding = {name: next(x for x in owner.spans if x.contains(span)) for name, owner in possible.items()}
    innermost = [name for name, words in holding.items() if all(other.contains(words) for other in holding.values())]
    return innermost[0] if len(innermost) == 1 else None


def _gap(span: Span, other: Span) -> int:
    """Return how many code points lie between two spans."""
    return max(0, other.start - span.end, span.start - other.end)
