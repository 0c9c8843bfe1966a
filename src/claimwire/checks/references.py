"""Level 4: what claims name is there, is of the right sort, and forms no circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..naming import suggestion
from ..pairs import greater_than_whole, lies_within, repeated
from ..schema import (
    REFERENCE_LABELS,
    AttributedStatement,
    CasualtyFigure,
    ClaimBase,
    Span,
    fields_of_layers,
    references,
)
from .check import Check
from .context import ClaimContext, Context
from .findings import Finding
from .offsets import shown


def _claim_unknown(context: Context) -> Iterator[Finding]:
    for located in context.claims:
        for field, named in references(located.claim).items():
            other = context.entry(named)
            if other is None:
                yield located.finding(f"{field} names {named}, and no claim has that id")
            elif (other.article_id, other.layer_id) != (located.claim.article_id, located.layer_id):
                yield located.finding(f"{field} names {named}, which is in another article or layer")


def _label_wrong(context: Context) -> Iterator[Finding]:
    for located in context.claims:
        for field, named in references(located.claim).items():
            other, expected = context.entry(named), REFERENCE_LABELS[field]
            if other is not None and other.label is not expected:
                yield located.finding(f"{field} names {named}, a claim {other.label}, expected {expected}")


def _claim_circle(context: Context) -> Iterator[Finding]:
    for field in REFERENCE_LABELS:
        named = {t.claim.claim_id: references(t.claim)[field] for t in context.claims if field in references(t.claim)}
        for located in context.claims:
            circle = _circle(located.claim.claim_id, named)
            if circle:
                yield located.finding(f"{field} leads back to it: {' -> '.join(circle)}")


def _outside_voice(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(ClaimBase):
        voice = context.claim_by_id.get(claim.voice_id or "")
        if voice is None or voice.claim.article_id != claim.article_id:
            continue
        for piece in claim.spans:
            edges = (Span(start=piece.start, end=piece.start + 1), Span(start=max(0, piece.end - 1), end=piece.end))
            if not all(any(content.contains(edge) for content in voice.claim.spans) for edge in edges):
                contents = ", ".join(shown(content) for content in voice.claim.spans)
                yield located.finding(f"{shown(piece)} extends beyond the content of {claim.voice_id}, {contents}")


def _part_greater(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(CasualtyFigure):
        whole = context.claim_by_id.get(claim.part_of_id or "")
        if whole is not None and isinstance(whole.claim, CasualtyFigure):
            found = greater_than_whole(claim, whole.claim)
            if found is not None:
                yield located.finding(f"{found} of {claim.part_of_id}")


def _voice_within_claim(context: Context) -> Iterator[Finding]:
    for located in context.claims:
        claim = located.claim
        voice = context.claim_by_id.get(claim.voice_id or "")
        if voice is None or not isinstance(claim, AttributedStatement):
            continue
        if voice.claim.article_id == claim.article_id and lies_within(voice.claim.spans, claim.spans):
            words = ", ".join(shown(span) for span in voice.claim.spans)
            yield located.finding(f"its voice {claim.voice_id} is told within it, {words}")


def _claim_twice(context: Context) -> Iterator[Finding]:
    layers: dict[tuple[str, str | None], dict[str, ClaimContext]] = {}
    for located in context.claims:
        layers.setdefault((located.claim.article_id, located.layer_id), {})[located.claim.claim_id] = located
    for layer in layers.values():
        for first, second in repeated(located.claim for located in layer.values()):
            words = ", ".join(shown(span) for span in second.spans)
            yield layer[second.claim_id].finding(f"{words}: all that it says is said by {first.claim_id}")


def _field_of_layers(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(ClaimBase):
        for name in sorted(fields_of_layers()):
            if getattr(claim, name, None) is not None:
                yield located.finding(f"it has {name} {getattr(claim, name)}, and it is not a claim of a layer")


def _event_unknown(context: Context) -> Iterator[Finding]:
    named = [(located.finding, "event_id", located.claim.event_id) for located in context.claims]
    named += [(row.finding, "event_id", row.record.event_id) for row in context.facts]
    named += [(row.finding, "episode_id", row.record.episode_id) for row in context.articles]
    named += [(row.finding, "part_of", row.record.part_of_id) for row in context.events]
    known = context.repository.events
    for finding, field, event_id in named:
        if event_id is not None and event_id not in known:
            meant = "" if field == "part_of" else suggestion(event_id, known)
            yield finding(f"{field} names {event_id}, and no event has that id{meant}")


def _event_circle(context: Context) -> Iterator[Finding]:
    if not context.events:
        return
    named = {event_id: event.part_of_id for event_id, event in context.repository.events.items() if event.part_of_id}
    for row in context.events:
        circle = _circle(row.record.event_id, named)
        if circle:
            yield row.finding(f"part_of leads back to it: {' -> '.join(circle)}")


def _evidence_wrong(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(ClaimBase):
        episode = None if located.article is None else located.article.episode_id
        topmost, events = context.repository.event_tree.topmost, context.repository.events
        own = {topmost(event_id) for event_id in (claim.event_id, episode) if event_id}
        for fact_id in claim.review.evidence_ids if claim.review is not None else ():
            fact = context.repository.facts.get(fact_id)
            if fact is None:
                yield located.finding(f"evidence_ids names {fact_id}, and no fact has that id")
            elif fact.event_id in events and topmost(fact.event_id) not in own:
                found = f"evidence {fact_id} is about {fact.event_id}"
                yield located.finding(f"{found}, the claim about {', '.join(sorted(own)) or 'no event'}")


def _circle(start: str, named: Mapping[str, str]) -> list[str]:
    """Return the way from a record back to itself, along what each names; empty if there is none."""
    way = [start]
    while way[-1] in named:
        way.append(named[way[-1]])
        if way[-1] == start:
            return way
        if way[-1] in way[:-1]:
            break
    return []


CHECKS = (
    Check(
        "claim-unknown",
        4,
        "voice_id or part_of_id names no claim of the same article and layer",
        "name a claim of the same article and layer, or leave the field out",
        _claim_unknown,
    ),
    Check(
        "claim-label-wrong",
        4,
        "voice_id names a claim that is not an attributed statement, or part_of_id one that is not a figure",
        "name the claim that is meant",
        _label_wrong,
    ),
    Check(
        "claim-circle",
        4,
        "a claim is its own voice or whole, directly or through others",
        "the outermost claim names no other claim",
        _claim_circle,
    ),
    Check(
        "claim-outside-voice",
        4,
        "a piece of a claim does not begin and end within the content of the statement around it",
        "fix its spans, those of the statement, or voice_id",
        _outside_voice,
    ),
    Check(
        "voice-within-claim",
        4,
        "the voice of a statement is a statement that is told within it",
        "name the outer statement in the inner one: take voice_id away here, and set it there",
        _voice_within_claim,
    ),
    Check(
        "claim-twice",
        4,
        "two claims of a layer, or two adjudicated ones, have the same label, spans and slots",
        "delete one of the two, or change what is wrong in it",
        _claim_twice,
    ),
    Check(
        "field-of-layers",
        4,
        "an adjudicated claim has a field that tells how a claim came into a layer",
        "take the field away",
        _field_of_layers,
    ),
    Check(
        "part-greater-than-whole",
        4,
        "a figure is greater than the one it is a part of",
        "fix the bounds or part_of_id",
        _part_greater,
    ),
    Check(
        "event-unknown",
        4,
        "a claim, fact, article or event names an event that no corpus has",
        "fix the id or add the event to events.jsonl",
        _event_unknown,
    ),
    Check(
        "event-circle",
        4,
        "an event is part of itself, directly or through others",
        "the largest event is not part of another",
        _event_circle,
    ),
    Check(
        "evidence-wrong",
        4,
        "a claim's evidence is not a fact, or is about another event than the claim and its article",
        "name facts of the same event",
        _evidence_wrong,
    ),
)
