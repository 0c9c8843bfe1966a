"""The edtf package as a second opinion: where it reads a date as we do, and each place where it does not.

A test of a difference fails when the package no longer differs: take the string off the list then.
"""

from __future__ import annotations

import math
import re
from contextlib import redirect_stdout
from datetime import date
from io import StringIO
from typing import Any

import pytest
from edtf import EDTFParseException, parse_edtf
from edtf_strings import LEVEL_0, LEVEL_1, LEVEL_2, STRINGS, rows
from hypothesis import given, settings
from hypothesis import strategies as st

from claimwire.dates import bounds
from claimwire.errors import EdtfError

NO_BOUNDS = "none"


def _end(moment: Any) -> str:
    if isinstance(moment, float) and math.isinf(moment):
        return "open"
    return f"{moment.tm_year:04}-{moment.tm_mon:02}-{moment.tm_mday:02}"


def opinion(text: str) -> str:
    """Return the first and last day that the package says, `open` for an open end; its exception where it fails."""
    try:
        with redirect_stdout(StringIO()):
            parsed = parse_edtf(text)
            return f"{_end(parsed.lower_strict())}/{_end(parsed.upper_strict())}"
    except (EDTFParseException, ValueError, TypeError, AttributeError) as error:
        return type(error).__name__


def ours(text: str) -> str:
    try:
        found = bounds(text)
    except EdtfError:
        return NO_BOUNDS
    return f"{found.lower or 'open'}/{found.upper or 'open'}"


REFUSED = "EDTFParseException"

DIFFERENCES = """
EDTFParseException    1985-04-12T00:00:00+14 1985-04-12T00:00:00+00:00 2016-12-31T23:59:60Z
EDTFParseException    2010-24~ 2004?-24 201X-24 199X-24 20XX-33 {2001-24,2001-05-XX}
EDTFParseException    200X/.. 2004-06-11%/2004-06-~12 ?15XX-12-25~ [1670-06..1672] [1670~..1672-02-%03]
EDTFParseException    [1984] 2031-10-12T21:40:00Z/2031-10-13
TypeError             ../200X
AttributeError        1984-1X 1984-0X 1984-X1 1984-X5 1984-1X/..
ValueError            1985-04-0X 1985-04-1X 1985-04-X1 1985-05-X1 1985-04-3X 2001-02-2X 2000-02-2X 1985-XX-3X 1985-0X-31
2001-12-01/2001-12-31 2001-24 2001-28 2001-30
1999-12-01/1999-12-31 1999-24
2010-12-01/2010-12-31 2010-24
9998-12-01/9998-12-31 9998-24
open/2010-12-31       ../2010-24?
1950-01-01/1950-12-31 1950S2 1950S1 1950S3 1950S2~ Y195E1S2
0950-01-01/0950-12-31 0950S2
9950-01-01/9950-12-31 9950S1
1950-01-01/1960-12-31 1950S2/1960S3
1900-02-29/1909-02-29 190X-02-29
0000-02-29/9990-02-29 XXX0-02-29
0000-01-01/0009-12-31 000X
0000-12-01/0999-12-31 0XXX-12
1985-04-12/1995-04-12 1985-04-12/
1975-12-31/1985-12-31 /1985
0000-12-01/9999-12-31 XXXX-12-XX
2001-02-29/2001-02-29 2001-02-29
"""
"""What edtf 5.0.2 says where we say something else.

- It refuses `+00:00`, `+14` and leap seconds, seasons with a mark, an unknown digit or within a set, an unknown digit
  or a mark of one part within most intervals and ranges, a set of one date, and times within intervals.
- It fails on one unknown digit of a month or a day. Those of a year it fills with 0 and 9, whether or not there is
  such a day.
- It ends a winter, and a southern summer, with its year. The specification leaves it open; we take whole winters.
- It does not count significant digits among the strict bounds. The specification: some year between 1900 and 1999.
- It gives an unknown end ten years, and a wholly unknown year all of them. We say that there are no bounds.
- It lets February have 29 days in every year.
"""


def differences() -> dict[str, str]:
    lines = [line.split() for line in DIFFERENCES.split("\n") if line]
    return {text: said for said, *texts in lines for text in texts}


EXAMPLES = {text for text, _, _ in rows(LEVEL_0 + LEVEL_1 + LEVEL_2)}


@pytest.mark.parametrize("text", sorted(EXAMPLES - set(differences())))
def test_the_package_reads_it_as_we_do(text: str) -> None:
    assert opinion(text) == ours(text)


@pytest.mark.parametrize(("text", "said"), differences().items())
def test_the_package_still_says_something_else(text: str, said: str) -> None:
    """If this fails, the package has changed: take the string off `DIFFERENCES`, or correct what it says there."""
    assert opinion(text) == said
    assert ours(text) != said


DAYS = st.dates(min_value=date(1, 1, 1)).map(str)
PLAIN = st.one_of(DAYS, DAYS.map(lambda day: day[:7]), DAYS.map(lambda day: day[:4]))
TIMES = st.times().map(lambda time: str(time)[:8])
ZONES = st.sampled_from(["", "Z", "+03", "-05:30", "+13:59", "-14:00"])
UNKNOWN = st.one_of(
    st.integers(1, 999).map("{:03}X".format),
    st.integers(1, 99).map("{:02}XX".format),
    DAYS.map(lambda day: f"{day[:4]}-XX"),
    DAYS.map(lambda day: f"{day[:7]}-XX"),
    DAYS.map(lambda day: f"{day[:4]}-XX-XX"),
)
SEASON = st.tuples(DAYS.map(lambda day: day[:4]), st.sampled_from(["21", "22", "23"])).map("-".join)
MARKED = st.tuples(PLAIN, st.sampled_from("?~%")).map("".join)
LEVEL_0_OR_1 = st.one_of(
    PLAIN,
    st.tuples(DAYS, st.just("T"), TIMES, ZONES).map("".join),
    st.tuples(PLAIN, PLAIN).map("/".join),
    UNKNOWN,
    SEASON,
    MARKED,
    st.tuples(PLAIN | MARKED | SEASON, st.just("/..")).map("".join),
    st.tuples(st.just("../"), PLAIN | MARKED | SEASON).map("".join),
    st.tuples(PLAIN | MARKED | SEASON, PLAIN | MARKED | SEASON).map("/".join),
)
"""Strings of levels 0 and 1 but for the known differences: winters, unknown ends and digits at an end."""


@settings(max_examples=150)
@given(LEVEL_0_OR_1)
def test_drawn_strings_of_the_first_two_levels_are_read_as_the_package_reads_them(text: str) -> None:
    """But for intervals that end before they begin, which the package takes."""
    own = ours(text)
    first, _, last = opinion(text).partition("/")
    assert own == (NO_BOUNDS if "open" not in (first, last) and first > last else f"{first}/{last}")


@pytest.mark.parametrize("text", ["Y170000002", "Y-170000002", "-1985", "Y-17E7", "0000", "Y3388E2S3"])
def test_years_outside_the_calendar_are_dates_of_the_package_and_have_no_bounds_here(text: str) -> None:
    assert opinion(text).count("-01-01/") == 1
    assert ours(text) == NO_BOUNDS


@settings(max_examples=150)
@given(STRINGS)
def test_what_the_package_reads_is_edtf_here_too(text: str) -> None:
    """It may have no bounds, and of the days that the package reads some do not exist."""
    try:
        bounds(text)
        said = ""
    except EdtfError as error:
        said = str(error)
    assert opinion(text) == REFUSED or "is not an EDTF date" not in said or re.search("has no day|no month is", said)
