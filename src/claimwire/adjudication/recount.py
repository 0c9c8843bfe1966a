"""What a decision's record says of the claims it names, computed again: its kind, the fields, the other readings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..corpus.corpus import Corpus
from ..schema import Adjudication, Annotation, ClaimBase, slots_not_asked
from .comparison import comparable_fields
from .context import claim_names
from .readings import LayerReading, asked_values, told_of
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

    def readings(self, sources: Iterable[ClaimBase]) -> list[LayerReading]:
        names = claim_names(self.layers)
        layer_of = {claim.claim_id: layer for layer in self.layers for claim in layer.claims}
        return [
            LayerReading(
                names[source.claim_id],
                source,
                comparable_fields(source, self.became),
                slots_not_asked(source, layer_of[source.claim_id].guideline_version),
                layer_of[source.claim_id].annotator_id not in self.programs,
            )
            for source in sources
        ]


def _recounted(
    decision: Adjudication, gold: ClaimBase | None, sources: Sequence[ClaimBase], context: _Context
) -> Adjudication:
    readings = context.readings(sources)
    own = None if gold is None else comparable_fields(gold)
    keeps_rule = decision.rule is not None and _takes(decision.rule, readings, own, context)
    return decision.model_copy(update=told_of(readings, own) | {"rule": decision.rule if keeps_rule else None})


def _takes(rule_id: str, readings: Sequence[LayerReading], gold: Mapping[str, str] | None, context: _Context) -> bool:
    opinions = tuple(reading.values for reading in readings if reading.is_opinion)
    layers = sum(layer.annotator_id not in context.programs for layer in context.layers)
    taken = rule_named(rule_id).taken(Group(opinions, layers))
    return taken is not None and opinions[taken] == asked_values(readings, gold)
