"""Read the words of a quantity: its numbers, its bounds, and what kind of bounds they are. English only."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from ..schema.base import MOST_PEOPLE
from ..schema.claims import INCLUSIVE
from ..schema.vocab import Qualifier
from . import bounds, vague
from .characters import plain_characters
from .one_person import article_of_one, one_within, second_person
from .other_numbers import without_clock, without_other_numbers
from .parts import counted, shares_worked_out, without_shares
from .people_words import PEOPLE
from .skeleton import NUMBERS, Skeleton, skeleton_of, whole

LONGEST = 400
"""Characters that a quantity's words have at most; longer ones are no quantity."""
JOINED = re.compile(
    rf"^(?: (?:{PEOPLE}))?(?P<joint> ?[-–] ?| (?:to|or|through) |,? (?:and|but) )"
    rf"(?P<about>(?:(?>{bounds.APPROXIMATELY}|another|an?) )*+)"
    r"(?P<limit>(?:no more than|not more than|at most|up to) )?$"
)
"""What stands between the two numbers of a range."""
BESIDE_OTHER = re.compile(
    r"_ ?(?:to|or|-|–) ?[INYZF]|[INYZF] ?(?:to|or|-|–) ?_|_ as (?:many|much)|"
    r"[INYZF] (?:out )?of _|"
    r"_ (?:out )?(?:the (?:population|number|total) )?of (?:[a-z]+ ){0,3}[INYZF]"
)
"""A range of which one number counts no people, or a share of a number that cannot be worked out."""
NAMES = "One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Twin|Thousand"
NAME = re.compile(rf"(?:^|\s)[a-z][a-z]*\s(?:[A-Z][a-z]+\s(?:of\s)?)*(?:{NAMES})\b")
"""A number word with a capital after a word without one: *the Six Nations*."""
LONE_BRACKET = re.compile(rf"^(?!.*\b(?:{PEOPLE})\b)[^INYZ(]*[a-z.] ?\([INYZ]\)")
"""A number that stands only in brackets behind words that are no people: the age of somebody, perhaps."""
ONE_MORE = re.compile(
    r"^(?:an?|another|the|his|her|their) [a-z -]+? and [INYZ]\b|"
    r"\b(?:and|plus|or) (?:an?|another|the|his|her)\b(?! (?:further|half|total|quarter|third))"
)
"""A person beside a number."""


@dataclass(frozen=True)
class Quantity:
    """What the words of a quantity say.

    `numbers` are the whole numbers of people that they hold, in the order of the text. `qualifier` says what kind of
    bounds they set, as in a casualty figure; `lower` and `upper` are the bounds in people, None for one that the words
    do not set. `approximate` says that the number is about what is meant. Where the words can be read in more than one
    way, `qualifier` and bounds are None, and `unclear` says why.
    """

    numbers: tuple[int, ...] = ()
    lower: int | None = None
    upper: int | None = None
    qualifier: Qualifier | None = None
    approximate: bool = False
    unclear: str | None = None


def read_quantity(words: str) -> Quantity | None:
    """Return what the words of a quantity say of the number of people; None if they name no quantity of people.

    `words` is the quantity as it stands in an English text, with its modifiers, with or without the people:
    *between fifty and two hundred*, *at least 1.2 million residents*. Ages, dates, times, money, measures, percentages,
    ordinals and numbers that are names count no people. Of a part and its whole the part is meant (*14 of the 30*), and
    a share of a number is worked out (*half of the 300*).

    The grammar of the numerals is ours, the value of each number word is `text_to_num`'s. What cannot be told is not
    guessed: then the answer has its `numbers`, no bounds, and `unclear`.
    """
    if not isinstance(words, str):
        raise TypeError(f"the words of a quantity are a string, found {type(words).__name__}")
    if not words.strip() or len(words) > LONGEST:
        return None
    skeleton = without_other_numbers(without_shares(shares_worked_out(without_clock(skeleton_of(words)))))
    held = _held(skeleton)
    if NAME.search(words):
        return Quantity(held, unclear="its number is part of a name, or is not")
    if skeleton.doubtful:
        return Quantity(held, unclear="its numbers can be told apart in two ways")
    alone = counted(skeleton)
    if alone is None:
        return Quantity(held, unclear="it cannot be told which of its numbers is the count") if held else None
    return _read(alone)


def _held(skeleton: Skeleton) -> tuple[int, ...]:
    """Return the whole numbers of a skeleton."""
    found = (whole(numeral.value) for numeral in skeleton.numerals)
    return tuple(number for number in found if number is not None)


def _read(skeleton: Skeleton) -> Quantity | None:
    """Return what a skeleton says that holds only the numbers of the count."""
    text, held = skeleton.text, _held(skeleton)
    order, several = vague.order_of_size(text)
    nobody = vague.NOBODY.search(text)
    if nobody is not None:
        rest = skeleton.cut(nobody.start(), nobody.end())
        others = [number for number in _held(rest) if number]
        if others or order is not None or rest.count() != len(_held(rest)):
            return Quantity(_held(rest), unclear="it says nobody and has another quantity")
        return Quantity((0,), 0, 0, Qualifier.ZERO)
    if order is not None:
        if several or held or skeleton.count():
            return Quantity(held, unclear="it names more than one quantity")
        return Quantity(qualifier=order)
    if not skeleton.count():
        return _without_number(text)
    if (
        vague.OPEN_WITH_NUMBER.search(text)
        or BESIDE_OTHER.search(text)
        or ONE_MORE.search(text)
        or LONE_BRACKET.search(text)
    ):
        return Quantity(held, unclear="it names more than one quantity")
    if skeleton.count() == 1:
        return _of_one_number(skeleton)
    if skeleton.count() == 2:
        return _of_two_numbers(skeleton)
    return Quantity(held, unclear="it has several numbers")


def _without_number(text: str) -> Quantity | None:
    """Return an open quantity, or one person; None if words name neither."""
    if re.search(r"\b(?:double|twice|triple|thrice|times)\b", text):
        return None
    qualifier = vague.open_quantity(text)
    if qualifier is not None and re.search(r"\bnot\b|n't\b", text):
        return Quantity(unclear="it denies a quantity without a number")
    if qualifier is not None:
        return Quantity(qualifier=qualifier)
    match = article_of_one(text)
    if match is None:
        return Quantity((1,), 1, 1, Qualifier.EXACT) if one_within(text) else None
    if second_person(text[match.end() :]):
        return Quantity(unclear="it names more than one person")
    around = bounds.around(text[: match.end()].rsplit(" ", 1)[0] if " " in match.group() else "", text[match.end() :])
    return (
        _bounded(around, (1,)) if around.qualifier is not None else Quantity((1,), unclear="of one in some other way")
    )


def _of_one_number(skeleton: Skeleton) -> Quantity:
    place = _places(skeleton)[0]
    number = whole(skeleton.numerals[0].value)
    if number is None:
        return Quantity(unclear="its number is not a whole number, or cannot be read")
    around = bounds.around(skeleton.text[:place], skeleton.text[place + 1 :])
    if around.qualifier is None or re.search(r"\bbetween\b", skeleton.text[:place]):
        return Quantity((number,), unclear="what it says of its number can be read in more than one way")
    return _bounded(around, (number,))


def _of_two_numbers(skeleton: Skeleton) -> Quantity:
    """Return a range; two numbers that are none are unclear."""
    first, last = _places(skeleton)
    text = skeleton.text
    before, middle, after = text[:first], text[first + 1 : last], text[last + 1 :]
    joined = JOINED.match(middle)
    held = _held(skeleton)
    if joined is None:
        return Quantity(held, unclear="it has two numbers that are not a range")
    pair = _carried(skeleton)
    between = re.search(rf"\bbetween {bounds.BETWEEN_THEM}$", before) is not None
    limits = bounds.around(before, "")
    around = bounds.around(re.sub(r"\b(?:between|from) ?", "", before), after)
    approximate = around.approximate or bounds.is_approximate(joined["about"]) or bounds.is_approximate_after(middle)
    limited = joined["limit"] is not None
    joint = joined["joint"].strip(" ,")
    fits = {
        "and": between or (limited and limits.qualifier is Qualifier.AT_LEAST),
        "but": limited and limits.qualifier is Qualifier.AT_LEAST,
    }.get(joint, not limited)
    plain = around.qualifier is (Qualifier.AT_LEAST if limited else Qualifier.EXACT)
    if pair is None or not fits or not plain:
        return Quantity(held, unclear="its two numbers can be read in more than one way")
    return _bounded(bounds.Around(Qualifier.BETWEEN, approximate), pair)


def _carried(skeleton: Skeleton) -> tuple[int, int] | None:
    """Return the numbers of a range, the magnitude of the second carried to the first: *five to six thousand*.

    None if they are no range, or if it cannot be told whether the magnitude serves both (*5 to 6,000*).
    """
    low, high = skeleton.numerals
    if low.value is None or high.value is None:
        return None
    value = low.value
    if not low.trailing or low.trailing[0] < (high.trailing or (1,))[-1]:
        units = [unit for unit in high.trailing if low.value < high.value / unit]
        value *= units[0] if units else 1
    grouped = high.value.denominator == 1 and not high.trailing and high.digits and not high.plain
    if grouped and high.value % 1000 == 0 and value == low.value < Fraction(high.value, 1000):
        return None
    one, other = whole(value), whole(high.value)
    return (one, other) if one is not None and other is not None and one < other else None


def _bounded(around: bounds.Around, numbers: tuple[int, ...]) -> Quantity:
    """Return a quantity with the bounds that a qualifier sets with its numbers."""
    if max(numbers) > MOST_PEOPLE:
        return Quantity(numbers, unclear=f"there are no more than {MOST_PEOPLE} people")
    qualifier = around.qualifier or Qualifier.EXACT
    if numbers == (0,) and qualifier is Qualifier.EXACT:
        return Quantity(numbers, 0, 0, Qualifier.ZERO)
    has_lower, has_upper = (inclusive is not None for inclusive in INCLUSIVE[qualifier])
    lower, upper = numbers[0] if has_lower else None, numbers[-1] if has_upper else None
    return Quantity(numbers, lower, upper, qualifier, around.approximate)


def bounds_under(words: str, qualifier: Qualifier) -> Quantity | None:
    """Return what the words say if their qualifier is the one given; None if their numbers do not fit it."""
    found = read_quantity(words)
    wanted = 2 if qualifier is Qualifier.BETWEEN else 1
    if found is None or qualifier not in INCLUSIVE or len(found.numbers) != wanted or max(found.numbers) > MOST_PEOPLE:
        return None
    return replace(_bounded(bounds.Around(qualifier), found.numbers), approximate=found.approximate)


def _places(skeleton: Skeleton) -> list[int]:
    return [place for place, character in enumerate(skeleton.text) if character in NUMBERS]


def has_digits(words: str) -> bool:
    """Return whether words have a digit of any script."""
    return any(character.isdecimal() for character in plain_characters(words))
