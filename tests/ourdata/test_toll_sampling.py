"""Sampling of events with tolls, on invented exports."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from claimwire.schema.vocab import Split
from tools.sampling.harmed import harmed, is_casualty
from tools.sampling.toll_items import Event, events_of
from tools.sampling.tolls import (
    MOST_ITEMS,
    STRATA,
    day_pages,
    documents,
    drawn_events,
    event_records,
    sample_rows,
    texts_of,
    with_splits,
)

FIRST = date(2025, 2, 1)


def version(words: str, hour: int, source: str, *, stands: bool = True, day: str = "2025-02-01") -> dict[str, Any]:
    return {
        "line": f"{words} [(Quay Radio)](https://quay.example/{source})",
        "first_commit": f"abc{hour:04}",
        "first_seen": f"{day}T{hour:02}:00:00Z",
        "last_seen": f"{day}T{hour:02}:30:00Z",
        "in_last": stands,
    }


def row(day: str, page: str, *versions: dict[str, Any]) -> dict[str, Any]:
    under = [
        {"section": "Disasters and accidents"},
        {"pages": [{"title": page, "url": f"https://en.wikipedia.org/wiki/{page}"}]},
    ]
    return {"day": day, "under": under, "versions": list(versions), "now": 1, "sources": []}


def rewritten(day: str, page: str, source: str = "a") -> dict[str, Any]:
    return row(
        day,
        page,
        version("Three people are killed.", 1, source, stands=False, day=day),
        version("Five people are killed.", 2, source, day=day),
    )


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Three people are killed and 12 others are injured.", {3, 12}),
        ("At least 1,200 people are missing.", {1200}),
        ("The death toll rises to 57.", {57}),
        ("Three ministers resign.", set()),
        ("Three ministers resign. A man is killed.", set()),
        ("In 2025 a man is killed.", {2025}),  # no more than a rule for choosing events
        ("", set()),
    ],
)
def test_numbers_near_words_of_harm_are_found(text: str, numbers: set[int]) -> None:
    assert harmed(text) == numbers


def test_a_toll_may_be_told_in_words() -> None:
    assert is_casualty("Dozens of people are injured.")
    assert not is_casualty("Dozens of people sing.")


def one(*rows: dict[str, Any]) -> Event:
    (event,) = events_of(rows)
    return event


def test_an_event_tells_tolls_on_two_days_or_in_an_item_that_was_rewritten() -> None:
    told = version("Three people are killed.", 1, "a")
    other = version("Four people are injured.", 1, "b")
    assert not one(row("2025-02-01", "Ada", told)).tells_tolls
    assert not one(row("2025-02-01", "Ada", told), row("2025-02-01", "Ada", other)).tells_tolls
    assert one(row("2025-02-01", "Ada", told), row("2025-02-02", "Ada", other)).tells_tolls
    assert one(rewritten("2025-02-01", "Ada")).tells_tolls
    same = version("Three men are killed.", 2, "a")
    assert not one(row("2025-02-01", "Ada", told | {"in_last": False}, same)).tells_tolls


def test_first_and_last_text_are_two_articles_only_if_their_words_differ() -> None:
    first = version("Three people are killed.", 1, "a", stands=False)
    linked = version("Three [people](https://en.wikipedia.org/wiki/People) are killed.", 2, "a")
    (item,) = one(row("2025-02-01", "Ada", first, linked)).items
    assert [item.shown_since(text) for text in item.ends] == ["2025-02-01T01:00:00Z"]
    assert [item.is_first(text) for text in item.ends] == [True]
    (item,) = one(rewritten("2025-02-01", "Ada")).items
    assert [(item.shown_since(x)[11:13], item.is_first(x)) for x in item.ends] == [("01", True), ("02", False)]


@pytest.mark.parametrize(
    ("day", "seen", "first"),
    [
        ("2025-01-24", "2025-01-25T01:00:00Z", None),
        ("2025-01-25", "2025-01-25T01:00:00Z", True),
        ("2025-02-01", "2025-02-04T00:00:00Z", True),
        ("2025-02-01", "2025-02-04T00:00:01Z", None),
        ("2025-02-01", "2025-06-01T00:00:00Z", None),
    ],
)
def test_a_text_without_early_history_or_seen_late_is_not_called_the_first(
    day: str, seen: str, first: bool | None
) -> None:
    told = version("Three people are killed.", 1, "a", stands=False) | {"first_seen": seen}
    later = version("Four people are killed.", 2, "a") | {"first_seen": "2026-01-01T00:00:00Z"}
    (item,) = one(row(day, "Ada", told, later)).items
    assert [item.is_first(text) for text in item.ends] == [first, False]


def test_items_that_cannot_be_parted_have_only_their_last_texts() -> None:
    both = row("2025-02-01", "Ada", version("Three die.", 1, "a"), version("Four die.", 2, "a"))
    items = one(both).items
    assert [(item.mixed, len(item.texts), item.is_first(item.texts[0])) for item in items] == [(True, 1, None)] * 2
    assert len({file.file for file in documents(with_splits([one(both)]))}) == 2


def test_under_several_pages_an_event_has_the_name_of_the_first() -> None:
    two = rewritten("2025-02-01", "Flood of Orlan")
    two["under"][1]["pages"].append({"title": "List of floods", "url": "https://en.wikipedia.org/wiki/Floods"})
    for rows, name in ((two, "Flood of Orlan"), (rewritten("2025-02-01", "Ada"), "Ada")):
        assert [event.name for event in event_records(with_splits([one(rows)]))] == [name]


def test_stray_days_and_items_under_no_page_are_left_out() -> None:
    nowhere = row("2025-02-01", "Ada", version("Three die.", 1, "a")) | {"under": [{"section": "Disasters"}]}
    assert events_of([nowhere, row("2020-12-20", "Ada", version("Three die.", 1, "a"))]) == []


def many() -> list[dict[str, Any]]:
    """Return 40 events of each stratum, and of each more than the most items or days."""
    rows = []
    for number in range(40):
        start = FIRST + timedelta(days=5 * number)
        for stratum, (least, _, _) in enumerate(STRATA):
            for item in range(least):
                day = (start + timedelta(days=item)).isoformat()
                rows.append(rewritten(day, f"E{number}_{stratum}", f"{number}_{stratum}_{item}"))
    rows += [rewritten((FIRST + timedelta(days=61 * n)).isoformat(), "Long", f"long{n}") for n in range(2)]
    rows += [rewritten(FIRST.isoformat(), "Full", f"full{n}") for n in range(MOST_ITEMS + 5)]
    return rows


def test_the_draw_has_so_many_of_each_stratum_and_the_same_ones_in_any_order_of_rows() -> None:
    rows = many()
    drawn = drawn_events(events_of(rows))
    assert drawn == drawn_events(events_of(rows[::-1]))
    assert drawn != drawn_events(events_of(rows), seed=1)
    sizes = Counter(
        next(n for n, (least, most, _) in enumerate(STRATA) if least <= len(x.items) <= most) for x in drawn
    )
    assert sizes == {n: count for n, (_, _, count) in enumerate(STRATA)}
    assert all(event.days <= 60 and len(event.items) <= MOST_ITEMS for event in drawn)


def test_the_newer_half_is_test_from_the_day_of_the_cut_on() -> None:
    sample = with_splits(drawn_events(events_of(many())))
    cut = min(drawn.event.first_day for drawn in sample if drawn.split is Split.TEST)
    assert all((drawn.event.first_day >= cut) == (drawn.split is Split.TEST) for drawn in sample)
    assert [drawn.event_id for drawn in sample[:2]] == ["tolls_e01", "tolls_e02"]
    assert len(sample) // 2 <= sum(drawn.split is Split.TEST for drawn in sample)


def test_what_is_written_has_no_text_and_names_every_text_once() -> None:
    sample = with_splits(drawn_events(events_of(many())))
    rows, listed = sample_rows(sample), documents(sample)
    files = [version["file"] for row in rows for version in row["versions"]]
    assert files == [document.file for document in listed]
    assert len(set(files)) == len(files) == len({document.article_id for document in listed})
    assert "killed" not in str(rows)
    assert {file.partition("#")[0] for file in files} == set(day_pages(sample))
    assert {document.earlier_id for document in listed} - {None} <= {document.article_id for document in listed}
    assert len(event_records(sample)) == len(sample)
    assert sum(len(articles) for drawn in sample for _, _, articles in texts_of(drawn)) == len(files)
