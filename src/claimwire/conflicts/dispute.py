"""What a conflict is, and how conflicts about the same thing become one dispute."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from ..corpus.union_find import connected
from ..schema import ClaimBase
from .conflict_index import ConflictIndex

Claims = tuple[ClaimBase, ...]


@dataclass(frozen=True)
class Conflict:
    """Two claims that contradict each other, sorted by id, and why they do."""

    kind: str
    claims: tuple[ClaimBase, ClaimBase]
    reason: str

    @property
    def ids(self) -> tuple[str, str]:
        """The ids of the claims."""
        return self.claims[0].claim_id, self.claims[1].claim_id

    @property
    def conflict_id(self) -> str:
        """The kind and a hash of kind and claim ids: the same as long as the claims keep their ids."""
        key = " ".join((self.kind, *self.ids))
        return f"{self.kind}_{hashlib.sha256(key.encode('utf-8')).hexdigest()[:12]}"


@dataclass(frozen=True)
class Dispute:
    """Something that several claims are about, with the conflicts among them.

    `claims` are all that are about it, also those that agree. `developments` are pairs that differ without a conflict,
    because a count changed between them. `words` are, by claim id, the words that a claim has for it, if they follow
    only from comparing the claims.
    """

    kind: str
    event_id: str | None
    title: str
    claims: Claims
    conflicts: tuple[Conflict, ...]
    developments: tuple[tuple[ClaimBase, ClaimBase], ...] = ()
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ConflictKind:
    """A kind of conflict: its name, what it finds, the function that finds it, and what a claim says on it in short."""

    kind_id: str
    title: str
    description: str
    find: Callable[[ConflictIndex], list[Dispute]] = field(repr=False)
    says: Callable[[ClaimBase], str] = field(repr=False)


def conflict(kind: str, one: ClaimBase, other: ClaimBase, reason: str) -> Conflict:
    """Return the conflict of two claims, given in any order."""
    first, second = sorted((one, other), key=lambda claim: claim.claim_id)
    return Conflict(kind, (first, second), reason)


def main_event(claims: Iterable[ClaimBase]) -> str | None:
    """Return the event that most of the claims are about, of several the first by id; None if there is none."""
    events = [claim.event_id for claim in claims if claim.event_id is not None]
    return min(set(events), key=lambda event: (-events.count(event), event), default=None)


def connected_claims(pairs: Iterable[tuple[ClaimBase, ClaimBase]]) -> list[Claims]:
    """Return the claims of some pairs in groups that are connected through pairs; groups and claims sorted by id."""
    all_pairs = list(pairs)
    by_id = {claim.claim_id: claim for pair in all_pairs for claim in pair}
    groups = connected((one.claim_id, other.claim_id) for one, other in all_pairs)
    return [tuple(by_id[claim_id] for claim_id in group) for group in sorted(sorted(group) for group in groups)]


def disputes_of_conflicts(kind: str, title: Callable[[Claims], str], conflicts: Sequence[Conflict]) -> list[Dispute]:
    """Return one dispute for every group of claims that conflicts of a kind connect."""
    return [
        Dispute(kind, main_event(group), title(group), group, conflicts_among(group, conflicts))
        for group in connected_claims(item.claims for item in conflicts)
    ]


def conflicts_among(group: Claims, conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """Return the conflicts whose claims are both in a group, sorted by the ids of the claims."""
    members = {claim.claim_id for claim in group}
    return tuple(sorted((item for item in conflicts if members.issuperset(item.ids)), key=lambda item: item.ids))
