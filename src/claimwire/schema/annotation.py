"""Who annotated what, and how the layers became one."""

from __future__ import annotations

from pydantic import Field

from .base import ClaimReference, Edtf, Id, OwnWords, Record, Sha256, Version
from .claims import Claim
from .vocab import AnnotatorKind, Confidence, Decision

RULE_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class Annotator(Record):
    """Who or what annotated. Agreement between models is never shown as agreement between people."""

    annotator_id: Id = Field(description="id of the annotator, never reused")
    annotator_kind: AnnotatorKind = Field(description="a person, a model, or a rule program")
    description: OwnWords = Field(description="who or what that is, with version where known, and what was not checked")


class Annotation(Record):
    """One annotator's layer over one article. A layer without claims says that the annotator found none."""

    annotation_id: Id = Field(description="id of the layer")
    article_id: Id = Field(description="the article annotated")
    annotator_id: Id = Field(description="who annotated")
    guideline_version: Version = Field(description="version of the codebook followed")
    tool: str = Field(description="tool and version the layer was made with")
    date: Edtf | None = Field(default=None, description="when the layer was finished (EDTF)")
    lead_time_seconds: float | None = Field(default=None, ge=0, description="time spent on it, where it was measured")
    batch: Id | None = Field(default=None, description="the batch or round of work the layer belongs to")
    source_sha256: Sha256 | None = Field(
        default=None, description="SHA-256 of the export or file the layer was read from, where that is kept"
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
    note: OwnWords | None = Field(default=None, description="a remark on the decision, in our own words")
    borderline: bool = Field(description="whether another reader of the codebook might leave the claim out")
    adjudicator_id: Id = Field(description="who decided")
    confidence: Confidence = Field(description="how sure the adjudicator is")
