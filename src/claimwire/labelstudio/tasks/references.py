"""Which claim names which: what relations between two claims say, read from the inner claim to the outer one.

A relation that is drawn the other way round is read right where the words leave no doubt, and this is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Set

from ...pairs import lies_within
from ...schema import REFERENCE_LABELS, Span, reference_fields
from ...schema.vocab import Label
from ..page.controls import LABEL_BY_VALUE, RELATIONS
from .marked import ClaimRegion
from .problems import Findings
from .regions import DrawnRelation

VOICE = "voice_id"
"""The field of a claim that names the statement around it."""


def add_reference(relation: DrawnRelation, claims: Mapping[str, ClaimRegion], findings: Findings) -> None:
    """Record which claim names which by a relation between two."""
    inner, outer = claims[relation.from_id], claims[relation.to_id]
    if relation.direction == "left":
        inner, outer = outer, inner
    fields = _fields_read(relation, inner, outer)
    turned_fields = _fields_read(relation, outer, inner) if relation.direction != "bi" and not fields else []
    if turned_fields and _is_within(outer, inner):
        _tell_turned(inner, outer, findings)
        inner, outer, fields = outer, inner, turned_fields
    if relation.direction == "bi" or inner is outer or not fields:
        labels = " and ".join(relation.labels) or "no label"
        ways = "in both directions between it" if relation.direction == "bi" else "from it"
        link = "and" if relation.direction == "bi" else "to"
        message = f"a relation with {labels} goes {ways} {link} {findings.names[outer.region.region_id]}"
        findings.add("relation-unclear", message, inner.region.region_id)
        return
    for name in fields:
        inner.references.setdefault(name, set()).add(outer.region.region_id)


def _fields_read(relation: DrawnRelation, inner: ClaimRegion, outer: ClaimRegion) -> list[str]:
    """Return the fields that a relation from one claim to another means; none if that cannot be said."""
    fields = [label for label in relation.labels if label in RELATIONS] or _only_reading(inner.label, outer.label)
    known = reference_fields(LABEL_BY_VALUE[inner.label].model)
    is_right = all(name in known and REFERENCE_LABELS[name] is outer.label for name in fields)
    return fields if is_right else []


def _is_within(inner: ClaimRegion, outer: ClaimRegion) -> bool:
    return inner.span == outer.span or lies_within(_spans(inner), _spans(outer))


def _spans(claim: ClaimRegion) -> tuple[Span, ...]:
    return tuple(claim.parts["spans"])


def _tell_turned(outer: ClaimRegion, inner: ClaimRegion, findings: Findings) -> None:
    name = findings.names[inner.region.region_id]
    message = f"a relation leads from it to {name}, which is told within it, and was read the other way round"
    findings.add("relation-reversed", message, outer.region.region_id)


def turned(claims: Mapping[str, ClaimRegion], as_sent: Set[str], findings: Findings) -> set[str]:
    """Read relations from a statement to one that is told within it the other way round; return whose these are.

    The outer statement is the voice of the inner one, never the other way round. Claims that came back as they were
    sent, whose region ids are in `as_sent`, stay as they are.
    """
    changed: set[str] = set()
    for region_id, claim in claims.items():
        named = claim.references.get(VOICE, set())
        inner = [
            x for x in sorted(named) if claims[x].label is claim.label and lies_within(_spans(claims[x]), _spans(claim))
        ]
        for other in inner if region_id not in as_sent else ():
            _tell_turned(claim, claims[other], findings)
            named.discard(other)
            claims[other].references.setdefault(VOICE, set()).add(region_id)
            changed |= {region_id, other}
        if not named:
            claim.references.pop(VOICE, None)
    return changed


def _only_reading(inner: Label, outer: Label) -> list[str]:
    """Return the fields that a relation without a label means: what one label can say of another.

    A statement within a statement has the outer one as its voice.
    """
    known = reference_fields(LABEL_BY_VALUE[inner].model)
    return [name for name in RELATIONS if name in known and REFERENCE_LABELS[name] is outer]
