"""What an adjudicator is shown: the layers that a task's predictions are, and what is told of each claim.

Layers may change after a task was sent. The name of the prediction to choose from has their hash, so that a push sees
it; the predictions themselves are read back as layers, so that a pull holds what was submitted against them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from ...adjudication import Rule, aligned, draft
from ...adjudication.context import ArticleContext
from ...adjudication.decisions import lines_of_claims, named_claims
from ...adjudication.drafting import differences
from ...schema import STANDARD_QUESTIONS, Annotation, Article, ClaimBase, Questions
from ..page.controls import COMPLETE, LAYER, YES
from ..tasks.metadata import META, LayerMetadata, claim_fingerprint, fingerprint
from ..tasks.origins import annotator_of
from ..tasks.read import read_task
from ..tasks.write import whole_result

CHOICES = "to_choose_from"
"""The annotator that the prediction of everything there is to choose from is said to be by."""

HASH_DIGITS = 8

REASON = "Write the reason into the comment of the claim that stays"

LONGEST = 60
"""Characters of a value that a note shows."""


def layers_hash(layers: Iterable[Annotation]) -> str:
    """Return a short hash of what a page shows of layers: ids of layers and claims, and what the claims say."""
    return fingerprint(sorted([layer.annotation_id, _prints(layer)] for layer in layers))[:HASH_DIGITS]


def _prints(layer: Annotation) -> list[list[str]]:
    claims = ((x.claim_id, claim_fingerprint(x.model_dump(mode="json"), type(x))) for x in layer.claims)
    return sorted([claim_id, found] for claim_id, found in claims)


def shown_layers(
    exported_task: Mapping[str, Any],
    article: Article,
    layers: Sequence[Annotation],
    questions: Questions = STANDARD_QUESTIONS,
) -> list[Annotation] | None:
    """Return the layers that an exported task of an adjudicator shows as predictions; None if it has none to be read.

    What a prediction does not have of a layer is taken from that layer as it is now, one of `layers`.
    """
    predictions = exported_task.get("predictions")
    if not isinstance(predictions, list):
        return None
    shown = [
        annotation
        for prediction in predictions
        if isinstance(prediction, dict) and (annotation := _as_annotation(prediction, article, layers)) is not None
    ]
    if not shown:
        return None
    task = {"id": exported_task.get("id"), "data": exported_task.get("data"), "annotations": shown}
    order = {layer.annotation_id: number for number, layer in enumerate(layers)}
    found = read_task(task, article, {}, questions=questions).layers
    return sorted(found, key=lambda layer: (order.get(layer.annotation_id, len(order)), layer.annotation_id))


def _as_annotation(
    prediction: Mapping[str, Any], article: Article, layers: Sequence[Annotation]
) -> dict[str, Any] | None:
    """Return the prediction of a layer as the annotation that the layer would be, sent and not changed."""
    annotator_id, result = annotator_of(str(prediction.get("model_version"))), prediction.get("result")
    if annotator_id in (None, CHOICES) or not isinstance(result, list):
        return None
    metas = {x["id"]: x["meta"][META] for x in result if isinstance(x, dict) and META in (x.get("meta") or {})}
    own = [layer for layer in layers if layer.annotator_id == annotator_id]
    named = [layer for layer in own if any(name.startswith(f"{layer.annotation_id}_") for name in metas)]
    layer = next(iter(named or own), None) or Annotation(
        annotation_id=f"{article.article_id}_{annotator_id}",
        article_id=article.article_id,
        annotator_id=str(annotator_id),
        guideline_version="0.0.0",
        tool="",
        complete=True,
        claims=(),
    )
    prints = {name: str(meta.get("fingerprint")) for name, meta in metas.items()}
    metadata = LayerMetadata.of(layer.model_copy(update={"complete": True, "claims": ()}), prints)
    unseen = [whole_result(COMPLETE, "choices", [YES]), whole_result(LAYER, "textarea", [metadata.json()], key="text")]
    return {"id": prediction.get("id"), "result": [*result, *unseen]}


def notes(
    article: Article, layers: Sequence[Annotation], rules: Sequence[Rule], programs: Collection[str] = frozenset()
) -> dict[str, str]:
    """Return what is told of each claim to choose from, by its id: whose it is, who has none, and what differs."""
    context = ArticleContext(article, layers, programs=programs)
    lines = draft(article, layers, rules, programs)
    context = context.with_lines(lines_of_claims(lines))
    rule_of = {name: str(line["rule"]) for line in lines if "rule" in line for name in named_claims(line)}
    told: dict[str, str] = {}
    for group in aligned(layers):
        names = [context.names[claim.claim_id] for claim in group]
        who = [name.split("/")[0] for name in names]
        without = [layer.annotator_id for layer in layers if layer.annotator_id not in who]
        lacking = [f"{', '.join(without)}: no such claim"] if without else []
        for claim, name in zip(group, names, strict=True):
            if name in rule_of:
                parts = [f"{', '.join(who)}: the same (rule {rule_of[name]})", *lacking]
            else:
                parts = [f"Claim of {name.split('/')[0]}", *_differing(context, group, who), *lacking, REASON]
            told[claim.claim_id] = ". ".join(parts)
    return told


def _differing(context: ArticleContext, group: Sequence[ClaimBase], who: Sequence[str]) -> Iterator[str]:
    """Yield the fields in which the claims of a group differ, with what each annotator has."""
    found = differences(context, group)
    for field, values in found.items() if isinstance(found, dict) else ():
        pairs = sorted(((_shown(value), name) for value, name in zip(values, who, strict=True)), key=lambda x: x[0])
        told = [f"{value} ({', '.join(name for _, name in own)})" for value, own in groupby(pairs, key=lambda x: x[0])]
        yield f"{field.replace('_', ' ').capitalize()} differs: {' / '.join(told)}"


def _shown(value: Any) -> str:
    text = " … ".join(map(str, value)) if isinstance(value, list) else "none" if value is None else str(value)
    return (text or "none") if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
