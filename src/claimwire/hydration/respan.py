"""Rewrite the records of a corpus for spans that moved; nothing is kept that would say more than was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from ..corpus.corpus import Corpus
from ..corpus.records import Located
from ..schema import Adjudication, Annotation, ClaimBase, Event, Link, Span, claim_order, references, span_slots
from .relocate import Relocations
from .report import LostSpan


def remap_spans(data: Corpus, relocations: Mapping[str, Relocations]) -> tuple[Corpus, list[LostSpan]]:
    """Return the corpus with the spans of some articles at their new offsets, and the spans that were lost.

    `relocations` has the articles whose text differs, by article id. A claim is left out if a span of its content is
    lost, or if a claim that it names is left out; a lost span of a slot is left out of the slot. Decisions and links
    on claims that were left out are left out too.
    """
    lost: list[LostSpan] = []
    if not relocations:
        return data, lost
    moved = {item.record.claim_id: _moved(item.record, relocations, None, lost) for item in data.rows.claims}
    for item in data.rows.annotations:
        layer_id = item.record.annotation_id
        moved |= {claim.claim_id: _moved(claim, relocations, layer_id, lost) for claim in item.record.claims}
    left_out = {claim_id for claim_id, claim in moved.items() if claim is None}
    _leave_out_dependents(data, left_out, lost)
    kept = {claim_id: claim for claim_id, claim in moved.items() if claim is not None and claim_id not in left_out}
    claims = [
        replace(item, record=kept[item.record.claim_id]) for item in data.rows.claims if item.record.claim_id in kept
    ]
    decisions = (_without(item, left_out) for item in data.rows.adjudications)
    result = data.with_rows(
        claims=sorted(claims, key=lambda item: claim_order(item.record)),
        annotations=[replace(item, record=_layer(item.record, kept)) for item in data.rows.annotations],
        adjudications=[item for item in decisions if item is not None],
        links=_links(data, left_out),
        events=_events(data, left_out),
    )
    return result, lost


def _layer(layer: Annotation, kept: Mapping[str, ClaimBase]) -> Annotation:
    """Return a layer with the kept claims alone, as they are now."""
    claims = [kept[claim.claim_id] for claim in layer.claims if claim.claim_id in kept]
    return layer.model_copy(update={"claims": tuple(claims)})


def _moved(
    claim: ClaimBase, relocations: Mapping[str, Relocations], layer_id: str | None, lost: list[LostSpan]
) -> ClaimBase | None:
    """Return a claim with its spans at their new offsets; None if its content is lost. Adds what is lost to `lost`."""
    of_article = relocations.get(claim.article_id)
    if of_article is None:
        return claim
    pieces = [_relocated(of_article, span) for span in claim.spans]
    content = [piece for piece in pieces if piece is not None]
    if len(content) < len(pieces) or not all(a.end <= b.start for a, b in pairwise(content)):
        gone = [span for span, piece in zip(claim.spans, pieces, strict=True) if piece is None] or claim.spans
        lost += [_lost(claim, layer_id, "spans", span, left_out=True) for span in gone]
        return None
    changes: dict[str, Any] = {"spans": tuple(content)}
    for slot in span_slots(type(claim))[1:]:
        moved = {span: _relocated(of_article, span) for span in getattr(claim, slot)}
        kept = {span: new for span, new in moved.items() if new is not None and _fits(claim.spans, content, span, new)}
        lost += [_lost(claim, layer_id, slot, span, left_out=False) for span in moved if span not in kept]
        changes[slot] = tuple(sorted(kept.values(), key=lambda span: (span.start, span.end)))
    return claim.model_copy(update=changes)


def _relocated(relocations: Relocations, span: Span) -> Span | None:
    """Return where a span is now; None if it is lost or has no anchor."""
    relocation = relocations.get(span)
    return None if relocation is None else relocation.span


def _fits(old: Sequence[Span], content: Sequence[Span], span: Span, new: Span) -> bool:
    """Return whether a slot's span is as it was to each piece of its claim: before, after, within or around it."""
    pairs = zip(old, content, strict=True)
    return all(_relation(was, span) == _relation(piece, new) for was, piece in pairs)


def _relation(one: Span, other: Span) -> tuple[bool, bool, bool, bool]:
    """Return whether `one` is before, after, around and within `other`."""
    return one.end <= other.start, other.end <= one.start, one.contains(other), other.contains(one)


def _lost(claim: ClaimBase, layer_id: str | None, field: str, span: Span | None, *, left_out: bool) -> LostSpan:
    return LostSpan(
        article_id=claim.article_id,
        claim_id=claim.claim_id,
        layer_id=layer_id,
        field=field,
        span=span,
        left_out=left_out,
    )


def _leave_out_dependents(data: Corpus, left_out: set[str], lost: list[LostSpan]) -> None:
    """Add to `left_out` the claims that name one in it, and those that were decided on together with one in it."""
    layer_of = {
        claim.claim_id: item.record.annotation_id for item in data.rows.annotations for claim in item.record.claims
    }
    claims = [item.record for item in data.rows.claims]
    claims += [claim for item in data.rows.annotations for claim in item.record.claims]
    by_id = {claim.claim_id: claim for claim in claims}
    before = -1
    while before != len(left_out):
        before = len(left_out)
        for claim in claims:
            for field, named in references(claim).items():
                if named in left_out and claim.claim_id not in left_out:
                    left_out.add(claim.claim_id)
                    lost.append(_lost(claim, layer_of.get(claim.claim_id), field, None, left_out=True))
        for item in data.rows.adjudications:
            named_ids = (item.record.claim_id, *item.record.layer_claim_ids)
            group = {claim_id for claim_id in named_ids if claim_id is not None and claim_id in by_id}
            if _undone(item.record, left_out):
                for claim_id in sorted(group - left_out):
                    lost.append(_lost(by_id[claim_id], layer_of.get(claim_id), "adjudication", None, left_out=True))
                left_out |= group


def _undone(decision: Adjudication, left_out: set[str]) -> bool:
    """Return whether a decision has lost the claim it made, or all the claims it was made on."""
    layers = decision.layer_claim_ids
    return decision.claim_id in left_out or (bool(layers) and all(claim_id in left_out for claim_id in layers))


def _without(item: Located[Adjudication], left_out: set[str]) -> Located[Adjudication] | None:
    """Return a decision on the remaining claims; None if it is undone."""
    if _undone(item.record, left_out):
        return None
    kept = tuple(claim_id for claim_id in item.record.layer_claim_ids if claim_id not in left_out)
    return replace(item, record=item.record.model_copy(update={"layer_claim_ids": kept}))


def _links(data: Corpus, left_out: set[str]) -> list[Located[Link]]:
    """Return the links between the remaining claims, without those that no longer connect two articles."""
    articles = {item.record.claim_id: item.record.article_id for item in data.rows.claims}
    kept = []
    for item in data.rows.links:
        claim_ids = tuple(claim_id for claim_id in item.record.claim_ids if claim_id not in left_out)
        if claim_ids == item.record.claim_ids:
            kept.append(item)
        elif len({articles.get(claim_id) for claim_id in claim_ids}) > 1:
            kept.append(replace(item, record=item.record.model_copy(update={"claim_ids": claim_ids})))
    return kept


def _events(data: Corpus, left_out: set[str]) -> list[Located[Event]]:
    """Return the events without those that only claims in `left_out` are about."""
    mentioned = {item.record.event_id for item in data.rows.claims}
    needed = {item.record.event_id for item in data.rows.claims if item.record.claim_id not in left_out}
    needed |= {item.record.episode_id for item in data.rows.articles} | {
        item.record.event_id for item in data.rows.facts
    }
    needed = set(data.event_tree.with_wholes(needed))
    return [
        item for item in data.rows.events if item.record.event_id in needed or item.record.event_id not in mentioned
    ]
