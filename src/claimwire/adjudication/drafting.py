"""Decisions files to start from: what a rule takes is decided, the rest is laid out for a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from ..ingest.article import dehydrated
from ..schema import Annotation, Article, ClaimBase, span_slots
from .alignment import aligned
from .comparison import differing_fields
from .context import ArticleContext
from .decisions import DecisionJson, is_decided, lines_of_claims, named_claims
from .rules import DEFAULT_RULES, RULES, Rule, first_rule_for

DRAFTED_KEYS = {"id", "from", "rule", "reason", "differs"}
"""The keys of a line that a draft wrote and no person has added to."""


def draft(
    article: Article,
    layers: Sequence[Annotation],
    rules: Sequence[Rule] = DEFAULT_RULES,
    programs: Collection[str] = frozenset(),
) -> list[DecisionJson]:
    """Return a decisions file to start from: one line per group of aligned claims, in text order.

    If one of the rules takes a claim of the group, the line is decided and names the rule. If none does, the first
    layer's claim is named first, `reason` is empty, and `differs` shows the values that differ: a person decides.
    Claims of `programs`, the annotators that are rule programs, are in the groups and do not count.
    """
    return brought_up_to_date(article, layers, (), rules, programs)


def brought_up_to_date(
    article: Article,
    layers: Sequence[Annotation],
    lines: Iterable[DecisionJson],
    rules: Sequence[Rule] = DEFAULT_RULES,
    programs: Collection[str] = frozenset(),
) -> list[DecisionJson]:
    """Return the lines of a decisions file, brought up to date with layers that came or changed since it was written.

    A claim that no line names is added to the line of a person that has the claims it is aligned with; if that line
    was decided it is open again, with what was decided as a proposal. If there is no such line, the claim gets a new
    one. Lines that no person has touched are drafted again, under the same id, if a new claim is aligned with theirs
    or their rule no longer takes their claim. All other lines stay as they are.
    """
    context = ArticleContext(article, layers, programs=programs)
    groups = [[context.names[claim.claim_id] for claim in group] for group in aligned(layers)]
    old = list(lines)
    outdated = _outdated(context, old, groups)
    kept = {index: line for index, line in enumerate(old) if index not in outdated}
    index_of = {name: index for index, line in kept.items() for name in named_claims(line)}
    unnamed: list[list[str]] = []
    for group in groups:
        new = [name for name in group if name not in index_of]
        indices = {index_of[name] for name in group if name in index_of}
        if new and len(indices) == 1:
            (index,) = indices
            kept[index] = _with_more_claims(kept[index], new)
        elif new:
            unnamed.append(new)
    added = _with_ids(unnamed, old, outdated)
    context = context.with_lines([*lines_of_claims(kept.values()), *added.values()])
    made = kept | {index: _drafted_line(context, line_id, names, rules) for index, (line_id, names) in added.items()}
    return [made[index] for index in sorted(made)]


def _outdated(
    context: ArticleContext, lines: Sequence[DecisionJson], groups: Iterable[Collection[str]]
) -> dict[int, str]:
    """Return the lines that are to be drafted again, by their indices, with their ids."""
    context = context.with_lines(lines_of_claims(lines))
    known = {name for line in lines for name in named_claims(line)}
    grown = {name for group in groups if not known.issuperset(group) for name in group}
    return {
        index: str(line.get("id"))
        for index, line in enumerate(lines)
        if _is_untouched(line) and not (grown.isdisjoint(named_claims(line)) and _rule_holds(context, line))
    }


def _is_untouched(line: DecisionJson) -> bool:
    """Return whether a line is as a draft wrote it: undecided, or decided by a rule, and nothing else in it."""
    reason = next((rule.reason for rule in RULES if rule.rule_id == line.get("rule")), "")
    return set(line) <= DRAFTED_KEYS and str(line.get("reason") or "").strip() == reason


def _rule_holds(context: ArticleContext, line: DecisionJson) -> bool:
    """Return whether the rule that an untouched line names still takes the claim it has first; true without a rule."""
    rule = next((rule for rule in RULES if rule.rule_id == line.get("rule")), None)
    if rule is None:
        return True
    claims = [context.claims[name] for name in named_claims(line) if name in context.claims]
    group = context.group(claims)
    taken = rule.taken(group)
    return taken is not None and group.claims[taken] == context.comparable(claims[0])


def _with_more_claims(line: DecisionJson, names: Iterable[str]) -> DecisionJson:
    """Return a person's line with more claims; if it was decided it is open, what was decided being a proposal."""
    key = "reject" if line.get("reject") else "from"
    more = {name: value for name, value in line.items() if name not in ("adjudicator", "rule", "differs")}
    more |= {key: [*named_claims(line), *names], "reason": ""}
    return more | {"proposed": f"decided before: {line['reason']}"} if is_decided(line) else more


def _with_ids(
    groups: Iterable[list[str]], lines: Sequence[DecisionJson], outdated: Mapping[int, str]
) -> dict[int, tuple[str, list[str]]]:
    """Return the id and the claims of the lines to be drafted, by index.

    Each group of claims gets the index and id of an outdated line that named one of them, or the next free ones.
    """
    used = {str(line.get("id")) for line in lines}
    new_ids = (line_id for number in count(1) if (line_id := f"{number:02d}") not in used)
    new_indices = count(len(lines))
    free = dict(outdated)
    drafted: dict[int, tuple[str, list[str]]] = {}
    for names in groups:
        index = next((index for index in free if not set(names).isdisjoint(named_claims(lines[index]))), None)
        if index is None:
            drafted[next(new_indices)] = next(new_ids), names
        else:
            drafted[index] = free.pop(index), names
    return drafted


def _drafted_line(context: ArticleContext, line_id: str, names: Sequence[str], rules: Sequence[Rule]) -> DecisionJson:
    claims = [context.claims[name] for name in names]
    opinions = context.opinions_among(claims)
    applied = first_rule_for(context.group(opinions), rules)
    if applied is None:
        return {"id": line_id, "from": list(names), "reason": "", "differs": differences(context, claims)}
    rule, index = applied
    taken = context.names[_with_statement(context, opinions, opinions[index]).claim_id]
    order = [taken, *(name for name in names if name != taken)]
    return {"id": line_id, "from": order, "rule": rule.rule_id, "reason": rule.reason}


def _with_statement(context: ArticleContext, opinions: Sequence[ClaimBase], taken: ClaimBase) -> ClaimBase:
    """Return the first claim that has the values of the one taken and says it in a sentence, if there is one."""
    values = context.comparable(taken)
    same = (claim for claim in opinions if claim.statement and context.comparable(claim) == values)
    return taken if taken.statement else next(same, taken)


def differences(context: ArticleContext, claims: Sequence[ClaimBase]) -> dict[str, list[Any]] | str:
    """Return what an undecided line shows a person: the values that differ, or which layers have the claim.

    Of each differing field there are the values of all claims, in the order of the claims.
    """
    fields = differing_fields(map(context.comparable, claims))
    if fields:
        return {name: [_readable(claim, name, context.article) for claim in claims] for name in fields}
    return "only one layer has it" if len(claims) == 1 else f"{len(claims)} of {len(context.layers)} layers have it"


def with_offsets(context: ArticleContext, line: DecisionJson) -> DecisionJson:
    """Return a line whose `differs` names spans by offsets, also if it quotes them."""
    if not isinstance(line.get("differs"), dict):
        return line
    without_text = replace(context, article=dehydrated(context.article))
    return line | {"differs": differences(without_text, [context.claims[name] for name in named_claims(line)])}


def _readable(claim: ClaimBase, name: str, article: Article) -> Any:
    """Return a field's value as an adjudicator reads it: spans as quotes if the text is available."""
    value = getattr(claim, name, None)
    if name in span_slots(type(claim)) and value is not None and article.text is not None:
        return [span.of(article.text) for span in value]
    return claim.model_dump(mode="json").get(name)
