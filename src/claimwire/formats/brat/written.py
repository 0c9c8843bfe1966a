"""Claims as an `.ann` file that brat shows and edits, and that `brat.claims` reads again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...errors import FormatError
from ...schema import ClaimBase, reference_fields, span_slots
from ..contract import ArticleLayer
from ..mark import SPANS
from ..values import values_of_claim
from .configuration import NO, YES, attribute_slots

NOTE = "AnnotatorNotes"
"""The type of the note that has what a claim is beyond its spans and attributes."""

PIECES = "pieces"
"""In a note, the spans of a claim as they are, where brat's fragments are others; by the type of the annotation."""

LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""What programs take for the end of a line."""

Range = tuple[int, int]


def ann_lines(layer: ArticleLayer) -> Iterator[str]:
    """Yield the lines of the `.ann` file of a layer: those of each claim, then how claims refer to each other.

    Raises `FormatError` if a span is nothing but line ends, which brat cannot mark.
    """
    counter = _Numbers()
    key_of: dict[str, str] = {}
    for claim in layer.claims:
        key_of[claim.claim_id] = f"T{counter.text_bounds + 1}"
        yield from _claim_lines(claim, layer, counter)
    for claim in layer.claims:
        for field in reference_fields(type(claim)):
            if (reference := getattr(claim, field)) not in (None, claim.claim_id):
                counter.relations += 1
                yield f"R{counter.relations}\t{field} Arg1:{key_of[claim.claim_id]} Arg2:{key_of[reference]}"


class _Numbers:
    """The numbers of the lines written so far, by their kind."""

    text_bounds = relations = attributes = notes = 0


def _claim_lines(claim: ClaimBase, layer: ArticleLayer, counter: _Numbers) -> Iterator[str]:
    values = values_of_claim(claim, layer)
    label = values.pop("label")
    own = f"T{counter.text_bounds + 1}"
    exact: dict[str, list[Range]] = {}
    for slot in span_slots(type(claim)):
        ranges = [(span["start"], span["end"]) for span in values.pop(slot, [])]
        if ranges:
            kind = label if slot == SPANS else slot
            counter.text_bounds += 1
            key = f"T{counter.text_bounds}"
            shown = fragments(ranges, layer.text)
            if not shown:
                raise FormatError(f"{claim.claim_id}: a span of {slot} has line feeds alone, which brat cannot mark")
            if read_fragments(shown, layer.text) != ranges:
                exact[slot] = ranges
            yield f"{key}\t{kind} {';'.join(f'{start} {end}' for start, end in shown)}\t{_words(shown, layer.text)}"
            if slot != SPANS:
                counter.relations += 1
                yield f"R{counter.relations}\t{slot} Arg1:{own} Arg2:{key}"
    for shape in attribute_slots(type(claim)):
        if shape.name in values:
            value = values.pop(shape.name)
            counter.attributes += 1
            yield f"A{counter.attributes}\t{shape.name} {own} {_attribute_value(value)}"
    for field in reference_fields(type(claim)):
        if getattr(claim, field) != claim.claim_id:  # brat connects nothing with itself, so that a note says it
            values.pop(field, None)
    counter.notes += 1
    yield f"#{counter.notes}\t{NOTE} {own}\t{_one_line(values | ({PIECES: exact} if exact else {}))}"


def fragments(ranges: Sequence[Range], text: str) -> list[Range]:
    """Return the ranges that brat marks: without the line feeds, at which it divides an annotation.

    There are none if one of the ranges is nothing but line feeds.
    """
    found: list[Range] = []
    for start, end in ranges:
        parts, begin = [], start
        for place in [*(n for n in range(start, end) if text[n] == "\n"), end]:
            if begin < place:
                parts.append((begin, place))
            begin = place + 1
        if not parts:
            return []
        found += parts
    return found


def read_fragments(shown: Sequence[Range], text: str | None) -> list[Range]:
    """Return the pieces that fragments stand for: those with nothing but line feeds between them are one."""
    found: list[Range] = []
    for start, end in shown:
        between = text[found[-1][1] : start] if found and text is not None else ""
        if between and not between.strip("\n"):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _words(shown: Sequence[Range], text: str) -> str:
    words = " ".join(text[start:end] for start, end in shown)
    return "".join(" " if character in LINE_ENDS or character == "\t" else character for character in words)


def _one_line(values: Mapping[str, Any]) -> str:
    """Return values as JSON in one line, whatever a program takes for the end of one."""
    line = json.dumps(values, ensure_ascii=False)
    return "".join(f"\\u{ord(character):04x}" if character in LINE_ENDS else character for character in line)


def _attribute_value(value: bool | str) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return value
