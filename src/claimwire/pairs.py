"""What two claims of one layer cannot be to each other: the same claim twice, or one around its own voice.

Figures are left to their numbers: one that is a part of another may well be told around it (*a third of the 300 dead*).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .schema import CasualtyFigure, ClaimBase, Spans, claim_fields_in_role


def lies_within(inner: Spans, outer: Spans) -> bool:
    """Return whether every one of some spans is within one of some others, and they are not the same."""
    return inner not in ((), outer) and all(any(whole.contains(span) for whole in outer) for span in inner)


def greater_than_whole(part: CasualtyFigure, whole: CasualtyFigure) -> str | None:
    """Return what makes a figure greater than the one it is a part of; None if nothing does."""
    for own, of_whole in (("lower", "lower"), ("upper", "upper"), ("lower", "upper")):
        number, limit = getattr(part, own), getattr(whole, of_whole)
        if number is not None and limit is not None and number > limit:
            return f"{own} {number} > {of_whole} {limit}"
    return None


def repeated(claims: Iterable[ClaimBase]) -> Iterator[tuple[ClaimBase, ClaimBase]]:
    """Yield every claim of a layer that says the same as an earlier one, after that one.

    Free text, the annotator's certainty, and who filled in or added what make no difference; everything else does.
    """
    listed = list(claims)
    alike = Counter((claim.label, claim.spans) for claim in listed)
    first: dict[str, ClaimBase] = {}
    for claim in listed:
        if alike[claim.label, claim.spans] == 1:
            continue  # as nearly all are, so that few are compared in all they say
        key = claim.model_dump_json(exclude=set(_unlike()))
        if key in first:
            yield first[key], claim
        first.setdefault(key, claim)


@lru_cache
def _unlike() -> frozenset[str]:
    """Return the fields in which two claims that say the same may differ."""
    return claim_fields_in_role("identity", "wording", "remark", "certainty", "origin", "adjudication")
