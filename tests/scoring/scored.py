"""Small golds, and the values that scoring gives on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claimwire.scoring import score
from claimwire.scoring.claim_gold import ClaimGold, Claims
from claimwire.scoring.claims import ClaimToScore
from claimwire.scoring.entities import NameTable
from claimwire.scoring.gold import GoldDocument

Found = dict[str, dict[str, float | None]]


def spans(*pieces: tuple[int, int]) -> list[dict[str, int]]:
    return [{"start": start, "end": end} for start, end in pieces]


def claim(label: str, *pieces: tuple[int, int], score: float | None = None, **slots: Any) -> ClaimToScore:
    """Return a claim; a slot is a JSON value."""
    not_asked = frozenset(slots.pop("not_asked", ()))
    return ClaimToScore(label, pieces, slots, slots.get("claim_id"), score, not_asked)


def gold_of(
    claims: Claims, grades: Mapping[tuple[str, str], str] | None = None, entities: NameTable | None = None
) -> ClaimGold:
    documents = {name: GoldDocument(name, outlet=f"outlet_{name}") for name in claims}
    return ClaimGold("invented", None, documents, claims=claims, grades=grades or {}, entities=entities or NameTable())


def span_scores(gold: ClaimGold, predictions: Claims) -> Found:
    return values("spans", gold, predictions)


def slot_scores(gold: ClaimGold, predictions: Claims) -> Found:
    return values("slots", gold, predictions)


def values(task: str, gold: Any, predictions: Mapping[str, Any]) -> Found:
    """Return the values by what they are about and measure; without intervals and trivial predictions."""
    scores = score(task, gold, predictions, resamples=0, trivial=False)
    return {row.about: {name: own.value for name, own in row.figures.items()} for row in scores.rows}
