"""The least version that a change demands, at every edge, and how it is told."""

from __future__ import annotations

import pytest
from packaging.version import Version

from claimwire.errors import ReleaseError
from claimwire.release.versions import SHOWN_COLUMNS, Demand, Extent, TableDifference, least_version

CLAIMS = ("claim", "claims")
LEAST = {
    # before 1.0.0 each number stands a place later
    "0.0.0": ("0.0.0", "0.0.1", "0.0.1", "0.1.0"),
    "0.0.9": ("0.0.9", "0.0.10", "0.0.10", "0.1.0"),
    "0.2.0": ("0.2.0", "0.2.1", "0.2.1", "0.3.0"),
    "0.2.9": ("0.2.9", "0.2.10", "0.2.10", "0.3.0"),
    "0.9.9": ("0.9.9", "0.9.10", "0.9.10", "0.10.0"),
    "0.99.99": ("0.99.99", "0.99.100", "0.99.100", "0.100.0"),
    # from 1.0.0 on
    "1.0.0": ("1.0.0", "1.0.1", "1.1.0", "2.0.0"),
    "1.0.9": ("1.0.9", "1.0.10", "1.1.0", "2.0.0"),
    "1.9.9": ("1.9.9", "1.9.10", "1.10.0", "2.0.0"),
    "9.9.9": ("9.9.9", "9.9.10", "9.10.0", "10.0.0"),
}
"""By the version before, the least one for each extent, the least extent first."""


@pytest.mark.parametrize(
    ("before", "extent", "least"),
    [(before, extent, row[extent]) for before, row in LEAST.items() for extent in Extent],
)
def test_a_change_demands_a_version(before: str, extent: Extent, least: str) -> None:
    assert str(least_version(Version(before), extent)) == least


@pytest.mark.parametrize(
    ("before", "difference", "least", "one_less"),
    [
        ("0.2.0", TableDifference(CLAIMS, edited=1), "0.3.0", "0.2.99"),
        ("0.2.0", TableDifference(CLAIMS, added=1), "0.2.1", "0.2.0"),
        ("1.2.3", TableDifference(CLAIMS, removed=1), "2.0.0", "1.99.99"),
        ("1.2.3", TableDifference(CLAIMS, added=1), "1.3.0", "1.2.99"),
        ("0.9.0", TableDifference(CLAIMS, moved=1), "0.10.0", "0.9.9"),
    ],
)
def test_the_least_version_is_met_by_itself_and_by_more_and_not_by_less(
    before: str, difference: TableDifference, least: str, one_less: str
) -> None:
    for planned in (least, f"{Version(least).major + 1}.0.0"):
        demand = Demand(before, planned, (difference,), repackaged=True)
        assert demand.is_met
        demand.require_met()
        assert demand.lines() == [str(demand)]
    less = Demand(before, one_less, (difference,), repackaged=True)
    assert not less.is_met
    said = f'annotations/release.toml plans {one_less}; write `data_version = "{least}"` there'
    assert less.lines() == [str(less), f"{said} (docs/changes.md has the rule)"]
    with pytest.raises(ReleaseError) as refused:
        less.require_met()
    assert str(refused.value).startswith(f"the change since {before} demands at least {least}: 1 claim ")
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("difference", "extent"),
    [
        (TableDifference(CLAIMS), Extent.NOTHING),
        (TableDifference(CLAIMS, added=1), Extent.ADDED),
        (TableDifference(CLAIMS, added=9, late=1), Extent.EDITED),
        (TableDifference(CLAIMS, added=9, edited=1), Extent.EDITED),
        (TableDifference(CLAIMS, added=9, removed=1), Extent.EDITED),
        (TableDifference(CLAIMS, added=9, moved=1), Extent.EDITED),
        (TableDifference(CLAIMS, added=9, columns_gone=("harm",)), Extent.EDITED),
    ],
)
def test_anything_beside_new_rows_is_more_than_added(difference: TableDifference, extent: Extent) -> None:
    assert difference.extent is extent


def test_the_config_that_differs_most_decides() -> None:
    added, edited = TableDifference(("link", "links"), added=1), TableDifference(CLAIMS, edited=1)
    assert Demand("1.0.0", "9.0.0", (added, edited)).extent is Extent.EDITED
    assert Demand("1.0.0", "9.0.0", (edited, added)).extent is Extent.EDITED
    assert Demand("1.0.0", "9.0.0", (added,), repackaged=True).extent is Extent.ADDED
    assert Demand("1.0.0", "9.0.0", (), repackaged=True).extent is Extent.PACKAGING
    assert Demand("1.0.0", "9.0.0").extent is Extent.NOTHING


def columns(count: int) -> tuple[str, ...]:
    return tuple(f"c{number}" for number in range(count))


@pytest.mark.parametrize(
    ("demand", "told"),
    [
        (
            Demand("0.2.0", "0.3.0", (TableDifference(CLAIMS, edited=12, removed=3),)),
            "the change since 0.2.0 demands at least 0.3.0: 12 claims edited, 3 removed",
        ),
        (
            Demand("0.2.0", "0.3.0", (TableDifference(CLAIMS, moved=1), TableDifference(("fact", "facts"), added=2))),
            "the change since 0.2.0 demands at least 0.3.0: 1 claim moved to another split; 2 facts added",
        ),
        (
            Demand("0.2.0", "0.3.0", (TableDifference(CLAIMS, late=1, added=2),)),
            "the change since 0.2.0 demands at least 0.3.0: 1 claim added to what was there, 2 added",
        ),
        (
            Demand("0.2.0", "0.3.0", (TableDifference(CLAIMS, columns_gone=columns(1)),)),
            "the change since 0.2.0 demands at least 0.3.0: column of claims `c0` gone",
        ),
        (
            Demand("0.2.0", "0.3.0", (TableDifference(CLAIMS, edited=2, columns_gone=columns(SHOWN_COLUMNS)),)),
            "the change since 0.2.0 demands at least 0.3.0: 2 claims edited, columns `c0`, `c1`, `c2` gone",
        ),
        (
            Demand("0.2.0", "0.3.0", (TableDifference(CLAIMS, columns_gone=columns(SHOWN_COLUMNS + 1)),)),
            "the change since 0.2.0 demands at least 0.3.0: columns of claims `c0`, `c1`, `c2` and 1 more gone",
        ),
        (
            Demand("0.2.0", "0.2.1", (), repackaged=True),
            "the change since 0.2.0 demands at least 0.2.1: the same records in other bytes or columns",
        ),
        (Demand("0.2.0", "0.2.0"), "no table has changed since 0.2.0"),
        (
            Demand("0.2.0", "0.1.0", (TableDifference(CLAIMS, edited=1),)),
            "0.1.0 is older than 0.2.0: turned round, `diff` tells what the change demands",
        ),
    ],
)
def test_it_is_told_in_a_line(demand: Demand, told: str) -> None:
    assert str(demand) == told
