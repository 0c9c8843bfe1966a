"""What becomes of a model's suggestions on articles whose claims are decided, and what they save."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from claimwire.baselines.contract import ArticleModel, LabelledArticle
from claimwire.baselines.matching import pieces_of, shared
from claimwire.labelstudio.page.effort import (
    DELETE,
    Effort,
    corrected_together,
    made,
    references_that_differ,
    slots_that_differ,
)
from claimwire.schema import ClaimBase
from claimwire.schema.vocab import Label

STANDS, SLOTS, WORDS, MISSING, SPURIOUS = "stands", "slots differ", "words differ", "missing", "spurious"
OUTCOMES = (STANDS, SLOTS, WORDS, MISSING, SPURIOUS)
"""What becomes of a claim: its suggestion stands as it is, has other slots, or has other words; there is none. A
spurious suggestion stands for no claim."""


@dataclass
class Helped:
    """What became of suggestions over some articles, by label; and the effort of all articles, with and without."""

    articles: int = 0
    outcomes: dict[str, Counter[str]] = field(default_factory=lambda: {label.value: Counter() for label in Label})
    differing: Counter[str] = field(default_factory=Counter)
    """How many suggestions of the words of a claim or others have to be changed in a slot."""
    without: Effort = field(default_factory=Effort)
    with_suggestions: Effort = field(default_factory=Effort)

    def json(self) -> dict[str, Any]:
        """Return it as plain values for JSON."""
        return {
            "articles": self.articles,
            "outcomes": {label: {name: own[name] for name in OUTCOMES} for label, own in self.outcomes.items()},
            "differing": dict(self.differing.most_common()),
            "without": asdict(self.without),
            "with": asdict(self.with_suggestions),
        }


def helped(model: ArticleModel, articles: Iterable[LabelledArticle]) -> Helped:
    """Return what became of a model's suggestions; a claim is held against the one that shares most with it."""
    found = Helped()
    for labelled in articles:
        found.articles += 1
        suggested = [scored.claim for scored in model.predict(labelled.article, f"{labelled.article.article_id}_s_")]
        _add(found, suggested, labelled.claims, labelled.article.text or "")
    return found


def paired(suggested: Sequence[ClaimBase], claims: Sequence[ClaimBase]) -> dict[int, int]:
    """Return which suggestion stands for which claim: of the same label, with words in common, most in common first."""
    pairs = sorted(
        (-share, a, b)
        for a, one in enumerate(suggested)
        for b, claim in enumerate(claims)
        if one.label is claim.label and (share := shared(pieces_of(one), pieces_of(claim))) > 0
    )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, a, b in pairs:
        if a not in found and b not in taken:
            found[a] = b
            taken.add(b)
    return found


def _add(found: Helped, suggested: Sequence[ClaimBase], claims: Sequence[ClaimBase], text: str) -> None:
    pairs = paired(suggested, claims)
    names = {suggested[a].claim_id: claims[b].claim_id for a, b in pairs.items()}
    for claim in claims:
        found.without = found.without + made(claim, text)
    efforts = corrected_together([(suggested[a], claims[b]) for a, b in pairs.items()], text)
    found.with_suggestions = sum(efforts, found.with_suggestions)
    for a, b in pairs.items():
        one, claim = suggested[a], claims[b]
        differing = [*slots_that_differ(one, claim, text), *references_that_differ(one, claim, names)]
        found.differing.update(differing)
        found.outcomes[claim.label.value][WORDS if "spans" in differing else SLOTS if differing else STANDS] += 1
    for b, claim in enumerate(claims):
        if b not in pairs.values():
            found.with_suggestions = found.with_suggestions + made(claim, text)
            found.outcomes[claim.label.value][MISSING] += 1
    for a, one in enumerate(suggested):
        if a not in pairs:
            found.with_suggestions = found.with_suggestions + DELETE
            found.outcomes[one.label.value][SPURIOUS] += 1
