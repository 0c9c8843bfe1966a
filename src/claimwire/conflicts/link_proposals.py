"""Proposals of links: claims of different articles that may say the same thing, for a person to accept or refuse.

A proposal has the same event and label, and slots that agree; how similar the statements are decides where the slots
leave it open. The score, from 0 to 1, only sorts the proposals; nothing is linked without a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ..dates import known_bounds
from ..schema import DECLARATION_OF, LABELS, AttributedStatement, CasualtyFigure, ClaimBase, HistoricalBackground, Link
from ..schema.vocab import LinkKind, Qualifier, VictimStatus
from .casualties import COUNTED_WHOLE, OF_NO_SIDE
from .conflict_index import ConflictIndex, source_names
from .similarity import stems

SOURCE_WEIGHT = 0.3
"""How much the names of the sources of two statements count, if their other words count 1."""

LEAST_WORDS, LEAST_SCORE = 0.1, 0.25
"""Similarity of their other words, and score, from which two statements are proposed."""

LEAST_FIGURE = 0.4
"""Similarity from which two figures are proposed whose slots leave open whether they count the same people."""

ClaimPair = tuple[str, str]
"""Ids of two claims, sorted."""


@dataclass(frozen=True)
class LinkProposal:
    """Two claims that may say the same thing, how likely that is from 0 to 1, and the reasons for it."""

    kind: LinkKind
    one: ClaimBase
    other: ClaimBase
    score: float
    grounds: tuple[str, ...]

    @property
    def pair(self) -> ClaimPair:
        """The ids of the claims."""
        return self.one.claim_id, self.other.claim_id


def proposals(index: ConflictIndex, refused: Iterable[ClaimPair] = ()) -> list[LinkProposal]:
    """Return the links that may be missing, most likely first.

    Left out are pairs that a link joins, pairs that were refused, and pairs of which each claim is in a link of the
    kind already: whoever made those links did not take the two for the same.
    """
    refused_pairs = set(refused)
    result = []
    for claims in index.corpus.claims_of_event.values():
        for one, other in combinations(sorted(claims, key=lambda claim: claim.claim_id), 2):
            if one.article_id == other.article_id or one.label is not other.label:
                continue
            proposal = _proposal(index, one, other)
            if proposal is not None and proposal.pair not in refused_pairs and not decided(index, proposal):
                result.append(proposal)
    return sorted(result, key=lambda proposal: (-proposal.score, proposal.pair))


def decided(index: ConflictIndex, proposal: LinkProposal) -> bool:
    """Return whether links decide on a proposal already.

    They join its claims, link them separately, or say that they are counts that follow each other.
    """
    claims = (proposal.one, proposal.other)
    if proposal.kind is LinkKind.SUPERSEDES:
        return index.follow_each_other(*claims)
    return (
        index.linked(*claims, proposal.kind)
        or index.linked_separately(*claims, proposal.kind)
        or index.follow_each_other(*claims)
    )


def _proposal(index: ConflictIndex, one: ClaimBase, other: ClaimBase) -> LinkProposal | None:
    if isinstance(one, HistoricalBackground) and isinstance(other, HistoricalBackground):
        return _background(index, one, other)
    if isinstance(one, CasualtyFigure) and isinstance(other, CasualtyFigure):
        return _figure(index, one, other)
    if isinstance(one, AttributedStatement) and isinstance(other, AttributedStatement):
        return _statement(index, one, other)
    return None


def _background(index: ConflictIndex, one: HistoricalBackground, other: HistoricalBackground) -> LinkProposal:
    """Return the proposal for two background claims of one event: the event alone is enough."""
    grounds = ["same event"]
    grounds += ["dates that overlap"] if known_bounds(one.time).meets(known_bounds(other.time)) else []
    return _scored(index, one, other, grounds, len(grounds) / 2)


def _figure(index: ConflictIndex, one: CasualtyFigure, other: CasualtyFigure) -> LinkProposal | None:
    """Return the proposal for two figures of one event that may count the same people; None if they do not."""
    same = one.harm is other.harm and set(one.victim_groups) == set(other.victim_groups)
    statuses = {one.victim_status, other.victim_status}
    same_status = len(statuses) == 1 or VictimStatus.UNSPECIFIED in statuses
    counted = [figure.qualifier is not Qualifier.NONE_STATED for figure in (one, other)]
    if (
        not same
        or not same_status
        or (one.part_of_id is None) != (other.part_of_id is None)
        or counted[0] != counted[1]
    ):
        return None
    grounds = ["same event", f"both {one.harm}"]
    if all(counted) and one.harm in COUNTED_WHOLE and statuses <= OF_NO_SIDE:
        return _scored(index, one, other, [*grounds, "victims of no side"], 1.0)
    if index.similarity.between(one.claim_id, other.claim_id) < LEAST_FIGURE:
        return None
    return _scored(index, one, other, grounds, 2 / 3)


def _statement(index: ConflictIndex, one: AttributedStatement, other: AttributedStatement) -> LinkProposal | None:
    """Return the proposal for two statements of one event in similar words; None if they are not similar."""
    if one.presented_as is not other.presented_as:
        return None
    sources = [stems(" ".join(sorted(source_names(claim)))) for claim in (one, other)]
    names = index.similarity.of_stems(*sources)
    words = index.similarity.between(one.claim_id, other.claim_id, without=sources[0] | sources[1])
    score = (words + SOURCE_WEIGHT * names) / (1 + SOURCE_WEIGHT)
    if words < LEAST_WORDS or score < LEAST_SCORE:
        return None
    grounds = ("same event", f"similarity of sources {names:.2f}", f"of other words {words:.2f}")
    return LinkProposal(LinkKind.SAME_STATEMENT, one, other, score, grounds)


def _scored(
    index: ConflictIndex, one: ClaimBase, other: ClaimBase, grounds: Sequence[str], slots: float
) -> LinkProposal:
    """Return a proposal whose score is half what its slots have in common, half the similarity of its statements."""
    words = index.similarity.between(one.claim_id, other.claim_id)
    all_grounds = (*grounds, f"similarity of statements {words:.2f}")
    return LinkProposal(DECLARATION_OF[one.label].link_kinds[0], one, other, (slots + words) / 2, all_grounds)


def linked_pairs(links: Iterable[Link], claims: Mapping[str, ClaimBase]) -> set[ClaimPair]:
    """Return every two claims of different articles that links join."""
    pairs = set()
    for link in links:
        known = sorted(claim_id for claim_id in link.claim_ids if claim_id in claims)
        pairs |= {(a, b) for a, b in combinations(known, 2) if claims[a].article_id != claims[b].article_id}
    return pairs


@dataclass(frozen=True)
class ProposalQuality:
    """How many pairs of a kind were proposed, how many of them are linked, and how many are linked in all."""

    kind: LinkKind
    proposed: int
    both: int
    linked: int

    @property
    def precision(self) -> float | None:
        """The share of the proposed pairs that are linked; None if none was proposed."""
        return self.both / self.proposed if self.proposed else None

    @property
    def recall(self) -> float | None:
        """The share of the linked pairs that were proposed; None if none is linked."""
        return self.both / self.linked if self.linked else None


def measure_proposals(index: ConflictIndex) -> list[ProposalQuality]:
    """Return how well proposals find the links of a corpus, one row per kind, made as if there were no links."""
    every = proposals(index.with_links(()))
    rows = []
    for kind in (declaration.link_kinds[0] for declaration in LABELS if declaration.link_kinds):
        proposed = {proposal.pair for proposal in every if proposal.kind is kind}
        links = (link for link in index.corpus.links.values() if link.kind is kind)
        linked = linked_pairs(links, index.corpus.claims)
        rows.append(ProposalQuality(kind, len(proposed), len(proposed & linked), len(linked)))
    return rows
