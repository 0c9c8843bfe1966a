"""Records of which the spans moved say no more than was found."""

from __future__ import annotations

from dataclasses import replace

from standoff_copy import ARTICLE

from claimwire.corpus.corpus import Corpus
from claimwire.corpus.records import records_of
from claimwire.hydration.relocate import Relocation, Relocations
from claimwire.hydration.report import LostSpan
from claimwire.hydration.respan import remap_spans
from claimwire.hydration.restore import spans_by_article
from claimwire.schema import ClaimBase, Span, all_spans, references, span_slots


def places(data: Corpus, lost: set[Span], by: int = 100, article_id: str = ARTICLE) -> dict[str, Relocations]:
    """Return places that all moved by so many code points, but for the lost ones."""
    return {
        article_id: {
            span: Relocation("lost", None) if span in lost else Relocation("relocated", moved(span, by))
            for span in spans_by_article(data)[article_id]
        }
    }


def moved(span: Span, by: int = 100) -> Span:
    return Span(start=span.start + by, end=span.end + by)


def claims_by_id(data: Corpus) -> dict[str, ClaimBase]:
    layers = (claim for layer in records_of(data.rows.annotations) for claim in layer.claims)
    return {claim.claim_id: claim for claim in [*records_of(data.rows.claims), *layers]}


def test_nothing_changes_where_no_text_differs(heron: Corpus) -> None:
    assert remap_spans(heron, {}) == (heron, [])


def test_every_span_of_the_article_moves_and_no_other(heron: Corpus) -> None:
    result, lost = remap_spans(heron, places(heron, set()))
    assert lost == []
    before, after = claims_by_id(heron), claims_by_id(result)
    assert after.keys() == before.keys()
    for claim_id, claim in before.items():
        expected = {moved(s) for s in all_spans(claim)} if claim.article_id == ARTICLE else set(all_spans(claim))
        assert set(all_spans(after[claim_id])) == expected
    for table in ("adjudications", "links", "events", "facts"):
        assert getattr(result, table) == getattr(heron, table)


def slot_case(heron: Corpus) -> tuple[ClaimBase, str, Span]:
    """Return a gold claim with a slot's span that no content of the article has."""
    contents = {span for claim in claims_by_id(heron).values() if claim.article_id == ARTICLE for span in claim.spans}
    return next(
        (claim, slot, span)
        for claim in heron.claims.values()
        if claim.article_id == ARTICLE
        for slot in span_slots(type(claim))[1:]
        for span in getattr(claim, slot)
        if span not in contents
    )


def test_a_lost_span_of_a_slot_leaves_the_slot_and_the_claim_stays(heron: Corpus) -> None:
    claim, slot, span = slot_case(heron)
    result, lost = remap_spans(heron, places(heron, {span}))
    kept = claims_by_id(result)[claim.claim_id]
    assert kept.spans == tuple(moved(s) for s in claim.spans)
    assert moved(span) not in getattr(kept, slot)
    told = [item for item in lost if item.claim_id == claim.claim_id]
    assert [(item.field, item.span, item.left_out, item.layer_id) for item in told] == [(slot, span, False, None)]


def test_a_slot_that_changed_sides_is_lost(heron: Corpus) -> None:
    claim, slot, span = next(
        (claim, slot, span)
        for claim in heron.claims.values()
        if claim.article_id == ARTICLE
        for slot in span_slots(type(claim))[1:]
        for span in getattr(claim, slot)
        if span.start >= claim.spans[-1].end
    )
    where = places(heron, set())
    where[ARTICLE] = {**where[ARTICLE], span: Relocation("relocated", Span(start=0, end=span.end - span.start))}
    result, lost = remap_spans(heron, where)
    assert (claim.claim_id, slot, span) in {(item.claim_id, item.field, item.span) for item in lost}
    assert len(getattr(claims_by_id(result)[claim.claim_id], slot)) == len(getattr(claim, slot)) - 1


def test_pieces_in_another_order_lose_the_claim(heron: Corpus) -> None:
    claim = next(claim for claim in heron.claims.values() if len(claim.spans) > 1)
    first, *_, last = claim.spans
    where = places(heron, set(), article_id=claim.article_id)[claim.article_id]
    swapped = {**where, first: Relocation("relocated", moved(last, 200)), last: Relocation("relocated", moved(first))}
    result, lost = remap_spans(heron, {claim.article_id: swapped})
    assert claim.claim_id not in claims_by_id(result)
    assert {item.span for item in lost if item.claim_id == claim.claim_id and item.field == "spans"} == set(claim.spans)


def test_of_a_claim_in_pieces_those_are_reported_that_are_lost(heron: Corpus) -> None:
    claim = next(claim for claim in heron.claims.values() if len(claim.spans) > 1)
    first, *_ = claim.spans
    result, lost = remap_spans(heron, places(heron, {first}, article_id=claim.article_id))
    assert claim.claim_id not in claims_by_id(result)
    assert [item.span for item in lost if item.claim_id == claim.claim_id and item.field == "spans"] == [first]


def lost_content(heron: Corpus, of: ClaimBase) -> tuple[Corpus, set[str], list[LostSpan]]:
    result, lost = remap_spans(heron, places(heron, {of.spans[0]}, article_id=of.article_id))
    return result, claims_by_id(heron).keys() - claims_by_id(result).keys(), lost


def test_a_claim_whose_content_is_lost_goes_with_those_that_name_it(heron: Corpus) -> None:
    inner = next(claim for claim in heron.claims.values() if claim.voice_id is not None)
    outer = claims_by_id(heron)[inner.voice_id or ""]
    _, gone, lost = lost_content(heron, outer)
    assert {outer.claim_id, inner.claim_id} <= gone
    assert {item.claim_id for item in lost if item.left_out} == gone
    reason = next(item for item in lost if item.claim_id == inner.claim_id)
    assert (reason.field, reason.span) in {("voice_id", None), ("voice_id", None), ("spans", inner.spans[0])}


def test_nothing_that_is_kept_names_what_is_gone_whichever_claim_is_lost(heron: Corpus) -> None:
    for claim_id, claim in heron.claims.items():
        result, gone, _ = lost_content(heron, claim)
        assert claim_id in gone
        assert names_in_use(result) & gone == set(), claim_id
        kept = claims_by_id(result)
        assert kept.keys() == decided(result), claim_id
        for link in records_of(result.rows.links):
            assert len({kept[linked].article_id for linked in link.claim_ids}) > 1, claim_id


def decided(data: Corpus) -> set[str]:
    """Return the ids of the claims that decisions name."""
    decisions = records_of(data.rows.adjudications)
    return {key for d in decisions for key in (d.claim_id, *d.layer_claim_ids) if key is not None}


def names_in_use(data: Corpus) -> set[str]:
    """Return the ids of the claims that claims, decisions and links name."""
    named = {key for claim in claims_by_id(data).values() for key in references(claim).values()}
    return named | decided(data) | {key for link in records_of(data.rows.links) for key in link.claim_ids}


def test_the_layers_of_a_decision_that_is_undone_go_with_it(heron: Corpus) -> None:
    claim = next(iter(heron.claims.values()))
    decision = next(d for d in records_of(heron.rows.adjudications) if d.claim_id == claim.claim_id)
    _, gone, _ = lost_content(heron, claim)
    assert {claim.claim_id, *decision.layer_claim_ids} <= gone


def test_an_event_that_only_lost_claims_told_goes(heron: Corpus) -> None:
    data = heron.with_rows(facts=[])
    needed = {article.episode_id for article in records_of(data.rows.articles)}
    needed |= {event.part_of_id for event in records_of(data.rows.events)}
    told: dict[str, list[ClaimBase]] = {}
    for claim in heron.claims.values():
        told.setdefault(claim.event_id or "", []).append(claim)
    alone = [event for event in records_of(data.rows.events) if event.event_id not in needed and event.event_id in told]
    event_id = next(e.event_id for e in alone if len({claim.article_id for claim in told[e.event_id]}) == 1)
    claims = told[event_id]
    lost = {span for claim in claims for span in claim.spans}
    result, _ = remap_spans(data, places(heron, lost, article_id=claims[0].article_id))
    kept = {event.event_id for event in records_of(result.rows.events)}
    assert event_id not in kept
    assert {event.part_of_id for event in records_of(result.rows.events)} - {None} <= kept


def test_claims_are_in_their_order_again(heron: Corpus) -> None:
    where = places(heron, set())
    spans = sorted(where[ARTICLE], key=lambda span: span.start)
    half = spans[len(spans) // 2].start
    where[ARTICLE] = {s: Relocation("relocated", moved(s, 10_000 if s.start < half else 0)) for s in where[ARTICLE]}
    result, _ = remap_spans(heron, where)
    starts = [claim.spans[0].start for claim in records_of(result.rows.claims) if claim.article_id == ARTICLE]
    assert starts == sorted(starts)


def test_the_claims_of_a_decision_that_is_undone_are_reported_in_the_order_of_their_ids(heron: Corpus) -> None:
    row = next(row for row in heron.rows.claims if row.record.article_id == ARTICLE)
    layer_claims = [c.claim_id for x in records_of(heron.rows.annotations) if x.article_id == ARTICLE for c in x.claims]
    decision = next(x for x in heron.rows.adjudications if x.record.claim_id == row.record.claim_id)
    of_all = decision.record.model_copy(update={"layer_claim_ids": tuple(reversed(layer_claims))})
    alone = Span(start=0, end=1)
    gold = row.record.model_copy(update={"spans": (alone,)})
    data = heron.with_rows(claims=[replace(row, record=gold)], adjudications=[replace(decision, record=of_all)])
    _, lost = remap_spans(data, places(data, {alone}))
    assert len(layer_claims) > 8
    assert [item.claim_id for item in lost if item.field == "adjudication"] == sorted(layer_claims)
