"""What belongs to what in an annotation: parts to their claims, claims to the claims they name.

A part belongs to the claim that a relation in either direction leads to, or, without one, to the claim under which it
is in the list of regions. Between two claims the label of a relation is the field; without a label there is one reading
for every pair of labels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...schema import REFERENCE_LABELS, Span, reference_fields, span_slots
from ...schema.vocab import Label
from ..page.controls import LABEL_BY_VALUE, PART_BY_VALUE, RELATIONS
from .offsets import AS_IS, OffsetWay, words_agree
from .problems import Findings
from .regions import DrawnRelation, ParsedResult, Region


@dataclass
class ClaimRegion:
    """A claim's region with the spans of its parts by field, and the regions of the claims it names by field.

    The claim cannot be read without its `refused_parts`: regions that are related to it and were refused.
    """

    region: Region
    label: Label
    span: Span
    parts: dict[str, set[Span]] = field(default_factory=dict)
    references: dict[str, set[str]] = field(default_factory=dict)
    refused_parts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with the span that the region itself is."""
        self.parts["spans"] = {self.span}


@dataclass
class PartRegion:
    """A part's region, and whether a relation has said whose part it is."""

    region: Region
    value: str
    span: Span
    is_resolved: bool = False


def resolve_relations(
    parsed: ParsedResult, text: str, findings: Findings, way: OffsetWay = AS_IS
) -> dict[str, ClaimRegion]:
    """Return the claims of an annotation with their parts and the claims they name: region id -> claim.

    `way` is how the offsets of its task count.
    """
    claims: dict[str, ClaimRegion] = {}
    parts: dict[str, PartRegion] = {}
    for region in parsed.regions.values():
        span = _span(region, way, text, findings)
        label = _label(region, findings)
        if span is None or label is None:
            continue
        if label in LABEL_BY_VALUE:
            claims[region.region_id] = ClaimRegion(region, LABEL_BY_VALUE[label].label, span)
        else:
            parts[region.region_id] = PartRegion(region, label, span)
    for relation in parsed.relations:
        _resolve(relation, parsed, claims, parts, findings)
    for part in parts.values():
        if not part.is_resolved:
            _resolve_by_list(part, claims, findings)
    return claims


def _label(region: Region, findings: Findings) -> str | None:
    if not region.labels:
        message = f"it has no label, only {', '.join(region.values) or 'offsets'}"
        findings.add("region-unlabelled", message, region.region_id)
    elif len(region.labels) > 1:
        findings.add("region-two-labels", f"it has the labels {' and '.join(region.labels)}", region.region_id)
    elif region.labels[0] not in LABEL_BY_VALUE and region.labels[0] not in PART_BY_VALUE:
        findings.add("label-unknown", f"its label is {region.labels[0]!r}", region.region_id)
    else:
        return region.labels[0]
    return None


def _span(region: Region, way: OffsetWay, text: str, findings: Findings) -> Span | None:
    placed = way.place(region)
    start, end = placed or (region.start, region.end)
    if placed is None and way is not AS_IS:
        message = f"it reaches from {start!r} to {end!r}, which is not in the text if offsets are {way.told}"
        findings.add("region-outside-text", message, region.region_id)
    elif type(start) is not int or type(end) is not int or start < 0 or end > len(text):
        message = f"it reaches from {start!r} to {end!r}, the text from 0 to {len(text)}"
        findings.add("region-outside-text", message, region.region_id)
    elif start >= end or not text[start:end].strip():
        findings.add("region-empty", f"it reaches from {start} to {end} and has no words in it", region.region_id)
    elif region.no_words is not None:
        message = f"its `text` is {region.no_words!r:.60}, and should be the words that were selected, as one text"
        findings.add("words-differ", message, region.region_id)
    elif region.words is not None and not words_agree(region.words, text[start:end]):
        message = f"its words are {region.words!r:.60}, those of the text from {start} to {end} {text[start:end]!r:.60}"
        findings.add("words-differ", message, region.region_id)
    else:
        return Span(start=start, end=end)
    return None


def _resolve(
    relation: DrawnRelation,
    parsed: ParsedResult,
    claims: Mapping[str, ClaimRegion],
    parts: Mapping[str, PartRegion],
    findings: Findings,
) -> None:
    """Record what a relation says; the direction counts only between two claims."""
    ends = (relation.from_id, relation.to_id)
    for end in ends:
        if end not in parsed.regions:
            other = ends[0] if end == ends[1] else ends[1]
            findings.add("relation-dangling", f"a relation is between {other} and {end}, which is not a region", other)
            return
    refused = [end for end in ends if end not in claims and end not in parts]
    if refused:
        # the refused region is reported already; what it is related to must not be reported a second time
        for end in ends:
            if end in claims:
                claims[end].refused_parts += [x for x in refused if x != end]
            elif end in parts:
                parts[end].is_resolved = True
        return
    for part_id, claim_id in (ends, ends[::-1]):
        if part_id in parts and claim_id in claims:
            _add_part(parts[part_id], claims[claim_id], findings)
            return
    if ends[0] in parts:
        findings.add("relation-unclear", f"a relation is between two parts, {ends[0]} and {ends[1]}", ends[0])
        return
    _add_reference(relation, claims, findings)


def _add_part(part: PartRegion, claim: ClaimRegion, findings: Findings) -> None:
    part.is_resolved = True
    slot = PART_BY_VALUE[part.value].field
    if slot in span_slots(LABEL_BY_VALUE[claim.label].model):
        claim.parts.setdefault(slot, set()).add(part.span)
    else:
        message = f"a part {part.value} is related to {claim.region.region_id}, which is a {claim.label}"
        findings.add("part-of-wrong-claim", message, part.region.region_id)


def _resolve_by_list(part: PartRegion, claims: Mapping[str, ClaimRegion], findings: Findings) -> None:
    """Add a part that has no relation to the claim under which it is in the list of regions."""
    claim = claims.get(part.region.parent or "")
    if claim is not None:
        _add_part(part, claim, findings)
        return
    message = f"a part {part.value} from {part.span.start} to {part.span.end} belongs to no claim"
    findings.add("part-without-claim", message, part.region.region_id)


def _add_reference(relation: DrawnRelation, claims: Mapping[str, ClaimRegion], findings: Findings) -> None:
    inner, outer = claims[relation.from_id], claims[relation.to_id]
    if relation.direction == "left":
        inner, outer = outer, inner
    fields = [label for label in relation.labels if label in RELATIONS] or _only_reading(inner.label, outer.label)
    known = reference_fields(LABEL_BY_VALUE[inner.label].model)
    wrong = [name for name in fields if name not in known or REFERENCE_LABELS[name] is not outer.label]
    if relation.direction == "bi" or inner is outer or wrong or not fields:
        labels = " and ".join(relation.labels) or "no label"
        ways = "in both directions between it" if relation.direction == "bi" else "from it"
        link = "and" if relation.direction == "bi" else "to"
        message = f"a relation with {labels} goes {ways}, {inner.label}, {link} {outer.region.region_id}, {outer.label}"
        findings.add("relation-unclear", message, inner.region.region_id)
        return
    for name in fields:
        inner.references.setdefault(name, set()).add(outer.region.region_id)


def _only_reading(inner: Label, outer: Label) -> list[str]:
    """Return the fields that a relation without a label means: what one label can say of another.

    A statement within a statement has the outer one as its voice.
    """
    known = reference_fields(LABEL_BY_VALUE[inner].model)
    return [name for name in RELATIONS if name in known and REFERENCE_LABELS[name] is outer]
