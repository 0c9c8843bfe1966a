"""Adjudication in Label Studio: layers go as predictions to choose from; `submitted_decisions` reads what comes back.

Every article has a prediction for each layer, and one of all that there is to choose from: the claims that a rule takes
once, of every other group each layer's claim. The adjudicator takes that over, deletes what is not to stay, mends what
stays, and writes the reason into a claim's comment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...adjudication import Rule, aligned, claim_names, draft
from ...corpus.records import record_json
from ...schema import Annotation, Article, reference_fields
from ..page.controls import LABEL, PART_BY_VALUE
from ..tasks.metadata import new_claim_id
from .push import Material

CHOICES = "to_choose_from"
"""Who the prediction of all there is to choose from is said to be by."""


def choices(article: Article, layers: Sequence[Annotation], rules: Sequence[Rule]) -> Annotation:
    """Return a layer of all there is to choose from, its claims without comments, in text order."""
    lines = draft(article, layers, rules)
    names = {name: claim_id for claim_id, name in claim_names(layers).items()}
    left_out = {names[name] for line in lines if "rule" in line for name in line["from"][1:]}
    stands_for = {names[name]: names[line["from"][0]] for line in lines if "rule" in line for name in line["from"]}
    claims = []
    for claim in (claim for group in aligned(layers) for claim in group if claim.claim_id not in left_out):
        named = {field: getattr(claim, field) for field in reference_fields(type(claim))}
        changed: dict[str, Any] = {field: stands_for.get(value, value) for field, value in named.items()}
        claims.append(claim.model_copy(update=changed | {"comment": None}))
    return Annotation(
        annotation_id=f"{article.article_id}_{CHOICES}",
        article_id=article.article_id,
        annotator_id=CHOICES,
        guideline_version=layers[0].guideline_version,
        tool=" ".join(rule.rule_id for rule in rules),
        complete=True,
        claims=tuple(claims),  # type: ignore[arg-type]
    )


def adjudication_material(
    articles: Iterable[Article], layers: Mapping[str, Sequence[Annotation]], rules: Sequence[Rule], version: str
) -> Material:
    """Return what an adjudicator's tasks are made of: the articles that have layers, with their predictions.

    `layers` are those of each article, `version` that of the codebook. What there is to choose from comes last, as
    Label Studio begins a new annotation from the prediction that came last.
    """
    chosen = {article.article_id: article for article in articles if layers.get(article.article_id)}
    predicted = {
        key: [record_json(layer) for layer in (*layers[key], choices(article, layers[key], rules))]
        for key, article in chosen.items()
    }
    return Material(chosen, version, {}, predicted, {})


def without_leftovers(exported_task: dict[str, Any]) -> dict[str, Any]:
    """Return an exported task without the parts that were left over where a claim to choose from was deleted.

    Label Studio deletes a claim's region and its relations, and leaves the regions of its slots. Those that came with
    a prediction and are tied to nothing any more go; one that somebody drew stays, to be told.
    """
    annotations = [
        annotation | {"result": _tied_only(annotation["result"])} for annotation in exported_task["annotations"]
    ]
    return exported_task | {"annotations": annotations}


def _tied_only(result: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ids = {item.get("id") for item in result}
    tied = {
        end
        for item in result
        if item.get("type") == "relation" and {item.get("from_id"), item.get("to_id")} <= ids
        for end in (item["from_id"], item["to_id"])
    }
    return [item for item in result if item.get("id") in tied or not _is_sent_part(item)]


def _is_sent_part(item: dict[str, Any]) -> bool:
    """Tell whether an item is the region of a slot that a prediction brought."""
    labels = item.get("value", {}).get("labels") if item.get("from_name") == LABEL else None
    sent = str(item.get("origin", "")).startswith("prediction")
    return sent and isinstance(labels, list) and bool(labels) and labels[0] in PART_BY_VALUE


def queue_origins(gold: Annotation, layers: Sequence[Annotation]) -> dict[str, str]:
    """Return the layers' claims by the ids that their regions' claims have in a submitted layer."""
    return {new_claim_id(gold.annotation_id, c.claim_id): c.claim_id for layer in layers for c in layer.claims}
