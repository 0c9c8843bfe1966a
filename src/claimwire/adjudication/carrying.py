"""What adjudicated claims keep when decisions are applied again: events, entities and verdicts that came afterwards.

Decisions make a claim of what layers say. Later steps (`claimwire event assign`, `entities`, a review) add what no
layer has. When the same decisions are applied again, with a correction in one of them, that work stays wherever what it
rests on is still the same; whatever cannot stay is named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from ..pieces import pieces_of
from ..schema import ClaimBase, claim_fields_in_role, entity_fields
from .decisions import DecisionLine

LATER = claim_fields_in_role("adjudication")
"""The fields that later steps fill in."""

EVENT, EVENT_NAME, REVIEW = "event_id", "event_name", "review"


@dataclass(frozen=True)
class Carried:
    """A claim with what it keeps of the one before, and a line for each thing that it cannot keep."""

    claim: ClaimBase
    lost: tuple[str, ...] = ()


def carried(claim: ClaimBase, earlier: ClaimBase | None, decision: DecisionLine) -> Carried:
    """Return a claim with what later steps had added to the claim of its id, unless the decision says otherwise.

    An event stays if the claim has its label and some of its words still; ids of entities if the names are the same; a
    verdict if nothing else about the claim has changed.
    """
    if earlier is None:
        return Carried(claim)
    decided = {*decision.set, *decision.unset, *decision.take} | ({EVENT} if decision.event_id is not None else set())
    kept: dict[str, Any] = {}
    lost = []
    for name in sorted(LATER - decided):
        before, now = getattr(earlier, name, None), getattr(claim, name, None)
        if before in (None, ()) or before == now:
            continue
        why = _obstacle(name, claim, earlier)
        if why is None and now in (None, ()):
            kept[name] = before
        else:
            lost.append(f"{claim.claim_id} no longer has its {name}: {why or 'the layers say another'}")
    if EVENT in kept and EVENT_NAME in type(claim).model_fields:
        kept[EVENT_NAME] = None
    return Carried(claim.model_copy(update=kept) if kept else claim, tuple(lost))


def gone(before: Collection[ClaimBase], after: Collection[str]) -> Iterator[str]:
    """Yield a line for each earlier claim that is no longer there and had something that later steps had added."""
    for claim in before:
        had = sorted(name for name in LATER if getattr(claim, name, None) not in (None, ()))
        if claim.claim_id not in after and had:
            yield f"{claim.claim_id} is no longer there; it had {', '.join(had)}"


def _obstacle(name: str, claim: ClaimBase, earlier: ClaimBase) -> str | None:
    """Return why a claim cannot have what the earlier one had in a field; None if it can."""
    if claim.label != earlier.label:
        return f"its label was {earlier.label.value}"
    if name == EVENT:
        own, other = pieces_of(claim.spans), pieces_of(earlier.spans)
        shared = any(start < b and a < end for start, end in own for a, b in other)
        return None if shared else "it has other words"
    if name == REVIEW:
        left_out = {*LATER, EVENT_NAME, "comment"}
        changed = [
            x for x in type(claim).model_fields if x not in left_out and getattr(claim, x) != getattr(earlier, x)
        ]
        return f"{', '.join(changed)} changed" if changed else None
    told = next((names for names, ids in entity_fields(type(claim)).items() if ids == name), None)
    if told is not None and getattr(claim, told) != getattr(earlier, told):
        return f"{told} changed"
    return None
