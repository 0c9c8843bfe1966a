"""The dates of an English sentence: where they stand, what they mean as EDTF, and whether they are old."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from ..dates import Bounds, bounds, is_months_before, known_bounds, months_before
from ..errors import EdtfError
from ..schema.vocab import TimeResolution
from .counts import months
from .lexicon import either, table, word_set
from .sentence import sentence_of

TIME = table("time")
NUMBERS: dict[str, int] = {word: max(1, place) for place, word in enumerate(TIME["numbers"])}
MONTH = either(months())
WEEKDAYS: list[str] = TIME["weekdays"]
NEAR = ("yesterday", "today", "tonight", "tomorrow")
UNIT_MONTHS = {"month": 1, "year": 12, "decade": 120, "century": 1200}
UNIT_DAYS = {"day": 1, "week": 7}
OLD = 2
"""Calendar months before publication from which a date is old."""

REMEMBERED = 2_000
"""Sentences whose dates are kept."""
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?:1[5-9]\d\d|20\d\d)"
PATTERN = re.compile(
    rf"\b(?:(?P<day>{DAY})\s+(?P<month>{MONTH})\b\.?(?:,?\s+(?P<year>{YEAR})\b)?"
    rf"|(?P<month_us>{MONTH})\b\.?\s+(?P<day_us>{DAY})\b(?!\d)(?:,?\s+(?P<year_us>{YEAR})\b)?"
    rf"|(?P<month_only>{MONTH})\b\.?,?\s+(?P<year_only>{YEAR})\b"
    rf"|(?:(?P<part>early|mid|late)[-\s]+(?:the\s+)?)?(?P<decade>(?:1[5-9]|20)\d)0s\b"
    rf"|(?<![\d,.$£€¥])(?P<from>{YEAR})\s?[-–]\s?(?P<to>(?:{YEAR})|\d\d)\b(?![,\d])"
    rf"|(?<![\d,.$£€¥])(?P<plain>{YEAR})\b(?![,.]\d|\s*(?:{either(word_set('harm', 'people'))})\b)"
    rf"|(?P<number>\d{{1,3}}|{either(NUMBERS)})\s+(?P<unit>{either(TIME['units'])})s?\s+(?P<ago>ago|earlier|before)\b"
    rf"|(?P<which>last|this|next|past|previous)\s+(?P<unit_of>{either(TIME['units'])})\b"
    rf"|(?:last\s+)?(?P<in_month>(?<=\bin\s)(?:{MONTH})|(?<=\bsince\s)(?:{MONTH})|(?<=\blast\s)(?:{MONTH}))\b(?!\.?\s+\d)"
    rf"|(?P<weekday>{either(WEEKDAYS)})\b"
    rf"|(?P<near>{either(NEAR)})\b)",
    re.IGNORECASE,
)
"""All begin at the edge of a word, so that nothing else is tried within words."""
DATED = frozenset({*months(), *WEEKDAYS, *NEAR, *TIME["units"], *(f"{unit}s" for unit in TIME["units"])})
"""Words of which each date without a digit has one."""
SINCE = re.compile(rf"\b(?:{either(TIME['since'])})\s+(?:the\s+|early\s+|late\s+)?$", re.IGNORECASE)
UNTIL = re.compile(rf"\b(?:{either(TIME['until'])})\s+(?:the\s+|early\s+|late\s+)?$", re.IGNORECASE)
FUTURE = re.compile(r"\b(?:will|to|next|by|until)\s+(?:\w+\s+){0,6}$", re.IGNORECASE)


@dataclass(frozen=True)
class DateFound:
    """A date in a text: where it stands, of what kind it is, what it means, and by what that was told.

    `edtf` is None where it counts from a day of publication that is not known.
    """

    start: int
    end: int
    kind: str
    edtf: str | None
    resolution: TimeResolution

    def is_old(self, published: Bounds) -> bool | None:
        """Return whether it begins two calendar months or more before publication; None where that is open."""
        return None if self.edtf is None else is_months_before(known_bounds(begin_of(self.edtf)), published, OLD)


def begin_of(edtf: str) -> str:
    """Return when what has a date began: the start of an interval, unless that is open."""
    start, _, end = edtf.partition("/")
    return edtf if not end or start == ".." else start


def dates_in(text: str, published: Bounds | None = None) -> list[DateFound]:
    """Return the dates of a text, in order; relative ones count from the day of publication, where it is one day."""
    day = published.lower if published is not None and published.lower == published.upper else None
    return list(_dates(text, day))


@lru_cache(maxsize=REMEMBERED)
def _matches(text: str) -> tuple[re.Match[str], ...]:
    """Return what may be a date in a text; most sentences have neither a digit nor a word that each date has."""
    sentence = sentence_of(text)
    if not sentence.has_digit and sentence.runs.isdisjoint(DATED):
        return ()
    return tuple(PATTERN.finditer(text))


@lru_cache(maxsize=REMEMBERED)
def _dates(text: str, day: date | None) -> tuple[DateFound, ...]:
    """Return the dates of a text; a sentence is asked for several times in a row."""
    return tuple(_read_dates(text, day))


def _read_dates(text: str, day: date | None) -> Iterator[DateFound]:
    for match in _matches(text):
        kind = KIND_OF[str(match.lastgroup)]
        edtf, resolution = READERS[kind](match, day)
        before = text[max(0, match.start() - 20) : match.start()]
        if edtf is not None and kind not in ("near", "weekday", "from"):
            edtf = _bounded(edtf, since=bool(SINCE.search(before)), until=bool(UNTIL.search(before)))
        if edtf is None or _is_date(edtf):
            yield DateFound(match.start(), match.end(), kind, edtf, resolution)


def _is_date(edtf: str) -> bool:
    """Return whether an EDTF string has bounds: 31 June has none."""
    try:
        bounds(edtf)
    except EdtfError:
        return False
    return True


def _bounded(edtf: str, *, since: bool, until: bool) -> str:
    if since:
        return f"{edtf.split('/')[0]}/.."
    return f"../{edtf.split('/')[-1]}" if until else edtf


Told = tuple[str | None, TimeResolution]


def _day_of(day: str, month: str, year: str | None, published: date | None) -> Told:
    number = int(re.sub(r"\D", "", day))
    return _inferred(f"{months()[month.casefold().rstrip('.')]:02}-{number:02}", year, published)


def _inferred(rest: str, year: str | None, published: date | None) -> Told:
    """Return a date of which the year may be missing: then it is the last such day or month up to publication."""
    if year is not None:
        return f"{year}-{rest}", TimeResolution.EXPLICIT
    if published is None:
        return None, TimeResolution.YEAR_INFERRED
    passed = rest <= published.isoformat()[5 : 5 + len(rest)]
    return f"{published.year if passed else published.year - 1}-{rest}", TimeResolution.YEAR_INFERRED


def _decade(match: re.Match[str], _: date | None) -> Told:
    first = int(match["decade"]) * 10
    parts = {None: (0, 9), "early": (0, 2), "mid": (4, 6), "late": (7, 9)}
    low, high = parts[match["part"] and match["part"].casefold()]
    return f"{first + low:04}/{first + high:04}", TimeResolution.EXPLICIT


def _years(match: re.Match[str], _: date | None) -> Told:
    first, last = match["from"], match["to"]
    return f"{first}/{first[: 4 - len(last)]}{last}", TimeResolution.EXPLICIT


def _ago(match: re.Match[str], day: date | None) -> Told:
    anchored = match["ago"].casefold() == "ago"
    told = TimeResolution.RELATIVE_TO_PUBLICATION if anchored else TimeResolution.RELATIVE_TO_EVENT
    if day is None or not anchored:
        return None, told
    number, unit = match["number"].casefold(), match["unit"].casefold()
    count = int(number) if number.isdecimal() else NUMBERS[number]
    if unit in UNIT_DAYS:
        return (day - timedelta(days=count * UNIT_DAYS[unit])).isoformat(), told
    then = months_before(day, count * UNIT_MONTHS[unit])
    return (f"{then.year:04}-{then.month:02}" if unit == "month" else f"{then.year:04}"), told


def _unit(match: re.Match[str], day: date | None) -> Told:
    told = TimeResolution.RELATIVE_TO_PUBLICATION
    which, unit = match["which"].casefold(), match["unit_of"].casefold()
    step = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1}[which]
    if day is None or (which == "previous" and unit != "year"):
        return None, told
    if unit == "year":
        return f"{day.year + step:04}", told
    if unit == "month":
        then = months_before(day, -step) if step <= 0 else (day.replace(day=28) + timedelta(days=7))
        return f"{then.year:04}-{then.month:02}", told
    if unit == "week":
        monday = day - timedelta(days=day.weekday() - 7 * step)
        return f"{monday}/{monday + timedelta(days=6)}", told
    if unit == "day":
        return (day + timedelta(days=step)).isoformat(), told
    span = UNIT_MONTHS[unit] // 12
    return (f"{day.year - span:04}/{day.year:04}" if step < 0 else None), told


def _month_alone(match: re.Match[str], day: date | None) -> Told:
    return _inferred(f"{months()[match['in_month'].casefold().rstrip('.')]:02}", None, day)


def _weekday(match: re.Match[str], day: date | None) -> Told:
    told = TimeResolution.RELATIVE_TO_PUBLICATION
    if day is None:
        return None, told
    back = (day.weekday() - WEEKDAYS.index(match["weekday"].casefold())) % 7
    return (day - timedelta(days=back)).isoformat(), told


def _near(match: re.Match[str], day: date | None) -> Told:
    step = {"yesterday": -1, "tomorrow": 1}.get(match["near"].casefold(), 0)
    found = None if day is None else (day + timedelta(days=step)).isoformat()
    return found, TimeResolution.RELATIVE_TO_PUBLICATION


READERS: dict[str, Callable[[re.Match[str], date | None], Told]] = {
    "month": lambda match, day: _day_of(match["day"], match["month"], match["year"], day),
    "month_us": lambda match, day: _day_of(match["day_us"], match["month_us"], match["year_us"], day),
    "month_only": lambda match, day: _inferred(
        f"{months()[match['month_only'].casefold().rstrip('.')]:02}", match["year_only"], day
    ),
    "decade": _decade,
    "from": _years,
    "plain": lambda match, _: (match["plain"], TimeResolution.EXPLICIT),
    "number": _ago,
    "which": _unit,
    "in_month": _month_alone,
    "weekday": _weekday,
    "near": _near,
}
"""How each kind of date is read, by a group of the pattern that only it has."""
KIND_OF: dict[str, str] = {kind: kind for kind in READERS} | {
    "year": "month", "year_us": "month_us", "day_us": "month_us", "year_only": "month_only", "to": "from",
    "ago": "number", "unit_of": "which",
}  # fmt: skip
"""The kind of a date by the last group of its match."""
