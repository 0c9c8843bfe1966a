"""What belongs to what in an annotation: parts to their claims, claims to the claims they name.

A part belongs to the claim that a relation in either direction leads to; without one, to the claim under which it is in
the list of regions, or else to the one that it is tied to by where it lies (`tying`). Between two claims the label of a
relation is the field; without a label there is one reading for every pair of labels (`references`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ...schema import Span, span_slots
from ...schema.vocab import Label
from ..page.controls import LABEL_BY_VALUE, PART_BY_VALUE
from ..page.ties import tied_to
from .leftovers import is_left_over
from .marked import ClaimRegion, PartRegion, RegionNames, label_of, placed, span_of, trimmed_span
from .offsets import AS_IS, OffsetWay
from .problems import Findings
from .references import add_reference
from .regions import DrawnRelation, ParsedResult, Region
from .tying import LoosePart, Owner, tie


def resolve_relations(
    parsed: ParsedResult, text: str, sentences: Sequence[Span], findings: Findings, way: OffsetWay = AS_IS
) -> dict[str, ClaimRegion]:
    """Return the claims of an annotation with their parts and the claims they name: region id -> claim.

    `sentences` are those of the text, `way` is how the offsets of its task count.
    """
    findings.names = RegionNames(parsed.regions, way, text)
    claims: dict[str, ClaimRegion] = {}
    parts: dict[str, PartRegion] = {}
    for region in parsed.regions.values():
        span = span_of(region, way, text, findings)
        label = label_of(region, findings)
        if span is None or label is None:
            continue
        if label in LABEL_BY_VALUE:
            claims[region.region_id] = ClaimRegion(region, LABEL_BY_VALUE[label].label, span)
        else:
            parts[region.region_id] = PartRegion(region, label, span)
    for relation in parsed.relations:
        _resolve(relation, parsed, claims, parts, findings)
    loose = [part for part in parts.values() if not part.is_resolved and not _resolve_by_list(part, claims, findings)]
    loose = _without_left_over(loose, parsed, findings)
    if loose:
        owners = {region_id: _owner(claim, text) for region_id, claim in claims.items()}
        owners |= _possible_owners((x for key, x in parsed.regions.items() if key not in claims.keys() | parts), way)
        _tie(loose, claims, owners, text, sentences, findings)
    return claims


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
            if other not in parts or not is_left_over(parts[other].region, parsed.regions):
                findings.add("relation-dangling", "a relation is between it and a region that is not there", other)
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
        message = f"a relation is between two parts, it and {findings.names[ends[1]]}"
        findings.add("relation-unclear", message, ends[0])
        return
    add_reference(relation, claims, findings)


def _add_part(part: PartRegion, claim: ClaimRegion, findings: Findings) -> None:
    part.is_resolved = True
    slot = PART_BY_VALUE[part.value].field
    if slot in span_slots(LABEL_BY_VALUE[claim.label].model):
        claim.parts.setdefault(slot, set()).add(part.span)
    else:
        message = f"it is related to {findings.names[claim.region.region_id]}, which has no such part"
        findings.add("part-of-wrong-claim", message, part.region.region_id)


def _resolve_by_list(part: PartRegion, claims: Mapping[str, ClaimRegion], findings: Findings) -> bool:
    """Add a part that has no relation to the claim under which it is in the list of regions, if it is under one."""
    claim = claims.get(part.region.parent or "")
    if claim is not None:
        _add_part(part, claim, findings)
        claim.tied.append(part.region.region_id)
    return claim is not None


def _without_left_over(parts: Iterable[PartRegion], parsed: ParsedResult, findings: Findings) -> list[PartRegion]:
    """Return parts that nothing relates, without those that were left over from a claim: these are let go."""
    kept = []
    for part in parts:
        if is_left_over(part.region, parsed.regions):
            message = "the claim that it came with is not there any more, so it was let go"
            findings.add("part-left-over", message, part.region.region_id)
        else:
            kept.append(part)
    return kept


def _tie(
    parts: Iterable[PartRegion],
    claims: Mapping[str, ClaimRegion],
    owners: Mapping[str, Owner],
    text: str,
    sentences: Sequence[Span],
    findings: Findings,
) -> None:
    """Add parts that nothing relates to the claim that each is tied to; what is tied to none is a problem."""
    of_id = {part.region.region_id: part for part in parts}
    loose = {x: LoosePart(PART_BY_VALUE[p.value].field, trimmed_span(p.span, text)) for x, p in of_id.items()}
    tied = tie(owners, loose, sentences)
    for region_id, part in of_id.items():
        claim = claims.get(tied.get(region_id, ""))
        if claim is not None:
            _add_part(part, claim, findings)
            claim.tied.append(region_id)
        else:
            rule = tied_to(PART_BY_VALUE[part.value])
            message = f"it has no claim: without a relation it belongs to {rule}; here none is clear"
            findings.add("part-without-claim", message, region_id)


def _owner(claim: ClaimRegion, text: str) -> Owner:
    pieces = sorted(claim.parts["spans"], key=lambda span: (span.start, span.end))
    has = frozenset(field for field in claim.parts if field != "spans" or len(pieces) > 1)
    return Owner(tuple(trimmed_span(span, text) for span in pieces), _may_have(claim.label), has)


def _possible_owners(refused: Iterable[Region], way: OffsetWay) -> dict[str, Owner]:
    """Return regions that were refused as claims that they may be, so that no part is tied to another one instead."""
    owners = {}
    for region in refused:
        span, labels = placed(region, way), region.labels or list(LABEL_BY_VALUE)
        possible = [LABEL_BY_VALUE[x].label for x in labels if x in LABEL_BY_VALUE]
        if possible and span is not None:
            fields = frozenset(field for label in possible for field in _may_have(label))
            owners[region.region_id] = Owner((span,), fields)
    return owners


def _may_have(label: Label) -> frozenset[str]:
    return frozenset(span_slots(LABEL_BY_VALUE[label].model))
