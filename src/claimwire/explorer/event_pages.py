"""What the page of an event tells: who said how many and when, how tolls grew, where sources contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from ..conflicts import ConflictIndex, disputes
from ..conflicts.conflict_index import STATED_AS_FACT
from ..conflicts.page import DisputeSection, event_pages
from ..corpus.union_find import connected
from ..tables.row import Row
from .records import corpora_of, outlets_of
from .rows import ExplorerRows
from .timelines import TimedFigure, TimedSeries, moment_of, timeline

LEAST = 2
"""Figures from which a drawing tells more than a table."""


Sections = Mapping[str, list[dict[str, Any]]]
"""Disputes as pages show them, by the id of their event; by `NO_EVENT` those about none."""

NO_EVENT = ""


def event_data(rows: ExplorerRows, conflicts: Sections) -> dict[str, dict[str, Any]]:
    """Return what the page of each event tells, by event id."""
    figures, tolls = _by_event(rows.figures), _by_event(rows.tolls)
    parts: dict[str, list[str]] = defaultdict(list)
    for event in rows.events:
        parts[event.get("part_of_id", "")].append(event["event_id"])
    claims, alike = _claim_ids(rows), same_events(rows.events)
    return {
        event["event_id"]: {
            **{name: event[name] for name in SHOWN if name in event},
            "same_as": [{"address": x, "name": address_name(x)} for x in event.get("same_as", ())],
            "same_events": alike[event["event_id"]],
            "parts": parts.get(event["event_id"], []),
            "claims": [claim_id for claim_id in event.get("claim_ids", ()) if claim_id in claims],
            "figures": figure_groups(figures.get(event["event_id"], ())),
            "tolls": toll_lines(tolls.get(event["event_id"], ()), rows.articles),
            "conflicts": conflicts.get(event["event_id"], []),
        }
        for event in rows.events
    }


SHOWN = (
    "event_id",
    "name",
    "event_type",
    "description",
    "part_of_id",
    "times",
    "time_conflict",
    "article_ids",
)


def same_events(events: Sequence[Row]) -> dict[str, list[str]]:
    """Return for each event, by id, the others that are told to be the same: those that share an address with it.

    Corpora register events on their own, so that one event may have several ids; an address in Wikipedia or Wikidata
    says which are one. What is the same as one of these is the same, too.
    """
    found: dict[str, list[str]] = {event["event_id"]: [] for event in events}
    told = [(event["event_id"], unquote(x)) for event in events for x in event.get("same_as", ())]
    for group in connected(told):
        members = sorted(found.keys() & set(group))
        found |= {own: [other for other in members if other != own] for own in members}
    return found


def address_name(address: str) -> str:
    """Return what a link to Wikipedia or Wikidata is called: `Storm tide (Wikipedia, en)`, `Q7 (Wikidata)`."""
    parts = urlsplit(address)
    language, _, site = parts.netloc.partition(".")
    if site == "wikipedia.org":
        return f"{unquote(parts.path.removeprefix('/wiki/')).replace('_', ' ')} (Wikipedia, {language})"
    return f"{parts.path.rpartition('/')[2]} (Wikidata)"


def figure_groups(figures: Iterable[Row]) -> list[dict[str, Any]]:
    """Return the figures of an event that are told as so, by harm, the largest group first.

    A group is in the order of publication. It has a drawing if there are several figures with a number and a date.
    """
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in figures:
        if row["presented_as"] in STATED_AS_FACT:
            groups[row["harm"]].append(row)
    most_first = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return [_figure_group(harm, own) for harm, own in most_first]


def _figure_group(harm: str, figures: list[Row]) -> dict[str, Any]:
    figures.sort(key=lambda row: (row.get("published", ""), row["claim_id"]))
    series: dict[str, list[TimedFigure]] = {}
    for row in figures:
        at = moment_of(row.get("published"))
        if at is not None:
            told = f"{row['stated']} ({row.get('published', 'undated')})"
            figure = TimedFigure(at, row.get("lower"), row.get("upper"), f"{row['outlet_name']}: {told}")
            series.setdefault(row["outlet_name"], []).append(figure)
    drawn = [TimedSeries(name, tuple(own)) for name, own in series.items()]
    numbered = [x for own in series.values() for x in own if x.number is not None]
    title = f"People {harm.replace('_', ' ')}, as told by each outlet"
    return {
        "harm": harm,
        "rows": [{name: row[name] for name in FIGURE if name in row} for row in figures],
        "drawing": timeline(drawn, title) if len(numbered) >= LEAST else "",
        "series": list(series),
    }


FIGURE = ("claim_id", "article_id", "published", "outlet_name", "source_name", "stated", "presented_as", "statement")


def toll_lines(tolls: Iterable[Row], articles: Mapping[str, Row]) -> list[dict[str, Any]]:
    """Return the tolls of an event that were told more than once, each as a line with the hour of every text."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in tolls:
        groups[row["toll_id"]].append(row)
    return [_toll(own, articles) for _, own in sorted(groups.items()) if len(own) >= LEAST]


def _toll(figures: list[Row], articles: Mapping[str, Row]) -> dict[str, Any]:
    figures.sort(key=lambda row: row["number"])
    told = [
        TimedFigure(at, row.get("lower"), row.get("upper"), f"{_hour(row)}: {people(row)}")
        for row in figures
        if (at := moment_of(row["as_of"])) is not None
    ]
    first = figures[0]
    who = " and ".join(group.replace("_", " ") for group in first.get("victim_groups", ())) or "people"
    title = f"{who[0].upper()}{who[1:]} {first['harm'].replace('_', ' ')}, as told from hour to hour"
    rows = [
        {
            **{name: row[name] for name in ("claim_id", "article_id", "as_of", "hour") if name in row},
            "people": people(row),
            "headline": articles[row["article_id"]]["headline"] if row["article_id"] in articles else "",
        }
        for row in figures
    ]
    return {
        "title": title,
        "rows": rows,
        "drawing": timeline([TimedSeries(who, tuple(told), True)], title, from_hour=True),
    }


def people(row: Row) -> str:
    """Return how many people a row of a toll gives: `12`, `12 to 15`, `12 or more`, `up to 15`."""
    lower, upper = row.get("lower"), row.get("upper")
    if upper is None:
        return f"{lower or 0:,} or more"
    if lower == upper:
        return f"{upper:,}"
    return f"{lower:,} to {upper:,}" if lower else f"up to {upper:,}"


def _hour(row: Row) -> str:
    hour = row.get("hour")
    return str(row["as_of"]) if hour is None else f"hour {hour:.1f}"


def against(conflicts: Sections) -> dict[str, list[str]]:
    """Return the claims that each claim is in conflict with, by its id."""
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in (pair for sections in conflicts.values() for section in sections for pair in section["pairs"]):
        found[one].add(other)
        found[other].add(one)
    return {claim_id: sorted(others) for claim_id, others in found.items()}


def conflict_sections(rows: ExplorerRows) -> dict[str, list[dict[str, Any]]]:
    """Return the disputes about each event, those with a conflict first.

    Raises `ReleaseError` if a row is no record.
    """
    outlets = outlets_of(rows.articles.values())
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    homes = {claim["claim_id"]: claim["article_id"] for own in rows.claims.values() for claim in own}
    known = {event["event_id"] for event in rows.events}
    for corpus in corpora_of(rows):
        index = ConflictIndex(corpus, outlets)
        for page in event_pages(index, disputes(index)):
            event_id = page.event_id if page.event_id in known else NO_EVENT
            found[event_id] += [_section(section, homes) for section in page.sections]
    return {event_id: sorted(own, key=lambda section: not section["conflicts"]) for event_id, own in found.items()}


def _section(section: DisputeSection, homes: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": section.kind.title,
        "title": section.title,
        "summary": section.summary,
        "conflicts": len(section.conflicts),
        "pairs": [list(item.ids) for item in section.conflicts],
        "reasons": list(section.reasons),
        "notes": list(section.notes),
        "rows": [
            {
                "claim_id": row.claim_id,
                "article_id": homes[row.claim_id],
                "since": row.since,
                "outlet": row.outlet,
                "source": row.source,
                "says": row.says,
                "statement": row.statement,
                "in_conflict": row.in_conflict,
                **_bounds(row.numbers.lower if row.numbers else None, row.numbers.upper if row.numbers else None),
            }
            for row in section.rows
        ],
    }


def _bounds(lower: int | None, upper: int | None) -> dict[str, int]:
    return {name: value for name, value in (("lower", lower), ("upper", upper)) if value is not None}


def _by_event(rows: Sequence[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.get("event_id", "")].append(row)
    return groups


def _claim_ids(rows: ExplorerRows) -> set[str]:
    return {claim["claim_id"] for own in rows.claims.values() for claim in own}
