"""The rows of claims: adjudicated ones, those of annotators' layers, and those of one label."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ..corpus.corpus import Corpus
from ..dates import known_bounds
from ..errors import ReleaseError
from ..schema import Adjudication, Article, ClaimBase, NotAsked, claim_order, slots_not_asked
from .column import Column
from .columns import CONFIGS
from .derived import is_counted, older_than_two_months, time_bounds, time_edtf
from .row import Row, Surroundings, complete_layers, flat, quote, sentence_ids


def _common_claim_values(claim: ClaimBase, article: Article, columns: list[Column]) -> Row:
    """Return what the rows of adjudicated claims and of layers' claims share."""
    time = time_bounds(claim)
    published = known_bounds(article.publication.date)
    return flat(claim, columns) | {
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
        "sentence_ids": sentence_ids(article, claim.spans),
    }


def _not_asked(corpus: Corpus, claim: ClaimBase, decision: Adjudication) -> list[str]:
    """Return the slots that an adjudicated claim lacks because no codebook it was made by asks for them."""
    made_of = {corpus.layer_of_claim[layer_claim].guideline_version for layer_claim in decision.layer_claim_ids}
    found = [slots_not_asked(claim, version) for version in made_of or {corpus.info.guideline_version}]
    return [name for name in found[0] if all(name in names for names in found)]


def _with_plan(claim: ClaimBase, by_codebook: Collection[str], not_asked: NotAsked) -> list[str]:
    """Return the slots that a claim lacks because the codebook or the repository does not ask for them."""
    empty = (name for name in not_asked.of(claim.label) if not getattr(claim, name))
    lacking = {*by_codebook, *empty}
    return [name for name in type(claim).model_fields if name in lacking]


def claim_rows(corpus: Corpus, surroundings: Surroundings) -> Iterator[Row]:
    """Yield the rows of adjudicated claims; raises `ReleaseError` if one has no adjudication."""
    for claim in sorted(corpus.claims.values(), key=claim_order):
        decision = corpus.decision_of_claim.get(claim.claim_id)
        if decision is None:
            raise ReleaseError(f"{claim.claim_id} has no adjudication; `claimwire check` shows what is missing")
        layers = {corpus.layer_of_claim[layer_claim].annotator_id for layer_claim in decision.layer_claim_ids}
        yield _common_claim_values(claim, corpus.articles[claim.article_id], CONFIGS["claims"]) | {
            "slots_not_asked": _with_plan(claim, _not_asked(corpus, claim, decision), surroundings.questions.not_asked),
            "layers": complete_layers(corpus, claim.article_id, surroundings),
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
    for layer in sorted(corpus.layers.values(), key=lambda layer: (layer.annotator_id, layer.annotation_id)):
        head = layer.model_dump(mode="json", include=declared)
        head["annotator_kind"] = surroundings.annotators[layer.annotator_id].annotator_kind.value
        for claim in sorted(layer.claims, key=claim_order):
            decision = corpus.decision_of_claim.get(claim.claim_id)
            values = _common_claim_values(claim, corpus.articles[layer.article_id], CONFIGS["annotations"])
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


def rows_of_label(rows: Iterable[Row], label: str) -> Iterator[Row]:
    """Yield the rows of adjudicated claims that are of a label, with the columns of that label's own table."""
    names = [column.name for column in CONFIGS[label]]
    yield from ({name: row[name] for name in names} for row in rows if row["label"] == label)
