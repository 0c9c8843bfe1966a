"""One source asserts what another denies.

What a denial is about is known in four ways. It contains the statement that it denies (`denied reports that ...`). It
is so short, and without a claim of its own, that it refers to the statement before it (`denied it`), worded as a yes or
as a no. A link, or the slots of two figures, say that both are about the same. Or two statements of one event are in
similar words, their sources left out. What is linked to either side of a denial is on that side, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from ..schema import AttributedStatement, CasualtyFigure, ClaimBase, claim_order
from ..schema.vocab import CueClass, LinkKind
from .casualties import same_people
from .conflict_index import ConflictIndex, source_names, stance
from .dispute import Claims, Conflict, Dispute, conflict, disputes_of_conflicts
from .number_ranges import number_range
from .similarity import stems

C = TypeVar("C", bound=ClaimBase)

DENIED = "asserted_and_denied"

LEAST_SIMILARITY = 0.4
"""Similarity from which a denied and an asserted statement of one event are about the same."""

LONGEST_REFERENCE = 20
"""Code points of a denied content that can only refer to what was said before it (`it`, `the allegations`)."""

Denial = tuple[ClaimBase, ClaimBase, str]
"""A claim that is denied, one that asserts the same, and how it is known that they are about the same."""


def denial_disputes(index: ConflictIndex) -> list[Dispute]:
    """Return what one source asserts and another denies."""
    conflicts: dict[tuple[str, str], Conflict] = {}
    denials = [*_statements(index), *_linked(index), *_figures(index)]
    for denied, asserted, reason in [*denials, *_repeated(index, denials)]:
        item = conflict(DENIED, denied, asserted, reason)
        conflicts.setdefault(item.ids, item)
    return disputes_of_conflicts(DENIED, _title, list(conflicts.values()))


def denial_says(claim: ClaimBase) -> str:
    """Return whether a claim denies, says in the negative that something is not so, or asserts."""
    if stance(claim) != "not so":
        return "asserted"
    return "said not to be so" if _in_the_negative(claim) else "denied"


def _title(group: Claims) -> str:
    asserting = (claim for claim in group if stance(claim) == "so")
    return f"Whether it is so: {next(asserting, group[0]).said}"


def _in_the_negative(claim: ClaimBase) -> bool:
    """Return whether a statement says that something is not so, without denying what another source said."""
    negative = isinstance(claim, AttributedStatement) and claim.cue_class is not CueClass.DENIAL
    return negative and stance(claim) == "not so"


def _statements(index: ConflictIndex) -> Iterator[Denial]:
    """Yield denials of statements that are known by their place in the text or by their words."""
    every = sorted(index.corpus.claims.values(), key=claim_order)
    with_claims = {claim.voice_id for claim in every}
    for denial in every:
        if not isinstance(denial, AttributedStatement) or stance(denial) != "not so":
            continue
        near = _of_other_sources(denial, index.corpus.claims_of_article[denial.article_id])
        asserted = [claim for claim in near if stance(claim) == "so"]
        yield from ((denial, x, "it is said within the denial") for x in asserted if x.voice_id == denial.claim_id)
        before = None if denial.claim_id in with_claims else _referred_to(denial, near)
        if before is not None:
            yield denial, before, "the denial refers to the statement before it"
        same_event = () if denial.event_id is None else index.corpus.claims_of_event[denial.event_id]
        for other in _of_other_sources(denial, same_event):
            if stance(other) == "so" and _similar(index, denial, other):
                yield denial, other, "both are in similar words"


def _of_other_sources(denial: AttributedStatement, claims: Iterable[ClaimBase]) -> list[AttributedStatement]:
    """Return the attributed statements among some claims that share no named source with a denial."""
    names = source_names(denial)
    return [x for x in claims if isinstance(x, AttributedStatement) and not source_names(x) & names]


def _referred_to(denial: AttributedStatement, near: Iterable[AttributedStatement]) -> AttributedStatement | None:
    """Return the statement before a denial that is too short to say what it denies; None if there is none.

    `near` are the statements of other sources in the same article.
    """
    if sum(span.end - span.start for span in denial.spans) > LONGEST_REFERENCE:
        return None
    before = [
        claim
        for claim in near
        if (claim.event_id, claim.voice_id) == (denial.event_id, None)
        and claim.spans[0].start < denial.spans[0].start
        and (stance(claim) == "so" or _in_the_negative(claim))
    ]
    return max(before, key=lambda claim: (claim.spans[0].start, claim.claim_id), default=None)


def _similar(index: ConflictIndex, denial: AttributedStatement, other: AttributedStatement) -> bool:
    """Return whether two statements are in similar words, the names of their sources left out."""
    names = stems(" ".join(sorted(source_names(denial, other))))
    return index.similarity.between(denial.claim_id, other.claim_id, without=names) >= LEAST_SIMILARITY


def _linked(index: ConflictIndex) -> Iterator[Denial]:
    """Yield earlier events and figures that a link joins, one of them denied."""
    claims = index.corpus.claims
    for link in index.corpus.links.values():
        if link.kind is not LinkKind.SAME_STATEMENT:
            for denied, asserted in _sides([claims[claim_id] for claim_id in link.claim_ids if claim_id in claims]):
                if index.different_sources(denied, asserted) and _numbers_meet(denied, asserted):
                    yield denied, asserted, "a link says that both are about the same"


def _figures(index: ConflictIndex) -> Iterator[Denial]:
    """Yield figures that count the same people by their slots, one of them denied."""
    for claims in index.corpus.claims_of_event.values():
        for denied, asserted in _sides([claim for claim in claims if isinstance(claim, CasualtyFigure)]):
            same = same_people(index, denied, asserted) and index.different_sources(denied, asserted)
            if same and _numbers_meet(denied, asserted):
                yield denied, asserted, "both count the same people"


def _sides(claims: Iterable[C]) -> Iterator[tuple[C, C]]:
    """Yield every denied claim with every asserted one."""
    members = list(claims)
    for denied in members:
        if stance(denied) == "not so":
            yield from ((denied, other) for other in members if stance(other) == "so")


def _numbers_meet(denied: ClaimBase, asserted: ClaimBase) -> bool:
    """Return whether denying one denies the other: who denies that 30 died does not deny that 12 did."""
    if isinstance(denied, CasualtyFigure) and isinstance(asserted, CasualtyFigure):
        return number_range(denied).meets(number_range(asserted))
    return True


def _repeated(index: ConflictIndex, denials: Iterable[Denial]) -> Iterator[Denial]:
    """Yield the denials again with every statement that a link makes the same as either side."""
    for denied, asserted, reason in denials:
        for one in _same_statements(index, denied):
            for other in _same_statements(index, asserted):
                sides = stance(one) == "not so" and stance(other) == "so"
                if sides and index.different_sources(one, other):
                    yield one, other, f"{reason}; a link says that another article has the same"


def _same_statements(index: ConflictIndex, claim: ClaimBase) -> list[ClaimBase]:
    """Return a claim and the statements that links make the same as it, sorted by their ids."""
    claims = index.corpus.claims
    ids = index.linked_ids(claim.claim_id, LinkKind.SAME_STATEMENT)
    return [claims[claim_id] for claim_id in ids if claim_id in claims]
