"""The numbers of people that a casualty figure can mean, as a range, and how a figure is written."""

from __future__ import annotations

from dataclasses import dataclass

from ..schema import CasualtyFigure
from ..schema.vocab import Qualifier

FEWEST: dict[Qualifier, int] = {
    Qualifier.NONE_STATED: 1,
    Qualifier.SOME: 1,
    Qualifier.SEVERAL: 2,
    Qualifier.TENS: 10,
    Qualifier.DOZENS: 12,
    Qualifier.SCORES: 20,
    Qualifier.HUNDREDS: 100,
    Qualifier.THOUSANDS: 1000,
    Qualifier.TENS_OF_THOUSANDS: 10_000,
    Qualifier.HUNDREDS_OF_THOUSANDS: 100_000,
    Qualifier.MILLIONS: 1_000_000,
}
"""The fewest people that a word without a number can mean: one of its unit, two for a plural."""

WRITTEN: dict[Qualifier, str] = {
    Qualifier.EXACT: "{lower}",
    Qualifier.AT_LEAST: "at least {lower}",
    Qualifier.MORE_THAN: "more than {lower}",
    Qualifier.AT_MOST: "at most {upper}",
    Qualifier.UP_TO: "up to {upper}",
    Qualifier.LESS_THAN: "fewer than {upper}",
    Qualifier.BETWEEN: "{lower} to {upper}",
    Qualifier.ZERO: "nobody",
    Qualifier.NONE_STATED: "no number",
}
"""How a figure is written; any other qualifier is a word that is written as its value."""


@dataclass(frozen=True)
class NumberRange:
    """Whole numbers from `lower` to `upper`, both included; without an upper end if `upper` is None."""

    lower: int
    upper: int | None

    def meets(self, other: NumberRange) -> bool:
        """Return whether some number is in both ranges."""
        return not self.below(other) and not other.below(self)

    def below(self, other: NumberRange) -> bool:
        """Return whether every number of this range is less than every number of the other."""
        return self.upper is not None and self.upper < other.lower


def number_range(figure: CasualtyFigure) -> NumberRange:
    """Return the numbers that a figure can mean.

    `more than 2,000` begins at 2,001, `fewer than 30` ends at 29. `about 230` means what rounds to it: half a unit of
    its last digit that is not 0 to either side, 225 to 235. A word without a number has the fewest that it can mean
    and no upper end.
    """
    if figure.qualifier in FEWEST and figure.lower is None and figure.upper is None:
        return NumberRange(FEWEST[figure.qualifier], None)
    lower = 0 if figure.lower is None else figure.lower + (figure.lower_inclusive is False)
    upper = None if figure.upper is None else figure.upper - (figure.upper_inclusive is False)
    if figure.approximate:
        lower = max(0, lower - _rounding(lower))
        upper = None if upper is None else upper + _rounding(upper)
    return NumberRange(lower, upper)


def figure_words(figure: CasualtyFigure) -> str:
    """Return a figure as it is written, such as `more than 2,000`."""
    pattern = WRITTEN.get(figure.qualifier)
    bounds = {"lower": figure.lower, "upper": figure.upper}
    if pattern is None or any(f"{{{name}}}" in pattern and bound is None for name, bound in bounds.items()):
        return str(figure.qualifier).replace("_", " ")
    words = pattern.format(**{name: f"{bound:,}" for name, bound in bounds.items() if bound is not None})
    return f"about {words}" if figure.approximate else words


def range_words(numbers: NumberRange) -> str:
    """Return a range as it is written, such as `2,001 or more`."""
    if numbers.upper is None:
        return f"{numbers.lower:,} or more"
    return f"{numbers.lower:,}" if numbers.lower == numbers.upper else f"{numbers.lower:,} to {numbers.upper:,}"


def _rounding(number: int) -> int:
    """Return half a unit of a number's last digit that is not 0, at least 1; 0 for 0."""
    if number == 0:
        return 0
    unit = 1
    while number % (unit * 10) == 0:
        unit *= 10
    return max(1, unit // 2)
