"""The same statement, quoted by one outlet and told indirectly by another: a difference of form, not of content."""

from __future__ import annotations

from itertools import combinations

from ..schema import AttributedStatement, ClaimBase
from ..schema.vocab import LinkKind, QuoteType
from .model import Conflict, Fact, conflict, facts_of_conflicts
from .scene import Scene, source_name

FORMS_DIFFER = "direct_and_indirect"

FORMS: dict[QuoteType, str] = {
    QuoteType.DIRECT: "quoted in full",
    QuoteType.MIXED: "quoted in part",
    QuoteType.SCARE_QUOTE: "with a word or name in quotation marks",
    QuoteType.INDIRECT: "indirect, nothing quoted",
}
"""How much of a statement stands in quotation marks, in words."""


def form_facts(scene: Scene) -> list[Fact]:
    """Return the statements that a link makes the same, in which one article quotes words and another none."""
    found: dict[tuple[str, str], Conflict] = {}
    for link in scene.links:
        if link.kind is LinkKind.SAME_STATEMENT:
            claims = [scene.claims[claim_id] for claim_id in sorted(link.claim_ids) if claim_id in scene.claims]
            for one, other in combinations(claims, 2):
                if _forms_differ(one, other):
                    found[one.claim_id, other.claim_id] = _differing(one, other)
    return facts_of_conflicts(FORMS_DIFFER, _title, list(found.values()))


def _forms_differ(one: ClaimBase, other: ClaimBase) -> bool:
    """Tell whether of two statements in different articles exactly one quotes nothing."""
    if not isinstance(one, AttributedStatement) or not isinstance(other, AttributedStatement):
        return False
    indirect = [claim.quote_type is QuoteType.INDIRECT for claim in (one, other)]
    return one.article_id != other.article_id and indirect[0] != indirect[1]


def _differing(one: ClaimBase, other: ClaimBase) -> Conflict:
    first, second = (f"{_form(claim)}: {claim.statement}" for claim in (one, other))
    return conflict(FORMS_DIFFER, (one, first), (other, second), f"{_form(one)} and {_form(other)}")


def _form(claim: ClaimBase) -> str:
    assert isinstance(claim, AttributedStatement)
    return FORMS[claim.quote_type]


def _title(group: tuple[ClaimBase, ...]) -> str:
    names = sorted({source_name(claim) for claim in group if isinstance(claim, AttributedStatement)})
    return f"in what words: {' / '.join(names)}"
