"""Rules that decide on aligned claims without a person. One entry in `RULES` adds a rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ..corpus.records import canonical_json
from ..errors import ClaimwireError
from ..naming import alternatives


@dataclass(frozen=True)
class Group:
    """What a rule sees of aligned claims: their comparable fields, and how many layers the article has.

    Layers of rule programs, and their claims, are left out of both.
    """

    claims: tuple[Mapping[str, str], ...]
    layers: int


@dataclass(frozen=True)
class Rule:
    """A rule: what it takes, the reason it gives, and which claim of a group it takes, if any."""

    rule_id: str
    description: str
    reason: str
    taken: Callable[[Group], int | None]
    """Returns the index of the claim that is taken among those of a group; None if the rule takes none."""


def _all_agree(group: Group) -> int | None:
    same = all(claim == group.claims[0] for claim in group.claims)
    return 0 if group.layers > 1 and len(group.claims) == group.layers and same else None


def _single_layer(group: Group) -> int | None:
    return 0 if group.layers == 1 and len(group.claims) == 1 else None


def _majority(group: Group) -> int | None:
    if group.layers < 3 or not group.claims:
        return None
    values = [canonical_json(dict(claim)) for claim in group.claims]
    value, votes = Counter(values).most_common(1)[0]
    return values.index(value) if 2 * votes > group.layers else None


RULES: tuple[Rule, ...] = (
    Rule(
        "all-agree",
        "two or more layers, all of which have the claim with the same value in every compared field",
        "The layers agree.",
        _all_agree,
    ),
    Rule(
        "majority",
        "three or more layers, more than half of which have the claim with the same value in every compared field",
        "More than half of the layers agree.",
        _majority,
    ),
    Rule(
        "single-layer",
        "the claim of an article that one person or model alone has annotated; there is no second opinion",
        "The only layer has it; nobody has given a second opinion.",
        _single_layer,
    ),
)

DEFAULT_RULES = RULES[:1]
"""The rules that apply if none are named."""


def rule_named(rule_id: str) -> Rule:
    """Return a rule by its id; raises `ClaimwireError` if there is none of that id."""
    for rule in RULES:
        if rule.rule_id == rule_id:
            return rule
    raise ClaimwireError(f"no rule is called {rule_id!r}; {alternatives(rule_id, [rule.rule_id for rule in RULES])}")


def first_rule_for(group: Group, rules: Iterable[Rule]) -> tuple[Rule, int] | None:
    """Return the first rule that takes a claim of a group, and the claim's index; None if a person has to decide."""
    for rule in rules:
        taken = rule.taken(group)
        if taken is not None:
            return rule, taken
    return None
