"""Level 4: checks of single items name what is there, their answers fit it, and a sentence so checked has no claim."""

from __future__ import annotations

from collections.abc import Iterator

from ..audit.items import answer_faults, claims_in, sentence_sha256
from ..schema.vocab import CheckAnswer
from .check import Check
from .context import Context
from .findings import Finding


def _item_unknown(context: Context) -> Iterator[Finding]:
    found_wrong = {row.record.claim_id for row in context.item_checks if row.record.answer is CheckAnswer.WRONG}
    for row in context.item_checks:
        check, article = row.record, context.article_by_id.get(row.record.article_id)
        entry = None if check.claim_id is None else context.entry(check.claim_id)
        if check.claim_id is not None and (entry is None or entry.layer_id is not None):
            if check.claim_id not in found_wrong or entry is not None:
                yield row.finding(f"it names {check.claim_id}, which is not the id of an adjudicated claim")
        elif entry is not None and entry.article_id != check.article_id:
            yield row.finding(f"it names {check.claim_id}, which is in {entry.article_id}")
        elif article is not None and check.sentence is not None and check.sentence >= len(article.sentences):
            last = len(article.sentences) - 1
            yield row.finding(f"it names sentence {check.sentence}, the last of {check.article_id} is {last}")


def _item_unfit(context: Context) -> Iterator[Finding]:
    for row in context.item_checks:
        for fault in answer_faults(row.record):
            yield row.finding(fault)


def _not_empty(context: Context) -> Iterator[Finding]:
    for row in context.item_checks:
        check, article = row.record, context.article_by_id.get(row.record.article_id)
        if article is None or check.sentence is None or check.sentence >= len(article.sentences):
            continue
        own = [claim for claim in row.corpus.claims.values() if claim.article_id == article.article_id]
        inside = claims_in(article, check.sentence, own)
        if inside and check.content_sha256 == sentence_sha256(article, check.sentence, inside):
            ids = ", ".join(claim.claim_id for claim in inside)
            yield row.finding(f"sentence {check.sentence} had claims when it was checked: {ids}")


CHECKS = (
    Check(
        "item-check-unknown",
        4,
        "a check names a claim or a sentence that its article does not have; a claim that a check found wrong may have "
        "been taken out since",
        "fix the id or the number, or take the check out",
        _item_unknown,
    ),
    Check(
        "item-check-unfit",
        4,
        "the answer of a check does not fit what was checked, or the fields and labels it names do not fit the answer",
        "fix the answer; docs/checking.md has what goes with what",
        _item_unfit,
    ),
    Check(
        "item-check-not-empty",
        4,
        "a check is about a sentence as one without a claim, and it had claims when it was checked",
        "check the claims themselves; what may be missing beside them is not asked",
        _not_empty,
    ),
)
