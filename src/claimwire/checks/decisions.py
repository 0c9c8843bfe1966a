"""Level 4: every article has its layers, and decisions fit the claims that they name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ..adjudication import Group, comparable_fields, decision_kind, rule_named
from ..adjudication.comparison import without_not_asked
from ..errors import ClaimwireError
from ..schema import Adjudication, Annotation, slots_not_asked
from ..schema.vocab import AnnotatorKind
from .asked import codebook_of, is_by_rulings
from .check import Check
from .context import ClaimContext, Context, LocatedRecord
from .findings import Finding

Values = Mapping[str, str]
"""The compared fields of a claim."""

Compared = tuple[LocatedRecord[Adjudication], Values | None, list[Values], list[Values]]
"""A decision with the compared fields of the claim it made, of the layers' claims, and of those that are opinions."""


def _not_annotated(context: Context) -> Iterator[Finding]:
    annotated = {row.record.article_id for row in context.annotations}
    for row in context.articles:
        if row.record.article_id not in annotated:
            yield row.finding("it has no layer")


def _layer_repeated(context: Context) -> Iterator[Finding]:
    first: dict[tuple[str, str], str] = {}
    for row in context.annotations:
        key = (row.record.article_id, row.record.annotator_id)
        if first.setdefault(key, row.record.annotation_id) != row.record.annotation_id:
            yield row.finding(f"{key[1]} has the layer {first[key]} over {key[0]} already")


def _decision_without_claim(context: Context) -> Iterator[Finding]:
    for row in context.adjudications:
        for claim_id in (row.record.claim_id, *row.record.layer_claim_ids):
            if claim_id is None:
                continue
            entry = context.entry(claim_id)
            wants_layer = claim_id != row.record.claim_id
            if entry is None or (entry.layer_id is not None) != wants_layer:
                sort = "claim of a layer" if wants_layer else "adjudicated claim"
                yield row.finding(f"it names {claim_id}, which is not the id of any {sort}")
            elif entry.article_id != row.record.article_id:
                yield row.finding(f"it names {claim_id}, which is in {entry.article_id}")


def _decision_differs(context: Context) -> Iterator[Finding]:
    for row, gold, layers, opinions in context.once(_compared):
        expected = decision_kind(layers, gold, opinions)
        if row.record.decision is not expected:
            yield row.finding(f"decision is {row.record.decision}, by the claims it names it is {expected}")


def _differs_without_ruling(context: Context) -> Iterator[Finding]:
    became = _became(context)
    for row in context.adjudications:
        named = _named(context, row.record)
        gold, layers = named or (None, [])
        if gold is None or not layers or row.record.ruling_ids:
            continue
        if is_by_rulings(codebook_of(context, gold)):
            made = comparable_fields(gold.claim)
            read = [comparable_fields(located.claim, became) for located in layers]
            not_asked = {
                name for x in layers if x.layer for name in slots_not_asked(x.claim, x.layer.guideline_version)
            }
            shared = {name for name in {*made, *read[0]} if len({fields.get(name) for fields in read}) == 1}
            names = sorted(name for name in shared - not_asked if made.get(name) != read[0].get(name))
            if names:
                count = "the one layer has" if len(layers) == 1 else f"{len(layers)} layers agree on"
                yield row.finding(f"{', '.join(names)}: {count} another value, and it names no ruling")


def _named(context: Context, decision: Adjudication) -> tuple[ClaimContext | None, list[ClaimContext]] | None:
    """Return the claims a decision names; None if one of them is not there."""
    layers = [context.claim_by_id.get(claim_id) for claim_id in decision.layer_claim_ids]
    gold = context.claim_by_id.get(decision.claim_id or "")
    if None in layers or (gold is None) != (decision.claim_id is None):
        return None
    return gold, [located for located in layers if located is not None]


def _compared(context: Context) -> list[Compared]:
    """Return every decision whose claims are there, with the compared fields of the claim it made and of the layers'.

    Those of the layers come twice: of all, and of the layers that are by people or models. References of
    the layers' claims are the claims they became; slots that no layer was asked for are left out.
    """
    became = _became(context)
    found: list[Compared] = []
    for row in context.adjudications:
        named = _named(context, row.record)
        if named is not None:
            gold, layers = named
            not_asked = [slots_not_asked(x.claim, x.layer.guideline_version) for x in layers if x.layer is not None]
            made = None if gold is None else without_not_asked(comparable_fields(gold.claim), not_asked)
            values: list[Values] = [comparable_fields(x.claim, became) for x in layers]
            programs = [x.layer is not None and _is_program(context, x.layer) for x in layers]
            opinions = [x for x, is_program in zip(values, programs, strict=True) if not is_program]
            found.append((row, made, values, opinions))
    return found


def _is_program(context: Context, layer: Annotation) -> bool:
    """Return whether a layer is by a rule program, which has no opinion."""
    annotator = context.repository.annotator_by_id.get(layer.annotator_id)
    return annotator is not None and annotator.annotator_kind is AnnotatorKind.RULE


def _became(context: Context) -> dict[str, str]:
    """Return the adjudicated claim that each claim of a layer became; a rejected one is not there."""
    return {
        claim_id: row.record.claim_id
        for row in context.adjudications
        for claim_id in row.record.layer_claim_ids
        if row.record.claim_id is not None
    }


def _rule_not_followed(context: Context) -> Iterator[Finding]:
    counted = (row.record for row in context.annotations if not _is_program(context, row.record))
    layers_of = Counter(layer.article_id for layer in counted)
    for row, gold, _, opinions in context.once(_compared):
        if row.record.rule is None:
            continue
        try:
            rule = rule_named(row.record.rule)
        except ClaimwireError as error:
            yield row.finding(str(error))
            continue
        taken = rule.taken(Group(tuple(opinions), layers_of[row.record.article_id]))
        if taken is None or opinions[taken] != gold:
            yield row.finding(f"{rule.rule_id} does not take this claim; it takes {rule.description}")


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
        "decision-without-claim",
        4,
        "an adjudication names a claim that does not exist, is of the wrong sort, or is in another article",
        "run `claimwire adjudicate` again",
        _decision_without_claim,
    ),
    Check(
        "decision-differs",
        4,
        "the decision of an adjudication does not fit the claims it names, such as agreed where these differ",
        "run `claimwire adjudicate` again, or fix the claim",
        _decision_differs,
    ),
    Check(
        "differs-without-ruling",
        4,
        "an adjudicated claim has in a slot another value than all its layers, which agree, and its decision names no "
        "ruling (from codebook 2)",
        "name the ruling in ruling_ids, or take the layers' value",
        _differs_without_ruling,
    ),
    Check(
        "rule-not-followed",
        4,
        "an adjudication names an unknown rule, or one that does not take the claim it made",
        "run `claimwire adjudicate` again with a reason of the adjudicator's own, or fix the claim",
        _rule_not_followed,
    ),
)
