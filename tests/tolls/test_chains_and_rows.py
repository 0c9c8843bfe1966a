"""What was told of a toll at each hour."""

from __future__ import annotations

import pytest
from told import Telling, at, bridge

from claimwire.corpus.index import Index
from claimwire.schema.vocab import Harm, LinkKind, PresentedAs, Qualifier
from claimwire.tables.shared import shared_rows
from claimwire.tolls import questions_of, toll_rows
from claimwire.tolls.telling import moment


def rows(told: Telling) -> list[tuple[str, str, bool | None, float | None, int, int | None, int, int | None, float]]:
    return [
        (x.toll_id, x.claim_id, x.first_report, x.hour, x.lower, x.upper, x.later_lower, x.later_upper, x.hours)
        for x in toll_rows(list(told.tolls().values()))
    ]


def test_each_figure_stands_beside_the_last_with_the_hours_between() -> None:
    told = bridge()
    told.link("a_dead", "b_dead")
    told.link("b_dead", "c_dead")
    assert rows(told) == [
        ("a_dead", "a_dead", True, 0.0, 3, 3, 9, None, 30.0),
        ("a_dead", "b_dead", False, 2.0, 5, 5, 9, None, 28.0),
        ("a_dead", "c_dead", False, 30.0, 9, None, 9, None, 0.0),
    ]


def test_figures_that_no_link_joins_are_tolls_of_their_own() -> None:
    assert [(row[0], row[2], row[8]) for row in rows(bridge())] == [
        ("a_dead", True, 0.0),
        ("b_dead", None, 0.0),
        ("c_dead", True, 0.0),
    ]


def test_a_text_whose_early_history_is_not_known_is_never_a_first_report() -> None:
    told = Telling()
    told.text("a", at(0), first=None)
    told.text("b", at(5))
    told.dead("a", 3)
    told.dead("b", 4)
    told.link("a_dead", "b_dead")
    assert [(row[2], row[3]) for row in rows(told)] == [(None, None), (False, None)]


def test_a_text_whose_beginning_was_not_seen_stands_at_the_end_of_its_day_and_has_no_hour() -> None:
    """The copy began after the next item: by the moment of the copy, the old toll would be the last one."""
    told = bridge()
    told.text("d", at(100), first=None)
    told.dead("d", 4)
    told.link("a_dead", "b_dead", "d_dead", "c_dead")
    assert [(row[1], row[3], row[8]) for row in rows(told)] == [
        ("a_dead", 0.0, 30.0),
        ("b_dead", 2.0, 28.0),
        ("d_dead", None, None),
        ("c_dead", 30.0, 0.0),
    ]
    assert questions_of(told.tolls().values()) == []


@pytest.mark.parametrize(
    ("as_of", "first", "rewrites", "since"),
    [
        (at(100), None, None, "2041-06-01T23:59:59Z"),
        (at(24), None, None, "2041-06-01T23:59:59Z"),
        (at(23), None, None, at(23)),
        (at(100), None, "a", at(100)),
        (at(100), True, None, at(100)),
        (at(100), False, "a", at(100)),
        (None, None, None, "2041-06-01"),
    ],
)
def test_since_when_a_text_is_told(as_of: str | None, first: bool | None, rewrites: str | None, since: str) -> None:
    told = Telling()
    told.text("b", as_of, first=first, rewrites=rewrites)
    assert told.articles["heron_b"].told_since == since


def test_a_rewritten_text_that_repeats_its_figure_tells_nothing_new() -> None:
    """Else 3 would follow 9: the first item was reworded after the newer toll was told elsewhere."""
    told = bridge()
    told.text("d", at(60), first=False, rewrites="a")
    told.dead("d", 3)
    told.link("a_dead", "c_dead", "d_dead")
    assert [row[1] for row in rows(told) if row[0] == "a_dead"] == ["a_dead", "c_dead"]


def test_the_same_figure_in_another_item_is_told_again() -> None:
    told = Telling()
    told.text("a", at(0))
    told.text("b", at(7))
    told.dead("a", 3)
    told.dead("b", 3)
    told.link("a_dead", "b_dead", kind=LinkKind.SAME_FIGURE)
    assert [(row[1], row[8]) for row in rows(told)] == [("a_dead", 7.0), ("b_dead", 0.0)]


def test_links_of_statements_join_no_tolls() -> None:
    told = bridge()
    told.link("a_dead", "b_dead", kind=LinkKind.SAME_STATEMENT)
    assert len(told.tolls()) == 3


@pytest.mark.parametrize(
    ("slots", "count"),
    [
        ({}, 1),
        ({"presented_as": PresentedAs.POSSIBLE}, 0),
        ({"presented_as": PresentedAs.DENIED}, 0),
        ({"harm": Harm.MISSING}, 1),
    ],
)
def test_only_what_is_stated_is_told(slots: dict[str, object], count: int) -> None:
    told = Telling()
    told.text("a", at(0))
    told.dead("a", 3, **slots)
    assert len(told.tolls()) == count


def test_a_mention_without_a_quantity_tells_no_toll() -> None:
    told = Telling()
    told.text("a", at(0))
    told.figure("a", Qualifier.NONE_STATED, None, None)
    assert told.tolls() == {}


@pytest.mark.parametrize(
    ("as_of", "found"),
    [
        (None, None),
        ("2041-06-01", None),
        ("2041-06-01T10:00:00", None),
        ("2041-06", None),
        ("2041-06-01T10:00:00Z", "2041-06-01T10:00:00+00:00"),
        ("2041-06-01T10:00:00+02:00", "2041-06-01T08:00:00+00:00"),
    ],
)
def test_a_moment_has_a_day_a_time_and_a_zone(as_of: str | None, found: str | None) -> None:
    read = moment(as_of)
    assert (read.isoformat() if read else None) == found


@pytest.mark.parametrize(
    ("qualifier", "lower", "upper", "number", "is_numbered"),
    [
        (Qualifier.EXACT, 7, 7, 7, True),
        (Qualifier.AT_LEAST, 7, None, 7, True),
        (Qualifier.MORE_THAN, 7, None, 8, True),
        (Qualifier.UP_TO, None, 30, 30, True),
        (Qualifier.BETWEEN, 4, 10, 7, True),
        (Qualifier.ZERO, 0, 0, 0, True),
        (Qualifier.DOZENS, None, None, 12, False),
    ],
)
def test_a_figure_gives_one_number(
    qualifier: Qualifier, lower: int | None, upper: int | None, number: float, is_numbered: bool
) -> None:
    told = Telling()
    told.text("a", at(0))
    told.figure("a", qualifier, lower, upper)
    (telling,) = told.tolls()["a_dead"].tellings
    assert (telling.number, telling.is_numbered) == (number, is_numbered)


# The config of a release


def test_the_rows_of_a_release_are_those_of_the_index() -> None:
    """Only figures of articles that are in the release and have a moment; what a held-out article told is no row."""
    told = bridge()
    told.link("a_dead", "b_dead", "c_dead")
    told.text("d", None)
    told.dead("d", 12)
    index = Index()
    for article in told.articles.values():
        index.add_article(article, "heron")
    for claim in told.claims.values():
        index.add_claim(claim, None)
    found = list(shared_rows([told.data()], index, {"heron_a": "test", "heron_b": "test", "heron_d": "train"}))
    assert [(split, row["claim_id"]) for config, split, row in found if config == "tolls"] == [
        ("test", "a_dead"),
        ("test", "b_dead"),
    ]
    row = next(row for config, _, row in found if config == "tolls")
    assert row == {
        "toll_id": "a_dead",
        "claim_id": "a_dead",
        "article_id": "heron_a",
        "corpus_id": "heron",
        "event_id": "bridge",
        "harm": "killed",
        "victim_groups": [],
        "number": 0,
        "told": 2,
        "as_of": at(0),
        "first_report": True,
        "hour": 0.0,
        "lower": 3,
        "upper": 3,
        "later_claim_id": "b_dead",
        "later_lower": 5,
        "later_upper": 5,
        "hours": 2.0,
    }
