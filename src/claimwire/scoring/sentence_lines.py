"""What is said of sentences, line by line, and what claims that somebody found in articles say of their sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from ..naming import alternatives
from ..pieces import PieceIndex
from ..schema.base import Name
from ..schema.vocab import Label, QuantityForm
from ..tables.columns import STANDOFF
from .built import table_rows
from .claims import ClaimToScore
from .lines import DocumentLine, Probability

COUNTED = "casualty_counted"
SENTENCE_LABELS: tuple[str, ...] = (*(label.value for label in Label), COUNTED)
"""What a sentence is asked for: each a column of the table `sentences`."""

THRESHOLD = 0.5
"""From which score on a label counts as given, where a line has no `labels`."""


def _known(label: str) -> str:
    if label not in SENTENCE_LABELS:
        raise ValueError(f"no label of sentences; {alternatives(label, SENTENCE_LABELS)}")
    return label


SentenceLabel = Annotated[str, AfterValidator(_known)]


class SentenceLine(DocumentLine):
    """What is predicted of a sentence, or what a gold of lines has of it."""

    sentence_id: Name = Field(description="the sentence")
    scores: dict[SentenceLabel, Probability] | None = Field(default=None, description="how probable each label is")
    labels: tuple[SentenceLabel, ...] | None = Field(default=None, description="the labels that it has")
    article_id: Name | None = Field(default=None, description="document that it is in, in a gold of lines")
    annotated: tuple[SentenceLabel, ...] | None = Field(
        default=None, description="the labels that it was annotated for, in a gold of lines; all where absent"
    )

    @model_validator(mode="after")
    def _says_something(self) -> SentenceLine:
        if self.scores is None and self.labels is None:
            raise ValueError("neither scores nor labels; give one of them")
        unscored = [] if self.scores is None else [label for label in self.labels or () if label not in self.scores]
        if unscored:
            raise ValueError(f"labels has {', '.join(unscored)}, of which scores has no score; give it, or no scores")
        return self

    def says(self, label: str) -> bool:
        """Return whether it gives a label: one of `labels`, or without these one whose score is .5 or more."""
        if self.labels is not None:
            return label in self.labels
        return (self.scores or {}).get(label, 0.0) >= THRESHOLD


@dataclass(frozen=True)
class SentencePlaces:
    """Where the sentences of a split are: by article, id and half-open range of each."""

    of_article: Mapping[str, tuple[tuple[str, int, int], ...]]


def read_places(build: Path, split: str) -> SentencePlaces:
    """Return where the sentences of a split of a build are; texts are not needed."""
    found: dict[str, list[tuple[str, int, int]]] = {}
    for row in table_rows(build, f"sentences{STANDOFF}", split, ("sentence_id", "article_id", "start", "end")):
        found.setdefault(row["article_id"], []).append((row["sentence_id"], row["start"], row["end"]))
    return SentencePlaces({article_id: tuple(own) for article_id, own in found.items()})


def lines_of_claims(
    places: SentencePlaces,
    claims: Mapping[str, Iterable[ClaimToScore]],
    weighed: Mapping[str, Iterable[ClaimToScore]] | None = None,
) -> dict[str, SentenceLine]:
    """Return what claims say of the sentences of their articles: a label is given where a piece of a claim lies.

    The score of a label is that of the surest claim; there are none if a claim has no score. `weighed` are all claims
    that a model has weighed, with those below its threshold: scores are theirs then, and labels those of `claims`.
    """
    if weighed is not None:
        chosen, every = lines_of_claims(places, claims), lines_of_claims(places, weighed)
        return {key: every[key].model_copy(update={"labels": line.labels}) for key, line in chosen.items()}
    found: dict[str, SentenceLine] = {}
    has_scores = all(claim.score is not None for own in claims.values() for claim in own)
    for article_id, own in claims.items():
        listed = list(own)
        pieces: PieceIndex[int] = PieceIndex()
        for number, claim in enumerate(listed):
            for begin, stop in claim.pieces:
                pieces.add(begin, stop, number)
        for key, start, end in places.of_article.get(article_id, ()):
            scores: dict[str, float] = {}
            for number in sorted({number for _, _, number in pieces.meeting(start, end)}):
                claim = listed[number]
                for label in _labels_of(claim):
                    scores[label] = max(scores.get(label, 0.0), 1.0 if claim.score is None else claim.score)
            given = dict.fromkeys(SENTENCE_LABELS, 0.0) | scores
            found[key] = SentenceLine(sentence_id=key, scores=given if has_scores else None, labels=tuple(scores))
    return found


def _labels_of(claim: ClaimToScore) -> tuple[str, ...]:
    counted = claim.slots.get("quantity_form") not in (None, QuantityForm.NONE.value)
    return (claim.label, COUNTED) if claim.label == Label.CASUALTY_FIGURE and counted else (claim.label,)
