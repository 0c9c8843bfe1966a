"""The rows of claims: adjudicated ones, those of annotators' layers, and those of one label."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from ..corpus.corpus import Corpus
from ..dates import Bounds, known_bounds
from ..errors import ReleaseError
from ..schema import EVERYTHING_IS_ASKED, Adjudication, Article, ClaimBase, NotAsked, claim_order, slots_not_asked
from .columns import CONFIGS
from .derived import is_counted, older_than_two_months, time_bounds, time_edtf
from .row import Flattening, Row, SentenceSpans, Surroundings, complete_layers, quote

_flat = {config: Flattening(CONFIGS[config]) for config in ("claims", "annotations")}


class _OfArticle(NamedTuple):
    """What the rows of the claims of an article have of it."""

    article: Article
    published: Bounds
    sentences: SentenceSpans
    layers: int


def _articles(corpus: Corpus, surroundings: Surroundings) -> dict[str, _OfArticle]:
    return {
        article_id: _OfArticle(
            article,
            known_bounds(article.publication.date),
            SentenceSpans(article),
            complete_layers(corpus, article_id, surroundings),
        )
        for article_id, article in corpus.articles.items()
    }


def _common_claim_values(claim: ClaimBase, of: _OfArticle, config: str) -> Row:
    """Return what the rows of adjudicated claims and of layers' claims share."""
    time = time_bounds(claim)
    article, published = of.article, of.published
    return _flat[config](claim) | {
        "text": quote(claim, article),
        "time_lower": time.lower,
        "time_upper": time.upper,
        "days_before_publication": time.days_before(published.lower) if published.lower else None,
        "time_edtf": time_edtf(claim),
        "older_than_two_months": older_than_two_months(claim, published),
        "label_name": claim.label.value,
        "lower_inclusive": getattr(claim, "lower_inclusive", None),
        "upper_inclusive": getattr(claim, "upper_inclusive", None),
        "casualty_counted": is_counted(claim),
        "corpus_id": article.corpus_id,
        "outlet_id": article.outlet_id,
        "sentence_ids": of.sentences.touched(claim.spans),
    }


def _not_asked(corpus: Corpus, claim: ClaimBase, decision: Adjudication) -> list[str]:
    """Return the slots that an adjudicated claim lacks because no codebook it was made by asks for them."""
    made_of = {corpus.layer_of_claim[layer_claim].guideline_version for layer_claim in decision.layer_claim_ids}
    found = [slots_not_asked(claim, version) for version in made_of or {corpus.info.guideline_version}]
    return [name for name in found[0] if all(name in names for names in found)]


def _with_plan(claim: ClaimBase, by_codebook: Collection[str], not_asked: NotAsked) -> list[str]:
    """Return the slots that a claim lacks because the codebook or the repository does not ask for them."""
    if not_asked == EVERYTHING_IS_ASKED and not by_codebook:
        return []
    empty = (name for name in not_asked.of(claim.label) if not getattr(claim, name))
    lacking = {*by_codebook, *empty}
    return [name for name in type(claim).model_fields if name in lacking]


def claim_rows(corpus: Corpus, surroundings: Surroundings) -> Iterator[Row]:
    """Yield the rows of adjudicated claims; raises `ReleaseError` if one has no adjudication."""
    articles = _articles(corpus, surroundings)
    for claim in sorted(corpus.claims.values(), key=claim_order):
        decision = corpus.decision_of_claim.get(claim.claim_id)
        if decision is None:
            raise ReleaseError(f"{claim.claim_id} has no adjudication; `claimwire check` shows what is missing")
        layers = {corpus.layer_of_claim[layer_claim].annotator_id for layer_claim in decision.layer_claim_ids}
        yield _common_claim_values(claim, articles[claim.article_id], "claims") | {
            "slots_not_asked": _with_plan(claim, _not_asked(corpus, claim, decision), surroundings.questions.not_asked),
            "layers": articles[claim.article_id].layers,
            "since": surroundings.first_version("claims", claim.claim_id),
            "decision": decision.decision.value,
            "rule": decision.rule,
            "reason": decision.reason,
            "ruling_ids": list(decision.ruling_ids),
            "other_readings": list(decision.other_readings),
            "adjudicator_id": decision.adjudicator_id,
            "adjudicator_kind": surroundings.annotators[decision.adjudicator_id].annotator_kind.value,
            "decision_confidence": decision.confidence.value,
            "decision_note": decision.note,
            "annotator_ids": sorted(layers),
        }


def annotation_rows(corpus: Corpus, surroundings: Surroundings) -> Iterator[Row]:
    """Yield the rows of the claims of annotators' layers."""
    declared = {column.name for column in CONFIGS["annotations"]}
    articles = _articles(corpus, surroundings)
    for layer in sorted(corpus.layers.values(), key=lambda layer: (layer.annotator_id, layer.annotation_id)):
        head = layer.model_dump(mode="json", include=declared)
        head["annotator_kind"] = surroundings.annotators[layer.annotator_id].annotator_kind.value
        for claim in sorted(layer.claims, key=claim_order):
            decision = corpus.decision_of_claim.get(claim.claim_id)
            values = _common_claim_values(claim, articles[layer.article_id], "annotations")
            yield (
                values
                | head
                | {
                    "slots_not_asked": _with_plan(
                        claim, slots_not_asked(claim, layer.guideline_version), surroundings.questions.not_asked
                    ),
                    "reference_claim_id": decision.claim_id if decision else None,
                    "decision": decision.decision.value if decision else None,
                    "rule": decision.rule if decision else None,
                    "reason": decision.reason if decision else None,
                }
            )
