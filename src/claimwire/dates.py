"""EDTF dates and their bounds as calendar days.

The format is the Library of Congress's Extended Date/Time Format (ISO 8601-2), levels 0 to 2, parsed by the `edtf`
package; what that package leaves open (open ends, bounds it cannot compute) is settled here.
"""

from __future__ import annotations

import math
import re
from calendar import monthrange
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from io import StringIO
from typing import Any

from .errors import EdtfError

PLAIN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

PLAIN_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")

OPEN = ".."
"""How an open end of an interval is written."""


@dataclass(frozen=True)
class Bounds:
    """The first and last day a date can mean, both inclusive; None where it is open on that side."""

    lower: date | None
    upper: date | None

    def meets(self, other: Bounds) -> bool:
        """Return whether some day lies within both."""
        starts = [day for day in (self.lower, other.lower) if day is not None]
        ends = [day for day in (self.upper, other.upper) if day is not None]
        return not starts or not ends or max(starts) <= min(ends)

    def days_before(self, day: date) -> int | None:
        """Return how many days the end of this is before `day`; None if it is open, negative if it is later."""
        return None if self.upper is None else (day - self.upper).days


@lru_cache(maxsize=4096)
def bounds(edtf: str) -> Bounds:
    """Return the first and last day of an EDTF string; uncertainty and approximation do not widen them.

    Raises `EdtfError` if the string is not EDTF, has no computable bounds (`XXXX-11-10` in no known year), is outside
    the years 1 to 9999, or ends before it begins.
    """
    if edtf.count("/") == 1 and not edtf.startswith(("[", "{")):
        start, _, end = edtf.partition("/")
        if not start or not end:
            raise EdtfError(f"{edtf!r} has an unknown end, which has no bounds; write .. where the end is open")
        # each end by itself: edtf 5.0.2 refuses an open end beside an unknown digit (../200X), and is many times slower
        lower = None if start == OPEN else _dated(start, edtf).lower
        upper = None if end == OPEN else _dated(end, edtf).upper
        found = Bounds(lower, upper)
    else:
        found = _dated(edtf, edtf)
    if found.lower is not None and found.upper is not None and found.lower > found.upper:
        raise EdtfError(f"{edtf!r} ends before it begins")
    return found


def _dated(part: str, whole: str) -> Bounds:
    """Return the bounds of a date that is not an interval; raises `EdtfError` that names the whole it is part of."""
    day = _plain_day(part)
    if day is not None:
        return Bounds(day, day)
    from edtf import EDTFParseException, parse_edtf

    try:
        # edtf 5.0.2 prints something and fails with an AttributeError on a month of one unknown digit (2020-1X)
        with redirect_stdout(StringIO()):
            parsed = parse_edtf(part)
    except (EDTFParseException, AttributeError) as error:
        raise EdtfError(
            f"{whole!r} is not an EDTF date; write for instance 2020-11-09, 1992/1994, 199X or ../1991"
        ) from error
    try:
        return Bounds(_day(parsed.lower_strict()), _day(parsed.upper_strict()))
    except (ValueError, TypeError, OverflowError, AttributeError) as error:
        raise EdtfError(
            f"{whole!r} has no bounds that can be computed; write an interval such as 2020-09-21/2020-09-30"
        ) from error


def _plain_day(part: str) -> date | None:
    """Return the day of a date such as `2020-11-09`, which most dates are and edtf needs 10 ms for; None for others."""
    if PLAIN_DAY.fullmatch(part) is None:
        return None
    try:
        return date.fromisoformat(part)
    except ValueError:
        return None


def known_bounds(edtf: str | None) -> Bounds:
    """Return the bounds of a date, open on both sides where there is none or its bounds cannot be computed."""
    if edtf is None:
        return Bounds(None, None)
    try:
        return bounds(edtf)
    except EdtfError:
        return Bounds(None, None)


def one_date_in(edtf: str) -> str:
    """Return the time of what happened once, at some point in it, in strict EDTF: `[1992..1994]` for `1992/1994`.

    An interval says in EDTF that it was filled. The ends of such a set are plain dates: where those of the interval are
    not (`1992~`, `199X`), its first and last day stand in their place.
    """
    if edtf.count("/") != 1 or edtf.startswith(("[", "{")):
        return edtf
    try:
        found = bounds(edtf)
    except EdtfError:
        return edtf
    if found == Bounds(None, None):
        return edtf
    start, end = edtf.split("/")
    if all(part == OPEN or PLAIN_DATE.fullmatch(part) for part in (start, end)):
        return f"[{start.removeprefix(OPEN)}..{end.removeprefix(OPEN)}]"
    return f"[{found.lower or ''}..{found.upper or ''}]"


def months_before(day: date, months: int) -> date:
    """Return the day some calendar months before another: the same of its month, or the last if there is no such day.

    The first day of all stands for what is earlier.
    """
    number = day.year * 12 + day.month - 1 - months
    year, month = number // 12, number % 12 + 1
    if year < date.min.year:
        return date.min
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def is_months_before(begin: Bounds, published: Bounds, months: int) -> bool | None:
    """Return whether a day within `begin` is some calendar months or more before publication; None if that is open."""
    if published.lower is None or published.upper is None:
        return None
    if begin.upper is not None and begin.upper <= months_before(published.lower, months):
        return True
    if begin.lower is not None and begin.lower > months_before(published.upper, months):
        return False
    return None


def day_of(edtf: str) -> date:
    """Return the single day an EDTF date or date and time means; raises `EdtfError` where it is not one day."""
    found = bounds(edtf)
    if found.lower is None or found.lower != found.upper:
        raise EdtfError(f"{edtf!r} is not a single day")
    return found.lower


def _day(moment: Any) -> date | None:
    """Turn what `edtf` gives for a bound, a struct_time or an infinite float, into a day."""
    if isinstance(moment, float) and math.isinf(moment):
        return None
    return date(moment.tm_year, moment.tm_mon, moment.tm_mday)
