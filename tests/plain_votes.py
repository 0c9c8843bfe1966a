"""Soft labels counted a second time, in plain loops over the records, sharing no code with the package."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from claimwire.schema import LABELS, REFERENCE_LABELS, Adjudication, Annotation, Article
from claimwire.schema.fields import shapes

COUNTED_ROLES = {"content", "judgement"}
NAMING = set(REFERENCE_LABELS)

Votes = dict[tuple[Any, ...], tuple[list[str], int]]
"""Who gives a value and how many could, by what it is about: decision or sentence, kind, field, value."""


def plain_decision_votes(
    layers: Iterable[Annotation], decisions: Iterable[Adjudication], kind_of: Mapping[str, Any]
) -> Votes:
    """Return the votes on the labels and slots of decisions."""
    read = [json.loads(layer.model_dump_json(exclude_defaults=True)) for layer in layers]
    made = [json.loads(decision.model_dump_json()) for decision in decisions]
    gold = {key: d["claim_id"] for d in made for key in d["layer_claim_ids"]}
    votes: Votes = {}
    standing = Counter((layer["article_id"], kind_of[layer["annotator_id"]]) for layer in read)
    for decision in made:
        given: dict[tuple[str, str], dict[str, Any]] = {}
        for layer in read:
            is_alone = standing[layer["article_id"], kind_of[layer["annotator_id"]]] == 1
            if layer["article_id"] != decision["article_id"] or is_alone:
                continue
            kind, name = str(kind_of[layer["annotator_id"]].value), layer["annotator_id"]
            own = [claim for claim in layer["claims"] if claim["claim_id"] in decision["layer_claim_ids"]]
            if own:
                for field in _counted(own[0]["label"]):
                    value = own[0].get(field)
                    given.setdefault((kind, field), {})[name] = gold.get(value) if field in NAMING else value
            if own or layer["complete"]:
                given.setdefault((kind, "label"), {})[name] = own[0]["label"] if own else None
        for (kind, field), values in given.items():
            if field == "label" or any(value is not None for value in values.values()):
                for name in sorted(values):
                    key = (decision["adjudication_id"], kind, field, _shown(values[name]))
                    votes.setdefault(key, ([], len(values)))[0].append(name)
    return votes


def plain_sentence_votes(article: Article, layers: Iterable[Annotation], kind_of: Mapping[str, Any]) -> Votes:
    """Return the votes on the labels of an article's sentences."""
    votes: Votes = {}
    own = [layer for layer in layers if layer.article_id == article.article_id]
    standing = Counter(kind_of[layer.annotator_id] for layer in own)
    for number, sentence in enumerate(article.sentences):
        points = set(range(sentence.start, sentence.end))
        given: dict[str, dict[str, set[str]]] = {}
        for layer in own:
            if standing[kind_of[layer.annotator_id]] > 1:
                labels = {
                    str(claim.label.value)
                    for claim in layer.claims
                    for span in claim.spans
                    if points & set(range(span.start, span.end))
                }
                if labels or layer.complete:
                    given.setdefault(str(kind_of[layer.annotator_id].value), {})[layer.annotator_id] = labels
        for kind, labels_of in given.items():
            for name in sorted(labels_of):
                for label in labels_of[name]:
                    votes.setdefault((number, kind, "label", label), ([], len(labels_of)))[0].append(name)
    return votes


def _counted(label: str) -> list[str]:
    model = next(declaration.model for declaration in LABELS if declaration.label.value == label)
    return [shape.name for shape in shapes(model) if shape.role in COUNTED_ROLES]


def _shown(value: Any) -> Any:
    plain = value is None or isinstance(value, str)
    return value if plain else json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
