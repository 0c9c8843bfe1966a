"""The same statement, quoted by one outlet and told indirectly by another: a difference of form, not of content."""

from __future__ import annotations

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
    pairs = scene.pairs(AttributedStatement, told_as_fact=False)
    found = [pair for pair in pairs if _forms_differ(scene, *pair)]
    return facts_of_conflicts(FORMS_DIFFER, _title, [_differing(*pair) for pair in found])


def _forms_differ(scene: Scene, one: AttributedStatement, other: AttributedStatement) -> bool:
    """Tell whether of two linked statements in different articles exactly one quotes nothing."""
    if one.article_id == other.article_id or not scene.linked(one, other, LinkKind.SAME_STATEMENT):
        return False
    return (one.quote_type is QuoteType.INDIRECT) != (other.quote_type is QuoteType.INDIRECT)


def _differing(one: ClaimBase, other: ClaimBase) -> Conflict:
    return conflict(FORMS_DIFFER, one, other, f"{form_says(one)} and {form_says(other)}")


def form_says(claim: ClaimBase) -> str:
    """Return how much of a statement its article quotes."""
    return FORMS[claim.quote_type] if isinstance(claim, AttributedStatement) else ""


def _title(group: tuple[ClaimBase, ...]) -> str:
    names = sorted({source_name(claim) for claim in group if isinstance(claim, AttributedStatement)})
    return f"In what words: {' / '.join(names)}"
