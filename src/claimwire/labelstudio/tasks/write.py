"""Articles and layers as Label Studio tasks: pure, without network.

A claim is a region with its label; its first span is the region's, its slots are values of the same region. Every
further piece and every span of a slot is a region of its own, with a relation to the claim; claims that share the words
of a slot share its region. A claim that names another has a relation to it that is labelled with the field's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from ...errors import LabelStudioError
from ...schema import (
    REFERENCE_LABELS,
    STANDARD_QUESTIONS,
    Annotation,
    Article,
    ClaimBase,
    Questions,
    Span,
    references,
    span_slots,
)
from ..page.config import page_version
from ..page.controls import COMPLETE, LABEL, LAYER, NO, PART, PART_BY_FIELD, TEXT, YES, Control, controls_of
from ..page.passes import Pass
from .byline import byline
from .leftovers import part_region_id
from .metadata import META, PREDICTED_BY, LayerMetadata, annotation_key, claim_metadata
from .origins import without_origins
from .shown import ShownPrediction

NO_USERS: Mapping[str, str | int] = {}


def make_task(
    article: Article,
    layers: Sequence[Annotation] = (),
    predictions: Sequence[Annotation | ShownPrediction] = (),
    *,
    guideline_version: str,
    user_of: Mapping[str, str | int] = NO_USERS,
    step: Pass = Pass.WHOLE,
    questions: Questions = STANDARD_QUESTIONS,
) -> dict[str, Any]:
    """Return an article as a task, ready for JSON, with layers as its annotations and others as its predictions.

    `guideline_version` is that of the codebook for layers that are yet to be made. `user_of` has an annotator's Label
    Studio user, by e-mail address or by number; without one the annotation belongs to whoever imports it. `step` is
    what is annotated on the task's page, `questions` what is not on it.

    `data` has `doc_key` (the article's id: the key of a push), `text`, `text_sha256`, `article_id`, `corpus_id`,
    `guideline_version`, `page_version`, `headline`, `byline` (outlet and day). Every annotation has `unique_id` (see
    `annotation_key`; the server keeps it only if the annotation is created by itself, not with its task),
    `ground_truth` False, `result`, and `completed_by` and `lead_time` if known; every prediction has `result`,
    `model_version` and, if it has one, `score`: of a layer the share of claims whose confidence is high, of what a
    model proposes how certain it is; each entry of a claim that a model proposes has the claim's score.

    Raises `LabelStudioError` if the article has no text or a layer cannot be shown without loss.
    """
    if article.text is None:
        raise LabelStudioError(f"{article.article_id} has no text to show; hydrate it first (--from)")
    shown = [ShownPrediction.of_layer(p) if isinstance(p, Annotation) else p for p in predictions]
    for layer in (*layers, *(one.layer for one in shown)):
        _refuse_unshowable(layer, article, article.text)
    return {
        "data": _data(article, guideline_version, page_version(step, questions)),
        "annotations": [_annotation(layer, article.text, user_of) for layer in layers],
        "predictions": [_prediction(one, article.text) for one in shown],
    }


def predicted(article: Article, shown: ShownPrediction) -> dict[str, Any]:
    """Return a prediction by itself, for a task that is there; raises `LabelStudioError` as `make_task` does."""
    if article.text is None:
        raise LabelStudioError(f"{article.article_id} has no text to show; hydrate it first (--from)")
    _refuse_unshowable(shown.layer, article, article.text)
    return _prediction(shown, article.text)


def _data(article: Article, guideline_version: str, page: str) -> dict[str, Any]:
    return {
        "doc_key": article.article_id,
        TEXT: article.text,
        "text_sha256": article.text_sha256,
        "article_id": article.article_id,
        "corpus_id": article.corpus_id,
        "guideline_version": guideline_version,
        "page_version": page,
        "headline": article.headline,
        "byline": byline(article),
    }


def _annotation(layer: Annotation, text: str, user_of: Mapping[str, str | int]) -> dict[str, Any]:
    """Return a layer as an annotation of the task."""
    complete = whole_result(COMPLETE, "choices", [YES if layer.complete else NO])
    result = _result(layer.claims, text)
    prints = {item["id"]: item["meta"][META]["fingerprint"] for item in result if META in item.get("meta", ())}
    metadata = whole_result(LAYER, "textarea", [LayerMetadata.of(layer, prints).json()], key="text")
    annotation: dict[str, Any] = {
        "unique_id": annotation_key(layer.annotation_id),
        "ground_truth": False,
        "was_cancelled": False,
        "result": [*result, complete, metadata],
    }
    if layer.lead_time_seconds is not None:
        annotation["lead_time"] = layer.lead_time_seconds
    if layer.annotator_id in user_of:
        user = user_of[layer.annotator_id]
        annotation["completed_by"] = user if isinstance(user, int) else {"email": user}
    return annotation


def _prediction(shown: ShownPrediction, text: str) -> dict[str, Any]:
    """Return a prediction; its claims get new ids when an annotator begins from it."""
    prediction: dict[str, Any] = {
        "model_version": shown.model_version,
        "result": _predicted_result(shown, text),
    }
    return prediction if shown.score is None else prediction | {"score": shown.score}


def _predicted_result(shown: ShownPrediction, text: str) -> list[dict[str, Any]]:
    """Return the result of a prediction: its claims say whose they are, and not what they came from."""
    layer = shown.layer
    result = _result(without_origins(layer.claims), text)
    for item in result:
        if META in item.get("meta", ()):
            item["meta"][META][PREDICTED_BY] = layer.annotator_id
        if item.get("id") in shown.scores:
            item["score"] = shown.scores[item["id"]]
    return result


def whole_result(name: str, kind: str, value: list[str], key: str | None = None) -> dict[str, Any]:
    """Return the value of a control that is about the whole text."""
    return {"id": name.upper(), "from_name": name, "to_name": TEXT, "type": kind, "value": {key or kind: value}}


def _result(claims: Sequence[ClaimBase], text: str) -> list[dict[str, Any]]:
    """Return the regions and slot values of claims, in the order of the claims, and then their relations."""
    items: list[dict[str, Any]] = []
    relations: list[dict[str, Any]] = []
    parts: dict[tuple[str, Span], str] = {}
    for claim in claims:
        items += _claim_items(claim, text)
        for value, span in _parts(claim):
            region_id = parts.get((value, span))
            if region_id is None:
                region_id = parts[value, span] = part_region_id(claim.claim_id, value, len(parts))
                items.append(_item(region_id, PART, "labels", [value], span, text))
            relations.append(relation_entry(region_id, claim.claim_id, []))
        fields_of: dict[str, list[str]] = {}
        for field, claim_id in references(claim).items():
            fields_of.setdefault(claim_id, []).append(field)
        relations += [relation_entry(claim.claim_id, claim_id, fields) for claim_id, fields in fields_of.items()]
    return items + relations


def _claim_items(claim: ClaimBase, text: str) -> Iterator[dict[str, Any]]:
    """Yield a claim's region, with its metadata, and the values of its slots."""
    span = claim.spans[0]
    region = _item(claim.claim_id, LABEL, "labels", [claim.label.value], span, text)
    fields = claim.model_dump(mode="json")
    yield region | {"meta": {META: claim_metadata(claim, fields)}}
    for control in controls_of(claim.label):
        value = fields[control.shape.name]
        if value is not None and value != []:
            yield _item(claim.claim_id, control.name, control.kind, _as_shown(control, value), span, text)


def _as_shown(control: Control, value: Any) -> Any:
    """Return a slot's value as its control has it: a number, or a list of strings."""
    if control.kind == "number":
        return value
    if isinstance(value, bool):
        return [YES if value else NO]
    return value if isinstance(value, list) else [value]


def _parts(claim: ClaimBase) -> Iterator[tuple[str, Span]]:
    """Yield label and span of every region of a claim beside its first."""
    for field in span_slots(type(claim)):
        spans = claim.spans[1:] if field == "spans" else getattr(claim, field)
        for span in spans:
            yield PART_BY_FIELD[field].value, span


def _item(region_id: str, control: str, kind: str, value: Any, span: Span, text: str) -> dict[str, Any]:
    """Return a value of a region. A text field has its answer under the key where others have the region's words."""
    words: dict[str, Any] = {"start": span.start, "end": span.end, "text": span.of(text)}
    key = "text" if kind == "textarea" else kind
    return {"id": region_id, "from_name": control, "to_name": TEXT, "type": kind, "value": words | {key: value}}


def relation_entry(from_id: str, to_id: str, labels: list[str]) -> dict[str, Any]:
    """Return a relation from one region to another as an entry of a result."""
    return {"type": "relation", "from_id": from_id, "to_id": to_id, "direction": "right", "labels": labels}


def _refuse_unshowable(layer: Annotation, article: Article, text: str) -> None:
    """Raise `LabelStudioError` if a layer has faults with which it would not come back as it is."""
    by_id = {claim.claim_id: claim for claim in layer.claims}
    faults: list[str] = []
    if layer.article_id != article.article_id:
        faults.append(f"it belongs to {layer.article_id}")
    if len(by_id) < len(layer.claims):
        faults.append("two of its claims have the same id")
    for claim in layer.claims:
        if claim.article_id != article.article_id:
            faults.append(f"{claim.claim_id} belongs to {claim.article_id}")
        for field in span_slots(type(claim)):
            faults += [f"{claim.claim_id}: {field} {fault}" for fault in _span_faults(getattr(claim, field), text)]
        for field, named in references(claim).items():
            target = by_id.get(named)
            label = REFERENCE_LABELS[field]
            if target is None or target is claim or target.label is not label:
                faults.append(f"{claim.claim_id}: {field} names {named}, which is not another {label} of the layer")
    if faults:
        more = f" (and {len(faults) - 1} more)" if faults[1:] else ""
        raise LabelStudioError(
            f"layer {layer.annotation_id} of {article.article_id} cannot be shown: {faults[0]}{more}; "
            f"fix what `claimwire check {article.corpus_id}` finds first"
        )


def _span_faults(spans: Sequence[Span], text: str) -> Iterator[str]:
    for span in spans:
        if span.start >= span.end or span.end > len(text):
            yield f"reaches from {span.start} to {span.end} in a text of {len(text)} code points"
        elif not span.of(text).strip():
            yield f"from {span.start} to {span.end} is white space"
    for before, after in pairwise(spans):
        if after.start < before.end:
            yield f"from {after.start} to {after.end} comes after one that ends at {before.end}"
