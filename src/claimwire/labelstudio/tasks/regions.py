"""An annotation's result taken apart: regions with their values, values about the whole text, relations.

Label Studio keeps an annotation as a flat list: every value of a region is an entry of its own that has the region's
id, and relations stand among them. Nothing is judged here but whether an entry can be read at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..page.controls import LABEL
from .metadata import META
from .problems import Findings


@dataclass
class Mark:
    """A region: where it is, its labels, the values of its slots by control, and what travels unseen with it."""

    region_id: str
    start: Any = None
    end: Any = None
    labels: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    hidden: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    parent: str | None = None


@dataclass
class Relation:
    """A relation between two regions, in the direction it was drawn."""

    from_id: str
    to_id: str
    direction: str
    labels: list[str]


@dataclass
class Marks:
    """An annotation's result: regions by id in their order, values about the whole text by control, relations."""

    regions: dict[str, Mark] = field(default_factory=dict)
    whole: dict[str, Any] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)


def taken_apart(result: Sequence[Any], findings: Findings) -> Marks:
    """Return what a result holds; entries that cannot be read become problems."""
    marks = Marks()
    for entry in result:
        if not isinstance(entry, dict):
            findings.add("result-unreadable", f"an entry of the result is {entry!r:.60}, no object")
        elif entry.get("type") == "relation":
            _add_relation(marks, entry, findings)
        elif not isinstance(entry.get("value"), dict) or not isinstance(entry.get("id"), str):
            findings.add("result-unreadable", f"{entry.get('from_name')} has no id or no value", _text(entry.get("id")))
        elif "start" in entry["value"] or "end" in entry["value"]:
            _add_to_region(marks, entry)
        else:
            marks.whole[str(entry.get("from_name"))] = _value(entry)
    return marks


def _add_relation(marks: Marks, entry: Mapping[str, Any], findings: Findings) -> None:
    from_id, to_id = entry.get("from_id"), entry.get("to_id")
    if not isinstance(from_id, str) or not isinstance(to_id, str):
        findings.add("result-unreadable", f"a relation is from {from_id!r} to {to_id!r}", _text(from_id or to_id))
        return
    direction = str(entry.get("direction", "right"))
    marks.relations.append(Relation(from_id, to_id, direction, _texts(entry.get("labels"))))


def _add_to_region(marks: Marks, entry: Mapping[str, Any]) -> None:
    mark = marks.regions.setdefault(entry["id"], Mark(entry["id"]))
    value, control = entry["value"], str(entry.get("from_name"))
    if control == LABEL:
        mark.start, mark.end = value.get("start"), value.get("end")
        mark.labels = _texts(value.get("labels"))
    else:
        mark.values[control] = _value(entry)
        if mark.start is None:
            mark.start, mark.end = value.get("start"), value.get("end")
    meta = entry.get("meta")
    if isinstance(meta, dict):
        if isinstance(meta.get(META), dict):
            mark.hidden = meta[META]
        if meta.get("text"):
            text = meta["text"]
            mark.note = " ".join(map(str, text)) if isinstance(text, list) else str(text)
    if isinstance(entry.get("parentID"), str):
        mark.parent = entry["parentID"]


def _value(entry: Mapping[str, Any]) -> Any:
    """Return what a control holds: a number, or a list of strings, as a single text stands by itself in old exports."""
    value = entry["value"]
    key = "text" if entry.get("type") == "textarea" else str(entry.get("type"))
    found = value.get(key)
    return [found] if isinstance(found, str) else found


def _texts(value: Any) -> list[str]:
    return [x for x in value if isinstance(x, str)] if isinstance(value, list) else []


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
