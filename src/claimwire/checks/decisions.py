"""Level 4: every claim of a layer and every adjudicated claim has its decision, and the decision is what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ..adjudication import Group, compared, decision_kind, rule_named
from ..adjudication.alignment import mapped
from ..errors import ClaimwireError
from ..schema import Adjudication, ClaimBase
from .context import Context, Placed, Told
from .model import Check, Finding

Values = Mapping[str, str]
"""The compared fields of a claim."""


def _not_annotated(context: Context) -> Iterator[Finding]:
    annotated = {placed.record.article_id for placed in context.annotations}
    for placed in context.articles:
        if placed.record.article_id not in annotated:
            yield placed.finding("no layer is over it")


def _layer_repeated(context: Context) -> Iterator[Finding]:
    first: dict[tuple[str, str], str] = {}
    for placed in context.annotations:
        key = (placed.record.article_id, placed.record.annotator_id)
        if first.setdefault(key, placed.record.annotation_id) != placed.record.annotation_id:
            yield placed.finding(f"{key[1]} has the layer {first[key]} over {key[0]} already")


def _claim_without_decision(context: Context) -> Iterator[Finding]:
    made = Counter(placed.record.claim_id for placed in context.adjudications)
    decided = Counter(named for placed in context.adjudications for named in placed.record.layer_claim_ids)
    for told in context.claims:
        counted = made if told.layer is None else decided
        if counted[told.claim.claim_id] != 1:
            yield told.finding(f"{counted[told.claim.claim_id]} adjudications name it, expected 1")


def _decision_without_claim(context: Context) -> Iterator[Finding]:
    for placed in context.adjudications:
        for claim_id in (placed.record.claim_id, *placed.record.layer_claim_ids):
            told = context.claim_by_id.get(claim_id or "")
            wants_layer = claim_id != placed.record.claim_id
            if claim_id is None:
                continue
            if told is None or (told.layer is not None) != wants_layer:
                sort = "claim of a layer" if wants_layer else "adjudicated claim"
                yield placed.finding(f"it names {claim_id}, which is no {sort}")
            elif _home(told) != placed.record.article_id:
                yield placed.finding(f"it names {claim_id}, which stands in {_home(told)}")


def _decision_differs(context: Context) -> Iterator[Finding]:
    for placed, gold, layers in _compared(context):
        expected = decision_kind(layers, gold)
        if placed.record.decision is not expected:
            yield placed.finding(f"decision is {placed.record.decision}, by the claims it names it is {expected}")


def _home(told: Told[ClaimBase]) -> str:
    """Return the article that a claim stands in, that of its layer where it has one."""
    return told.claim.article_id if told.layer is None else told.layer.article_id


def _named(context: Context, decision: Adjudication) -> tuple[Told[ClaimBase] | None, list[Told[ClaimBase]]] | None:
    """Return the claims a decision names; None where one of them is not there."""
    layers = [context.claim_by_id.get(claim_id) for claim_id in decision.layer_claim_ids]
    gold = context.claim_by_id.get(decision.claim_id or "")
    if None in layers or (gold is None) != (decision.claim_id is None):
        return None
    return gold, [told for told in layers if told is not None]


def _compared(context: Context) -> Iterator[tuple[Placed[Adjudication], Values | None, list[Values]]]:
    """Yield every decision whose claims are there, with the compared fields of the claim it made and of the layers'.

    References of the layers' claims are the claims they became.
    """
    became = {
        claim_id: placed.record.claim_id
        for placed in context.adjudications
        for claim_id in placed.record.layer_claim_ids
        if placed.record.claim_id is not None
    }
    for placed in context.adjudications:
        named = _named(context, placed.record)
        if named is not None:
            gold, layers = named
            made = None if gold is None else compared(gold.claim.model_dump(mode="json", exclude_defaults=True))
            yield placed, made, [compared(mapped(told.claim, became)) for told in layers]


def _rule_not_followed(context: Context) -> Iterator[Finding]:
    layers_of = Counter(placed.record.article_id for placed in context.annotations)
    for placed, gold, layers in _compared(context):
        if placed.record.rule is None:
            continue
        try:
            rule = rule_named(placed.record.rule)
        except ClaimwireError as error:
            yield placed.finding(str(error))
            continue
        taken = rule.taken(Group(tuple(layers), layers_of[placed.record.article_id]))
        if taken is None or layers[taken] != gold:
            yield placed.finding(f"{rule.rule_id} does not take this claim of these: it takes {rule.description}")


CHECKS = (
    Check(
        "article-not-annotated",
        4,
        "nobody has annotated an article; a layer without claims says that there are none",
        "annotate it, or take its document out of the corpus",
        _not_annotated,
    ),
    Check(
        "layer-repeated",
        4,
        "an annotator has two layers over one article",
        "keep the one that counts; a second reading needs an annotator id of its own",
        _layer_repeated,
    ),
    Check(
        "claim-without-decision",
        4,
        "a claim of a layer, or an adjudicated one, is not in exactly one adjudication",
        "run `claimwire adjudicate`; every claim of every layer is taken or rejected once",
        _claim_without_decision,
    ),
    Check(
        "decision-without-claim",
        4,
        "an adjudication names a claim that is not there, is of the wrong sort, or stands in another article",
        "run `claimwire adjudicate` again",
        _decision_without_claim,
    ),
    Check(
        "decision-differs",
        4,
        "an adjudication is not what it says: it says that layers agreed, and the claims it names differ, or the like",
        "run `claimwire adjudicate` again, or mend the claim",
        _decision_differs,
    ),
    Check(
        "rule-not-followed",
        4,
        "an adjudication names a rule that there is not, or that does not take the claim it made",
        "run `claimwire adjudicate` again with a reason of the adjudicator's own, or mend the claim",
        _rule_not_followed,
    ),
)
