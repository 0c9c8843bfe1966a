"""Claims read from the regions of an annotation.

A claim whose fields are those that were sent is taken as it is. A new or changed one is tidied (white space at the
edges of a selection or of what was typed) and then held against what the page asks for; one that fails is refused
whole, since a claim without a slot that its annotator filled in would be another claim.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from ...corpus.records import validation_messages
from ...dates import bounds
from ...errors import EdtfError
from ...schema import CLAIM_ADAPTER, Article, ClaimBase, Span
from ..page.controls import CONTROL_BY_NAME, DECLARATION_OF, YES, Control, controls_of
from .metadata import fingerprint, visible
from .problems import Findings
from .relations import ClaimMark

NAMES = {control.shape.name for control in CONTROL_BY_NAME.values()}
INCLUSIVE = {name: f"{name}_inclusive" for name in NAMES if f"{name}_inclusive" in NAMES}
"""Bounds, and the slots that say whether they are inclusive."""

Fault = tuple[str, str]
"""Kind of a problem and what was found."""


@dataclass(frozen=True)
class RawClaim:
    """A claim's region as it came back: its fields as JSON values, claims it names by their regions, and what is wrong.

    `faults` keep it from being taken as it is, `remarks` do not. The fingerprint is to be held against what was sent.
    """

    mark: ClaimMark
    fields: Mapping[str, Any]
    faults: tuple[Fault, ...]
    remarks: tuple[Fault, ...]
    fingerprint: str


@dataclass(frozen=True)
class ReadClaim:
    """A claim with the region it was read from, what was sent of it, and the fingerprint of what came back."""

    claim: ClaimBase
    region_id: str
    fingerprint: str
    unchanged: bool


def read_claims(
    raw: Mapping[str, RawClaim], ids: Mapping[str, str], article: Article, text: str, findings: Findings
) -> list[ReadClaim]:
    """Return the claims that can be taken, in the order of their regions; what cannot becomes problems.

    `ids` gives the claim id of every region.
    """
    found: dict[str, ReadClaim] = {}
    for region_id, came_back in raw.items():
        read = _claim(came_back, ids, article, text, findings)
        if read is not None:
            found[region_id] = read
    return _without_refused(found, {region_id: x.mark for region_id, x in raw.items()}, findings)


def raw_claim(mark: ClaimMark) -> RawClaim:
    """Return a claim's region as it came back."""
    fields, faults, remarks = _fields(mark)
    print_ = fingerprint(visible(fields, DECLARATION_OF[mark.label].model))
    return RawClaim(mark, fields, tuple(faults), tuple(remarks), print_)


def _without_refused(
    found: dict[str, ReadClaim], marks: Mapping[str, ClaimMark], findings: Findings
) -> list[ReadClaim]:
    """Leave out claims that name a refused one, and those that name these."""
    while True:
        lost = {
            region_id: (field, named)
            for region_id in found
            for field, regions in marks[region_id].named.items()
            for named in regions
            if named not in found
        }
        if not lost:
            return list(found.values())
        for region_id, (field, named) in lost.items():
            findings.add("names-refused-claim", f"its {field} is {named}, which was refused", region_id)
            del found[region_id]


def _claim(raw: RawClaim, ids: Mapping[str, str], article: Article, text: str, findings: Findings) -> ReadClaim | None:
    mark = raw.mark
    region_id = mark.mark.region_id
    if mark.mark.note:
        findings.add("note-in-region-info", f"its info holds a note: {mark.mark.note!r}", region_id)
    if mark.broken:
        findings.add("part-refused", f"its region {', '.join(mark.broken)} was refused", region_id)
        return None
    for kind, message in raw.remarks:
        findings.add(kind, message, region_id)
    fields, faults, seen = raw.fields, list(raw.faults), raw.fingerprint
    hidden = mark.mark.hidden
    unchanged = not faults and seen == hidden.get("fingerprint")
    if not unchanged:
        fields = _tidied(fields, text)
        seen = fingerprint(visible(fields, DECLARATION_OF[mark.label].model))
        unchanged = not faults and seen == hidden.get("fingerprint")
    if not unchanged:
        faults += _faults(fields, mark)
    for kind, message in faults:
        findings.add(kind, message, region_id)
    if faults:
        return None
    record = {name: value for name, value in fields.items() if value is not None}
    record |= {name: ids[record[name]] for name in mark.named}
    record |= {"claim_id": ids[region_id], "article_id": article.article_id}
    if "event_id" in hidden:
        record["event_id"] = hidden["event_id"]
    if "review" in hidden and unchanged:
        record["review"] = hidden["review"]
    elif "review" in hidden:
        review = hidden["review"]
        verdict = review.get("verdict") if isinstance(review, dict) else review
        findings.add("review-outdated", f"its review was {verdict!r}", region_id)
    try:
        claim = CLAIM_ADAPTER.validate_json(json.dumps(record))
    except ValidationError as error:
        findings.add("claim-invalid", validation_messages(error), region_id)
        return None
    return ReadClaim(claim, region_id, seen, unchanged)


def _fields(mark: ClaimMark) -> tuple[dict[str, Any], list[Fault], list[Fault]]:
    """Return a claim's fields, what cannot be read of them, and what is left aside."""
    fields: dict[str, Any] = {"label": mark.label.value}
    faults: list[Fault] = []
    remarks: list[Fault] = []
    for name, value in mark.mark.values.items():
        control = CONTROL_BY_NAME.get(name)
        if control is None:
            remarks.append(("control-unknown", f"it has a value of {name!r}: {value!r:.60}"))
        elif mark.label not in control.labels:
            remarks.append(("slot-of-other-label", f"a {mark.label} has a value of {name}: {value!r:.60}"))
        else:
            fields[control.shape.name], fault = _value(control, value)
            faults += [fault] if fault else []
    for name, spans in mark.parts.items():
        fields[name] = [span.model_dump() for span in sorted(spans, key=lambda span: (span.start, span.end))]
    for name, regions in mark.named.items():
        fields[name] = min(regions)
        if len(regions) > 1:
            faults.append(("claim-named-twice", f"its {name} is {' and also '.join(sorted(regions))}"))
    return fields, faults, remarks


def _value(control: Control, value: Any) -> tuple[Any, Fault | None]:
    """Return the value of a slot as JSON, or None and what is wrong with it."""
    name = control.shape.name
    if control.kind == "number":
        whole = type(value) is int or (type(value) is float and value.is_integer())
        if not whole or value < 0:
            return None, ("number-not-whole", f"{name} is {value!r}")
        return int(value), None
    if not isinstance(value, list) or not all(isinstance(x, str) for x in value):
        return None, ("claim-invalid", f"{name} is {value!r:.60}, no list of texts")
    if control.kind == "textarea":
        value = [x for x in value if x]
        if control.shape.many:
            return value, None
        if len(value) > 1:
            return None, ("answer-twice", f"{name} has {len(value)} answers: {' / '.join(value)!r:.80}")
        return (value[0] if value else None), None
    if len(value) > 1:
        return None, ("choice-twice", f"{name} has {len(value)} choices: {' and '.join(value)}")
    if value and value[0] not in control.values:
        return None, ("choice-unknown", f"{name} is {value[0]!r}, none of {', '.join(control.values)}")
    if control.shape.shape == "boolean":
        return (value[0] == YES if value else None), None
    return (value[0] if value else None), None


def _tidied(fields: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return fields without white space at the edges of spans and of what was typed."""
    tidied: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, str):
            tidied[name] = value.strip() or None
        elif isinstance(value, list) and value and isinstance(value[0], str):
            tidied[name] = [x.strip() for x in value if x.strip()]
        elif isinstance(value, list):
            tidied[name] = [_trimmed(Span(**span), text).model_dump() for span in value]
        else:
            tidied[name] = value
    return tidied


def _trimmed(span: Span, text: str) -> Span:
    words = span.of(text)
    return Span(start=span.start + len(words) - len(words.lstrip()), end=span.end - len(words) + len(words.rstrip()))


def _faults(fields: Mapping[str, Any], mark: ClaimMark) -> Iterator[Fault]:
    """Yield what is wrong with a new or changed claim, but for slots whose answers could not be read at all."""
    answered = _answered(mark)
    for control in controls_of(mark.label):
        name, value = control.shape.name, fields.get(control.shape.name)
        if value is None and name in answered:
            continue
        if value is None and not control.shape.optional:
            yield "slot-missing", f"{name} is not filled in: {control.shape.description}"
        if control.shape.meaning == "edtf" and value is not None:
            try:
                bounds(value)
            except EdtfError as error:
                yield "date-not-edtf", f"{name}: {error}"
        inclusive = INCLUSIVE.get(name)
        if inclusive is not None and (value is None) != (fields.get(inclusive) is None):
            yield "bound-without-inclusive", f"{name} is {value}, {inclusive} is {fields.get(inclusive)}"
    for name in mark.parts:
        for before, after in pairwise(fields[name]):
            if after["start"] < before["end"]:
                yield "pieces-overlap", f"{name} from {after['start']} begins before {before['end']}, where one ends"


def _answered(mark: ClaimMark) -> set[str]:
    """Return the slots that have some answer, even one that cannot be taken."""
    answered = (name for name, value in mark.mark.values.items() if value and name in CONTROL_BY_NAME)
    return {CONTROL_BY_NAME[name].shape.name for name in answered}
