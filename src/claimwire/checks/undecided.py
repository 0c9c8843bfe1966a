"""Level 4: every claim of a layer and every adjudicated claim has its decision, or can get one as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ..corpus.corpus import Corpus
from ..corpus.records import Located
from ..schema import Annotation
from ..schema.vocab import AnnotatorKind
from . import asked, figures, quotations, statements, times
from .check import Check
from .context import ClaimContext, Context
from .findings import Finding

OF_ADJUDICATED = tuple(
    check for module in (statements, quotations, times, figures, asked) for check in module.CHECKS if check.level <= 3
)
"""The checks that look at claims alone, some of them at adjudicated ones only."""


def _claim_without_decision(context: Context) -> Iterator[Finding]:
    faults = _faults(context)
    for located in context.claims:
        count = _decisions(context, located)
        if count != 1 and located.claim.claim_id not in faults:
            yield located.finding(f"{count} adjudications name it, expected 1")


def _claim_unfit(context: Context) -> Iterator[Finding]:
    faults = _faults(context)
    for located in context.claims:
        if located.claim.claim_id in faults:
            yield located.finding("; ".join(faults[located.claim.claim_id]))


def _decisions(context: Context, located: ClaimContext) -> int:
    """Return how many decisions made an adjudicated claim, or are about a layer's."""
    return context.repository.index.decisions_naming(located.claim.claim_id, adjudicated=located.layer is None)


def _faults(context: Context) -> Mapping[str, list[str]]:
    """Return for claims of layers on which nothing is decided why they could not be adjudicated as they are.

    That an annotator wrote no statement is none: the adjudicator can. Rule programs have no opinion to be taken.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for corpus in context.corpora:
        for row in corpus.rows.annotations:
            waiting = {
                located.claim.claim_id: located.claim
                for located in context.claims
                if located.layer is row.record and not _decisions(context, located)
            }
            if waiting and not _is_by_program(context, row.record):
                for check, finding in _new_as_adjudicated(context, corpus, row):
                    claim = waiting.get(finding.place.record_id or "")
                    if claim is not None and not (check is NO_FULL_STOP and claim.statement is None):
                        found[claim.claim_id].append(f"{finding.message} ({check.check_id})")
    return found


NO_FULL_STOP = next(check for check in statements.CHECKS if check.check_id == "statement-no-full-stop")
"""The check that asks for a statement at all, too."""


def _new_as_adjudicated(context: Context, corpus: Corpus, row: Located[Annotation]) -> Iterator[tuple[Check, Finding]]:
    """Yield what is found of a layer's claims if they are adjudicated ones, and is not found of them in the layer."""
    claims = [Located(claim, row.path, row.line) for claim in row.record.claims]
    alone = corpus.with_rows(annotations=[], claims=claims, adjudications=[])
    layered = corpus.with_rows(annotations=[row], claims=[], adjudications=[])
    as_adjudicated, as_layer = (Context(context.repository, [data], is_shared=False) for data in (alone, layered))
    for check in OF_ADJUDICATED:
        before = set(check.find(as_layer))
        yield from ((check, finding) for finding in check.find(as_adjudicated) if finding not in before)


def _is_by_program(context: Context, layer: Annotation) -> bool:
    annotator = context.repository.annotator_by_id.get(layer.annotator_id)
    return annotator is not None and annotator.annotator_kind is AnnotatorKind.RULE


CHECKS = (
    Check(
        "claim-unfit",
        4,
        "a claim of a layer on which nothing is decided yet could not be adjudicated as it is: an adjudicated claim is "
        "refused for it",
        "correct it in the layer, or decide otherwise with `set`, `take` or `reject` when you adjudicate it",
        _claim_unfit,
    ),
    Check(
        "claim-without-decision",
        4,
        "a claim of a layer, or an adjudicated one, is not in exactly one adjudication",
        "run `claimwire adjudicate`; every claim of every layer is taken or rejected once",
        _claim_without_decision,
    ),
)
