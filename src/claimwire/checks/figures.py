"""Level 3: the slots of casualty figures against each other and against the words of the quantity."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..schema import CasualtyFigure
from ..schema.vocab import Qualifier, QuantityForm
from .check import Check
from .context import ClaimContext, Context
from .findings import Finding
from .quantities import numbers_in

Bound = tuple[int | None, bool | None]
"""A bound and whether it is inclusive."""

COUNTING_WORDS = frozenset(
    {
        Qualifier.SEVERAL,
        Qualifier.SOME,
        Qualifier.TENS,
        Qualifier.DOZENS,
        Qualifier.HUNDREDS,
        Qualifier.THOUSANDS,
    }
)
"""Qualifiers that are vague words without a number."""


NUMBERED = frozenset(QuantityForm) - {QuantityForm.NONE}
FORMS: dict[Qualifier, frozenset[QuantityForm]] = {
    Qualifier.NONE_STATED: frozenset({QuantityForm.NONE, QuantityForm.VAGUE}),
    **dict.fromkeys(COUNTING_WORDS, frozenset({QuantityForm.VAGUE})),
}
"""The forms that a quantity can have with a qualifier, where not every form but none fits."""


def _inclusive(bound: Bound) -> bool:
    return bound[0] is not None and bound[1] is True


def _exclusive(bound: Bound) -> bool:
    return bound[0] is not None and bound[1] is False


def _open(bound: Bound) -> bool:
    return bound[0] is None


def _one_number(lower: Bound, upper: Bound) -> bool:
    return _inclusive(lower) and lower == upper


def _unbounded(lower: Bound, upper: Bound) -> bool:
    return _open(lower) and _open(upper)


def _up_to(lower: Bound, upper: Bound) -> bool:
    return _open(lower) and _inclusive(upper)


EXPECTED: dict[Qualifier, tuple[str, Callable[[Bound, Bound], bool]]] = {
    Qualifier.EXACT: ("lower and upper the same, both inclusive", _one_number),
    Qualifier.APPROXIMATELY: ("lower and upper the same, both inclusive", _one_number),
    Qualifier.AT_LEAST: ("lower inclusive and no upper", lambda low, up: _inclusive(low) and _open(up)),
    Qualifier.MORE_THAN: ("lower exclusive and no upper", lambda low, up: _exclusive(low) and _open(up)),
    Qualifier.AT_MOST: ("upper inclusive and no lower", _up_to),
    Qualifier.UP_TO: ("upper inclusive and no lower", _up_to),
    Qualifier.LESS_THAN: ("upper exclusive and no lower", lambda low, up: _open(low) and _exclusive(up)),
    Qualifier.BETWEEN: ("lower and upper, both inclusive", lambda low, up: _inclusive(low) and _inclusive(up)),
    Qualifier.ZERO: ("lower 0 and upper 0, both inclusive", lambda low, up: low == up == (0, True)),
    Qualifier.NONE_STATED: ("no bounds", _unbounded),
    **dict.fromkeys(COUNTING_WORDS, ("no bounds", _unbounded)),
}
"""What bounds a qualifier has, in words and as a test of lower and upper."""


def _bounds_crossed(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(CasualtyFigure):
        if claim.lower is not None and claim.upper is not None and claim.lower > claim.upper:
            yield located.finding(f"lower {claim.lower} > upper {claim.upper}")


def _inclusive_contradicts(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(CasualtyFigure):
        for name in ("lower", "upper"):
            bound, inclusive = getattr(claim, name), getattr(claim, f"{name}_inclusive")
            if (bound is None) != (inclusive is None):
                yield located.finding(f"{name} is {bound}, {name}_inclusive is {inclusive}")


def _qualifier_contradicts(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(CasualtyFigure):
        words, fits = EXPECTED[claim.qualifier]
        lower, upper = (claim.lower, claim.lower_inclusive), (claim.upper, claim.upper_inclusive)
        told_apart = all((bound is None) == (inclusive is None) for bound, inclusive in (lower, upper))
        if told_apart and not fits(lower, upper):
            yield located.finding(f"qualifier is {claim.qualifier}, found {_shown(claim)}, expected {words}")


def _form_contradicts(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(CasualtyFigure):
        none = claim.quantity_form is QuantityForm.NONE
        if none == bool(claim.quantity_spans):
            yield located.finding(
                f"quantity_form is {claim.quantity_form}, and it has {len(claim.quantity_spans)} quantity_spans"
            )
        elif claim.quantity_form not in FORMS.get(claim.qualifier, NUMBERED):
            yield located.finding(f"quantity_form is {claim.quantity_form}, qualifier is {claim.qualifier}")


def _number_differs(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(CasualtyFigure):
        words = _quantity(claim, located)
        if words is None or claim.quantity_form not in (QuantityForm.DIGITS, QuantityForm.WORDS):
            continue
        found = numbers_in(words)
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
    sides = (("lower", claim.lower, claim.lower_inclusive), ("upper", claim.upper, claim.upper_inclusive))
    found = [
        f"{name} {bound}" + ("" if inclusive is None else " inclusive" if inclusive else " exclusive")
        for name, bound, inclusive in sides
        if bound is not None
    ]
    return " and ".join(found) or "no bounds"


CHECKS = (
    Check(
        "bounds-crossed",
        3,
        "a figure's lower bound is greater than its upper bound",
        "fix the bounds by the words of the quantity",
        _bounds_crossed,
    ),
    Check(
        "inclusive-contradicts-bound",
        3,
        "a figure says of a missing bound whether it is inclusive, or does not say it of a bound it has",
        "give lower_inclusive exactly where lower is, upper_inclusive exactly where upper is",
        _inclusive_contradicts,
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
        "form none goes with none_stated and no words, several, dozens and the like with form vague",
        _form_contradicts,
    ),
    Check(
        "quantity-number-differs",
        3,
        "the bounds of a figure are not the numbers in its quantity (where the text is at hand)",
        "fix the bounds or the quantity_spans",
        _number_differs,
    ),
)
