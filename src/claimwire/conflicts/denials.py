"""One teller asserts what another denies.

What a denial is about is known in four ways: it holds the statement that it denies (`denied reports that ...`); it is
so short, and without a claim of its own, that it takes up the statement before it (`denied it`), be that worded as a
yes or a no; a link or the slots of two figures say that both tell the same; or two statements of one event are worded
alike, their sources left out. What is linked to either side stands on that side, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from ..schema import AttributedStatement, CasualtyFigure, ClaimBase, claim_order
from ..schema.vocab import CueClass, Factuality, LinkKind
from .figures import same_people
from .intervals import interval
from .model import Conflict, Fact, conflict, facts_of_conflicts
from .scene import TOLD_AS_FACT, Scene, names_of
from .similarity import stems

C = TypeVar("C", bound=ClaimBase)

DENIED = "asserted_and_denied"

ALIKE = 0.4
"""Likeness from which a denied and an asserted statement of one event are about the same."""

TAKEN_UP = 20
"""Code points of a denied content that can only take up what was said before it (`it`, `the allegations`)."""

Denial = tuple[ClaimBase, ClaimBase, str]
"""A claim that is denied, one that asserts the same, and how it is known that they are about the same."""


def denied_facts(scene: Scene) -> list[Fact]:
    """Return what one teller asserts and another denies."""
    found: dict[tuple[str, str], Conflict] = {}
    for denied, asserted, why in _with_what_is_linked(scene, [*_statements(scene), *_linked(scene), *_figures(scene)]):
        item = conflict(DENIED, denied, asserted, why)
        found.setdefault((item.claims[0].claim_id, item.claims[1].claim_id), item)
    return facts_of_conflicts(DENIED, lambda group: f"Whether it is so: {_told(group).statement}", list(found.values()))


def denial_says(claim: ClaimBase) -> str:
    """Return whether a claim denies, says in the negative that something is not so, or asserts."""
    if claim.factuality is not Factuality.DENIED:
        return "asserted"
    return "said not to be so" if _in_the_negative(claim) else "denied"


def _in_the_negative(claim: ClaimBase) -> bool:
    """Tell whether a statement says that something is not so without denying what another said."""
    if not isinstance(claim, AttributedStatement):
        return False
    return claim.factuality is Factuality.DENIED and claim.cue_class is not CueClass.DENIAL


def _statements(scene: Scene) -> Iterator[Denial]:
    """Yield denials of statements by their place in the text or by their words."""
    statements = [claim for claim in scene.claims.values() if isinstance(claim, AttributedStatement)]
    holding = {claim.voice for claim in scene.claims.values()}
    asserted = sorted((claim for claim in statements if claim.factuality in TOLD_AS_FACT), key=claim_order)
    told = [*asserted, *(claim for claim in statements if _in_the_negative(claim))]
    for denial in sorted(statements, key=claim_order):
        if denial.factuality is not Factuality.DENIED:
            continue
        others = _of_others(denial, asserted)
        yield from ((denial, x, "it is told within the denial") for x in others if x.parent_id == denial.claim_id)
        before = None if denial.claim_id in holding else _taken_up(denial, _of_others(denial, told))
        if before is not None:
            yield denial, before, "the denial takes up the statement before it"
        yield from ((denial, x, "both are worded alike") for x in others if _worded_alike(scene, denial, x))


def _of_others(denial: AttributedStatement, statements: list[AttributedStatement]) -> list[AttributedStatement]:
    """Return the statements that share no named source with a denial."""
    return [claim for claim in statements if not names_of((claim,)) & names_of((denial,))]


def _taken_up(denial: AttributedStatement, others: list[AttributedStatement]) -> AttributedStatement | None:
    """Return the statement before a denial that is too short to say what it denies; None where there is none."""
    if sum(span.end - span.start for span in denial.spans) > TAKEN_UP:
        return None
    before = [
        claim
        for claim in others
        if (claim.article_id, claim.event_id, claim.parent_id) == (denial.article_id, denial.event_id, None)
        and claim.spans[0].start < denial.spans[0].start
    ]
    return max(before, key=lambda claim: (claim.spans[0].start, claim.claim_id), default=None)


def _worded_alike(scene: Scene, denial: AttributedStatement, other: AttributedStatement) -> bool:
    """Tell whether two statements of one event say the same in like words."""
    if denial.event_id is None or denial.event_id != other.event_id:
        return False
    names = stems(" ".join(sorted(names_of((denial, other)))))
    return scene.similarity.between(denial.claim_id, other.claim_id, without=names) >= ALIKE


def _linked(scene: Scene) -> Iterator[Denial]:
    """Yield earlier events and figures that a link joins, one of them denied."""
    for link in scene.links:
        if link.kind is not LinkKind.SAME_STATEMENT:
            claims = [scene.claims[claim_id] for claim_id in link.claim_ids if claim_id in scene.claims]
            for denied, asserted in _sides(claims):
                if scene.two_tell(denied, asserted) and _numbers_meet(denied, asserted):
                    yield denied, asserted, "a link says that both tell the same"


def _figures(scene: Scene) -> Iterator[Denial]:
    """Yield figures that count the same people by their slots, one of them denied."""
    figures = [claim for claim in scene.claims.values() if isinstance(claim, CasualtyFigure)]
    for denied, asserted in _sides(sorted(figures, key=claim_order)):
        same = same_people(scene, denied, asserted) and scene.two_tell(denied, asserted)
        if same and _numbers_meet(denied, asserted):
            yield denied, asserted, "both count the same people"


def _sides(claims: Sequence[C]) -> Iterator[tuple[C, C]]:
    """Yield every denied claim with every asserted one."""
    for denied in claims:
        if denied.factuality is Factuality.DENIED:
            yield from ((denied, other) for other in claims if other.factuality in TOLD_AS_FACT)


def _numbers_meet(denied: ClaimBase, asserted: ClaimBase) -> bool:
    """Tell whether denying one denies the other: who denies that 30 died does not deny that 12 did."""
    if isinstance(denied, CasualtyFigure) and isinstance(asserted, CasualtyFigure):
        return interval(denied).meets(interval(asserted))
    return True


def _with_what_is_linked(scene: Scene, denials: list[Denial]) -> Iterator[Denial]:
    """Yield denials, and the same with every statement that a link makes the same as either side."""
    yield from denials
    for denied, asserted, why in denials:
        reason = f"{why}; a link says that another article tells the same"
        for one in _same_statements(scene, denied):
            for other in _same_statements(scene, asserted):
                sides = one.factuality is Factuality.DENIED and other.factuality in TOLD_AS_FACT
                if sides and scene.two_tell(one, other):
                    yield one, other, reason


def _same_statements(scene: Scene, claim: ClaimBase) -> list[ClaimBase]:
    """Return a claim and the statements that links make the same as it, by their ids."""
    ids = {claim.claim_id}
    for link in scene.links:
        if link.kind is LinkKind.SAME_STATEMENT and claim.claim_id in link.claim_ids:
            ids |= set(link.claim_ids)
    return [scene.claims[claim_id] for claim_id in sorted(ids) if claim_id in scene.claims]


def _told(group: tuple[ClaimBase, ...]) -> ClaimBase:
    """Return the first claim of a group that asserts what others deny."""
    return next((claim for claim in group if claim.factuality in TOLD_AS_FACT), group[0])
