"""What belongs to what in an annotation: parts to their claims, claims to the claims they name.

A part is tied by a relation in either direction, or, without one, by lying under its claim in the list of regions.
Between two claims the label of a relation is the field; without one there is one reading for every pair of labels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...schema import REFERENCE_LABELS, Span, reference_fields, span_slots
from ...schema.vocab import Label
from ..page.controls import DECLARATION_OF, PART_BY_VALUE, RELATIONS
from .problems import Findings
from .regions import Mark, Marks, Relation


@dataclass
class ClaimMark:
    """A claim's region with its parts and the claims it names, all by region id."""

    mark: Mark
    label: Label
    span: Span
    parts: dict[str, set[Span]] = field(default_factory=dict)
    named: dict[str, set[str]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    """Regions of parts that were refused; the claim cannot be taken without them."""

    def __post_init__(self) -> None:
        """Begin with the span that the region itself is."""
        self.parts["spans"] = {self.span}


@dataclass
class PartMark:
    """A part's region; `tied` once a relation says whose it is."""

    mark: Mark
    value: str
    span: Span
    tied: bool = False


def tied(marks: Marks, text: str, findings: Findings) -> dict[str, ClaimMark]:
    """Return the claims of an annotation with their parts and the claims they name: region id -> claim."""
    claims: dict[str, ClaimMark] = {}
    parts: dict[str, PartMark] = {}
    for mark in marks.regions.values():
        span = _span(mark, text, findings)
        label = _label(mark, findings)
        if span is None or label is None:
            continue
        if label in DECLARATION_OF:
            claims[mark.region_id] = ClaimMark(mark, DECLARATION_OF[label].label, span)
        else:
            parts[mark.region_id] = PartMark(mark, label, span)
    for relation in marks.relations:
        _tie(relation, marks, claims, parts, findings)
    for part in parts.values():
        if not part.tied:
            _tie_by_place(part, claims, findings)
    return claims


def _label(mark: Mark, findings: Findings) -> str | None:
    if not mark.labels:
        message = f"it has no label, only {', '.join(mark.values) or 'a place'}"
        findings.add("region-unlabelled", message, mark.region_id)
    elif len(mark.labels) > 1:
        findings.add("region-two-labels", f"it has the labels {' and '.join(mark.labels)}", mark.region_id)
    elif mark.labels[0] not in DECLARATION_OF and mark.labels[0] not in PART_BY_VALUE:
        findings.add("label-unknown", f"its label is {mark.labels[0]!r}", mark.region_id)
    else:
        return mark.labels[0]
    return None


def _span(mark: Mark, text: str, findings: Findings) -> Span | None:
    start, end = mark.start, mark.end
    if type(start) is not int or type(end) is not int or start < 0 or end > len(text):
        message = f"it reaches from {start!r} to {end!r}, the text from 0 to {len(text)}"
        findings.add("region-outside-text", message, mark.region_id)
    elif start >= end or not text[start:end].strip():
        message = f"it reaches from {start} to {end} and holds no words"
        findings.add("region-empty", message, mark.region_id)
    else:
        return Span(start=start, end=end)
    return None


def _tie(
    relation: Relation,
    marks: Marks,
    claims: Mapping[str, ClaimMark],
    parts: Mapping[str, PartMark],
    findings: Findings,
) -> None:
    """Record what a relation says, in either direction where one end is a part."""
    ends = (relation.from_id, relation.to_id)
    for end in ends:
        if end not in marks.regions:
            other = ends[0] if end == ends[1] else ends[1]
            findings.add("relation-dangling", f"a relation ties {other} to {end}, which is no region", other)
            return
    refused = [end for end in ends if end not in claims and end not in parts]
    if refused:
        for end in ends:
            if end in claims:
                claims[end].broken += [x for x in refused if x != end]
            elif end in parts:
                parts[end].tied = True
        return
    for part_id, claim_id in (ends, ends[::-1]):
        if part_id in parts and claim_id in claims:
            _tie_part(parts[part_id], claims[claim_id], findings)
            return
    if ends[0] in parts:
        findings.add("relation-unclear", f"a relation ties two parts, {ends[0]} and {ends[1]}", ends[0])
        return
    _tie_claims(relation, claims, findings)


def _tie_part(part: PartMark, claim: ClaimMark, findings: Findings) -> None:
    part.tied = True
    slot = PART_BY_VALUE[part.value].field
    if slot in span_slots(DECLARATION_OF[claim.label].model):
        claim.parts.setdefault(slot, set()).add(part.span)
    else:
        message = f"a part {part.value} is tied to {claim.mark.region_id}, which is a {claim.label}"
        findings.add("part-of-wrong-claim", message, part.mark.region_id)


def _tie_by_place(part: PartMark, claims: Mapping[str, ClaimMark], findings: Findings) -> None:
    """Tie a part that no relation ties to the claim it lies under in the list of regions."""
    claim = claims.get(part.mark.parent or "")
    if claim is not None:
        _tie_part(part, claim, findings)
        return
    message = f"a part {part.value} from {part.span.start} to {part.span.end} belongs to no claim"
    findings.add("part-without-claim", message, part.mark.region_id)


def _tie_claims(relation: Relation, claims: Mapping[str, ClaimMark], findings: Findings) -> None:
    inner, outer = claims[relation.from_id], claims[relation.to_id]
    if relation.direction == "left":
        inner, outer = outer, inner
    fields = [label for label in relation.labels if label in RELATIONS] or _only_reading(inner.label, outer.label)
    known = reference_fields(DECLARATION_OF[inner.label].model)
    wrong = [name for name in fields if name not in known or REFERENCE_LABELS[name] is not outer.label]
    if relation.direction == "bi" or inner is outer or wrong or not fields:
        said = " and ".join(relation.labels) or "no label"
        ways = "in both directions between it" if relation.direction == "bi" else "from it"
        link = "and" if relation.direction == "bi" else "to"
        message = f"a relation with {said} goes {ways}, {inner.label}, {link} {outer.mark.region_id}, {outer.label}"
        findings.add("relation-unclear", message, inner.mark.region_id)
        return
    for name in fields:
        inner.named.setdefault(name, set()).add(outer.mark.region_id)


def _only_reading(inner: Label, outer: Label) -> list[str]:
    """Return the fields that a relation without a label means: what one label can say of another.

    A statement within a statement has that one as its parent and as its voice.
    """
    known = reference_fields(DECLARATION_OF[inner].model)
    return [name for name in RELATIONS if name in known and REFERENCE_LABELS[name] is outer]
