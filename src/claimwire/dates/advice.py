"""What to write in place of a string that is not EDTF: the date it almost is, if there is one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from ..errors import EdtfError
from .reading import MOST_CHARACTERS, NotEdtfError, read

GENERAL = (
    "write YYYY-MM-DD, YYYY-MM or YYYY, such as 2020-11-09; an interval as 1992/1994, ../1991 or 1994/.., "
    "a decade as 199X"
)

_DATE = r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"


def _hemisphere(found: re.Match[str]) -> str:
    """Write a season of the draft of 2012 with its hemisphere by its number of today."""
    first = 25 if found["side"].lower().startswith("n") else 29
    return f"-{first + int(found['season']) - 1}"


REWRITINGS: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"[‐‑‒–—―−]", "-"),
    (r"\s*(/|,|\.\.)\s*", r"\1"),
    # the draft of 2012
    (r"(?i)\bunknown\b", ""),
    (r"(?i)\bopen\b", ".."),
    (r"(?i)-2(?P<season>[1-4])\^(?P<side>northern|southern)hemisphere", _hemisphere),
    (r"\?~|~\?", "%"),
    (r"\(([0-9]{2})\)([?~%])", r"\2\1"),
    (r"^([0-9]{2}[1-9])0s$", r"\1X"),
    (r"[ux]", "X"),
    (r"y", "Y"),
    (r"e", "E"),
    (r"[ps]", "S"),
    (r"t", "T"),
    (r"z", "Z"),
    # other ways to write a day, a month, years
    (r"^([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?=$|T|\s)", lambda m: f"{m[1]}-{m[3]:0>2}-{m[4]:0>2}"),
    (r"^([0-9]{4})[-/.]([0-9]{1,2})$", lambda m: f"{m[1]}-{m[2]:0>2}"),
    (r"^([0-9]{4})([0-9]{2})([0-9]{2})(?=$|T|\s)", r"\1-\2-\3"),
    (r"^([0-9]{4})-([0-9]{4})$", r"\1/\2"),
    (r"^Y0*([0-9]{1,4})$", lambda m: f"{m[1]:0>4}"),
    # other ways to write a time of day
    (rf"^{_DATE}\s+(?=[0-9])", r"\g<date>T"),
    (r"(T[0-9]{2}:[0-9]{2})(?=$|Z|[+-])", r"\1:00"),
    (r"(T[0-9]{2}:[0-9]{2}:[0-9]{2})[.,][0-9]+", r"\1"),
    (r"\s+(?=Z$|[+-][0-9:]+$)", ""),
    (r"(T[0-9:]+[+-][0-9]{2})([0-9]{2})$", r"\1:\2"),
)
"""What is written otherwise than in EDTF, and how it is written there; one after the other."""


def advice(text: str) -> str:
    """Return what to write in place of a string that is not EDTF: the date it almost is, or how dates are written."""
    if len(text) <= MOST_CHARACTERS:
        for rewritten in (_rewritten(text), "/".join(map(_rewritten, text.split("/")))):
            if rewritten != text and _is_edtf(rewritten):
                return f"write {rewritten}"
    return GENERAL


def _rewritten(text: str) -> str:
    plain = "".join(_plain(character) for character in unicodedata.normalize("NFKC", text)).strip()
    for written, otherwise in REWRITINGS:
        plain = re.sub(written, otherwise, plain)
    return plain


def _plain(character: str) -> str:
    """Return a digit of any script as one of 0 to 9; other characters as they are."""
    digit = unicodedata.digit(character, None)
    return character if digit is None else str(digit)


def _is_edtf(text: str) -> bool:
    try:
        read(text)
    except NotEdtfError:
        return False
    except EdtfError:
        return True
    return True
