"""The number that a quantity is about, where its words hold others: of a part and its whole the part, and so on."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from .numerals import Numeral
from .skeleton import Skeleton, letter_of, letters_in, whole

PARTS = {
    "half": 2,
    "halve": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
"""Words for a part, and of how many."""
PART = rf"(?:(?P<count>[IN])[- ]|\ban? )?\b(?P<part>{'|'.join(PARTS)})s?\b"
OF_ALL = (
    r"(?:the|those|these|its|their|all|his|her|our|every|first|last|other|remaining|original|"
    r"(?:[a-z-]+ )?[a-z-]+'s?|an? (?:[a-z]+ )?(?:total|family|group|crew|team|party|squad|band|class|population|"
    r"garrison|force) of)"
)
ABOUT = (
    r"(?:about|around|some|more than|over|at least|nearly|almost|up to|approximately|roughly|an estimated|estimated)"
)
SHARE_OF_NUMBER = re.compile(rf"{PART}(?: of)?(?: {OF_ALL})* (?P<whole>[NYZ])(?![-\w])")
PERCENT_OF_NUMBER = re.compile(
    rf"(?P<count>[INYZF]) ?(?:%|per ?cent|percent|pct?)(?P<part>) of(?: {OF_ALL})* (?P<whole>[NYZ])(?![-\w])"
)
FRACTION_OF_NUMBER = re.compile(rf"(?P<count>F)(?P<part>)(?:rds|ths)? of(?: {OF_ALL})* (?P<whole>[NYZ])(?![-\w])")
SHARE = re.compile(
    rf"(?:I[- ]|\ban? )?\b(?:{'|'.join(PARTS)})\b(?!-)|N[- ](?:{'|'.join(PARTS)})s\b|\b(?:{'|'.join(PARTS)})s\b(?!-)"
)
TWICE = re.compile(r"(?P<one>[INYZ])(?: ?[,(/=\[] ?| or | or, )(?:i\.e\.,? )?(?P<other>[INYZ])\b ?[)\]]?")
APART = re.compile(
    r" ?[,;:(\[–-]* ?(?:\b(?:including|included|among (?:them|whom|which)|of (?:whom|which|them|these)|"
    r"(?:most|many|some|several|all|half|none|both) of (?:them|whom|which|these)|(?:most|many|several) _|excluding|"
    r"not (?:including|counting)|(?:apart|aside) from|besides|in addition to|other than|compared|versus|vs\.?|against|"
    r"(?:up|down) from|"
    rf"(?:{ABOUT} )*[INYZ] of (?:them|whom|which|these|those)|a (?:man|woman|boy|girl|child) among)\b|"
    r"\((?! ?[INYZ] ?\)| ?(?:est|about)\b)).*$"
)
"""What follows a count and counts another thing."""
WHOLE_FIRST = re.compile(rf"^(?:out )?of {OF_ALL}(?: {ABOUT})* [NYZ]\b[^,]*, ")
PART_OF = re.compile(
    rf"(?P<noun>(?: (?!of\b|out\b|and\b|or\b|to\b)[a-z'-]+){{0,3}}) (?P<link>out of|of|from|among|amongst)"
    rf"(?P<all>(?: {OF_ALL}| {ABOUT})*) (?P<whole>[INYZ])\b(?P<rest>.*)$"
)
COUNTED_PART = re.compile(
    r"[INYZF]|\b(?:tens|dozens|scores|hundreds|thousands|millions|several|some|a few|few|many|most|none|nobody|no one|"
    r"neither|majority|handful|multiple|numerous|not a single)\b"
)
UNCOUNTED_PART = re.compile(
    r"\b(?:rest|remainder|balance|others?|last|first|only|part|bulk|minority|population|portion|(?!west|east|guest|"
    r"priest|"
    r"forest|arrest|protest)[a-z]{3,}est)\b"
)
"""A part of a whole that is not told in numbers: *the rest of*, *the youngest of*."""
MORE_SAID = re.compile(r"\b(?:more|fewer|less|least|most|plus|so|counting|up|over|above)\b|\+")
ROUND_WHOLES = frozenset({2, 3, 4, 5, 6, 7, 8, 10, 12, 20, 100, 1000, 10000, 100000})
"""Wholes of which *nine out of ten* and the like say a share."""
CHANGED = re.compile(
    r"\b(?:rose|risen|rises|rising|increas\w+|climb\w*|jump\w*|fell|fallen|falling|dropp?\w*|revis\w+|rais\w+|lower\w+|"
    r"grew|grown|growing|went|gone|chang\w+|correct\w+|mov\w+|doubl\w+) (?:[a-z]+ )*from [INYZ]"
)
RATIO = re.compile(r"\b(?P<one>[IN]) in (?P<other>[N])\b")


def counted(skeleton: Skeleton) -> Skeleton | None:
    """Return a skeleton without the numbers that are not the count itself; None if that cannot be told."""
    if CHANGED.search(skeleton.text):
        return None
    for step in (_without_ratios, _written_twice, _without_whole_first, _without_what_follows):
        skeleton = step(skeleton)
    return _part_alone(skeleton)


def shares_worked_out(skeleton: Skeleton) -> Skeleton:
    """Return a skeleton with the number for each share of a number: 150 for *half of the 300*."""
    for pattern, of in ((SHARE_OF_NUMBER, 1), (PERCENT_OF_NUMBER, 100), (FRACTION_OF_NUMBER, 1)):
        while (match := pattern.search(skeleton.text)) is not None:
            skeleton = _with_share(skeleton, match, of)
    return skeleton


RANGED = re.compile(
    rf"(?:[INYZF] ?(?:%|per ?cent|percent|pct)?|\b(?:{'|'.join(PARTS)})s?) ?(?:[-–]|to|or|and|through) ?$"
)
"""A number or a share before a share, which makes both a range."""


def _with_share(skeleton: Skeleton, match: re.Match[str], of: int) -> Skeleton:
    first = skeleton.before(match.start())
    inside = skeleton.numerals[first : first + letters_in(match.group())]
    ranged = RANGED.search(skeleton.text[: match.start()])
    count = inside[0].value if match["count"] else Fraction(1)
    total = inside[-1]
    multiple = of == 1 and not match["part"] and (count is None or count > 1)
    value = None
    if ranged is None and not multiple and count is not None and total.value is not None:
        value = total.value * count / PARTS.get(match["part"], of)
    share = Numeral(value, total.start, total.end, digits=total.digits)
    numerals = (*skeleton.numerals[:first], share, *skeleton.numerals[first + len(inside) :])
    text = f"{skeleton.text[: match.start()]}{letter_of(share)}{skeleton.text[match.end() :]}"
    return replace(skeleton, text=text, numerals=numerals)


def without_shares(skeleton: Skeleton) -> Skeleton:
    """Return a skeleton without the shares of something that has no number: *two thirds of the crew*."""
    while (match := SHARE.search(skeleton.text)) is not None:
        skeleton = skeleton.cut(match.start(), match.end(), " _ ")
    return skeleton


def _values(skeleton: Skeleton, match: re.Match[str]) -> tuple[int | None, int | None]:
    """Return the whole numbers that the first and the last letter of a match stand for."""
    first = skeleton.before(match.start())
    last = first + letters_in(match.group()) - 1
    return whole(skeleton.numerals[first].value), whole(skeleton.numerals[last].value)


def _without_ratios(skeleton: Skeleton) -> Skeleton:
    for match in reversed(list(RATIO.finditer(skeleton.text))):
        one, other = _values(skeleton, match)
        if one is not None and other in ROUND_WHOLES and one < other:
            skeleton = skeleton.cut(match.start(), match.end(), " _ ")
    return skeleton


def _written_twice(skeleton: Skeleton) -> Skeleton:
    """Return a skeleton with one number where one is written twice side by side: *eight (8)*."""
    place = 0
    while (match := TWICE.search(skeleton.text, place)) is not None:
        one, other = _values(skeleton, match)
        place = match.start() + 1
        if one is not None and one == other:
            skeleton = skeleton.cut(match.end("one"), match.end(), " ")
    return skeleton


def _without_whole_first(skeleton: Skeleton) -> Skeleton:
    match = WHOLE_FIRST.search(skeleton.text)
    rest = "" if match is None else skeleton.text[match.end() :]
    return skeleton if match is None or not letters_in(rest) else skeleton.cut(0, match.end())


def _without_what_follows(skeleton: Skeleton) -> Skeleton:
    """Return a skeleton without what comes after the count and counts something else: *including three children*."""
    match = APART.search(skeleton.text)
    while match is not None:
        before = skeleton.text[: match.start()]
        if COUNTED_PART.search(before):
            return skeleton.cut(match.start(), len(skeleton.text))
        match = APART.search(skeleton.text, match.start() + 1)
    return skeleton


def _part_alone(skeleton: Skeleton) -> Skeleton | None:
    """Return a skeleton without the whole that its number is a part of; None if it cannot be told which is counted."""
    match = PART_OF.search(skeleton.text)
    if match is None:
        return skeleton
    part = skeleton.text[: match.start()]
    all_of = re.search(r"\b(?:all|each|every I|whole)$", part + match["noun"])
    if all_of is not None:
        return skeleton.cut(all_of.start(), match.start("whole"))
    if UNCOUNTED_PART.search(part + match["noun"]):
        return None
    if not COUNTED_PART.search(part + match["noun"]):
        return skeleton
    place = skeleton.before(match.start("whole"))
    total = whole(skeleton.numerals[place].value)
    if total == 1:
        return skeleton.cut(match.start("link"), len(skeleton.text))
    determined = re.search(rf"{OF_ALL}", match["all"]) is not None
    if match["link"] in ("from", "among", "amongst") and not determined:
        return skeleton
    if match["link"] == "out of" and not determined and total in ROUND_WHOLES:
        return None
    if (match["link"] == "of" and not determined and match["noun"].strip()) or MORE_SAID.search(match["rest"]):
        return None
    return skeleton.cut(match.start("link"), len(skeleton.text))
