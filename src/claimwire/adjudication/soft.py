"""Soft labels: how many annotators say what, for each decision and each sentence, by kind of annotator.

Annotators of different kinds are never counted together: a share is one of people, of models or of rule programs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..corpus.records import canonical_json
from ..schema import Adjudication, Annotation, Article, ClaimBase, claim_fields_in_role
from ..schema.vocab import AnnotatorKind, Label
from .comparison import NOT_COMPARED, claim_fields

(LABEL,) = claim_fields_in_role("label")
NOT_COUNTED = NOT_COMPARED | {LABEL}
"""Fields without votes of their own: those that are not compared, and the label, whose votes are counted apart."""

Votes = Mapping[str, str | None]
"""The value that each annotator gives, by annotator id; None for no value."""


@dataclass(frozen=True)
class SoftLabel:
    """How many annotators of one kind give a field one value.

    It is about a decision, or about a sentence, by its number from 0; `claim_id` is the gold claim that the decision
    made. `value` is text as it is, anything else as canonical JSON; None for no value: for the label, that an annotator
    has no such claim. `voters` are the annotators who could have given a value.
    """

    article_id: str
    adjudication_id: str | None
    sentence: int | None
    claim_id: str | None
    annotator_kind: AnnotatorKind
    field: str
    value: str | None
    annotator_ids: tuple[str, ...]
    voters: int

    @property
    def votes(self) -> int:
        """How many annotators give that value."""
        return len(self.annotator_ids)

    @property
    def share(self) -> float:
        """The share of voters who give that value."""
        return self.votes / self.voters


def soft_labels(
    article: Article,
    layers: Sequence[Annotation],
    adjudications: Sequence[Adjudication],
    kind_of: Mapping[str, AnnotatorKind],
) -> list[SoftLabel]:
    """Return the soft labels of an article: decision by decision, then sentence by sentence.

    There are none of a kind of annotator of which one layer stands: the shares of one would be no shares.

    Voters on the label of a decision are those who have a claim in it or whose layer is complete; on a slot, those
    whose claim has the slot; on the label of a sentence, those whose layer is complete or has a claim there. The shares
    of a decision's field add up to 1; those of a sentence's labels need not, since it may have several. There is no
    entry for a slot that all leave empty, nor for a label that nobody gives a sentence. `kind_of` has every layer's
    annotator.
    """
    by_kind = {kind: [layer for layer in layers if kind_of[layer.annotator_id] is kind] for kind in AnnotatorKind}
    of_kind = {kind: some for kind, some in by_kind.items() if len(some) > 1}
    gold_ids = {i: d.claim_id for d in adjudications for i in d.layer_claim_ids if d.claim_id is not None}
    labels: list[SoftLabel] = []
    places = {kind: _places(some) for kind, some in of_kind.items()}
    for decision in sorted(adjudications, key=lambda decision: decision.adjudication_id):
        for kind, some in of_kind.items():
            claims = _first_of_each(decision, some, places[kind])
            labels += _of_decision(decision, kind, some, claims, gold_ids)
    for number in range(len(article.sentences)):
        for kind, some in of_kind.items():
            labels += _of_sentence(article, number, kind, some)
    return labels


def _places(layers: Sequence[Annotation]) -> dict[str, tuple[int, int]]:
    """Return by the id of a claim the number of its layer and its own number there."""
    return {
        claim.claim_id: (number, place) for number, own in enumerate(layers) for place, claim in enumerate(own.claims)
    }


def _first_of_each(
    decision: Adjudication, layers: Sequence[Annotation], places: Mapping[str, tuple[int, int]]
) -> dict[str, ClaimBase]:
    """Return by annotator the first claim of each layer that a decision is on."""
    first: dict[int, int] = {}
    for number, place in sorted(places[claim_id] for claim_id in decision.layer_claim_ids if claim_id in places):
        first.setdefault(number, place)
    return {layers[number].annotator_id: layers[number].claims[place] for number, place in first.items()}


def _of_decision(
    decision: Adjudication,
    kind: AnnotatorKind,
    layers: Sequence[Annotation],
    claims: Mapping[str, ClaimBase],
    gold_ids: Mapping[str, str],
) -> Iterator[SoftLabel]:
    for field, votes in _votes(layers, claims, gold_ids):
        for value, names in _by_value(votes):
            yield SoftLabel(
                decision.article_id,
                decision.adjudication_id,
                None,
                decision.claim_id,
                kind,
                field,
                value,
                names,
                len(votes),
            )


def _votes(
    layers: Sequence[Annotation], claims: Mapping[str, ClaimBase], gold_ids: Mapping[str, str]
) -> Iterator[tuple[str, Votes]]:
    """Yield the label, and every slot that has a value, with the value that each voter gives it.

    `claims` are those that a decision is on, by annotator.
    """
    labels = {
        layer.annotator_id: claims[layer.annotator_id].label.value if layer.annotator_id in claims else None
        for layer in layers
        if layer.complete or layer.annotator_id in claims
    }
    yield LABEL, labels
    values = {name: claim_fields(claim, gold_ids) for name, claim in claims.items()}
    given = {name for fields in values.values() for name, value in fields.items() if value is not None}
    for field in dict.fromkeys(name for claim in claims.values() for name in counted_fields(type(claim))):
        if field in given:
            voters = (name for name, claim in claims.items() if field in type(claim).model_fields)
            yield field, {name: _as_text(values[name].get(field)) for name in voters}


@cache
def counted_fields(model: type[ClaimBase]) -> tuple[str, ...]:
    """Return the fields of a model of claims whose values are counted, in the order of declaration."""
    return tuple(name for name in model.model_fields if name not in NOT_COUNTED)


def _as_text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else canonical_json(value)


def _by_value(votes: Votes) -> list[tuple[str | None, tuple[str, ...]]]:
    """Return each value with the annotators who give it: most votes first, then by value, None after the others."""
    if len(set(votes.values())) == 1:
        return [(next(iter(votes.values())), tuple(sorted(votes)))]
    counts = Counter(votes.values())
    order = sorted(counts, key=lambda value: (-counts[value], value is None, value or ""))
    return [(value, tuple(sorted(name for name, given in votes.items() if given == value))) for value in order]


def _of_sentence(
    article: Article, number: int, kind: AnnotatorKind, layers: Sequence[Annotation]
) -> Iterator[SoftLabel]:
    start, end = article.sentences[number].start, article.sentences[number].end
    labels_of = {
        layer.annotator_id: {
            claim.label for claim in layer.claims if any(s.start < end and start < s.end for s in claim.spans)
        }
        for layer in layers
    }
    complete = {layer.annotator_id for layer in layers if layer.complete}
    voters = [name for name, labels in labels_of.items() if labels or name in complete]
    for label in Label:
        names = tuple(sorted(name for name, labels in labels_of.items() if label in labels))
        if names:
            yield SoftLabel(article.article_id, None, number, None, kind, LABEL, label.value, names, len(voters))
