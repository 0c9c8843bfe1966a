"""EDTF dates and their bounds."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from claimwire.dates import Bounds, bounds, day_of, is_months_before, months_before, named_dates, one_date_in
from claimwire.errors import EdtfError

DAYS = st.dates(min_value=date(1000, 1, 1))


@st.composite
def precise_to_some_degree(draw: st.DrawFn) -> tuple[str, date, date]:
    """Draw a day, month, year, decade or century with its first and last day, reckoned without the edtf package."""
    day = draw(DAYS)
    year, month = day.year, day.month
    return draw(
        st.sampled_from(
            [
                (day.isoformat(), day, day),
                (f"{year}-{month:02}", date(year, month, 1), date(year, month, monthrange(year, month)[1])),
                (f"{year}", date(year, 1, 1), date(year, 12, 31)),
                (f"{year // 10}X", date(year // 10 * 10, 1, 1), date(year // 10 * 10 + 9, 12, 31)),
                (f"{year // 100}XX", date(year // 100 * 100, 1, 1), date(year // 100 * 100 + 99, 12, 31)),
            ]
        )
    )


@st.composite
def bounds_of_any_sort(draw: st.DrawFn) -> Bounds:
    lower, upper = sorted((draw(DAYS), draw(DAYS)))
    return Bounds(draw(st.sampled_from([lower, None])), draw(st.sampled_from([upper, None])))


@given(DAYS)
def test_a_day_is_its_own_bounds(day: date) -> None:
    assert bounds(day.isoformat()) == Bounds(day, day)
    assert day_of(day.isoformat()) == day


@settings(max_examples=20)
@given(DAYS)
def test_a_plain_day_is_read_as_the_edtf_package_reads_it(day: date) -> None:
    parsed = parse_edtf(str(day))
    assert tuple(parsed.lower_strict())[:3] == tuple(parsed.upper_strict())[:3] == (day.year, day.month, day.day)
    assert bounds(str(day)) == Bounds(day, day)


@pytest.mark.parametrize("almost", ["2020-02-30", "0000-01-01", "2020-11-9", "٢٠٢٠-11-09"])
def test_what_only_looks_like_a_plain_day_is_refused(almost: str) -> None:
    with pytest.raises(EdtfError):
        bounds(almost)


@given(DAYS, st.times(), st.sampled_from(["", "Z", "+03:00", "-05:30"]))
def test_a_date_and_time_is_bounded_by_its_day(day: date, time: object, zone: str) -> None:
    assert day_of(f"{day.isoformat()}T{str(time)[:8]}{zone}") == day


@given(precise_to_some_degree())
def test_bounds_are_the_first_and_last_day_of_what_is_written(drawn: tuple[str, date, date]) -> None:
    edtf, first, last = drawn
    assert bounds(edtf) == Bounds(first, last)


@settings(max_examples=40)
@given(precise_to_some_degree(), precise_to_some_degree())
def test_an_interval_goes_from_the_first_day_of_its_start_to_the_last_of_its_end(
    one: tuple[str, date, date], other: tuple[str, date, date]
) -> None:
    start, end = sorted((one, other), key=lambda drawn: (drawn[1], drawn[2]))
    assert bounds(f"{start[0]}/{end[0]}") == Bounds(start[1], end[2])
    assert bounds(f"{start[0]}/..") == Bounds(start[1], None)
    assert bounds(f"../{end[0]}") == Bounds(None, end[2])


@settings(max_examples=20)
@given(DAYS, DAYS)
def test_one_of_two_days_is_bounded_by_both(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert bounds(f"[{first.isoformat()},{last.isoformat()}]") == Bounds(first, last)


@given(precise_to_some_degree(), st.sampled_from("?~%"))
def test_uncertainty_does_not_widen_the_bounds_of_a_year(drawn: tuple[str, date, date], mark: str) -> None:
    edtf, first, last = drawn
    assert bounds(edtf + mark) == Bounds(first, last)


@given(bounds_of_any_sort(), bounds_of_any_sort())
def test_meeting_is_symmetric(one: Bounds, other: Bounds) -> None:
    assert one.meets(other) == other.meets(one)


@given(bounds_of_any_sort())
def test_everything_meets_itself_and_what_is_open_on_both_sides(some: Bounds) -> None:
    assert some.meets(some)
    assert some.meets(Bounds(None, None))


@given(DAYS.filter(lambda day: date.min < day < date.max), st.integers(0, 40))
def test_stretches_meet_if_they_share_a_day_and_not_if_one_ends_the_day_before(day: date, length: int) -> None:
    next_day = day + timedelta(days=1)
    before = Bounds(day - timedelta(days=length), day)
    assert before.meets(Bounds(day, None))
    assert before.meets(Bounds(None, before.lower))
    assert not before.meets(Bounds(next_day, next_day))
    assert not Bounds(next_day, None).meets(before)


def test_days_before_counts_from_the_end() -> None:
    # 2020-10-31 to 2020-11-10: 10 days
    assert bounds("2020-10").days_before(date(2020, 11, 10)) == 10
    assert bounds("2020-11-10").days_before(date(2020, 11, 10)) == 0
    assert bounds("2020-11-12").days_before(date(2020, 11, 10)) == -2
    assert bounds("1994/..").days_before(date(2020, 11, 10)) is None


@pytest.mark.parametrize(
    ("edtf", "message"),
    [
        ("XXXX-11-10", "has no bounds that can be computed"),
        ("2020-09-4X", "is not an EDTF date: 2020-09 has no day 4X"),
        ("2020-2X", "is not an EDTF date: no month is 2X"),
        ("10 November 2020", "is not an EDTF date"),
        ("2020-02-30", "is not an EDTF date"),
        ("1992/1993/1994", "is not an EDTF date"),
        ("2020-11-10/2020-11-09", "ends before it begins"),
        ("1994/", "has an unknown end"),
        ("/1994", "has an unknown end"),
        ("", "is not an EDTF date"),
    ],
)
def test_what_has_no_bounds_says_why(edtf: str, message: str) -> None:
    with pytest.raises(EdtfError, match=message):
        bounds(edtf)


@pytest.mark.parametrize("edtf", ["2020-11", "1992/1994", "../1991", "XXXX-11-10"])
def test_day_of_wants_a_single_day(edtf: str) -> None:
    with pytest.raises(EdtfError):
        day_of(edtf)


@given(st.text(alphabet="0123456789XYSETZ.,/:[]{}~?%+-", max_size=24))
def test_any_string_has_bounds_in_order_or_is_refused(edtf: str) -> None:
    try:
        found = bounds(edtf)
    except EdtfError:
        return
    assert found.lower is None or found.upper is None or found.lower <= found.upper


# One date in a time


@pytest.mark.parametrize(
    ("time", "strict"),
    [
        ("1992/1994", "[1992..1994]"),
        ("1992-05/1994-02-01", "[1992-05..1994-02-01]"),
        ("../1991", "[..1991]"),
        ("1994/..", "[1994..]"),
        ("1994", "1994"),
        ("199X", "199X"),
        ("1990~", "1990~"),
        ("[1992..1994]", "[1992..1994]"),
        ("{1992,1994}", "{1992,1994}"),
        ("[1992/1994]", "[1992/1994]"),
        ("1992~/1994", "[1992-01-01..1994-12-31]"),
        ("199X/2001", "[1990-01-01..2001-12-31]"),
        ("../199X", "[..1999-12-31]"),
        ("2031-10-12T21:40:00Z/2031-10-13", "[2031-10-12..2031-10-13]"),
        ("/1994", "/1994"),
        ("../..", "../.."),
        ("1994/1992~", "1994/1992~"),
    ],
)
def test_one_date_in_an_interval_is_one_of_a_set(time: str, strict: str) -> None:
    assert one_date_in(time) == strict


@given(st.tuples(DAYS, DAYS).map(sorted))
def test_one_date_in_an_interval_has_the_same_days(days: list[date]) -> None:
    strict = one_date_in(f"{days[0]}/{days[1]}")
    assert parse_edtf(strict)
    assert bounds(strict) == Bounds(*days)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2031-05-03", 2, "2031-03-03"),
        ("2031-04-30", 2, "2031-02-28"),
        ("2032-04-30", 2, "2032-02-29"),
        ("2031-02-28", 2, "2030-12-28"),
        ("2031-01-31", 2, "2030-11-30"),
        ("2031-12-31", 12, "2030-12-31"),
        ("2031-12-31", 0, "2031-12-31"),
        ("0001-03-01", 2, "0001-01-01"),
        ("0001-02-09", 2, "0001-01-01"),
    ],
)
def test_months_before_a_day(day: str, months: int, before: str) -> None:
    assert months_before(date.fromisoformat(day), months) == date.fromisoformat(before)


@pytest.mark.parametrize(
    ("time", "published", "expected"),
    [
        ("2031-03-03", "2031-05-03", True),
        ("2031-03-04", "2031-05-03", False),
        ("2031-02-28", "2031-04-30", True),
        ("2031-03-01", "2031-04-30", False),
        ("2031-03", "2031-05-31", True),
        ("2031-03", "2031-05-30", None),
        ("2031-03", "2031-05-01", None),
        ("2031-03", "2031-04-30", False),
        ("../1991", "2031-05-03", True),
        ("../2031", "2031-05-03", None),
        ("1991/..", "2031-05-03", None),
        ("2031-04/..", "2031-05-03", False),
        ("2031-03-01", "2031-05", True),
        ("2031-03-02", "2031-05", None),
        ("2031-03-31", "2031-05", None),
        ("2031-04-01", "2031-05", False),
        ("1991", "../2031", None),
        ("1991", "2031/..", None),
    ],
)
def test_what_began_months_before_publication(time: str, published: str, expected: bool | None) -> None:
    assert is_months_before(bounds(time), bounds(published), 2) is expected


@pytest.mark.parametrize(
    ("edtf", "dates"),
    [
        ("2019", ("2019",)),
        ("2019/2021-03", ("2019", "2021-03")),
        ("../2021", ("2021",)),
        ("2019/", ("2019",)),
        ("../..", ()),
        ("{2019-01-10,2019-01-14}", ("2019-01-10", "2019-01-14")),
        ("{2019}", ("2019",)),
        ("{197X,198X,2001~}", ("197X", "198X", "2001~")),
        ("{..1950,1960..1962,1970..}", ("1950", "1960", "1962", "1970")),
        ("[2019,2021]", ("[2019,2021]",)),
        ("[1992..1994]", ("[1992..1994]",)),
        ("", ()),
        ("{}", ()),
    ],
)
def test_the_dates_that_are_all_meant(edtf: str, dates: tuple[str, ...]) -> None:
    assert named_dates(edtf) == dates
