"""Which events of Wikipedia's "Current events" are annotated as `tolls`, with which items and texts, in which split.

`python -m tools.sampling.tolls EXPORT` draws them again from the export of the pages' history (`revisions.jsonl.gz`),
and ends with exit status 1 if `annotations/sampling/tolls.jsonl` has others; `--write` writes it, with the events and
the documents of `annotations/tolls`. `--pages FOLDER` writes the day pages, of the drawn items alone, that `claimwire
ingest` and `claimwire hydrate` read; the folder must be outside the repository.

An event is what stands under one heading. Drawn are, of the events of at most `MOST_DAYS` days that tell tolls
(`Event.tells_tolls`), so many of each stratum of `STRATA` by their number of items, at random: of 286 events half have
one item, and 60 at random would have about 170 items. All items of an event count, the first `MOST_ITEMS` if it has
more. The newer half of the events is test: those that began on the day of the cut or after it. Others are train, also
where they went on after the cut. No rule looks at the words beyond `harmed`.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from claimwire.corpus.places import repository_of
from claimwire.corpus.records import record_json
from claimwire.ingest.day_pages import page_with
from claimwire.ingest.listing import toml_entry
from claimwire.schema import Document
from claimwire.schema import Event as EventRecord
from claimwire.schema.vocab import EventType, Split

from .toll_items import Event, Item, Text, events_of, read_export

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "annotations" / "sampling" / "tolls.jsonl"
CORPUS = ROOT / "annotations" / "tolls"
OUTLET = "wikipedia_current_events"

SEED = 20261130
MOST_DAYS, MOST_ITEMS = 60, 20
STRATA = ((1, 1, 12), (2, 3, 20), (4, 10**6, 28))
"""Least and most items of an event of each stratum, and how many events are drawn of it: together 60."""

TYPES = {
    "Armed conflicts and attacks": EventType.ARMED_CONFLICT,
    "Disasters and accidents": EventType.DISASTER,
    "Health and environment": EventType.DISASTER,
    "Law and crime": EventType.CRIME_AND_JUSTICE,
    "Politics and elections": EventType.POLITICS,
}
"""The type of an event by its section of the page at its earliest item; others are `other`."""


@dataclass(frozen=True)
class Drawn:
    """A drawn event with its id and split."""

    event_id: str
    event: Event
    split: Split


def drawn_events(events: Sequence[Event], seed: int = SEED) -> list[Event]:
    """Return the events of the sample with the items of it, by their first day."""
    fit = [event for event in events if event.days <= MOST_DAYS and event.tells_tolls]
    generator = random.Random(seed)
    drawn: list[Event] = []
    for least, most, count in STRATA:
        stratum = sorted((x for x in fit if least <= len(x.items) <= most), key=lambda event: event.addresses)
        drawn += generator.sample(stratum, count)
    drawn.sort(key=lambda event: (event.first_day, event.addresses))
    return [replace(event, items=event.items[:MOST_ITEMS]) for event in drawn]


def with_splits(events: Sequence[Event]) -> list[Drawn]:
    """Return events, given by their first day, with ids and splits; the cut is the first day of the newer half."""
    cut = events[len(events) // 2].first_day
    return [
        Drawn(f"tolls_e{number:02}", event, Split.TEST if event.first_day >= cut else Split.TRAIN)
        for number, event in enumerate(events, start=1)
    ]


def texts_of(drawn: Drawn) -> Iterable[tuple[str, Item, list[tuple[str, Text]]]]:
    """Yield the id of every item, the item, and the texts that are articles with their ids."""
    for number, item in enumerate(drawn.event.items, start=1):
        item_id = f"{drawn.event_id}_{number:02}"
        ends = item.ends
        names = [item_id] if len(ends) == 1 else [f"{item_id}_first", f"{item_id}_last"]
        yield item_id, item, list(zip(names, ends, strict=True))


def sample_rows(sample: Iterable[Drawn]) -> list[dict[str, Any]]:
    """Return the sample as records, an item each, without any text."""
    return [
        {
            "day": item.day,
            "early_history": item.early_history,
            "event": drawn.event_id,
            "item": item_id,
            "mixed_history": item.mixed,
            "pages": [address for _, address in item.pages],
            "split": drawn.split.value,
            "stands": item.texts[-1].stands,
            "texts": len(item.texts),
            "tells_toll": item.is_casualty,
            "toll_rewritten": item.is_rewritten,
            "versions": [
                {
                    "article_id": article_id,
                    "file": file_of(item, text),
                    "as_of": item.shown_since(text),
                    "first_seen": text.first_seen,
                    "last_seen": text.last_seen,
                }
                for article_id, text in articles
            ],
        }
        for drawn in sample
        for item_id, item, articles in texts_of(drawn)
    ]


def file_of(item: Item, text: Text) -> str:
    """Return the name by which a text is recorded."""
    return f"{item.day}-index.md@{text.commit}#{text.place}"


def documents(sample: Iterable[Drawn]) -> list[Document]:
    """Return the documents of the sample."""
    return [
        Document(
            article_id=article_id,
            file=file_of(item, text),
            outlet_id=OUTLET,
            episode_id=drawn.event_id,
            as_of=item.shown_since(text),
            first_text=item.is_first(text),
            earlier_id=articles[0][0] if text is not articles[0][1] else None,
            split=drawn.split,
        )
        for drawn in sample
        for _, item, articles in texts_of(drawn)
        for article_id, text in articles
    ]


def event_records(sample: Iterable[Drawn]) -> list[EventRecord]:
    """Return the events of the sample as records."""
    return [
        EventRecord(
            event_id=drawn.event_id,
            name=drawn.event.name,
            event_type=TYPES.get(drawn.event.items[0].section, EventType.OTHER),
            description="The event that Wikipedia's Current events lists under the page of this name.",
            same_as=drawn.event.addresses if len(drawn.event.addresses) == 1 else (),
        )
        for drawn in sample
    ]


def day_pages(sample: Iterable[Drawn]) -> dict[str, bytes]:
    """Return the day pages, of the sample's items alone, by file name."""
    pages: dict[str, bytes] = {}
    for drawn in sample:
        for _, item, articles in texts_of(drawn):
            for _, text in articles:
                name = file_of(item, text).partition("#")[0]
                pages[name] = pages.get(name, b"") + page_with(item.day, item.under, text.line)
    return pages


def jsonl(rows: Iterable[dict[str, Any]]) -> str:
    """Return rows as JSON Lines with sorted keys."""
    return "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw, and compare or write; return the exit status."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n\n", maxsplit=1)[0])
    parser.add_argument("export", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--pages", type=Path)
    options = parser.parse_args(arguments)
    sample = with_splits(drawn_events(events_of(read_export(options.export))))
    rows = jsonl(sample_rows(sample))
    if options.pages is not None:
        if repository_of(options.pages) is not None:
            parser.error(f"{options.pages} lies in a repository; its texts stay out of it")
        options.pages.mkdir(parents=True, exist_ok=True)
        for name, content in day_pages(sample).items():
            (options.pages / name).write_bytes(content)
    if options.write:
        SAMPLE.parent.mkdir(exist_ok=True)
        SAMPLE.write_text(rows, encoding="utf-8")
        head = (CORPUS / "corpus.toml").read_text(encoding="utf-8").partition("\n[[documents]]")[0].rstrip("\n") + "\n"
        (CORPUS / "corpus.toml").write_text(head + "".join(map(toml_entry, documents(sample))), encoding="utf-8")
        events = "".join(f"{record_json(record)}\n" for record in event_records(sample))
        (CORPUS / "events.jsonl").write_text(events, encoding="utf-8")
    for split, count in sorted(Counter(drawn.split for drawn in sample).items()):
        mine = [articles for drawn in sample if drawn.split == split for _, _, articles in texts_of(drawn)]
        print(f"{split}: {count} events, {len(mine)} items, {sum(map(len, mine))} texts")
    same = SAMPLE.is_file() and SAMPLE.read_text(encoding="utf-8") == rows
    print("as recorded" if same else f"{SAMPLE} has another sample")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
