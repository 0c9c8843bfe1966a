"""Who annotated what, and how the layers became one."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, JsonValue, StringConstraints

from .base import ClaimReference, Edtf, Id, OwnWords, Prose, Record, Sha256, Title, Version
from .claims import Claim
from .vocab import AnnotatorKind, CheckAnswer, Confidence, Decision, ExampleKind, Label

RULE_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
RULING_PATTERN = r"^R-[A-Z]{2,8}-[0-9]+$"

RulingId = Annotated[str, StringConstraints(pattern=RULING_PATTERN)]


class Annotator(Record):
    """Who or what annotated. Agreement between models is never shown as agreement between people."""

    annotator_id: Id = Field(description="id of the annotator, never reused")
    annotator_kind: AnnotatorKind = Field(description="a person, a model, or a rule program")
    description: Prose = Field(description="who or what that is, with version where known, and what was not checked")


class Protocol(Record):
    """How layers were made: `annotations/protocols/<protocol_id>.toml`. What is not told is said to be withheld."""

    protocol_id: Id = Field(description="id of the protocol, and the name of its file")
    title: Title = Field(description="what it is, in a few words")
    instruction: Title = Field(
        description="the file beside it that has the whole instruction, apart from the codebook and the text"
    )
    instruction_sha256: Sha256 = Field(description="SHA-256 of that file")
    guideline_version: Version = Field(description="version of the codebook that annotators had")
    guideline_sha256: Sha256 = Field(description="SHA-256 of that codebook")
    date: Edtf = Field(description="when layers were made by it (EDTF)")
    annotator_kind: AnnotatorKind = Field(description="a person, a model, or a rule program")
    model: OwnWords = Field(description="which model or program, with version as far as told; `withheld` if not told")
    settings: OwnWords = Field(description="its settings, as far as told; `withheld` if not told")
    seen: OwnWords = Field(description="what annotators saw apart from instruction, codebook and text")


class Annotation(Record):
    """One annotator's layer over one article. A layer without claims says that the annotator found none."""

    annotation_id: Id = Field(description="id of the layer")
    article_id: Id = Field(description="the article annotated")
    annotator_id: Id = Field(description="who annotated")
    guideline_version: Version = Field(description="version of the codebook followed")
    tool: str = Field(description="tool and version the layer was made with")
    date: Edtf | None = Field(default=None, description="when the layer was finished (EDTF)")
    lead_time_seconds: float | None = Field(default=None, ge=0, description="time spent on it, where it was measured")
    protocol_id: Id | None = Field(default=None, description="how the layer was made; absent where it is not told")
    batch: Id | None = Field(default=None, description="the batch or round of work the layer belongs to")
    source_sha256: Sha256 | None = Field(
        default=None, description="SHA-256 of the export or file the layer was read from, where that is kept"
    )
    began_from: Id | None = Field(
        default=None,
        description="annotator whose layer it began from as a prediction; absent where it began from none, or where "
        "that is not recorded",
    )
    complete: bool = Field(description="whether every sentence of the article was considered")
    claims: tuple[Claim, ...] = Field(description="the claims, with ids of the layer's own")


class Adjudication(Record):
    """What became of one or more layers' claims."""

    adjudication_id: Id = Field(description="id of the decision")
    article_id: Id = Field(description="the article")
    claim_id: ClaimReference | None = Field(
        default=None, description="the adjudicated claim; absent where the layers' claims were rejected"
    )
    layer_claim_ids: tuple[ClaimReference, ...] = Field(description="the layers' claims that were decided on")
    decision: Decision = Field(description="what was decided")
    differing: tuple[str, ...] = Field(default=(), description="fields in which the layers differed")
    changed: tuple[str, ...] = Field(
        default=(), description="fields that the adjudicated claim has from no layer, or not from the first one named"
    )
    rule: str | None = Field(
        default=None,
        pattern=RULE_PATTERN,
        description="the rule that took the claim; absent where the adjudicator did",
    )
    reason: OwnWords = Field(description="the reason, in our own words; that of the rule where a rule took the claim")
    ruling_ids: tuple[RulingId, ...] = Field(
        default=(), description="the rulings of the codebook that it follows from, where it follows from any"
    )
    other_readings: tuple[OwnWords, ...] = Field(
        default=(), description="what the layers say that was not taken: who says it, the field and its value"
    )
    note: OwnWords | None = Field(default=None, description="a remark on the decision, in our own words")
    adjudicator_id: Id = Field(description="who decided")
    confidence: Confidence = Field(description="how sure the adjudicator is")


class ItemCheck(Record):
    """What somebody says of one adjudicated claim, or of one sentence without any claim: a line of `checks.jsonl`.

    It stays when the claim is changed because of it: `content_sha256` tells that it was checked before it changed.
    """

    check_id: Id = Field(description="id of the check, never reused")
    article_id: Id = Field(description="the article")
    claim_id: ClaimReference | None = Field(
        default=None, description="the adjudicated claim that was checked; absent for a sentence"
    )
    sentence: int | None = Field(
        default=None,
        ge=0,
        description="number of the sentence without a claim that was checked, from 0; absent for a claim",
    )
    label: Label | None = Field(
        default=None, description="label of the claim when it was checked; absent for a sentence"
    )
    content_sha256: Sha256 = Field(
        description="SHA-256 of what was checked: the claim's label, spans, slots and statement, or the sentence's "
        "place and the claims in it, each with the hash of the text"
    )
    answer: CheckAnswer = Field(description="the answer")
    wrong_fields: tuple[str, ...] = Field(
        default=(), description="the fields of the claim that are wrong: label, spans, slots; none if it is not wrong"
    )
    missed_labels: tuple[Label, ...] = Field(
        default=(), description="the labels of the claims that are missing in the sentence; none if nothing is missing"
    )
    note: OwnWords | None = Field(default=None, description="why, in our own words")
    annotator_id: Id = Field(description="who checked it")
    protocol_id: Id | None = Field(
        default=None, description="how it was checked; absent where somebody followed the rules of a pack"
    )
    date: Edtf = Field(description="when it was checked (EDTF)")


class RulingClaim(Record):
    """A claim that an example of a ruling has, or must not have."""

    label: Label = Field(description="its label")
    quotes: tuple[OwnWords, ...] = Field(min_length=1, description="the words of its pieces, in text order")
    slots: dict[str, JsonValue] = Field(
        default_factory=dict, description="the slots that the ruling decides, with their values; quotes for spans"
    )


class RulingExample(Record):
    """An invented sentence or two that a ruling is shown by, and what is right there."""

    kind: ExampleKind = Field(description="what it shows")
    text: OwnWords = Field(description="the invented text")
    claims: tuple[RulingClaim, ...] = Field(default=(), description="claims that the ruling says are there")
    no_claims: tuple[RulingClaim, ...] = Field(default=(), description="claims that the ruling says are not there")


class Ruling(Record):
    """A rule of the codebook that settles a question: a line of `annotations/rulings.jsonl`. Ids are never reused."""

    ruling_id: RulingId = Field(description="id, such as R-PRES-3")
    since: Version = Field(description="version of the codebook that has it first")
    rule: OwnWords = Field(description="the rule")
    fields: tuple[str, ...] = Field(min_length=1, description="what it decides: label, spans, or slots")
    examples: tuple[RulingExample, ...] = Field(min_length=3, description="at least one example of each kind")
