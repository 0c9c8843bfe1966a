"""Precision, recall and F1 of a reader against people, sentence by sentence, with intervals by document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from claimwire.iaa.arrays.bootstrap import draw_weights

from .documents import LabelledText

RESAMPLES = 2000
INTERVAL = (0.025, 0.975)

KINDS: Mapping[str, str] = {
    "definition": "our codebook defines the label otherwise",
    "people_missed": "people missed it: by their own rules it is one",
    "reader_missed": "the reader missed it: by the codebook it is one",
    "people_wrong": "people labelled what by their own rules is none",
    "reader_wrong": "the reader labelled what by the codebook is none",
    "open": "the codebook leaves it open",
}
"""Kinds of disagreement, as somebody says who sees both sides."""


@dataclass(frozen=True)
class Answer:
    """What a reader answered of a sentence: it has a claim of the label, how sure, and the label's own questions."""

    document_id: str
    sentence: int
    label: str
    confidence: str = "high"
    counted: bool | None = None
    older_than_two_months: str | None = None


@dataclass(frozen=True)
class Counts:
    """How many sentences both sides, only the reader, and only people gave a label; `neither` is the rest."""

    both: int
    reader: int
    people: int
    neither: int

    @property
    def precision(self) -> float:
        """Share of the reader's sentences that people labelled; 0.0 if the reader has none."""
        return self.both / (self.both + self.reader) if self.both + self.reader else 0.0

    @property
    def recall(self) -> float:
        """Share of the people's sentences that the reader labelled; 0.0 if people have none."""
        return self.both / (self.both + self.people) if self.both + self.people else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0.0 if both sides have none."""
        total = 2 * self.both + self.reader + self.people
        return 2 * self.both / total if total else 0.0


def view(answers: Iterable[Answer], name: str) -> list[Answer]:
    """Return the answers that a view counts: `all`, `sure` (none of low confidence), `counted` or `old`."""
    kept: Mapping[str, Callable[[Answer], bool]] = {
        "all": lambda answer: True,
        "sure": lambda answer: answer.confidence != "low",
        "counted": lambda answer: answer.counted is not False,
        "old": lambda answer: answer.older_than_two_months != "no",
    }
    return [answer for answer in answers if kept[name](answer)]


def counts(documents: Sequence[LabelledText], answers: Iterable[Answer], label: str) -> Counts:
    """Return how the sentences of some documents were labelled by both sides."""
    given: dict[str, set[int]] = {}
    for answer in answers:
        if answer.label == label:
            given.setdefault(answer.document_id, set()).add(answer.sentence)
    both = reader = people = total = 0
    for document in documents:
        ours, theirs = given.get(document.document_id, set()), document.positive[label]
        both += len(ours & theirs)
        reader += len(ours - theirs)
        people += len(theirs - ours)
        total += len(document.sentences)
    return Counts(both, reader, people, total - both - reader - people)


def f1_interval(documents: Sequence[LabelledText], answers: Sequence[Answer], label: str) -> tuple[float, float]:
    """Return the 95 % interval of F1: percentile bootstrap over documents; `(nan, nan)` where it is never defined."""
    one = [counts([document], answers, label) for document in documents]
    weights = draw_weights(np.ones(len(one), dtype=bool), RESAMPLES)[1:]
    both = weights @ np.array([c.both for c in one], dtype=float)
    either = weights @ np.array([2 * c.both + c.reader + c.people for c in one], dtype=float)
    values = 2 * both[either > 0] / either[either > 0]
    if not len(values):
        return float("nan"), float("nan")
    low, high = np.quantile(values, INTERVAL)
    return float(low), float(high)


def disagreements(documents: Sequence[LabelledText], answers: Iterable[Answer]) -> list[tuple[str, int, str, str]]:
    """Return every sentence that one side alone gave a label: document, number, label and side (reader, people)."""
    given = {(answer.document_id, answer.sentence, answer.label) for answer in answers}
    found = []
    for document in documents:
        for label, positive in document.positive.items():
            for number in range(len(document.sentences)):
                ours, theirs = (document.document_id, number, label) in given, number in positive
                if ours != theirs:
                    found.append((document.document_id, number, label, "reader" if ours else "people"))
    return found
