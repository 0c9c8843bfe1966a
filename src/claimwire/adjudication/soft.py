"""Soft labels: how many of the annotators say what, for each decision and each sentence, by kind of annotator.

Annotators of different kinds are never counted together: a share is one of people, of models or of rule programs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..corpus.records import canonical_json
from ..schema import Adjudication, Annotation, Article, ClaimBase
from ..schema.vocab import AnnotatorKind, Label
from .alignment import NOT_COMPARED, mapped

LABEL = "label"
LEFT_OUT = NOT_COMPARED | {LABEL}
"""Fields that have no soft labels: free wording, what only adjudication fills in, and what is counted apart."""


@dataclass(frozen=True)
class SoftLabel:
    """How many annotators of one kind give a field one value.

    It is about a decision or about a sentence, by its number; `claim_id` is the claim that the decision made. A value
    is text as it stands, else canonical JSON; None is for no value: for the label, that an annotator has no such claim.
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
        """The share of those who could."""
        return self.votes / self.voters


def soft_labels(
    article: Article,
    layers: Sequence[Annotation],
    adjudications: Sequence[Adjudication],
    kind_of: Mapping[str, AnnotatorKind],
) -> list[SoftLabel]:
    """Return the soft labels of an article: decision by decision, then sentence by sentence.

    On the label of a decision all have a vote who have a claim in it or whose layer is complete; on a slot those whose
    claim has it; on the label of a sentence those whose layer is complete or has a claim there. The shares of a
    decision's field make 1; those of a sentence's labels need not, since it may have several. A slot that all leave
    empty, and a label that nobody gives a sentence, have no entry.
    """
    kinds = [kind for kind in AnnotatorKind if any(kind_of[layer.annotator_id] is kind for layer in layers)]
    by_kind = {kind: [layer for layer in layers if kind_of[layer.annotator_id] is kind] for kind in kinds}
    became = {i: d.claim_id for d in adjudications for i in d.layer_claim_ids if d.claim_id is not None}
    found: list[SoftLabel] = []
    for decision in sorted(adjudications, key=lambda decision: decision.adjudication_id):
        for kind, own in by_kind.items():
            for field, votes in _votes(decision, own, became):
                for value, names in _counted(votes):
                    found.append(
                        SoftLabel(
                            article.article_id,
                            decision.adjudication_id,
                            None,
                            decision.claim_id,
                            kind,
                            field,
                            value,
                            names,
                            len(votes),
                        )
                    )
    for number in range(len(article.sentences)):
        for kind, own in by_kind.items():
            found += _of_sentence(article, number, kind, own)
    return found


def _votes(
    decision: Adjudication, layers: Sequence[Annotation], became: Mapping[str, str]
) -> Iterator[tuple[str, dict[str, str | None]]]:
    """Yield every field with the value that each annotator gives it."""
    claims: dict[str, ClaimBase] = {}
    for layer in layers:
        for claim in layer.claims:
            if claim.claim_id in decision.layer_claim_ids:
                claims.setdefault(layer.annotator_id, claim)
    labels: dict[str, str | None] = {
        layer.annotator_id: claims[layer.annotator_id].label.value if layer.annotator_id in claims else None
        for layer in layers
        if layer.complete or layer.annotator_id in claims
    }
    if labels:
        yield LABEL, labels
    fields: dict[str, dict[str, str | None]] = defaultdict(dict)
    for annotator_id, own in claims.items():
        values = mapped(own, became)
        for name in type(own).model_fields:
            if name not in LEFT_OUT:
                fields[name][annotator_id] = _as_text(values.get(name))
    yield from ((name, votes) for name, votes in fields.items() if any(v is not None for v in votes.values()))


def _as_text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else canonical_json(value)


def _counted(votes: Mapping[str, str | None]) -> list[tuple[str | None, tuple[str, ...]]]:
    """Return the values with who gives them, the one of most annotators first, none last among equals."""
    count = Counter(votes.values())
    order = sorted(count, key=lambda value: (-count[value], value is None, value or ""))
    return [(value, tuple(sorted(name for name, given in votes.items() if given == value))) for value in order]


def _of_sentence(
    article: Article, number: int, kind: AnnotatorKind, layers: Sequence[Annotation]
) -> Iterator[SoftLabel]:
    sentence = article.sentences[number]
    given = {
        layer.annotator_id: {claim.label for claim in layer.claims if any(s.overlaps(sentence) for s in claim.spans)}
        for layer in layers
    }
    complete = {layer.annotator_id for layer in layers if layer.complete}
    voters = [name for name, labels in given.items() if labels or name in complete]
    for label in Label:
        names = tuple(sorted(name for name, labels in given.items() if label in labels))
        if names:
            yield SoftLabel(article.article_id, None, number, None, kind, LABEL, label.value, names, len(voters))
