"""Scoring an audit: how many of the adjudicated claims in the sampled sentences are wrong, with intervals.

Two differences are not errors: names that an auditor words differently (a source, an event, a cause), which are counted
apart, and which claim a claim names (`voice`, `parent_id`, `part_of`), which may be outside the sample.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

from pydantic import Field

from ..agreement.arrays.compare import AlignedMarks, differing_slots
from ..agreement.arrays.index import StudyIndex
from ..agreement.arrays.layout import lay_out
from ..agreement.arrays.spans import aligned, label_conflicts
from ..agreement.corpus import document_of
from ..agreement.slots import Slot, slots_of
from ..agreement.study import Mark, Study
from ..errors import ClaimwireError
from ..formats.contract import mark_of
from ..schema import LABELS, Annotation, Article, ClaimBase, Record
from ..schema.base import OwnWords
from .sample import Sample, SampledSentence

SIDES = ("adjudicated", "auditor")

KINDS = ("unconfirmed", "other label", "span", "slots", "missed", "names")
"""How the two differ: the auditor has no such claim; has it with another label, another span, other slots; only the
auditor has it; only names are worded differently, which is not an error."""


class Verdict(Record):
    """Who is right where the auditor differs."""

    difference: str = Field(description="the difference, as `claimwire audit score` names it")
    right: Literal["adjudicated", "auditor", "either"] = Field(description="whose version is right; either if both are")
    reason: OwnWords = Field(description="why, in our own words")


@dataclass(frozen=True)
class Difference:
    """A difference between an adjudicated claim and the auditor's, by their ids; None for the one that there is not."""

    kind: str
    label: str
    adjudicated: str | None
    auditor: str | None
    slots: tuple[str, ...]
    sentences: tuple[SampledSentence, ...]

    @property
    def name(self) -> str:
        """The name by which a verdict refers to it."""
        return f"{self.adjudicated or self.auditor}:{self.kind.replace(' ', '-')}"


@dataclass(frozen=True)
class Rate:
    """How many of how many, with the 95 % interval of Wilson (1927)."""

    what: str
    hits: int
    trials: int

    @property
    def interval(self) -> tuple[float, float]:
        """The lower and the upper bound; 0 and 1 if there were no trials."""
        return wilson(self.hits, self.trials)


@dataclass(frozen=True)
class Score:
    """The result of an audit: the share of sentences with an error, rates by label and of all, and every difference."""

    sentences: Rate
    rates: Mapping[str, tuple[Rate, ...]]
    """The rates of each label that was found, by its name, and those of `all labels`."""

    slots: tuple[Rate, ...]
    """How often each slot differs between claims that are the same, before verdicts."""

    differences: tuple[Difference, ...]
    idle: tuple[str, ...]
    """Verdicts that are about no difference, as they are after the adjudicated claims were corrected."""


@dataclass(frozen=True)
class _Pairing:
    """A claim in a sampled sentence, and the other side's that is the same or at the same place; one may be missing."""

    label: str
    adjudicated: Mark | None
    auditor: Mark | None
    slots: tuple[Slot, ...]
    sentences: tuple[SampledSentence, ...]

    def differences(self) -> Iterable[Difference]:
        kinds = []
        if self.adjudicated is None:
            kinds.append("missed")
        elif self.auditor is None:
            kinds.append("unconfirmed")
        elif self.auditor.label != self.adjudicated.label:
            kinds.append("other label")
        else:
            if self.auditor.pieces["spans"] != self.adjudicated.pieces["spans"]:
                kinds.append("span")
            if self.slots:
                kinds.append("names" if all(slot.names for slot in self.slots) else "slots")
        for kind in kinds:
            slots = tuple(slot.name for slot in self.slots) if kind in ("slots", "names") else ()
            one, other = (None if own is None else own.mark_id for own in (self.adjudicated, self.auditor))
            yield Difference(kind, self.label, one, other, slots, self.sentences)


def wilson(hits: int, trials: int, level: float = 0.95) -> tuple[float, float]:
    """Return the score interval of a share (Wilson 1927), which is good for few trials and near 0 and 1, too.

    0 and 1 if there are no trials; `level` is the confidence level.
    """
    if trials == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = hits / trials
    middle = share + z * z / (2 * trials)
    reach = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    whole = 1 + z * z / trials
    return (
        0.0 if hits == 0 else (middle - reach) / whole,
        1.0 if hits == trials else (middle + reach) / whole,
    )


def score(
    sample: Sample,
    articles: Mapping[str, Article],
    claims: Sequence[ClaimBase],
    layers: Sequence[Annotation],
    verdicts: Mapping[str, Verdict],
) -> Score:
    """Return how the adjudicated claims in the sampled sentences compare with the auditor's layers.

    A difference counts as an error unless a verdict, by its name, says that the adjudicated claim is right. Raises
    `ClaimwireError` if an article is not the one that was sampled, or does not have exactly one layer.
    """
    for article_id, text_hash in sample.texts.items():
        if article_id not in articles or articles[article_id].text_sha256 != text_hash:
            raise ClaimwireError(f"{article_id} no longer has the text that was sampled; draw a new sample")
        if sum(layer.article_id == article_id for layer in layers) != 1:
            raise ClaimwireError(f"{article_id} needs one layer by the auditor, even if it finds nothing there")
    pairings, slots = _pairings(sample, articles, claims, [claim for layer in layers for claim in layer.claims])
    differences = tuple(difference for pairing in pairings for difference in pairing.differences())
    errors = {d for d in differences if d.kind != "names" and _counts(verdicts.get(d.name))}
    labels = [x.label.value for x in LABELS if any(pairing.label == x.label.value for pairing in pairings)]
    by_label = {label: [p for p in pairings if p.label == label] for label in labels} | {"all labels": pairings}
    faulty = {sentence for difference in errors for sentence in difference.sentences}
    return Score(
        sentences=Rate("sentences with an error", len(faulty), len(sample.sentences)),
        rates={name: _rates(some, errors) for name, some in by_label.items()},
        slots=tuple(_slot_rates(pairings, slots)),
        differences=differences,
        idle=tuple(sorted(set(verdicts) - {difference.name for difference in differences})),
    )


def _counts(verdict: Verdict | None) -> bool:
    """Return whether a difference with that verdict, or without any, counts as an error."""
    return verdict is None or verdict.right == "auditor"


def _rates(pairings: Sequence[_Pairing], errors: Collection[Difference]) -> tuple[Rate, ...]:
    differences = [d for pairing in pairings for d in pairing.differences()]
    faults = [d for d in differences if d in errors]
    claims = sum(pairing.adjudicated is not None for pairing in pairings)
    audited = sum(pairing.auditor is not None for pairing in pairings)
    wrong = {d.adjudicated for d in faults if d.adjudicated is not None}
    different = {d.adjudicated for d in differences if d.adjudicated is not None and d.kind != "names"}
    kinds = [Rate(kind, sum(d.kind == kind for d in faults), claims) for kind in KINDS[:4]]
    return (
        Rate("claims that differ, before verdicts", len(different), claims),
        Rate("claims with an error", len(wrong), claims),
        *kinds,
        Rate("missed (of the auditor's)", sum(d.kind == "missed" for d in faults), audited),
        Rate("names differ (no error)", sum(d.kind == "names" for d in differences), claims),
    )


def _slot_rates(pairings: Sequence[_Pairing], slots: Sequence[Slot]) -> Iterable[Rate]:
    """Yield how often each slot differs between claims that are the same, before any verdict."""
    for slot in slots:
        same = [p for p in pairings if p.adjudicated and p.auditor and p.auditor.label == p.label == slot.label]
        yield Rate(f"{slot.label}.{slot.name}", sum(slot in pairing.slots for pairing in same), len(same))


def _pairings(
    sample: Sample, articles: Mapping[str, Article], claims: Sequence[ClaimBase], audited: Sequence[ClaimBase]
) -> tuple[list[_Pairing], list[Slot]]:
    """Return the claims of both sides in sampled sentences, aligned, and the slots that were compared."""
    layers = {
        side: {a: tuple(mark_of(claim) for claim in own if claim.article_id == a) for a in sample.texts}
        for side, own in zip(SIDES, (claims, audited), strict=True)
    }
    study = Study(sample.corpus_id, tuple(document_of(articles[a]) for a in sample.texts), (), layers)
    labels = [declaration.label.value for declaration in LABELS]
    marks = [m for own in layers.values() for layer in own.values() for m in layer]
    slots = [slot for label in labels for slot in slots_of(label, marks) if slot.distance != "reference"]
    index = StudyIndex(lay_out(study, labels), slots)
    one, other = (index.layout.annotators[side] for side in SIDES)
    groups = aligned((one, other))
    different = differing_slots(index, AlignedMarks.of(index.layout, SIDES, groups))
    pairs = label_conflicts(one, other, groups)
    taken = {a for a, _ in pairs}, {b for _, b in pairs}
    rows = [
        (a, b, tuple(slot for slot, differing in zip(slots, row, strict=True) if differing))
        for (a, b), row in zip(groups.tolist(), different.tolist(), strict=True)
        if a not in taken[0] and b not in taken[1]
    ]
    found = []
    for a, b, differing in [*rows, *((a, b, ()) for a, b in pairs)]:
        gold, theirs = one.marks[a] if a >= 0 else None, other.marks[b] if b >= 0 else None
        place = int(one.document[a] if a >= 0 else other.document[b])
        sentences = _touched(sample, index.layout.documents[place].document_id, [m for m in (gold, theirs) if m])
        if sentences:
            label = (gold or theirs or marks[0]).label
            found.append(_Pairing(label, gold, theirs, differing, sentences))
    return sorted(found, key=lambda p: (p.sentences[0].article_id, p.sentences[0].start, p.label, repr(p))), slots


def _touched(sample: Sample, article_id: str, marks: Sequence[Mark]) -> tuple[SampledSentence, ...]:
    """Return the sampled sentences that any of the marks is in, at least in part."""
    pieces = [piece for m in marks for piece in m.pieces["spans"]]
    return tuple(
        s
        for s in sample.sentences
        if s.article_id == article_id and any(start < s.end and s.start < end for start, end in pieces)
    )
