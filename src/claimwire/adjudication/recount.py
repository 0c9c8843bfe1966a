"""What a decision's record says of the claims it names, computed again: its kind, the fields, the other readings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..corpus.corpus import Corpus
from ..schema import Adjudication, Annotation, ClaimBase, slots_not_asked
from .comparison import comparable_fields, differing_fields, without_not_asked
from .context import claim_names
from .kinds import decision_kind
from .readings import other_readings
from .rules import Group, rule_named


def recounted(
    corpus: Corpus, article_ids: Iterable[str], programs: Collection[str] = frozenset()
) -> list[Adjudication]:
    """Return the decisions on some articles with what is computed of them made anew from the claims they name.

    A rule that no longer takes the claim is taken out: the claim is then the adjudicator's. A decision that names a
    claim that the corpus does not have stays as it is; a check reports it. `programs` are the annotators that are rule
    programs: they have no opinion.
    """
    made = []
    for article_id in article_ids:
        layers = corpus.layers_of_article[article_id]
        decisions = corpus.adjudications_of_article[article_id]
        became = {name: d.claim_id for d in decisions for name in d.layer_claim_ids if d.claim_id is not None}
        claims = {claim.claim_id: claim for layer in layers for claim in layer.claims}
        for decision in decisions:
            gold = corpus.claims.get(decision.claim_id or "")
            known = all(name in claims for name in decision.layer_claim_ids)
            complete = known and (gold is None) == (decision.claim_id is None)
            sources = [claims[name] for name in decision.layer_claim_ids] if complete else []
            context = _Context(layers, became, programs)
            made.append(_recounted(decision, gold, sources, context) if complete else decision)
    return made


@dataclass(frozen=True)
class _Context:
    """The layers of an article, what their claims became, and the annotators that are rule programs."""

    layers: Sequence[Annotation]
    became: Mapping[str, str]
    programs: Collection[str]

    def layer_of(self, claim: ClaimBase) -> Annotation:
        return next(layer for layer in self.layers if claim in layer.claims)

    def is_opinion(self, claim: ClaimBase) -> bool:
        return self.layer_of(claim).annotator_id not in self.programs


def _recounted(
    decision: Adjudication, gold: ClaimBase | None, sources: Sequence[ClaimBase], context: _Context
) -> Adjudication:
    names = claim_names(context.layers)
    not_asked = [slots_not_asked(source, context.layer_of(source).guideline_version) for source in sources]
    compared = [comparable_fields(source, context.became) for source in sources]
    opinions = [values for source, values in zip(sources, compared, strict=True) if context.is_opinion(source)]
    own = None if gold is None else comparable_fields(gold)
    asked = None if own is None else without_not_asked(own, not_asked)
    keeps_rule = decision.rule is not None and _takes(decision.rule, opinions, asked, context)
    readings = zip([names[source.claim_id] for source in sources], sources, compared, not_asked, strict=True)
    return decision.model_copy(
        update={
            "decision": decision_kind(compared, asked, opinions),
            "differing": differing_fields(compared),
            "changed": differing_fields([compared[0], own]) if compared and own else (),
            "other_readings": other_readings(readings, own),
            "rule": decision.rule if keeps_rule else None,
        }
    )


def _takes(
    rule_id: str, opinions: Sequence[Mapping[str, str]], gold: Mapping[str, str] | None, context: _Context
) -> bool:
    layers = sum(layer.annotator_id not in context.programs for layer in context.layers)
    taken = rule_named(rule_id).taken(Group(tuple(opinions), layers))
    return taken is not None and opinions[taken] == gold
