"""In what layers on a server, or in a file, differ from those in the repository: one line for each.

`diff` shows what a pull would change, and a pull what it has changed, in the same lines.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Literal

from ...schema import Annotation, Claim, claim_fields_in_role
from ..lines import LayerLine
from ..tasks.metadata import ORIGIN

SHOWN = 10
"""How many changed layers are shown one by one; those that are worse than before are always shown."""

NAMED = 5
"""How many claims are named for a slot whose value is gone."""

NO_ANSWERS = claim_fields_in_role("origin")
"""Fields of a claim that say where its answers come from: nothing that an annotator says is gone with them."""

OF_THE_PULL = frozenset({"began_from", "source_sha256", "tool"})
"""Fields of a layer that a pull records, which nobody who annotates has chosen."""


@dataclass(frozen=True)
class LayerChange:
    """How a layer compares with the one in the repository: ids of claims, names of slots and of other fields.

    `slots` are those in which the changed claims differ, with the number of claims, and `lost` those among them that
    had a value and have none, or not all of its parts, with the ids of the claims. `claims` is how many claims there
    were and are. `only_origins` is whether nothing differs but that the layer was pulled when nobody recorded where
    claims come from.
    """

    layer_id: str
    kind: Literal["new", "changed", "same", "not there"]
    claims: tuple[int, int] = (0, 0)
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    slots: tuple[tuple[str, int], ...] = ()
    lost: tuple[tuple[str, tuple[str, ...]], ...] = ()
    facts: tuple[str, ...] = ()
    no_longer_complete: bool = False
    only_origins: bool = False

    @property
    def is_worse(self) -> bool:
        """Whether something that the layer in the repository has is gone: a claim, a value, or that it is complete."""
        return bool(self.removed or self.lost or self.no_longer_complete)

    def __str__(self) -> str:
        """Return the line that is printed: + for a new layer, - for one that is not there, ~ for another."""
        if self.kind == "not there":
            return f"- {self.layer_id}"
        before, after = self.claims
        if self.kind == "new":
            return f"+ {self.layer_id}: {_claims(after)}"
        counts = _claims(before) + (f" -> {after}" if before != after or self.removed else "")
        slots = f" ({', '.join(f'{name} {count}' for name, count in self.slots)})" if self.slots else ""
        numbers = {"added": self.added, "removed": self.removed, "changed": self.changed}
        parts = [", ".join(f"{len(ids)} {what}" for what, ids in numbers.items() if ids) + slots]
        parts += [f"lost: {', '.join(f'{name} of {_ids(ids)}' for name, ids in self.lost)}"] if self.lost else []
        parts += ["no longer complete"] if self.no_longer_complete else []
        parts += [f"facts: {' '.join(self.facts)}"] if self.facts else []
        return f"~ {self.layer_id}: {'; '.join([counts, *filter(None, parts)])}"

    def in_full(self) -> str:
        """Return the line with the ids of all claims that differ."""
        names = {"added": self.added, "removed": self.removed, "changed": self.changed}
        ids = [f"{name}: {' '.join(values)}" for name, values in names.items() if values]
        return "; ".join([str(self), *ids])


def _claims(count: int) -> str:
    return f"{count} claim{'s' * (count != 1)}"


def _ids(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
    return " ".join(ids[:NAMED]) + more


def layer_change(layer_id: str, before: Annotation | None, after: Annotation | None) -> LayerChange:
    """Return how a layer on the server, `after`, compares with the one in the repository."""
    if after is None:
        return LayerChange(layer_id, "not there")
    if before is None:
        return LayerChange(layer_id, "new", (0, len(after.claims)))
    old, new = ({claim.claim_id: claim for claim in layer.claims} for layer in (before, after))
    changed = tuple(sorted(key for key in old.keys() & new.keys() if old[key] != new[key]))
    slots = Counter(name for key in changed for name in _differing(old[key], new[key]))
    lost: dict[str, list[str]] = {}
    for key in changed:
        for name in _lost(old[key], new[key]):
            lost.setdefault(name, []).append(key)
    names = [name for name in Annotation.model_fields if name != "claims"]
    facts = tuple(name for name in names if getattr(before, name) != getattr(after, name))
    return LayerChange(
        layer_id,
        "same" if before == after else "changed",
        (len(before.claims), len(after.claims)),
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=changed,
        slots=tuple(sorted(slots.items(), key=lambda item: (-item[1], item[0]))),
        lost=tuple((name, tuple(ids)) for name, ids in sorted(lost.items())),
        facts=facts,
        no_longer_complete=before.complete and not after.complete,
        only_origins=bool(changed)
        and old.keys() == new.keys()
        and set(slots) == {ORIGIN}
        and all(claim.origin is None for claim in before.claims)
        and before.began_from is None
        and OF_THE_PULL.issuperset(facts),
    )


def _differing(old: Claim, new: Claim) -> list[str]:
    """Return the names of the fields in which two claims differ, also if they are of different labels."""
    names = dict.fromkeys([*type(old).model_fields, *type(new).model_fields])
    return [name for name in names if getattr(old, name, None) != getattr(new, name, None)]


def _lost(old: Claim, new: Claim) -> list[str]:
    """Return the names of the slots that have lost their value, or a part of it without another in its place."""
    differing = (name for name in _differing(old, new) if name not in NO_ANSWERS)
    return [name for name in differing if _is_less(getattr(old, name, None), getattr(new, name, None))]


def _is_less(old: Any, new: Any) -> bool:
    if isinstance(old, tuple) and isinstance(new, tuple):
        return len(new) < len(old) and all(part in old for part in new)
    return old is not None and old != () and new in (None, ())


def layer_changes(
    stored: Mapping[str, LayerLine], pulled: Mapping[str, LayerLine], annotators: Set[str]
) -> Iterator[LayerChange]:
    """Yield every difference between the layers in the repository and those of some annotators on a server, by id."""
    for layer_id in sorted(stored.keys() | pulled.keys()):
        before, after = stored.get(layer_id), pulled.get(layer_id)
        if before == after or (after is None and before is not None and before.annotator_id not in annotators):
            continue
        change = layer_change(
            layer_id, None if before is None else before.layer, None if after is None else after.layer
        )
        if change.kind != "same":
            yield change


def told_lines(changes: Sequence[LayerChange]) -> Iterator[str]:
    """Yield a line in full for every difference, and one for all layers that differ in nothing but origins."""
    yield from (change.in_full() for change in changes if not change.only_origins)
    yield from _origins_line(changes)


def _origins_line(changes: Iterable[LayerChange]) -> Iterator[str]:
    """Yield a line about the layers that differ in nothing but origins, if there are some."""
    names = [change.layer_id for change in changes if change.only_origins]
    if names:
        layers = names[0] if len(names) == 1 else f"{len(names)} layers ({_ids(names)})"
        yield (
            f"~ {layers}: pulled before claimwire recorded which claims came from a prediction (`origin`), "
            "which is recorded now; nothing else differs"
        )


def change_lines(
    stored: Mapping[str, LayerLine], changed: Mapping[str, LayerLine], shown: int = SHOWN
) -> Iterator[str]:
    """Yield a line for every layer that is worse than the one in the repository, and for so many of the others.

    Layers that differ in nothing but origins have one line together. The last line counts those that are not shown. A
    new layer that is not shown is not parsed.
    """
    there = {key: line for key, line in changed.items() if key in stored}
    changes = list(layer_changes({key: stored[key] for key in there}, there, frozenset()))
    yield from (str(change) for change in changes if change.is_worse)
    yield from _origins_line(changes)
    better = [change for change in changes if not (change.is_worse or change.only_origins)]
    new = sorted(changed.keys() - stored.keys())
    yield from map(str, better[:shown])
    room = max(0, shown - len(better))
    for layer_id in new[:room]:
        count = len(json.loads(changed[layer_id].json).get("claims", ()))
        yield str(LayerChange(layer_id, "new", (0, count)))
    left = {"changed": len(better[shown:]), "new": len(new[room:])}
    if any(left.values()):
        yield f"... and {' and '.join(f'{count} {kind}' for kind, count in left.items() if count)} layers more"
