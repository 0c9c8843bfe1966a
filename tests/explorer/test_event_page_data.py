"""What the page of an event tells: figures by harm, tolls that grew, disputes side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from explored import Released, files_of, handed_over

from claimwire.explorer.event_pages import (
    NO_EVENT,
    address_name,
    against,
    conflict_sections,
    event_data,
    figure_groups,
    people,
    same_events,
    toll_lines,
)


def told(claim_id: str, **changed: Any) -> dict[str, Any]:
    row = {"claim_id": claim_id, "article_id": "a", "harm": "killed", "stated": "3", "lower": 3, "upper": 3}
    row |= {"presented_as": "asserted"}
    return {**row, "outlet_name": "Quay", "published": "2031-05-06", **changed}


def test_figures_are_grouped_by_harm_and_denied_or_hoped_for_ones_left_out() -> None:
    rows = [
        told("b", harm="injured"),
        told("c", polarity="negative"),
        told("a"),
        told("d", presented_as="denied"),
        told("e", published="2031-05-05"),
    ]
    killed, injured = sorted(figure_groups(rows), key=lambda group: group["harm"], reverse=True)
    assert [row["claim_id"] for row in killed["rows"]] == ["e", "a", "c"]
    assert [row["claim_id"] for row in injured["rows"]] == ["b"]
    assert killed["drawing"].count("<circle") == 3
    assert injured["drawing"] == ""


def test_figures_without_a_date_or_a_number_are_in_the_table_and_not_drawn() -> None:
    undated = told("a")
    del undated["published"]
    (group,) = figure_groups([undated, told("b", lower=None, upper=None, stated="dozens"), told("c")])
    assert len(group["rows"]) == 3
    assert group["drawing"] == ""


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [(3, 3, "3"), (3, 5, "3 to 5"), (1200, None, "1,200 or more"), (0, 5, "up to 5"), (0, 0, "0")],
)
def test_how_many_people_a_row_of_a_toll_gives(lower: int, upper: int | None, expected: str) -> None:
    assert people({"lower": lower, "upper": upper}) == expected


def test_a_toll_that_was_told_once_is_no_line() -> None:
    first = {"toll_id": "t", "number": 0, "as_of": "2031-05-06T10:00:00Z", "hour": 0.0, **told("a")}
    assert toll_lines([first], {}) == []
    later = {
        **first,
        "number": 1,
        "as_of": "2031-05-06T12:30:00Z",
        "hour": 2.5,
        "claim_id": "b",
        "lower": 5,
        "upper": None,
    }
    (toll,) = toll_lines([later, first], {"a": {"headline": "A bridge falls"}})
    assert [(row["claim_id"], row["people"]) for row in toll["rows"]] == [("a", "3"), ("b", "5 or more")]
    assert toll["title"] == "People killed, as told from hour to hour"
    assert "hour 2.5: 5 or more" in toll["drawing"]


def test_an_event_of_several_outlets_has_figures_a_toll_and_disputes(released: Released) -> None:
    events = event_data(released.rows, conflict_sections(released.rows))
    ferry = events["ferry_sinking_2031"]
    assert {"killed"} <= {group["harm"] for group in ferry["figures"]}
    assert ferry["conflicts"]
    for event in events.values():
        has_conflict = [section["conflicts"] > 0 for section in event["conflicts"]]
        assert has_conflict == sorted(has_conflict, reverse=True)
    assert any(len(toll["rows"]) > 1 for event in events.values() for toll in event["tolls"])
    assert {
        row["article_id"] for section in ferry["conflicts"] for row in section["rows"]
    } <= released.rows.articles.keys()
    assert set(ferry["claims"]) == {
        claim["claim_id"]
        for own in released.rows.claims.values()
        for claim in own
        if claim.get("event_id") == "ferry_sinking_2031"
    }


def registered(event_id: str, *same_as: str) -> dict[str, Any]:
    return {"event_id": event_id, **({"same_as": list(same_as)} if same_as else {})}


FLOOD, TIDE, Q7 = (
    "https://en.wikipedia.org/wiki/Orlan_flood",
    "https://de.wikipedia.org/wiki/Flut_%C3%BCber_Orlan",
    "https://www.wikidata.org/entity/Q7",
)


def test_events_with_an_address_in_common_are_the_same_and_name_each_other() -> None:
    events = [
        registered("b", FLOOD, Q7),
        registered("a", "https://de.wikipedia.org/wiki/Flut_über_Orlan", Q7),
        registered("c", TIDE),
        registered("d", "https://www.wikidata.org/entity/Q70"),
        registered("e"),
    ]
    assert same_events(events) == {"a": ["b", "c"], "b": ["a", "c"], "c": ["a", "b"], "d": [], "e": []}
    assert same_events([]) == {}


def test_a_link_to_the_same_event_is_called_by_its_title_or_number() -> None:
    names = [address_name(address) for address in (FLOOD, TIDE, Q7, "https://en.wikipedia.org/wiki/1/2_war")]
    assert names == [
        "Orlan flood (Wikipedia, en)",
        "Flut über Orlan (Wikipedia, de)",
        "Q7 (Wikidata)",
        "1/2 war (Wikipedia, en)",
    ]


def test_the_page_of_an_event_has_what_is_the_same_both_ways(released: Released) -> None:
    same = {"ferry_sinking_2031": [FLOOD, Q7], "storm_tide_1953": [FLOOD]}
    rows = [{**event, "same_as": same.get(event["event_id"], [])} for event in released.rows.events]
    events = event_data(replace(released.rows, events=rows), {})
    assert [x["address"] for x in events["ferry_sinking_2031"]["same_as"]] == [FLOOD, Q7]
    pairs = {(one, other) for one, event in events.items() for other in event["same_events"]}
    assert pairs == {("ferry_sinking_2031", "storm_tide_1953"), ("storm_tide_1953", "ferry_sinking_2031")}


def test_each_claim_knows_the_claims_it_is_in_conflict_with() -> None:
    told_twice = {"e": [{"pairs": [["a", "b"], ["a", "c"]]}], "": [{"pairs": [["b", "a"]]}]}
    assert against(told_twice) == {"a": ["b", "c"], "b": ["a"], "c": ["a"]}


def test_disputes_about_no_event_have_a_page_of_their_own(released: Released) -> None:
    rows = replace(released.rows, events=[])
    sections, files = conflict_sections(rows), files_of(rows)
    assert list(sections) == [NO_EVENT]
    assert handed_over(files["data/disputes.js"]) == sections[NO_EVENT]
    assert sections[NO_EVENT]
    assert handed_over(files_of(released.rows)["data/disputes.js"]) == []


def test_a_claim_on_the_page_of_its_article_names_those_it_contradicts(released: Released) -> None:
    told = [handed_over(content) for name, content in files_of(released.rows).items() if "/articles/" in name]
    claims = [claim for article in told for claim in article["claims"]]
    pairs = {tuple(sorted((claim["claim_id"], other))) for claim in claims for other in claim.get("against", ())}
    sections = conflict_sections(released.rows).values()
    assert pairs == {tuple(pair) for own in sections for section in own for pair in section["pairs"]}
    assert pairs
