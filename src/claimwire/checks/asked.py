"""Level 3: what a codebook asks of every claim that is annotated by it."""

from __future__ import annotations

from collections.abc import Iterator

from ..schema import EVERYTHING_IS_ASKED, ClaimBase, slots_missing
from ..schema.vocab import Confidence, Label
from .check import Check
from .context import ClaimContext, Context
from .findings import Finding

COMMENTED_SINCE = 2
"""The first codebook, by its first number, that asks for a comment on every doubtful claim and for rulings."""


def codebook_of(context: Context, located: ClaimContext) -> str | None:
    """Return the version of the codebook of a claim: its layer's, or its corpus's if it is adjudicated.

    None for a claim of an article that the corpus does not have.
    """
    if located.layer is not None:
        return located.layer.guideline_version
    versions = (
        corpus.info.guideline_version for corpus in context.corpora if located.claim.article_id in corpus.articles
    )
    return next(versions, None)


def is_by_rulings(codebook: str | None) -> bool:
    """Return whether a version of the codebook has rulings, and asks for a comment on every doubt."""
    return codebook is not None and int(codebook.partition(".")[0]) >= COMMENTED_SINCE


def _slot_missing(context: Context) -> Iterator[Finding]:
    for located in context.claims:
        codebook = codebook_of(context, located)
        missing = () if codebook is None else slots_missing(located.claim, codebook)
        if missing:
            yield located.finding(f"it has no {', '.join(missing)}, and codebook {codebook} asks for that")


def _doubt_without_comment(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(ClaimBase):
        doubtful = claim.confidence is not Confidence.HIGH and claim.comment is None
        if doubtful and is_by_rulings(codebook_of(context, located)):
            yield located.finding(f"confidence is {claim.confidence}, and it has no comment")


def _not_asked(context: Context) -> Iterator[Finding]:
    plan = context.repository.plan
    if plan is None or plan.not_asked == EVERYTHING_IS_ASKED:
        return
    left_out = {label: plan.not_asked.of(label) for label in Label}
    for located in context.claims:
        claim = located.claim
        if claim.label in plan.not_asked.labels:
            yield located.finding(f"its label is {claim.label}, and annotations/release.toml does not ask for it")
        unasked = left_out[claim.label]
        for name in type(claim).model_fields if unasked else ():
            if name in unasked and getattr(claim, name):
                yield located.finding(f"it has {name}, and annotations/release.toml does not ask for it")


CHECKS = (
    Check(
        "slot-missing",
        3,
        "a claim lacks a slot that every claim has by the codebook it was annotated by",
        "fill it in, or name the codebook that was followed",
        _slot_missing,
    ),
    Check(
        "doubt-without-comment",
        3,
        "an adjudicated claim of low confidence does not say why in a comment (from codebook 2)",
        "say in the comment what another reader might decide",
        _doubt_without_comment,
    ),
    Check(
        "not-asked",
        3,
        "a claim has a label or a slot that the release plan does not ask for",
        "take it out, or ask for it: change `not_asked` in annotations/release.toml",
        _not_asked,
    ),
)
