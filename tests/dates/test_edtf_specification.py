"""The strings of the EDTF specification of 2019 and their neighbours: their bounds, or why there are none."""

from __future__ import annotations

from datetime import date

import pytest
from edtf_strings import LEVEL_0, LEVEL_1, LEVEL_2, rows

from claimwire.dates import edtf_bounds
from claimwire.errors import ClaimwireError, EdtfError


@pytest.mark.parametrize(("text", "first", "last"), [*rows(LEVEL_0), *rows(LEVEL_1), *rows(LEVEL_2)])
def test_a_string_of_the_specification_has_its_bounds(text: str, first: date | None, last: date | None) -> None:
    assert edtf_bounds(text) == (first, last)


OUTSIDE = "lies outside the calendar, which has the years 0001 to 9999"
UNKNOWN_END = "has an unknown end"
UNKNOWN_YEAR = "has no bounds that can be computed: nothing is known of its year"
BACKWARDS = "ends before it begins"
NO_EDTF = "is not an EDTF date"

WITHOUT = {
    OUTSIDE: """Y170000002 Y-170000002 Y-17E7 Y171010000S3 Y3388E2S3 Y10000 Y1E4 Y1E99999999999 -1985 -1985-04-12 -198X
        -1985/1985 [-1985,1985] 0000 0000-01-01 -0000 0000-21 -1985-24 9999-24 9999-28 9999-30 999X-24 -1950S2 0000S1
        Y170000002/.. 1985/Y170000002 -XXX5 Y-19E2 Y1E10S99999""",
    UNKNOWN_END: "1985-04-12/ 1985-04/ 1985/ /1985-04-12 /1985-04 /1985 / /.. ../ XXX5/",
    UNKNOWN_YEAR: "XXXX-12-XX XXXX XXXX-12-25 XXXX-02-29 XXXX-21 XXXX/1985 1985/XXXX-12 [XXXX-12,1985] XXXX? -XXXX",
    BACKWARDS: """2020-11-10/2020-11-09 1985/1984 2010-24/2010-21 200X/199X [1672..1670] {1667,1672-02..1672-01}
        2004-07/2004-06-30""",
    f"{NO_EDTF}: no month is": """2031-00 2031-13 2031-20 2031-42 2031-99 2010-21-05 2031-2X 2031-4X 1984/1985-13
        XXXX-13""",
    "has no day": """2001-02-29 1900-02-29 2031-04-31 2031-05-32 2031-05-00 1985-02-3X 1985-04-4X 1985-0X-32 XXX1-02-29
        XXXX-02-30 [1984,2001-02-29]""",
    f"{NO_EDTF}: of a set": "[..] {..} [1985..,1990] [1980,..1990] [1984,..]",
    f"{NO_EDTF}: it has 1001 characters": "1" * 1001,
    f"{NO_EDTF}: '": """1985//1986 1992/1993/1994 1985/20O4 1985/... [1985,] [,1985] [1985..1986..1987] foo/ /foo
        [1984?~,1985]""",
    NO_EDTF: """
        1984u yesterday 1950S0 1950S 195XS2 1950S2-05 S2 Y Y1984 Y01984 Y12345-06 Y1E Y12.5 YXXXXX E4 198 84
        20310504 2031-5-4 2031- -2031- 2031--05 2031-05-04- 1984?~ 1984~? ?1984?? 2031-05-?-04 .. ? X [] {}
        [1985} {1985] [[1985]] [1985]? [1985]/1986 [1984/1985] 2031-05T10:00:00 2031-05-04T10
        2031-05-04T10:30 2031-05-04T25:00:00 2031-05-04T24:00:01 2031-05-04T10:60:00 2031-05-04T10:30:60
        2031-05-04T10:30:00.5Z 2031-05-04T10:30:00+15 2031-05-04T10:30:00+14:30 2031-05-04T10:30:00+0530
        2031-05-04T10:30:00Z? 2031-05-XXT10:30:00 2031-W05 2031-123 2001-21^southernHemisphere (2031)-05
        1984.5 +1985 xxxx 1985..1990 1985,1990 20a1 2031-0a ２０３１ ٢٠٢٠-11-09
        """,
}


@pytest.mark.parametrize(
    ("message", "text"), [(message, text) for message in WITHOUT for text in WITHOUT[message].split()]
)
def test_what_has_no_bounds_says_why(text: str, message: str) -> None:
    with pytest.raises(EdtfError) as error:
        edtf_bounds(text)
    assert message in str(error.value)
    assert str(error.value).startswith(f"'{text[:70]}")


@pytest.mark.parametrize("text", ["2031-05-04T25:00:00", "2031-02-30T10:00:00", "0000-05-04T10:00:00"])
def test_a_time_of_a_day_that_there_is_not_is_refused(text: str) -> None:
    with pytest.raises(EdtfError):
        edtf_bounds(text)


@pytest.mark.parametrize(
    "text", ["", " ", "2031-05-04\n", " 2031", "2031 ", "1984 / 1985", "[1667, 1668]", "2031\0", "\ud800"]
)
def test_white_space_and_what_cannot_be_seen_are_no_edtf(text: str) -> None:
    with pytest.raises(EdtfError, match=NO_EDTF):
        edtf_bounds(text)


@pytest.mark.parametrize("value", [None, 2031, 20.31, b"2031", date(2031, 5, 4), ["2031"], {}])
def test_what_is_not_text_is_refused(value: object) -> None:
    with pytest.raises(EdtfError, match=rf"^a date must be text in EDTF, not {type(value).__name__}$"):
        edtf_bounds(value)  # type: ignore[arg-type]


def test_a_set_may_be_as_long_as_the_longest_string() -> None:
    longest = "[" + ",".join(["2031-05-04"] * 90) + ",2031-05]"
    assert len(longest) == 999
    assert edtf_bounds(longest) == (date(2031, 5, 1), date(2031, 5, 31))
    with pytest.raises(EdtfError, match="it has 1002 characters, and a date has at most 1000"):
        edtf_bounds(longest.replace("2031-05]", "2031-05-04]"))


@pytest.mark.parametrize("text", ["Y" + "9" * 900, "9" * 100_000, "Y1E" + "9" * 900, "-" * 5000, "/" * 1000])
def test_a_very_long_string_is_told_in_a_short_message(text: str) -> None:
    with pytest.raises(EdtfError) as error:
        edtf_bounds(text)
    assert len(str(error.value)) < 400


def test_more_significant_digits_than_a_year_has_make_it_no_more_precise() -> None:
    year = (date(2031, 1, 1), date(2031, 12, 31))
    assert edtf_bounds("2031S4") == edtf_bounds("2031S5") == edtf_bounds("2031S" + "9" * 900) == year


def test_the_error_is_one_of_the_package_and_of_values() -> None:
    with pytest.raises(ClaimwireError):
        edtf_bounds("yesterday")
    with pytest.raises(ValueError, match="'1985/' has an unknown end"):
        edtf_bounds("1985/")
