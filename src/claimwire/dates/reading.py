"""The grammar of the Extended Date/Time Format, levels 0 to 2, as bounds.

Where readers of EDTF differ, this follows the specification: years with significant digits are all that share them, an
unknown end has no bounds. What it leaves open is said in `matching`. `tests/dates/test_edtf_package.py` lists where the
edtf package gives another answer.

Two things are read that the specification does not say: a time of day at an end of an interval, which it leaves out and
ISO 8601 has, and a set of one date. Of a date and time its day counts, as it is written, whatever the zone.
"""

from __future__ import annotations

import re
from datetime import MAXYEAR

from ..errors import EdtfError
from .days import Bounds
from .matching import PARTS_OF_YEAR, estimated_year, matching_days, part_of_year

OPEN = ".."
"""How an open end of an interval, or of a set, is written."""

SET = re.compile(r"\[[^][{}]+\]|\{[^][{}]+\}")

MARK = "[?~%]?"
"""Uncertain, approximate or both: left of a part of a date for that part, right of it for it and what precedes it."""

DATE = re.compile(
    f"{MARK}(?P<year>-?[0-9X]{{4}}){MARK}(?:-{MARK}(?P<month>[0-9X]{{2}}){MARK}(?:-{MARK}(?P<day>[0-9X]{{2}}){MARK})?)?"
)

YEAR = re.compile(
    rf"{MARK}(?:(?P<sign>-?)(?P<short>[0-9]{{4}})|Y(?P<long_sign>-?)(?P<long>[1-9][0-9]*)(?:E(?P<zeros>[1-9][0-9]*))?)"
    rf"(?:S(?P<significant>[1-9][0-9]*))?{MARK}"
)
"""A year alone, in the ways that no month can follow: with significant digits, and after a Y."""

DATE_AND_TIME = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"T(?:(?:[01][0-9]|2[0-3]):(?:[0-5][0-9]:[0-5][0-9]|59:60)|24:00:00)"
    r"(?:Z|[+-](?:0[0-9]|1[0-3])(?::[0-5][0-9])?|[+-]14(?::00)?)?"
)
"""A leap second and the midnight that ends a day are read, as in ISO 8601; no zone is more than 14 hours from UTC."""

LEAP_YEAR = "2000"
"""Has every day that some year has."""

OUTSIDE = "lies outside the calendar, which has the years 0001 to 9999"

YEAR_UNKNOWN = (
    "has no bounds that can be computed: nothing is known of its year; write an interval such as 2020-09-21/2020-09-30"
)

MOST_CHARACTERS = 1000
"""How long a string can be: a set of ninety days."""


class NotEdtfError(EdtfError):
    """A string is not EDTF; its message is the reason, empty where nothing can be said but that."""


class NoSuchDateError(NotEdtfError):
    """A string is written like EDTF, and means nothing there; its message is the reason."""


class NoBoundsError(EdtfError):
    """A string is EDTF and has no bounds; its message is what is to be said of the string: `has an unknown end`."""


def read(text: str) -> Bounds:
    """Return the bounds of a string; raises `NotEdtfError` or `NoBoundsError` without naming it."""
    if len(text) > MOST_CHARACTERS:
        raise NoSuchDateError(f"it has {len(text)} characters, and a date has at most {MOST_CHARACTERS}")
    if text.startswith(("[", "{")):
        return _set(text)
    if "/" in text:
        return _interval(*text.split("/", 1))
    return _date(text)


def _interval(start: str, end: str) -> Bounds:
    """Return the bounds of an interval; both ends are read before anything is said of either."""
    ends = [Bounds(None, None) if part in (OPEN, "") else _part(part) for part in (start, end)]
    if not start or not end:
        raise NoBoundsError("has an unknown end, which has no bounds; write .. where the end is open")
    return _in_order(Bounds(ends[0].lower, ends[1].upper))


def _set(text: str) -> Bounds:
    """Return the bounds of a set, one of which or all of which are meant: from its earliest to its latest day."""
    if SET.fullmatch(text) is None:
        raise NotEdtfError("")
    elements = text[1:-1].split(",")
    last = len(elements) - 1
    found = [_element(element, at == 0, at == last) for at, element in enumerate(elements)]
    lowers = [element.lower for element in found if element.lower is not None]
    uppers = [element.upper for element in found if element.upper is not None]
    return Bounds(
        min(lowers) if len(lowers) == len(found) else None, max(uppers) if len(uppers) == len(found) else None
    )


def _element(element: str, is_first: bool, is_last: bool) -> Bounds:
    """Return the bounds of a date or of a range; only the first can have no start, only the last no end."""
    start, dots, end = element.partition(OPEN)
    if not dots:
        return _part(element)
    if not (start or end) or (not start and not is_first) or (not end and not is_last):
        raise NoSuchDateError("of a set, only the first date can have no start, and only the last no end")
    lower = _part(start).lower if start else None
    return _in_order(Bounds(lower, _part(end).upper if end else None))


def _in_order(found: Bounds) -> Bounds:
    if found.lower is not None and found.upper is not None and found.lower > found.upper:
        raise NoBoundsError("ends before it begins")
    return found


def _part(part: str) -> Bounds:
    """Return the bounds of a date within a longer string; what is wrong with it names it."""
    try:
        return _date(part)
    except NoSuchDateError:
        raise
    except NotEdtfError as error:
        raise NotEdtfError(f"{_shown(part)} in it is not a date") from error


def _date(text: str) -> Bounds:
    """Return the bounds of what is neither an interval nor a set."""
    if (found := DATE.fullmatch(text)) is not None:
        year, month, day = found["year"], found["month"], found["day"]
        is_part = month in PARTS_OF_YEAR and day is None
        return _part_of_year(year, month) if is_part else _digits(year, month or "XX", day or "XX")
    if (found := YEAR.fullmatch(text)) is not None:
        return _year(found)
    if (found := DATE_AND_TIME.fullmatch(text)) is not None:
        return _digits(*found["date"].split("-"))
    raise NotEdtfError("")


def _digits(year: str, month: str, day: str) -> Bounds:
    """Return the bounds of a year, month and day, any digit of which can be X."""
    is_known = year != "XXXX" and not year.startswith("-")
    found = matching_days(year, month, day) if is_known else None
    if found is not None:
        return found
    if matching_days(LEAP_YEAR, month) is None:
        raise NoSuchDateError(f"no month is {month}; months are 01 to 12, seasons and other parts of a year 21 to 41")
    in_calendar = is_known and matching_days(year) is not None
    if in_calendar or matching_days(LEAP_YEAR, month, day) is None:
        raise NoSuchDateError(f"{year}-{month} has no day {day}")
    raise NoBoundsError(YEAR_UNKNOWN if year.removeprefix("-") == "XXXX" else OUTSIDE)


def _part_of_year(year: str, number: str) -> Bounds:
    if year.removeprefix("-") == "XXXX":
        raise NoBoundsError(YEAR_UNKNOWN)
    found = None if year.startswith("-") else part_of_year(year, number)
    if found is None:
        raise NoBoundsError(OUTSIDE)
    return found


def _year(found: re.Match[str]) -> Bounds:
    """Return the bounds of a year alone that is written with S or Y."""
    digits = (found["short"] or found["long"]).lstrip("0")
    zeros = found["zeros"]
    if found["long"] and not zeros and len(digits) < 5:
        raise NotEdtfError("Y is for years of more than four digits")
    most = len(str(MAXYEAR))
    is_long = len(digits) > most or (zeros is not None and len(zeros) > 1) or len(digits) + int(zeros or 0) > most
    if found["sign"] or found["long_sign"] or not digits or is_long:
        raise NoBoundsError(OUTSIDE)
    year = int(digits) * 10 ** int(zeros or 0)
    significant = found["significant"] or str(most)
    years = estimated_year(year, most if len(significant) > 1 else int(significant))
    if years is None:
        raise NoBoundsError(OUTSIDE)
    return years


def _shown(part: str) -> str:
    return repr(part if len(part) <= 40 else part[:37] + "...")
