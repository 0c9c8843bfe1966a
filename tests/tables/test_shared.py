"""Events, links and facts: which split they are in, and what is computed of the claims about an event."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from invented import CORPUS, plain_article

from claimwire.corpus.corpus import Corpus
from claimwire.corpus.events import EventTree
from claimwire.corpus.index import Index
from claimwire.errors import ReleaseError
from claimwire.schema import Event, Fact, HistoricalBackground, Link, Span
from claimwire.schema.vocab import EventType, Label, LinkKind, PresentedAs, TimeResolution
from claimwire.tables.row import Row
from claimwire.tables.shared import event_splits, shared_rows, told_events

WAR = EventTree({"siege": "war", "truce": "war", "war": None, "flood": None})
TEXT = "Siege\n\nIt is over\n\nOne side has left.\n"
SPLITS = {"article_1": "train", "article_2": "test"}


def background(claim_id: str, article_id: str, event_id: str, time: str | None = None) -> HistoricalBackground:
    """Return a claim about an event that dates it."""
    return HistoricalBackground(
        claim_id=claim_id,
        article_id=article_id,
        label=Label.HISTORICAL_BACKGROUND,
        spans=(Span(start=0, end=5),),
        statement="There was a siege.",
        event_id=event_id,
        presented_as=PresentedAs.ASSERTED,
        event_name="siege",
        event_type=EventType.ARMED_CONFLICT,
        time=time,
        time_resolution=TimeResolution.EXPLICIT,
    )


def event(event_id: str, part_of: str | None = None) -> Event:
    return Event(
        event_id=event_id, name=event_id, event_type=EventType.OTHER, description="It happened.", part_of_id=part_of
    )


def index_of(*claims: HistoricalBackground, episodes: tuple[str | None, str | None] = (None, None)) -> Index:
    """Return an index with two articles, the episode that each reports, and claims."""
    index = Index()
    for article_id, episode_id in zip(SPLITS, episodes, strict=True):
        article = plain_article(
            "Siege\n\nIt is over\n\nOne side has left.\n", article_id=article_id, episode_id=episode_id
        )
        index.add_article(article, "heron")
    for claim in claims:
        index.add_claim(claim, None)
    return index


def corpus_of(*events: Event, links: tuple[Link, ...] = (), facts: tuple[Fact, ...] = ()) -> Corpus:
    return Corpus.of(CORPUS, Path("/nowhere"), events=events, links=links, facts=facts)


def rows_of(corpus: Corpus, index: Index, split_of: dict[str, str] | None = None) -> list[tuple[str, str, Row]]:
    return list(shared_rows([corpus], index, SPLITS if split_of is None else split_of))


# Splits


def test_an_event_is_in_the_split_of_its_article_and_so_is_what_it_is_part_of() -> None:
    splits = event_splits([("siege", "article_1"), ("flood", "article_2")], WAR, SPLITS)
    assert splits == {"siege": "train", "war": "train", "flood": "test"}


def test_of_an_event_told_in_two_splits_the_article_named_first_counts() -> None:
    assert event_splits([("siege", "article_1"), ("siege", "article_2")], WAR, SPLITS)["siege"] == "train"
    assert event_splits([("siege", "article_2"), ("siege", "article_1")], WAR, SPLITS)["siege"] == "test"


def test_of_a_whole_whose_parts_are_in_two_splits_the_part_named_first_counts() -> None:
    assert event_splits([("siege", "article_1"), ("truce", "article_2")], WAR, SPLITS)["war"] == "train"
    assert event_splits([("truce", "article_2"), ("siege", "article_1")], WAR, SPLITS)["war"] == "test"


def test_a_whole_that_an_article_tells_itself_stays_in_the_split_of_that_article() -> None:
    assert event_splits([("siege", "article_1"), ("war", "article_2")], WAR, SPLITS) == {
        "siege": "train",
        "war": "test",
    }


def test_what_articles_report_comes_before_what_their_claims_are_about() -> None:
    index = index_of(background("c1", "article_1", "siege"), episodes=("war", "flood"))
    assert told_events(index, SPLITS) == [("war", "article_1"), ("flood", "article_2"), ("siege", "article_1")]


def test_articles_that_do_not_count_tell_nothing() -> None:
    index = index_of(background("c1", "article_1", "siege"), episodes=("war", "flood"))
    assert told_events(index, {"article_2": "test", "article_9": "train"}) == [("flood", "article_2")]


# Rows


def test_every_record_is_in_its_split_and_in_the_order_of_ids() -> None:
    index = index_of(background("c1", "article_2", "siege"), background("c2", "article_1", "flood"))
    link = {"kind": LinkKind.SAME_BACKGROUND, "annotator_id": "ada"}
    corpus = corpus_of(
        event("siege", "war"),
        event("war"),
        event("flood"),
        links=(Link(link_id="l2", claim_ids=("c1", "c2"), **link), Link(link_id="l1", claim_ids=("c1", "c1"), **link)),
        facts=(
            Fact(fact_id="f2", event_id="war", statement="It rained."),
            Fact(fact_id="f1", event_id="flood", statement="It rained."),
        ),
    )
    found = [(config, split, next(iter(row.values()))) for config, split, row in rows_of(corpus, index)]
    assert found == [
        ("events", "train", "flood"),
        ("events", "test", "siege"),
        ("events", "test", "war"),
        ("links", "test", "l1"),
        ("links", "train", "l2"),
        ("facts", "train", "f1"),
        ("facts", "test", "f2"),
    ]


def test_a_link_has_its_articles_sorted_each_once() -> None:
    index = index_of(background("c1", "article_2", "siege"), background("c2", "article_1", "siege"))
    link = Link(link_id="l1", claim_ids=("c1", "c2", "c1"), kind=LinkKind.SAME_BACKGROUND, annotator_id="ada")
    [_, (_, _, row)] = rows_of(corpus_of(event("siege"), links=(link,)), index)
    assert row["article_ids"] == ["article_1", "article_2"]
    assert row["claim_ids"] == ["c1", "c2", "c1"]


@pytest.mark.parametrize(
    ("times", "first", "last", "conflicting"),
    [
        (("1991", "1991-05-02"), date(1991, 1, 1), date(1991, 12, 31), []),
        (("1991", "1992-01-01"), date(1991, 1, 1), date(1992, 1, 1), ["c1", "c2"]),
        (("1991", "1992", "1990/1992"), date(1990, 1, 1), date(1992, 12, 31), ["c1", "c2"]),
        (("../1991", "1991"), None, date(1991, 12, 31), []),
        (("1991/..", "1992"), date(1991, 1, 1), None, []),
        (("1991/..", "1990"), date(1990, 1, 1), None, ["c1", "c2"]),
        (("1991", None), date(1991, 1, 1), date(1991, 12, 31), []),
        ((None,), None, None, []),
    ],
)
def test_an_event_has_the_first_and_last_day_of_its_claims_and_those_that_share_none(
    times: tuple[str | None, ...], first: date | None, last: date | None, conflicting: list[str]
) -> None:
    claims = [background(f"c{number}", "article_1", "siege", time) for number, time in enumerate(times, start=1)]
    [(_, _, row)] = rows_of(corpus_of(event("siege")), index_of(*claims))
    assert (row["time_lower"], row["time_upper"]) == (first, last)
    assert (row["time_conflict"], row["conflicting_claim_ids"]) == (bool(conflicting), conflicting)
    assert row["times"] == sorted({time for time in times if time is not None})
    assert row["claim_ids"] == [claim.claim_id for claim in claims]


def test_claims_of_articles_that_do_not_count_are_not_among_those_of_an_event() -> None:
    index = index_of(background("c1", "article_1", "siege", "1991"), background("c2", "article_2", "siege", "1995"))
    [(_, split, row)] = rows_of(corpus_of(event("siege")), index, {"article_2": "test"})
    assert split == "test"
    assert (row["claim_ids"], row["article_ids"], row["outlet_ids"]) == (["c2"], ["article_2"], ["orlan_post"])
    assert (row["times"], row["time_conflict"]) == (["1995"], False)


# What nothing tells


def test_an_event_that_nothing_tells_is_left_out_with_its_fact() -> None:
    fact = Fact(fact_id="f1", event_id="flood", statement="It rained.")
    corpus = corpus_of(event("siege"), event("flood"), facts=(fact,))
    [(config, _, row)] = rows_of(corpus, index_of(background("c1", "article_1", "siege")))
    assert (config, row["event_id"]) == ("events", "siege")


def test_a_part_that_nothing_tells_is_with_its_whole_if_a_fact_is_about_it() -> None:
    told = [("war", "article_2")]
    assert event_splits(told, WAR, SPLITS) == {"war": "test"}
    assert event_splits(told, WAR, SPLITS, ["siege", "flood"]) == {"war": "test", "siege": "test"}
    deep = EventTree({"gate": "siege", "siege": "war", "war": None})
    assert event_splits(told, deep, SPLITS, ["gate"]) == {"war": "test", "siege": "test", "gate": "test"}
    parts = [("siege", "article_1"), ("war", "article_2")]
    assert event_splits(parts, deep, SPLITS, ["gate"])["gate"] == "train"


# Refused


def test_a_link_to_a_claim_that_is_not_there_is_refused() -> None:
    link = Link(link_id="l1", claim_ids=("c8", "c9"), kind=LinkKind.SAME_BACKGROUND, annotator_id="ada")
    with pytest.raises(ReleaseError, match="a link joins c8, which is not the id of a claim"):
        rows_of(corpus_of(links=(link,)), index_of())
