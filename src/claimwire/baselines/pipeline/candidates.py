"""What may be a claim: the drafts of the rules, those of the tagger, and other spans of sentences with a label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from ...pieces import PieceIndex, Pieces
from ...ranges import Floats
from ...schema.vocab import Label
from ..parts import tagged_claims
from ..reading import ArticleReading
from ..rules.passage import Draft
from ..tagging import LAYERS
from .evidence import FEATURES, SentenceEvidence, Sureness
from .proposals import Proposal, of_draft, of_tags, proposed_spans

LEAST = 0.05
"""What a candidate has to reach by what the best is kept, so that it is looked at at all."""


LEAST_MEAN = 0.05
"""How sure the tagger has to be, on the mean, of a span that neither it nor the rules propose."""


class CandidateClaim(NamedTuple):
    """What may be a claim, and what speaks for it (`FEATURES`)."""

    proposal: Proposal
    features: tuple[float, ...]

    @property
    def label(self) -> Label:
        """Its label."""
        return self.proposal.label


def candidates(reading: ArticleReading, sentences: Floats, marginals: list[Floats]) -> Iterator[CandidateClaim]:
    """Yield the candidates of an article.

    `sentences` has the probability of each label, one row per sentence; `marginals` is what the tagger says of each.
    """
    rules: dict[int, list[Draft]] = {}
    for draft in reading.rules:
        rules.setdefault(reading.number_at(draft.spans[0][0]) or 0, []).append(draft)
    sure = Sureness.each(marginals)
    for number, passage in enumerate(reading.passages):
        row = reading.tokens[number]
        if not row.tokens:
            continue
        tags = marginals[number].argmax(axis=-1).astype(np.int64)
        by_rules = [of_draft(draft) for draft in rules.get(number, ())]
        by_tagger = [of_tags(claim) for claim in tagged_claims(passage, row.where, tags)]
        evidence = SentenceEvidence(reading, number, sentences, sure[number], by_rules, by_tagger)
        known: set[tuple[int, Pieces]] = set()
        for one in (*by_rules, *by_tagger, *proposed_spans(passage, sentences[number])):
            layer = LAYERS.index(one.label)
            if (layer, one.spans) in known:
                continue
            known.add((layer, one.spans))
            own = evidence.of(layer)
            runs = own.runs(one.spans)
            if one.way != "span" or own.mean(runs) >= LEAST_MEAN:
                yield CandidateClaim(one, own.features(one, runs))


def kept(found: Sequence[CandidateClaim], ranks: Floats) -> list[int]:
    """Return the numbers of the candidates that are kept: of those over the same words of a label, the best.

    Statements may lie within each other: of them the shorter has less than half of the longer.
    """
    taken: dict[Label, PieceIndex[int]] = {label: PieceIndex() for label in Label}
    lengths: dict[int, int] = {}
    chosen = []
    for number in np.argsort(-ranks, kind="stable").tolist():
        if ranks[number] < LEAST:
            break
        one = found[number].proposal
        length, common = one.length, _common(one, taken[one.label])
        if not any(_is_same(one.label, length, lengths[other], shared) for other, shared in common.items()):
            lengths[number] = length
            for start, end in one.spans:
                taken[one.label].add(start, end, number)
            chosen.append(number)
    return sorted(chosen)


def _common(one: Proposal, taken: PieceIndex[int]) -> dict[int, int]:
    """Return the numbers of the candidates that share words with one, with how many code points they share."""
    common: dict[int, int] = {}
    for start, end in one.spans:
        for a, b, other in taken.meeting(start, end):
            common[other] = common.get(other, 0) + min(end, b) - max(start, a)
    return common


def _is_same(label: Label, one: int, other: int, common: int) -> bool:
    """Return whether two candidates of a label cannot both be claims, by their lengths and what they share."""
    shorter, longer = sorted((one, other))
    nested = label is Label.ATTRIBUTED_STATEMENT and common == shorter
    return not nested or shorter > longer / 2


__all__ = ["FEATURES", "CandidateClaim", "candidates", "kept"]
