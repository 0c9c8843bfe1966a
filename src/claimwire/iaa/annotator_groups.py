"""Which annotators are compared with one another, and what kind of agreement that is.

Annotators of different kinds are pooled only on request.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from ..schema import Annotator
from ..schema.vocab import AnnotatorKind


@dataclass(frozen=True)
class AnnotatorGroup:
    """Annotators that are compared with one another, all of them at once."""

    name: str
    members: tuple[Annotator, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The annotators' ids, in order."""
        return tuple(member.annotator_id for member in self.members)

    @property
    def kinds(self) -> tuple[AnnotatorKind, ...]:
        """The kinds among them, in the order of the vocabulary."""
        kinds = {member.annotator_kind for member in self.members}
        return tuple(kind for kind in AnnotatorKind if kind in kinds)

    @property
    def statement(self) -> str:
        """What kind of agreement it is, as every table and figure says it."""
        return statement(self.kinds)


def statement(kinds: Sequence[AnnotatorKind]) -> str:
    """Return in words what kind of agreement there is between annotators of some kinds."""
    if list(kinds) == [AnnotatorKind.HUMAN]:
        return "human agreement"
    if len(kinds) == 1:
        return f"{kinds[0]} agreement, not human agreement"
    return f"agreement between {' and '.join(kinds)} annotators, not human agreement"


def annotator_groups(annotators: Sequence[Annotator], *, pooled: bool = False) -> list[AnnotatorGroup]:
    """Return every pair of annotators, then all annotators of one kind if there are more than two.

    With `pooled`, all annotators of different kinds are one more group if they are more than two; its name says so.
    """
    members = sorted(annotators, key=lambda annotator: annotator.annotator_id)
    groups = [AnnotatorGroup(" + ".join(x.annotator_id for x in pair), pair) for pair in combinations(members, 2)]
    for kind in AnnotatorKind:
        same_kind = tuple(member for member in members if member.annotator_kind is kind)
        if len(same_kind) > 2:
            groups.append(AnnotatorGroup(f"all {len(same_kind)} {kind} annotators", same_kind))
    if pooled and len({member.annotator_kind for member in members}) > 1 and len(members) > 2:
        groups.append(AnnotatorGroup(f"all {len(members)} annotators, kinds pooled on request", tuple(members)))
    return groups
