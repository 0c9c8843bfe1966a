"""Level 3: the slots of casualty figures against each other and against the words of the quantity."""

from __future__ import annotations

from collections.abc import Iterator

from ..quantities import read_quantity
from ..schema import INCLUSIVE, CasualtyFigure
from ..schema.vocab import Qualifier, QuantityForm
from .check import Check
from .context import ClaimContext, Context
from .findings import Finding

COUNTING_WORDS = frozenset(Qualifier) - set(INCLUSIVE) - {Qualifier.NONE_STATED}
"""Qualifiers that are vague words without a number."""

ONE_NUMBER = frozenset({Qualifier.EXACT, Qualifier.ZERO})
"""Qualifiers whose lower bound is their upper bound."""

NUMBERED = frozenset(QuantityForm) - {QuantityForm.NONE}
FORMS: dict[Qualifier, frozenset[QuantityForm]] = {
    Qualifier.NONE_STATED: frozenset({QuantityForm.NONE, QuantityForm.VAGUE}),
    **dict.fromkeys(COUNTING_WORDS, frozenset({QuantityForm.VAGUE})),
}
"""The forms that a quantity can have with a qualifier, where not every form but none fits."""


def _fits(claim: CasualtyFigure) -> bool:
    """Return whether a figure has the bounds that its qualifier sets, and no others."""
    has_lower, has_upper = (inclusive is not None for inclusive in INCLUSIVE.get(claim.qualifier, (None, None)))
    same = claim.qualifier not in ONE_NUMBER or claim.lower == claim.upper
    nobody = claim.qualifier is not Qualifier.ZERO or claim.lower == 0
    return (claim.lower is not None, claim.upper is not None) == (has_lower, has_upper) and same and nobody


def _expected(qualifier: Qualifier) -> str:
    """Return in words what bounds a qualifier sets."""
    if qualifier is Qualifier.ZERO:
        return "lower 0 and upper 0"
    if qualifier in ONE_NUMBER:
        return "lower and upper the same"
    sides = zip(("lower", "upper"), INCLUSIVE.get(qualifier, (None, None)), strict=True)
    return " and ".join(f"{'no ' if inclusive is None else ''}{side}" for side, inclusive in sides)


def _bounds_crossed(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(CasualtyFigure):
        if claim.lower is not None and claim.upper is not None and claim.lower > claim.upper:
            yield located.finding(f"lower {claim.lower} > upper {claim.upper}")


def _qualifier_contradicts(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(CasualtyFigure):
        if not _fits(claim):
            found, expected = _shown(claim), _expected(claim.qualifier)
            yield located.finding(f"qualifier is {claim.qualifier}, found {found}, expected {expected}")


def _approximate_contradicts(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(CasualtyFigure):
        if claim.approximate and claim.lower is None and claim.upper is None:
            yield located.finding(f"approximate, and the qualifier {claim.qualifier} has no number")


def _form_contradicts(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(CasualtyFigure):
        none = claim.quantity_form is QuantityForm.NONE
        if none == bool(claim.quantity_spans):
            yield located.finding(
                f"quantity_form is {claim.quantity_form}, and it has {len(claim.quantity_spans)} quantity_spans"
            )
        elif claim.quantity_form not in FORMS.get(claim.qualifier, NUMBERED) and not _is_one(claim):
            yield located.finding(f"quantity_form is {claim.quantity_form}, qualifier is {claim.qualifier}")


def _is_one(claim: CasualtyFigure) -> bool:
    """Return whether a figure is a person who is named, or told by *the driver* or *he*: one, without a quantity."""
    bare = claim.quantity_form is QuantityForm.NONE
    return bare and claim.qualifier is Qualifier.EXACT and (claim.lower, claim.upper) == (1, 1)


def _number_differs(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(CasualtyFigure):
        words = _quantity(claim, located)
        if words is None or claim.quantity_form not in (QuantityForm.DIGITS, QuantityForm.WORDS):
            continue
        read = read_quantity(words)
        found = () if read is None or read.unclear else read.numbers
        if claim.quantity_form is QuantityForm.DIGITS and not any(character.isdecimal() for character in words):
            yield located.finding(f"quantity_form is digits, and {words!r} has none")
        elif found and set(found) != {bound for bound in (claim.lower, claim.upper) if bound is not None}:
            numbers = " and ".join(map(str, found))
            yield located.finding(f"{words!r} contains {numbers}, the figure has {_shown(claim)}")


def _quantity(claim: CasualtyFigure, located: ClaimContext) -> str | None:
    """Return the words of a figure's quantity; None if it has none or they are not at hand."""
    quotes = [located.quote(span) for span in claim.quantity_spans]
    return " ".join(quote for quote in quotes if quote is not None) if quotes and None not in quotes else None


def _shown(claim: CasualtyFigure) -> str:
    sides = (("lower", claim.lower), ("upper", claim.upper))
    return " and ".join(f"{name} {bound}" for name, bound in sides if bound is not None) or "no bounds"


CHECKS = (
    Check(
        "bounds-crossed",
        3,
        "a figure's lower bound is greater than its upper bound",
        "fix the bounds by the words of the quantity",
        _bounds_crossed,
    ),
    Check(
        "approximate-without-number",
        3,
        "a figure is called approximate, and has no number that could be",
        "take approximate out: a word such as dozens or several is vague by itself",
        _approximate_contradicts,
    ),
    Check(
        "qualifier-contradicts-bounds",
        3,
        "a figure does not have the bounds that its qualifier has by the codebook",
        "fix the qualifier or the bounds by the words of the quantity",
        _qualifier_contradicts,
    ),
    Check(
        "quantity-form-contradicts",
        3,
        "the form of a quantity fits neither its words nor its qualifier",
        "form none goes with no words and none_stated, or one person; several, dozens and such words with form vague",
        _form_contradicts,
    ),
    Check(
        "quantity-number-differs",
        3,
        "the bounds of a figure are not the numbers in its quantity (where the text is available)",
        "fix the bounds or the quantity_spans",
        _number_differs,
    ),
)
