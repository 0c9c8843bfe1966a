"""What may be a claim: the drafts of the rules, those of the tagger, and other spans of sentences with a label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ...ranges import Floats
from ...schema.vocab import Label
from ..parts import drafts_of_tags
from ..reading import ArticleReading
from ..rules.passage import Draft
from .evidence import FEATURES, Evidence
from .proposals import Proposal, of_draft, proposed_spans

LEAST = 0.05
"""What a candidate has to reach by what the best is kept, so that it is looked at at all."""


LEAST_MEAN = 0.05
"""How sure the tagger has to be, on the mean, of a span that neither it nor the rules propose."""


@dataclass(frozen=True)
class CandidateClaim:
    """What may be a claim, and what speaks for it (`FEATURES`)."""

    proposal: Proposal
    features: tuple[float, ...]

    @property
    def label(self) -> Label:
        """Its label."""
        return self.proposal.label


def candidates(reading: ArticleReading, sentences: Floats, marginals: list[Floats]) -> Iterator[CandidateClaim]:
    """Yield the candidates of an article.

    `sentences` has the probability of each label, a row a sentence; `marginals` is what the tagger says of each.
    """
    rules: dict[int, list[Draft]] = {}
    for draft in reading.rules:
        first = draft.spans[0][0]
        number = next((n for n, p in enumerate(reading.passages) if p.start <= first < p.end), 0)
        rules.setdefault(number, []).append(draft)
    for number, passage in enumerate(reading.passages):
        row = reading.tokens[number]
        if not row.tokens:
            continue
        tags = marginals[number].argmax(axis=-1).astype(np.int64)
        found = drafts_of_tags(passage, row.where, tags, reading.published)
        by_rules = [of_draft(draft, "rules") for draft in rules.get(number, ())]
        by_tagger = [of_draft(draft, "tagger") for draft, _ in found]
        others = proposed_spans(reading, passage, sentences[number])
        evidence = Evidence(reading, number, sentences, marginals[number], by_rules, by_tagger)
        likely = (one for one in others if evidence.mean(one) >= LEAST_MEAN)
        for one in dict.fromkeys([*by_rules, *by_tagger, *likely]):
            yield CandidateClaim(one, evidence.features(one))


def kept(found: Sequence[CandidateClaim], ranks: Floats) -> list[int]:
    """Return the numbers of the candidates that are kept: of those over the same words of a label, the best.

    Statements may lie within each other: of them the shorter has less than half of the longer.
    """
    taken: dict[Label, list[Proposal]] = {label: [] for label in Label}
    chosen = []
    for number in np.argsort(-ranks, kind="stable").tolist():
        if ranks[number] < LEAST:
            break
        one = found[number].proposal
        if not any(_is_same(one, other) for other in taken[one.label]):
            taken[one.label].append(one)
            chosen.append(number)
    return sorted(chosen)


def _is_same(one: Proposal, other: Proposal) -> bool:
    """Return whether two candidates of a label cannot both be claims."""
    if one.spans[-1][1] <= other.spans[0][0] or other.spans[-1][1] <= one.spans[0][0]:
        return False
    common = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one.spans for b in other.spans)
    if not common:
        return False
    shorter, longer = sorted((one.length, other.length))
    nested = one.label is Label.ATTRIBUTED_STATEMENT and common == shorter
    return not nested or shorter > longer / 2


__all__ = ["FEATURES", "CandidateClaim", "candidates", "kept"]
