"""What a conflict is, and how conflicts over the same thing are put together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from ..corpus.union_find import connected
from ..schema import ClaimBase
from .scene import Scene


@dataclass(frozen=True)
class Conflict:
    """Two claims that do not go together. The claims stand in the order of their ids."""

    kind: str
    claims: tuple[ClaimBase, ClaimBase]
    reason: str

    @property
    def conflict_id(self) -> str:
        """The kind, and a hash of it and of the claims' ids: the same as long as the claims keep their ids."""
        key = " ".join((self.kind, *(claim.claim_id for claim in self.claims)))
        return f"{self.kind}_{hashlib.sha256(key.encode('utf-8')).hexdigest()[:12]}"


@dataclass(frozen=True)
class Fact:
    """Something that several claims tell, with the conflicts among them.

    `claims` holds all that tell it, also those that agree; `developments` holds pairs that differ without a conflict,
    because a count went on growing between them. `words` holds, by claim id, the word that a claim has for it, where
    that is known only beside the others.
    """

    kind: str
    event_id: str | None
    title: str
    claims: tuple[ClaimBase, ...]
    conflicts: tuple[Conflict, ...]
    developments: tuple[tuple[ClaimBase, ClaimBase], ...] = ()
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of conflict: what it is called, what it finds, how it is found, and what a claim says on it in short."""

    kind_id: str
    title: str
    finds: str
    find: Callable[[Scene], list[Fact]] = field(repr=False)
    says: Callable[[ClaimBase], str] = field(repr=False)


def conflict(kind: str, one: ClaimBase, other: ClaimBase, reason: str) -> Conflict:
    """Return the conflict of two claims, whichever is named first."""
    first, second = sorted((one, other), key=lambda claim: claim.claim_id)
    return Conflict(kind, (first, second), reason)


def event_of(claims: Iterable[ClaimBase]) -> str | None:
    """Return the event that most of the claims are about, the first by id where several are."""
    events = [claim.event_id for claim in claims if claim.event_id is not None]
    return min(set(events), key=lambda event: (-events.count(event), event), default=None)


def grouped(pairs: Iterable[tuple[ClaimBase, ClaimBase]]) -> list[tuple[ClaimBase, ...]]:
    """Return the claims of some pairs in groups that hang together through pairs, all in the order of their ids."""
    held = list(pairs)
    by_id = {claim.claim_id: claim for pair in held for claim in pair}
    groups = connected((one.claim_id, other.claim_id) for one, other in held)
    return sorted(
        (tuple(by_id[claim_id] for claim_id in sorted(group)) for group in groups), key=lambda group: group[0].claim_id
    )


def facts_of_conflicts(kind: str, title: Callable[[tuple[ClaimBase, ...]], str], found: list[Conflict]) -> list[Fact]:
    """Return a fact for every group of claims that conflicts of a kind hold together."""
    return [
        Fact(kind, event_of(group), title(group), group, tuple(conflicts_among(group, found)))
        for group in grouped(conflict.claims for conflict in found)
    ]


def conflicts_among(group: tuple[ClaimBase, ...], found: list[Conflict]) -> Iterator[Conflict]:
    """Yield the conflicts whose claims are in a group, by the ids of the claims."""
    members = {claim.claim_id for claim in group}
    inside = [item for item in found if {claim.claim_id for claim in item.claims} <= members]
    yield from sorted(inside, key=lambda item: [claim.claim_id for claim in item.claims])
