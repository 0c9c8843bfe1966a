"""An annotation's result, parsed: regions with their values, values about the whole text, relations.

Label Studio keeps an annotation as a flat list: every value of a region is an entry of its own that has the region's
id, and relations are among them. Nothing is judged here except whether an entry can be read at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..page.controls import LABEL_BY_VALUE, MARKS
from .metadata import META
from .problems import Findings

Offsets = tuple[int, int]

SOURCES = ("start and end", "globalOffsets", "startOffset and endOffset")
"""Where an export may have the offsets of a region; pages of HTML have a path in the document as start and end."""

PLACES = frozenset({"start", "end", "globalOffsets", "startOffset", "endOffset"})
"""The keys of a value that is about a region."""


@dataclass
class Region:
    """A region: its offsets, its labels, the values of its slots by control, and the metadata of its claim.

    `start` and `end` are as they came back, of any type, until `place` has put them where they are in the text;
    `offsets` are those that can be read, by where the export has them, and `words` are what was selected, if the export
    has it; `no_words` is what it has in their place that cannot be words. `labels` are those of its first mark, as
    Label Studio takes them, and `marked_again` those of a second one. `note` is what somebody wrote into the region's
    info, `parent` the region under which it is in the list of regions, `origin` what Label Studio says of where it
    comes from.
    """

    region_id: str
    start: Any = None
    end: Any = None
    offsets: Mapping[str, Offsets] = field(default_factory=dict)
    words: str | None = None
    no_words: Any = None
    labels: list[str] = field(default_factory=list)
    marked_again: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    parent: str | None = None
    origin: str = ""


@dataclass
class DrawnRelation:
    """A relation between two regions, in the direction it was drawn."""

    from_id: str
    to_id: str
    direction: str
    labels: list[str]


@dataclass
class ParsedResult:
    """An annotation's result: regions by id in their order, values about the whole text by control, relations."""

    regions: dict[str, Region] = field(default_factory=dict)
    whole_text: dict[str, Any] = field(default_factory=dict)
    relations: list[DrawnRelation] = field(default_factory=list)


def parse_result(result: Sequence[Any], findings: Findings) -> ParsedResult:
    """Return what is in a result; entries that cannot be read become problems."""
    parsed = ParsedResult()
    for entry in result:
        if not isinstance(entry, dict):
            findings.add("result-unreadable", f"an entry of the result is {entry!r:.60}, not an object")
        elif entry.get("type") == "relation":
            _add_relation(parsed, entry, findings)
        elif not isinstance(entry.get("value"), dict) or not isinstance(entry.get("id"), str):
            findings.add("result-unreadable", _unreadable(entry), _text(entry.get("id")))
        elif not PLACES.isdisjoint(entry["value"]):
            _add_to_region(parsed, entry)
        else:
            parsed.whole_text[str(entry.get("from_name"))] = _value(entry)
    for region in parsed.regions.values():
        if region.marked_again and set(region.labels) <= LABEL_BY_VALUE.keys():
            pressed = " and ".join(region.marked_again)
            message = f"it is a {' and '.join(region.labels)}, and the key of {pressed} was pressed on it"
            findings.add("claim-marked-as-part", message, region.region_id)
    return parsed


def _unreadable(entry: Mapping[str, Any]) -> str:
    """Return what is wrong with an entry whose id is no text or whose value is no object."""
    name, key = entry.get("from_name"), entry.get("id")
    if key is None or isinstance(key, str):
        return f"{name} has no {'id' if key is None else 'value'}"
    kind = "the number " if isinstance(key, int | float) and not isinstance(key, bool) else ""
    return f"the id of {name} is {kind}{key!r:.60}, not a text"


def _add_relation(parsed: ParsedResult, entry: Mapping[str, Any], findings: Findings) -> None:
    from_id, to_id = entry.get("from_id"), entry.get("to_id")
    if not isinstance(from_id, str) or not isinstance(to_id, str):
        lacking = "beginning" if not isinstance(from_id, str) else "end"
        message = f"a relation has no {lacking} that can be read"
        findings.add("result-unreadable", message, _text(from_id) or _text(to_id))
        return
    direction = str(entry.get("direction", "right"))
    parsed.relations.append(DrawnRelation(from_id, to_id, direction, _texts(entry.get("labels"))))


def _add_to_region(parsed: ParsedResult, entry: Mapping[str, Any]) -> None:
    region = parsed.regions.get(entry["id"])
    if region is None:
        region = parsed.regions[entry["id"]] = Region(entry["id"])
    value, control = entry["value"], str(entry.get("from_name"))
    is_mark = control in MARKS
    if not is_mark:
        region.values[control] = _value(entry)
    elif region.labels:
        region.marked_again = _texts(value.get("labels"))
        is_mark = False
    if is_mark or (region.start is None and not region.offsets):
        region.start, region.end = value.get("start"), value.get("end")
        region.offsets = _offsets(value)
    if is_mark:
        region.labels = _texts(value.get("labels"))
        region.origin = _text(entry.get("origin")) or ""
        region.words = _words(value.get("text"))
        region.no_words = None if _may_be_words(value.get("text")) else value["text"]
    meta = entry.get("meta")
    if isinstance(meta, dict):
        if isinstance(meta.get(META), dict):
            region.metadata = meta[META]
        if meta.get("text"):
            text = meta["text"]
            region.note = " ".join(map(str, text)) if isinstance(text, list) else str(text)
    if isinstance(entry.get("parentID"), str):
        region.parent = entry["parentID"]


def _value(entry: Mapping[str, Any]) -> Any:
    """Return what a control has: a number, or a list of strings; old exports have a single text by itself."""
    value = entry["value"]
    key = "text" if entry.get("type") == "textarea" else str(entry.get("type"))
    content = value.get(key)
    return [content] if isinstance(content, str) else content


def _texts(value: Any) -> list[str]:
    return [x for x in value if isinstance(x, str)] if isinstance(value, list) else []


def _offsets(value: Mapping[str, Any]) -> dict[str, Offsets]:
    """Return the offsets that a region's value has, by where it has them."""
    nested = value.get("globalOffsets")
    in_whole = nested if isinstance(nested, dict) else {}
    pairs = (
        (value.get("start"), value.get("end")),
        (in_whole.get("start"), in_whole.get("end")),
        (value.get("startOffset"), value.get("endOffset")),
    )
    return {
        source: (start, end)
        for source, (start, end) in zip(SOURCES, pairs, strict=True)
        if type(start) is int and type(end) is int
    }


def _words(value: Any) -> str | None:
    """Return the words of a region; None if there are none. Old exports have a list of one text."""
    words = value[0] if isinstance(value, list) and len(value) == 1 else value
    return words if isinstance(words, str) and words.strip() else None


def _may_be_words(value: Any) -> bool:
    """Return whether a region may have a value for its words: a text, a list of one, or nothing."""
    return value is None or value == [] or isinstance(value[0] if isinstance(value, list) else value, str)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
