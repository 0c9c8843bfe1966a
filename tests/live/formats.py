"""What an export of Label Studio still has of the annotation it was made from, counted fact by fact."""

from __future__ import annotations

import csv
import io
import json
import statistics
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from claimwire.regions import table

CLAIM_LABELS = ("attributed_statement", "historical_background", "casualty_figure")


@dataclass(frozen=True)
class Export:
    """An export: its text (of all files, where it is an archive), and every JSON object in it."""

    text: str
    objects: tuple[dict[str, Any], ...]

    @classmethod
    def of(cls, content: bytes) -> Export:
        """Return an export from what the server sent."""
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                text = "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
        else:
            text = content.decode("utf-8", "replace")
        return cls(text, tuple(_objects(text)))


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON document, or of the cells of a table that hold JSON."""
    try:
        yield from _within(json.loads(text))
    except ValueError:
        separator = "\t" if "\t" in text.split("\n", 1)[0] else ","
        for row in csv.DictReader(io.StringIO(text), delimiter=separator):
            yield from _within({name: _read(cell) for name, cell in row.items() if isinstance(cell, str)})


def _read(cell: str) -> Any:
    """Return what a cell holds, where it is JSON, else its words."""
    try:
        return json.loads(cell)
    except ValueError:
        return cell


def _within(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _within(part)


Fact = Callable[[Export], bool]


def facts(annotation: dict[str, Any], model_version: str) -> dict[str, list[Fact]]:
    """Return what an annotation says, by kind: each fact returns whether an export still has it."""
    result = annotation["result"]
    regions = {item["id"]: item for item in result if item.get("type") == "labels"}
    slots = [item for item in result if item.get("id") in regions and item["type"] in ("choices", "textarea", "number")]
    relations = [item for item in result if item.get("type") == "relation"]
    claims = {key for key, item in regions.items() if item["value"]["labels"][0] in CLAIM_LABELS}
    return {
        "claims: label and offsets": [_place(regions[key]) for key in sorted(claims)],
        "parts: label and offsets": [_place(item) for key, item in regions.items() if key not in claims],
        "relations between regions": [_relation(item) for item in relations],
        "slot values": [_value(item) for item in slots],
        "which claim a slot value is of": [_tied(item) for item in slots],
        "who annotated, by e-mail": [lambda export: annotation["completed_by"]["email"] in export.text],
        "by number": [lambda export: any(_user(o) == annotation["completed_by"]["id"] for o in export.objects)],
        "predictions": [lambda export: model_version in export.text],
    }


def _user(found: dict[str, Any]) -> Any:
    """Return the number of the user that an object of an export names."""
    named = found.get("completed_by", found.get("annotator"))
    return named.get("id") if isinstance(named, dict) else named


def _place(region: dict[str, Any]) -> Fact:
    value = region["value"]
    wanted = (value["start"], value["end"], value["labels"])
    return lambda export: any((o.get("start"), o.get("end"), o.get("labels")) == wanted for o in export.objects)


def _relation(item: dict[str, Any]) -> Fact:
    wanted = (item["from_id"], item["to_id"])
    return lambda export: any((o.get("from_id"), o.get("to_id")) == wanted for o in export.objects)


def _values(item: dict[str, Any]) -> list[str]:
    found = item["value"]["text" if item["type"] == "textarea" else item["type"]]
    return [str(value) for value in (found if isinstance(found, list) else [found])]


def _value(item: dict[str, Any]) -> Fact:
    """Return whether the export has a value under the name of its slot, of whatever claim."""
    name, wanted = item["from_name"], _values(item)

    def holds(export: Export) -> bool:
        named = [o for o in export.objects if o.get("from_name") == name]
        held = json.dumps([[o.get(name) for o in export.objects if name in o], named], ensure_ascii=False)
        return bool(export.objects) and all(json.dumps(value, ensure_ascii=False)[1:-1] in held for value in wanted)

    return holds


def _tied(item: dict[str, Any]) -> Fact:
    """Return whether the export has a value beside the id or the offsets of its region."""
    place = (item["value"]["start"], item["value"]["end"])

    def holds(export: Export) -> bool:
        for o in export.objects:
            own = o.get("value") if isinstance(o.get("value"), dict) else o
            ours = o.get("id") == item["id"] or (own.get("start"), own.get("end")) == place
            if ours and (o.get("from_name") == item["from_name"] or item["from_name"] in o):
                held = json.dumps(own, ensure_ascii=False)
                if all(json.dumps(value, ensure_ascii=False)[1:-1] in held for value in _values(item)):
                    return True
        return False

    return holds


def kept(content: bytes, facts_of: dict[str, list[Fact]]) -> dict[str, str]:
    """Return for every kind of fact how many of them an export still has: all, none, or so many of so many."""
    export = Export.of(content)
    shares = {}
    for kind, expected in facts_of.items():
        count = sum(fact(export) for fact in expected)
        shares[kind] = "all" if count == len(expected) else "none" if count == 0 else f"{count} of {len(expected)}"
    return shares


def speed_table(measured: dict[str, list[float]]) -> str:
    """Return what the benchmark measured as Markdown: the median of its rounds, and the least and the most."""
    rows = []
    for what, rounds in measured.items():
        rows.append((what, *(f"{value:,.2f}" for value in (statistics.median(rounds), min(rounds), max(rounds)))))
    return table(("what", "median", "least", "most"), rows)
