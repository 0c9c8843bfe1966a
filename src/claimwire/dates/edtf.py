"""What other rooms ask about a date in EDTF: its first and last day."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from ..errors import EdtfError
from .advice import advice
from .days import Bounds
from .reading import LEAP_YEAR, OPEN, NoBoundsError, NoSuchDateError, NotEdtfError, read

PLAIN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

PLAIN_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")

YEAR_NOT_GIVEN = "XXXX"


def edtf_bounds(text: str) -> tuple[date | None, date | None]:
    """Return the first and the last day that a date in EDTF can mean; None for an end that is open (`..`).

    The marks `?`, `~` and `%` widen nothing. An X is any digit that makes a day of the calendar: `1985-02-2X` ends on
    the 28th. Of a date and time the day counts, as it is written. Seasons (21 to 32) are the meteorological ones, of
    three whole months: spring is March to May, winter is December to February of the next year, and 29 to 32 are the
    southern ones, half a year apart. Quarters, quadrimesters and halves (33 to 41) are counted from January.

    Raises `EdtfError`, a `ValueError`, that says why, for what is not EDTF, has an unknown end (`1985/`), has no bounds
    (`XXXX-12-XX`), ends before it begins, or lies outside the years 1 to 9999 (`Y170000002`).
    """
    found = bounds(text)
    return found.lower, found.upper


def bounds(edtf: str) -> Bounds:
    """Return the first and last day of an EDTF string, and raise `EdtfError`, as `edtf_bounds` does."""
    if not isinstance(edtf, str):
        raise EdtfError(f"a date must be text in EDTF, not {type(edtf).__name__}")
    return _bounds(edtf)


@lru_cache(maxsize=4096)
def _bounds(edtf: str) -> Bounds:
    day = _plain_day(edtf)
    if day is not None:
        return Bounds(day, day)
    try:
        return read(edtf)
    except NoSuchDateError as error:
        raise EdtfError(f"{_shown(edtf)} is not an EDTF date: {error}") from error
    except NotEdtfError as error:
        reason = str(error)
        told = f": {reason}" if reason else ""
        raise EdtfError(f"{_shown(edtf)} is not an EDTF date{told}; {advice(edtf)}") from error
    except NoBoundsError as error:
        raise EdtfError(f"{_shown(edtf)} {error}") from error


def _plain_day(edtf: str) -> date | None:
    """Return the day of a date such as `2020-11-09`, which most dates are; None for others."""
    if PLAIN_DAY.fullmatch(edtf) is None:
        return None
    try:
        return date.fromisoformat(edtf)
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


def day_of(edtf: str) -> date:
    """Return the single day an EDTF date or date and time means; raises `EdtfError` where it is not one day."""
    found = bounds(edtf)
    if found.lower is None or found.lower != found.upper:
        raise EdtfError(f"{_shown(edtf)} is not a single day")
    return found.lower


def publication_date(edtf: str) -> str:
    """Return a date of publication; raises `EdtfError` unless it has bounds, or would have them with its year.

    A dateline often gives no year: `XXXX-11-09`.
    """
    try:
        bounds(edtf.replace(YEAR_NOT_GIVEN, LEAP_YEAR, 1) if edtf.startswith(f"{YEAR_NOT_GIVEN}-") else edtf)
    except EdtfError as error:
        cause = error.__cause__
        if isinstance(cause, NotEdtfError) and not isinstance(cause, NoSuchDateError):
            raise EdtfError(f"{_shown(edtf)} is not an EDTF date; {advice(edtf)}") from error
        raise EdtfError(
            f"{_shown(edtf)} is not a date of publication: no such day, or no first and last day; "
            "write for instance 2020-11-09, 2020-11, 2020-11-09T18:30:00Z or, without its year, XXXX-11-09"
        ) from error
    return edtf


def named_dates(edtf: str) -> tuple[str, ...]:
    """Return the dates that a string names and that all are meant, as it writes them.

    Those are the two ends of an interval and the elements of a set in braces, of which a range counts with its two
    ends; an open or unknown end is none. Anything else is one date, a set in brackets too: only one of its dates is
    meant.
    """
    if edtf.startswith("[") and edtf.endswith("]"):
        return (edtf,)
    elements = edtf[1:-1].split(",") if edtf.startswith("{") and edtf.endswith("}") else [edtf]
    ends = (end for element in elements for end in element.replace(OPEN, "/").split("/"))
    return tuple(end for end in ends if end)


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


def _shown(edtf: str) -> str:
    """Return a string as a message shows it, the beginning of a long one."""
    return repr(edtf if len(edtf) <= 80 else f"{edtf[:77]}...")
