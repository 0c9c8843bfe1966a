"""Which adjudicated claim is which of the auditor's, and in what the two differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..formats.mark import mark_of
from ..iaa.arrays.compare import AlignedMarks, differing_slots
from ..iaa.arrays.index import StudyIndex
from ..iaa.arrays.layout import lay_out
from ..iaa.arrays.spans import aligned, label_conflicts
from ..iaa.corpus import document_of
from ..iaa.slots import Slot, slots_of
from ..iaa.study import Mark, Study
from ..schema import LABELS, Annotation, Article, ClaimBase, slots_not_asked
from .sample import Sample, SampledSentence

SIDES = ("adjudicated", "auditor")

KINDS = ("unconfirmed", "other label", "span", "slots", "missed", "names")
"""How the two differ: the auditor has no such claim; has it with another label, another span, other slots; only the
auditor has it; only names are worded differently, which is not an error."""


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
class Pairing:
    """A claim in a sampled sentence, and the other side's that is the same or at the same place; one may be missing."""

    label: str
    adjudicated: Mark | None
    auditor: Mark | None
    slots: tuple[Slot, ...]
    """The slots in which the two differ, if they have the same label."""

    sentences: tuple[SampledSentence, ...]
    """The sampled sentences that either of the two is in."""

    not_asked: tuple[str, ...] = ()
    """The slots that the auditor left out because their codebook does not ask for them: the two cannot differ there."""

    def differences(self) -> Iterable[Difference]:
        """Yield in what the two differ; of a pair with the same label there may be two differences, span and slots."""
        for kind in self._kinds():
            slots = tuple(slot.name for slot in self.slots) if kind in ("slots", "names") else ()
            one, other = (None if mark is None else mark.mark_id for mark in (self.adjudicated, self.auditor))
            yield Difference(kind, self.label, one, other, slots, self.sentences)

    def _kinds(self) -> list[str]:
        if self.adjudicated is None:
            return ["missed"]
        if self.auditor is None:
            return ["unconfirmed"]
        if self.auditor.label != self.adjudicated.label:
            return ["other label"]
        kinds = ["span"] if self.auditor.pieces["spans"] != self.adjudicated.pieces["spans"] else []
        if self.slots:
            kinds.append("names" if all(slot.names for slot in self.slots) else "slots")
        return kinds


def pair_claims(
    sample: Sample, articles: Mapping[str, Article], claims: Sequence[ClaimBase], audits: Sequence[Annotation]
) -> tuple[list[Pairing], list[Slot]]:
    """Return the claims of both sides that are in sampled sentences, in pairs, and the slots that were compared.

    `claims` are the adjudicated claims, `audits` the auditor's layers; `articles` has every sampled article. What
    the auditor left out because their codebook does not ask for it is not compared.
    """
    audited = [claim for layer in audits for claim in layer.claims]
    not_asked = {
        claim.claim_id: slots_not_asked(claim, layer.guideline_version) for layer in audits for claim in layer.claims
    }
    layers = {
        side: {a: tuple(mark_of(claim) for claim in some if claim.article_id == a) for a in sample.texts}
        for side, some in zip(SIDES, (claims, audited), strict=True)
    }
    study = Study(sample.corpus_id, tuple(document_of(articles[a]) for a in sample.texts), (), layers)
    labels = [declaration.label.value for declaration in LABELS]
    marks = [mark for layer in layers.values() for some in layer.values() for mark in some]
    slots = [slot for label in labels for slot in slots_of(label, marks) if slot.distance != "reference"]
    index = StudyIndex(lay_out(study, labels), slots)
    one, other = (index.layout.annotators[side] for side in SIDES)
    pairs = []
    for a, b, differing in _aligned_rows(index, slots):
        gold, theirs = one.marks[a] if a >= 0 else None, other.marks[b] if b >= 0 else None
        document = int(one.document[a] if a >= 0 else other.document[b])
        both = [mark for mark in (gold, theirs) if mark is not None]
        sentences = _touched(sample, index.layout.documents[document].document_id, both)
        if sentences:
            nowhere = () if theirs is None else not_asked[theirs.mark_id]
            asked = tuple(slot for slot in differing if slot.name not in nowhere)
            pairs.append(Pairing(both[0].label, gold, theirs, asked, sentences, nowhere))
    pairs.sort(key=lambda p: (p.sentences[0].article_id, p.sentences[0].start, p.label, repr(p)))
    return pairs, slots


def _aligned_rows(index: StudyIndex, slots: Sequence[Slot]) -> list[tuple[int, int, tuple[Slot, ...]]]:
    """Return the numbers of the claims that are paired, -1 for none, and the slots in which they differ.

    Claims with the same label are paired first; of those that are left over, claims at the same place.
    """
    one, other = (index.layout.annotators[side] for side in SIDES)
    groups = aligned((one, other))
    different = differing_slots(index, AlignedMarks.of(index.layout, SIDES, groups))
    conflicts = label_conflicts(one, other, groups)
    left = {a for a, _ in conflicts}, {b for _, b in conflicts}
    rows = [
        (a, b, tuple(slot for slot, differs in zip(slots, row, strict=True) if differs))
        for (a, b), row in zip(groups.tolist(), different.tolist(), strict=True)
        if a not in left[0] and b not in left[1]
    ]
    return [*rows, *((a, b, ()) for a, b in conflicts)]


def _touched(sample: Sample, article_id: str, marks: Sequence[Mark]) -> tuple[SampledSentence, ...]:
    """Return the sampled sentences that any of the marks is in, at least in part."""
    pieces = [piece for mark in marks for piece in mark.pieces["spans"]]
    return tuple(
        s
        for s in sample.sentences
        if s.article_id == article_id and any(start < s.end and s.start < end for start, end in pieces)
    )
