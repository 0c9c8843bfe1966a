"""The task `slots`: who says it, how many, when: the slots of claims that are put together with one of gold.

Slots that the card of a release grades as experimental are not scored: annotators agree too little on them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..iaa.grades import EXPERIMENTAL
from ..schema import DECLARATION_OF
from ..schema.fields import shapes
from ..schema.vocab import Label
from .claim_gold import ClaimGold, Claims, read_claim_gold, read_claim_predictions
from .claims import ClaimToScore
from .counting import Counted, MatchCounts, Matches
from .matching import put_together
from .slot_kinds import ScoredSlot, SlotContext, scored_slots
from .task import ScoringTask

NEAR = "overlapping_"
"""Prefix of the measures that count values as right that overlap."""

MAJORITY = "majority, spans given"

Pairs = Mapping[str, Mapping[int, int]]


def count(gold: ClaimGold, predictions: Claims) -> list[Counted]:
    """Return the counts of each slot that is scored, that gold has a value of, and that some prediction has."""
    pairs = put_together(gold.claims, predictions)
    contexts = {key: _contexts(gold, key, predictions.get(key, ()), pairs[key]) for key in gold.claims}
    found = []
    for slot in graded_slots(gold):
        if is_given(slot, gold, predictions):
            counts = _of_slot(slot, gold, predictions, pairs, contexts)
            if counts.matches[""].gold.any():
                found.append(counts)
    return list(found)


def graded_slots(gold: ClaimGold) -> list[ScoredSlot]:
    """Return the slots that may be scored on a gold: those none of whose fields the card grades as experimental."""
    return [
        slot
        for slot in scored_slots()
        if not any(gold.grades.get((slot.label, field)) == EXPERIMENTAL for field in slot.fields)
    ]


def is_given(slot: ScoredSlot, gold: ClaimGold, predictions: Claims) -> bool:
    """Return whether some prediction has a value in a field of a slot."""
    own = (claim for key in gold.claims for claim in predictions.get(key, ()) if claim.label == slot.label)
    return any(claim.slots.get(field) not in (None, [], ()) for claim in own for field in _given_fields(slot))


def _given_fields(slot: ScoredSlot) -> tuple[str, ...]:
    """Return the fields in which a value can be given: names may be given by ids of entities, too."""
    stem = slot.name.removesuffix("_name")
    return slot.fields if stem == slot.name else (*slot.fields, f"{stem}_ids", f"{stem}_id")


def _contexts(
    gold: ClaimGold, key: str, said: Sequence[ClaimToScore], pairs: Mapping[int, int]
) -> tuple[SlotContext, SlotContext]:
    """Return the contexts of an article's claims, of gold and predicted: a reference leads to the claim of gold."""
    own = {claim.claim_id: number for number, claim in enumerate(gold.claims[key]) if claim.claim_id}
    given = {x.claim_id: pairs.get(number, f"alone: {number}") for number, x in enumerate(said) if x.claim_id}
    return SlotContext(key, gold.entities, own), SlotContext(key, gold.entities, given)


def _of_slot(
    slot: ScoredSlot,
    gold: ClaimGold,
    predictions: Claims,
    pairs: Pairs,
    contexts: Mapping[str, tuple[SlotContext, SlotContext]],
) -> MatchCounts:
    rows = [
        _of_article(slot, own, predictions.get(key, ()), pairs[key], contexts[key]) for key, own in gold.claims.items()
    ]
    columns = np.array(rows, dtype=np.float64).reshape(-1, 7).T
    has, given, trials, hits, right, near_hits, near_right = columns
    matches, shares = {"": Matches(hits, given, has)}, {"right": (right, trials)}
    if slot.near is not None:
        matches[NEAR] = Matches(near_hits, given, has)
        shares[f"{NEAR}right"] = (near_right, trials)
    return MatchCounts(slot.about, matches, shares)


def _of_article(
    slot: ScoredSlot,
    own: Sequence[ClaimToScore],
    said: Sequence[ClaimToScore],
    pairs: Mapping[int, int],
    contexts: tuple[SlotContext, SlotContext],
) -> tuple[int, ...]:
    """Return of an article: values of gold, predicted values, pairs, and of these the right ones in four ways.

    Right in both values (equal, overlapping) with a value, and with no value on either side as well. Claims that were
    not asked for the slot do not count, nor do those that are put together with one.
    """
    asked = {n for n, claim in enumerate(own) if claim.label == slot.label and not claim.not_asked & {*slot.fields}}
    counted = {n for n, x in enumerate(said) if x.label == slot.label and pairs.get(n) in (None, *asked)}
    values = {n: slot.value(own[n], contexts[0]) for n in asked}
    given = {n: slot.value(said[n], contexts[1]) for n in counted}
    trials = hits = near_hits = neither = 0
    for number, other in pairs.items():
        if number in counted:
            trials += 1
            one, two = given[number], values[other]
            if one is None or two is None:
                neither += one is two
                continue
            is_same = slot.same(one, two)
            hits += is_same
            near_hits += is_same or (slot.near is not None and slot.near(one, two))
    has, predicted = (sum(value is not None for value in x.values()) for x in (values, given))
    return has, predicted, trials, hits, hits + neither, near_hits, near_hits + neither


def trivial(gold: ClaimGold) -> dict[str, Claims]:
    """Return majority: the claims of gold, each slot but spans and references at its commonest value."""
    commonest: dict[str, dict[str, Any]] = {}
    for label in Label:
        own = [claim for claims in gold.claims.values() for claim in claims if claim.label == label.value]
        commonest[label.value] = {
            shape.name: _commonest(own, shape.name)
            for shape in shapes(DECLARATION_OF[label].model)
            if own and shape.role == "judgement" and shape.shape != "spans" and shape.meaning != "claim_reference"
        }
    return {
        MAJORITY: {
            key: tuple(replace(claim, slots=commonest[claim.label], score=None) for claim in own)
            for key, own in gold.claims.items()
        }
    }


def _commonest(claims: Sequence[ClaimToScore], name: str) -> Any:
    """Return the commonest value of a slot among the claims that were asked for it, no value included."""
    values = Counter(json.dumps(x.slots.get(name)) for x in claims if name not in x.not_asked)
    return json.loads(values.most_common(1)[0][0]) if values else None


def not_scored(gold: ClaimGold, predictions: Claims) -> list[str]:
    """Return which slots are not scored: those graded as experimental, and those that no prediction has."""
    low = sorted(f"{label}.{slot}" for (label, slot), grade in gold.grades.items() if grade == EXPERIMENTAL)
    notes = [f"experimental, not scored: {', '.join(low)}"] if low else []
    if not gold.grades:
        notes.append("no card grades the slots of this gold: all are scored")
    lacking = [slot.about for slot in graded_slots(gold) if not is_given(slot, gold, predictions)]
    return [*notes, *([f"no prediction has {', '.join(lacking)}: not scored"] if lacking else [])]


SLOTS = ScoringTask(
    name="slots",
    what="the slots of claims: who says it, how many, when",
    unit="articles",
    headline=("f1", "right"),
    shown=("precision", "recall", "overlapping_f1", "overlapping_right"),
    read_gold=read_claim_gold,
    read_predictions=read_claim_predictions,
    units=lambda gold: gold.claims,
    count=count,
    trivial=trivial,
    not_scored=not_scored,
)
