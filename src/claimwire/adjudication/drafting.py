"""A decisions file to begin with: what a rule takes is decided, the rest is laid out for a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from ..schema import Annotation, Article, ClaimBase, span_slots
from .alignment import aligned, compared, differing, gold_claims, layer_names, mapped
from .decisions import Line, named_in
from .rules import DEFAULT_RULES, Group, Rule, first_holding


def draft(article: Article, layers: Sequence[Annotation], rules: Sequence[Rule] = DEFAULT_RULES) -> list[Line]:
    """Return a decisions file to begin with: aligned claims, the first layer's taken, with the fields that differ.

    Where one of the rules holds the line is complete and names it; elsewhere `reason` is empty, which `adjudicate`
    refuses, and a key `differs` shows the values, which it refuses too: both are for the adjudicator to settle.
    """
    return completed(article, layers, (), rules)


def completed(
    article: Article, layers: Sequence[Annotation], standing: Iterable[Line], rules: Sequence[Rule] = DEFAULT_RULES
) -> list[Line]:
    """Return the standing lines as they are, then lines as of a draft for the claims that none of them names."""
    lines = list(standing)
    names = layer_names(layers)
    done = {name for line in lines for name in named_in(line)}
    groups = [
        group for whole in aligned(layers) if (group := [claim for claim in whole if names[claim.claim_id] not in done])
    ]
    taken = {str(line.get("id")) for line in lines}
    numbers = (f"{number:02d}" for number in count(1))
    ids = [next(number for number in numbers if number not in taken) for _ in groups]
    new = [(line_id, [names[c.claim_id] for c in group]) for line_id, group in zip(ids, groups, strict=True)]
    gold_of = gold_claims(article.article_id, names, [*line_claims(lines), *new])
    for line_id, group in zip(ids, groups, strict=True):
        lines.append(_line(article, line_id, group, len(layers), names, gold_of, rules))
    return lines


def line_claims(lines: Iterable[Line]) -> list[tuple[str, list[str]]]:
    """Return the id of every line that makes a claim of layers' claims, or would, with the names of these."""
    return [(str(line.get("id")), list(line["from"])) for line in lines if isinstance(line.get("from"), list)]


def _line(
    article: Article,
    line_id: str,
    group: Sequence[ClaimBase],
    layers: int,
    names: Mapping[str, str],
    gold_of: Mapping[str, str],
    rules: Sequence[Rule],
) -> Line:
    values = tuple(compared(mapped(claim, gold_of)) for claim in group)
    found = first_holding(rules, Group(values, layers))
    claims = [names[claim.claim_id] for claim in group]
    if found is not None:
        rule, at = found
        order = [claims[at], *claims[:at], *claims[at + 1 :]]
        return {"id": line_id, "from": order, "rule": rule.rule_id, "reason": rule.reason}
    return {"id": line_id, "from": claims, "reason": "", "differs": differs(article, group, differing(values), layers)}


def differs(article: Article, group: Sequence[ClaimBase], fields: Sequence[str], layers: int) -> Any:
    """Return what an undecided line shows a person: the differing fields' values, claim by claim, or who has it."""
    if fields:
        return {name: [_shown(claim, name, article) for claim in group] for name in fields}
    return "only one layer has it" if len(group) == 1 else f"{len(group)} of {layers} layers have it"


def _shown(claim: ClaimBase, name: str, article: Article) -> Any:
    """Return a field's value as an adjudicator reads it: spans as quotes, where the text is at hand."""
    value = getattr(claim, name, None)
    if name in span_slots(type(claim)) and value is not None and article.text is not None:
        return [span.of(article.text) for span in value]
    return claim.model_dump(mode="json").get(name)
