"""Drafts with scores as claims with scores."""

from __future__ import annotations

from collections.abc import Iterable

from ..schema import Article
from .contract import ScoredClaim
from .rules.annotator import claims_of, in_order
from .rules.passage import Draft
from .rules.slots import statement_slots


def scored_claims(found: Iterable[tuple[Draft, float]], article: Article, prefix: str) -> tuple[ScoredClaim, ...]:
    """Return the claims of drafts in text order, with the slots that their words tell, each with its score."""
    pairs = list(found)
    score_of = {id(draft): score for draft, score in pairs}
    ordered = in_order(draft for draft, _ in pairs)
    last_kind: str | None = None
    for draft in ordered:
        if "cue_kind" in draft.slots:
            told = statement_slots(draft, article.text or "", last_kind)
            draft.slots = {name: value for name, value in draft.slots.items() if name != "cue_kind"} | told
        if draft.pieces.get("source_spans"):
            last_kind = draft.slots["source_kind"]
        if draft.whole is not None and id(draft.whole) not in score_of:
            draft.whole = None
    claims = claims_of(ordered, article, prefix)
    return tuple(
        ScoredClaim(claim, round(score_of[id(draft)], 4)) for draft, claim in zip(ordered, claims, strict=True)
    )
