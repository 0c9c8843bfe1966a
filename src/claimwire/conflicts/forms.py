"""The same statement, quoted by one outlet and put indirectly by another: a difference of form, not of content."""

from __future__ import annotations

from ..schema import AttributedStatement, ClaimBase
from ..schema.vocab import LinkKind, QuoteType
from .conflict_index import ConflictIndex, source_name
from .dispute import Claims, Conflict, Dispute, conflict, disputes_of_conflicts

FORMS_DIFFER = "direct_and_indirect"

FORMS: dict[QuoteType, str] = {
    QuoteType.DIRECT: "quoted in full",
    QuoteType.MIXED: "quoted in part",
    QuoteType.SCARE_QUOTE: "with a word or name in quotation marks",
    QuoteType.INDIRECT: "indirect, nothing quoted",
}
"""How much of a statement is in quotation marks, in words."""


def form_disputes(index: ConflictIndex) -> list[Dispute]:
    """Return the statements that a link makes the same, of which one article quotes words and another none."""
    pairs = [pair for pair in index.pairs(AttributedStatement, as_fact=False) if _forms_differ(index, *pair)]
    return disputes_of_conflicts(FORMS_DIFFER, _title, [_conflict(*pair) for pair in pairs])


def form_says(claim: ClaimBase) -> str:
    """Return how much of a statement its article quotes."""
    return FORMS[claim.quote_type] if isinstance(claim, AttributedStatement) else ""


def _forms_differ(index: ConflictIndex, one: AttributedStatement, other: AttributedStatement) -> bool:
    """Return whether exactly one of two linked statements in different articles quotes nothing."""
    if one.article_id == other.article_id or not index.linked(one, other, LinkKind.SAME_STATEMENT):
        return False
    return (one.quote_type is QuoteType.INDIRECT) != (other.quote_type is QuoteType.INDIRECT)


def _conflict(one: ClaimBase, other: ClaimBase) -> Conflict:
    return conflict(FORMS_DIFFER, one, other, f"{form_says(one)} and {form_says(other)}")


def _title(group: Claims) -> str:
    names = sorted({source_name(claim) for claim in group if isinstance(claim, AttributedStatement)})
    return f"In what words: {' / '.join(names)}"
