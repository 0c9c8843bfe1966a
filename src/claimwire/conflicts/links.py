"""Proposals of links: claims of different articles that may tell the same thing, for a person to accept or refuse.

A proposal has the same event and label, and slots that agree; how alike the statements are decides where the slots
leave it open. The score, from 0 to 1, only orders the proposals; nothing is linked without a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ..dates import known_bounds
from ..schema import DECLARATION_OF, AttributedStatement, CasualtyFigure, ClaimBase, HistoricalBackground, Link
from ..schema.vocab import LinkKind, Qualifier, VictimStatus
from .figures import COUNTED_WHOLE, OF_NO_SIDE
from .scene import Scene, names_of
from .similarity import stems

SOURCES_COUNT = 0.3
"""How much the names of the sources count for two statements, when their other words count 1."""

LEAST_WORDS, LEAST_STATEMENT = 0.1, 0.25
"""Likeness of their other words, and score, from which two statements are proposed."""

LEAST_FIGURE = 0.4
"""Likeness from which two figures are proposed whose slots leave open whether they count the same people."""

Pair = tuple[str, str]
"""Ids of two claims, in their order."""


@dataclass(frozen=True)
class Proposal:
    """Two claims that may tell the same thing, how sure that is from 0 to 1, and what speaks for it."""

    kind: LinkKind
    one: ClaimBase
    other: ClaimBase
    score: float
    grounds: tuple[str, ...]

    @property
    def pair(self) -> Pair:
        """The ids of the claims."""
        return self.one.claim_id, self.other.claim_id


def proposals(scene: Scene, refused: Iterable[Pair] = ()) -> list[Proposal]:
    """Return the links that may be missing, the surest first.

    Left out are pairs that a link joins, pairs that were refused, and pairs of which each is in a link of the kind
    already: whoever made those links has told them apart.
    """
    left_out = set(refused)
    found = []
    for claims in scene.claims_of_event.values():
        ordered = sorted(claims, key=lambda claim: claim.claim_id)
        for one, other in combinations(ordered, 2):
            if one.article_id == other.article_id or one.label is not other.label:
                continue
            proposal = _proposal(scene, one, other)
            if proposal is None or proposal.pair in left_out:
                continue
            if not scene.linked(one, other, proposal.kind) and not scene.told_apart(one, other, proposal.kind):
                found.append(proposal)
    return sorted(found, key=lambda proposal: (-proposal.score, proposal.pair))


def _proposal(scene: Scene, one: ClaimBase, other: ClaimBase) -> Proposal | None:
    if isinstance(one, HistoricalBackground) and isinstance(other, HistoricalBackground):
        return _background(scene, one, other)
    if isinstance(one, CasualtyFigure) and isinstance(other, CasualtyFigure):
        return _figure(scene, one, other)
    if isinstance(one, AttributedStatement) and isinstance(other, AttributedStatement):
        return _statement(scene, one, other)
    return None


def _background(scene: Scene, one: HistoricalBackground, other: HistoricalBackground) -> Proposal:
    """Return the proposal for two background claims of one event: the event alone is enough."""
    grounds = ["same event"]
    grounds += ["same name of it"] if one.event_name == other.event_name else []
    grounds += ["dates that meet"] if known_bounds(one.time).meets(known_bounds(other.time)) else []
    return _scored(scene, one, other, grounds, len(grounds) / 3)


def _figure(scene: Scene, one: CasualtyFigure, other: CasualtyFigure) -> Proposal | None:
    """Return the proposal for two figures of one event that may count the same people; None where they do not."""
    same = one.harm is other.harm and one.victim_group is other.victim_group
    statuses = {one.victim_status, other.victim_status}
    same_status = len(statuses) == 1 or VictimStatus.UNSPECIFIED in statuses
    counted = [figure.qualifier is not Qualifier.NONE_STATED for figure in (one, other)]
    if not same or not same_status or (one.part_of is None) != (other.part_of is None) or counted[0] != counted[1]:
        return None
    grounds = ["same event", f"both {one.harm}"]
    sure = all(counted) and one.harm in COUNTED_WHOLE and statuses <= OF_NO_SIDE
    if sure:
        return _scored(scene, one, other, [*grounds, "victims of no side"], 1.0)
    if scene.similarity.between(one.claim_id, other.claim_id) < LEAST_FIGURE:
        return None
    return _scored(scene, one, other, grounds, 2 / 3)


def _statement(scene: Scene, one: AttributedStatement, other: AttributedStatement) -> Proposal | None:
    """Return the proposal for two statements of one event in like words; None where they are not."""
    if one.factuality is not other.factuality:
        return None
    sources = [stems(" ".join(sorted(names_of((claim,))))) for claim in (one, other)]
    names = scene.similarity.of_stems(*sources)
    words = scene.similarity.between(one.claim_id, other.claim_id, without=sources[0] | sources[1])
    score = (words + SOURCES_COUNT * names) / (1 + SOURCES_COUNT)
    if words < LEAST_WORDS or score < LEAST_STATEMENT:
        return None
    grounds = ["same event", f"sources {names:.2f} alike", f"other words {words:.2f} alike"]
    return Proposal(LinkKind.SAME_STATEMENT, one, other, score, tuple(grounds))


def _scored(scene: Scene, one: ClaimBase, other: ClaimBase, grounds: Sequence[str], slots: float) -> Proposal:
    """Return a proposal whose score is half what its slots have in common, half how alike its statements are."""
    words = scene.similarity.between(one.claim_id, other.claim_id)
    shown = (*grounds, f"statements {words:.2f} alike")
    return Proposal(DECLARATION_OF[one.label].link_kind, one, other, (slots + words) / 2, shown)


def linked_pairs(links: Iterable[Link], claims: Mapping[str, ClaimBase]) -> set[Pair]:
    """Return every two claims of different articles that links join."""
    found = set()
    for link in links:
        known = sorted(claim_id for claim_id in link.claim_ids if claim_id in claims)
        found |= {(a, b) for a, b in combinations(known, 2) if claims[a].article_id != claims[b].article_id}
    return found


@dataclass(frozen=True)
class Measured:
    """How many pairs of a kind were proposed, how many of them are linked, and how many are linked in all."""

    kind: LinkKind
    proposed: int
    found: int
    linked: int

    @property
    def precision(self) -> float | None:
        """The share of the proposed pairs that are linked; None where none was proposed."""
        return self.found / self.proposed if self.proposed else None

    @property
    def recall(self) -> float | None:
        """The share of the linked pairs that were proposed; None where none is linked."""
        return self.found / self.linked if self.linked else None


def measure(scene: Scene) -> list[Measured]:
    """Return how well proposals find the scene's links, a row a kind, with the links themselves taken away first."""
    bare = Scene(scene.claims, scene.articles, scene.events, (), scene.outlets)
    proposed = {kind: {x.pair for x in proposals(bare) if x.kind is kind} for kind in LinkKind}
    rows = []
    for kind in LinkKind:
        linked = linked_pairs((link for link in scene.links if link.kind is kind), scene.claims)
        rows.append(Measured(kind, len(proposed[kind]), len(proposed[kind] & linked), len(linked)))
    return rows
