"""Applying an adjudicator's decisions: the gold claims they make, and records of what was decided."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from pydantic import ValidationError

from ..corpus.jsontext import parse_json
from ..corpus.records import validation_messages
from ..errors import ClaimwireError
from ..schema import Adjudication, Annotation, Article, ClaimBase, references
from .carrying import carried, gone
from .comparison import comparable_fields, without_not_asked
from .context import ArticleContext
from .decisions import DecisionLine, is_decided, named_claims
from .gold import gold_claim, sources_of
from .readings import told_of
from .rules import rule_named


@dataclass(frozen=True)
class Adjudicated:
    """What decisions make of layers: gold claims, a record of every decision, and what is wrong with the decisions."""

    claims: list[ClaimBase] = field(default_factory=list)
    adjudications: list[Adjudication] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    articles: set[str] = field(default_factory=set)
    """The articles that were decided on."""
    lost: list[str] = field(default_factory=list)
    """What later steps had added to the claims that were there before, and that these cannot keep."""


def adjudicate(
    article: Article,
    layers: Sequence[Annotation],
    lines: Sequence[tuple[int, str]],
    adjudicator_id: str,
    file_name: str,
    programs: Collection[str] = frozenset(),
    earlier: Collection[ClaimBase] = (),
) -> Adjudicated:
    """Return the claims and adjudications that the lines of a decisions file make of an article's layers, and problems.

    Every claim of every layer must be named once, in one line. `lines` have their numbers in the file that problems
    call `file_name`. `adjudicator_id` is who decided if a line does not say. A quote in `set` is a problem if the
    article has no text. `programs` are the annotators that are rule programs. `earlier` are the article's adjudicated
    claims from before: what later steps had added to them stays, as `carried` says.
    """
    before = {claim.claim_id: claim for claim in earlier}
    made = Adjudicated(articles={article.article_id})
    raw, decisions, faults = _parsed(lines)
    named_in = [(d.id, d.taken_from) for d in decisions.values() if d.id is not None]
    context = ArticleContext(article, layers, named_in, programs)
    faults += _naming_faults(raw, context)
    line_of_claim: dict[str, int] = {}
    for number, decision in decisions.items():
        try:
            claim = gold_claim(context, decision)
            _require_rule(context, decision, claim)
            record = _record(context, decision, claim, len(made.adjudications) + 1, adjudicator_id)
        except (ClaimwireError, ValidationError) as error:
            faults.append((number, validation_messages(error) if isinstance(error, ValidationError) else str(error)))
            continue
        made.adjudications.append(record)
        if claim is not None:
            kept = carried(claim, before.get(claim.claim_id), decision)
            made.claims.append(kept.claim)
            made.lost.extend(kept.lost)
            first = line_of_claim.setdefault(claim.claim_id, number)
            if first != number:
                faults.append((number, f"duplicate id {decision.id!r}: line {first} has it too; use another"))
    named = {name for line in raw.values() for name in named_claims(line)}
    made.problems.extend(f"{file_name}:{number}: {fault}" for number, fault in sorted(faults, key=itemgetter(0)))
    made.problems.extend(f"{file_name}: no line decides on {name}" for name in context.claims if name not in named)
    made.problems.extend(f"{file_name}: {fault}" for fault in _references_to_nothing(made.claims))
    made.lost.extend(gone(before.values(), line_of_claim))
    return made


def _parsed(
    lines: Iterable[tuple[int, str]],
) -> tuple[dict[int, dict[str, Any]], dict[int, DecisionLine], list[tuple[int, str]]]:
    """Return the lines that are objects and those that are decisions, by number, and the faults of the others."""
    raw: dict[int, dict[str, Any]] = {}
    decisions: dict[int, DecisionLine] = {}
    faults: list[tuple[int, str]] = []
    for number, text in lines:
        try:
            value = parse_json(text)
        except json.JSONDecodeError as error:
            faults.append((number, f"not JSON: {error}"))
            continue
        if not isinstance(value, dict):
            faults.append((number, f"{text:.60} is not an object; write a decision in braces"))
            continue
        raw[number] = value
        if not is_decided(value):
            faults.append((number, "not decided yet: write a `reason`, or decide with --review"))
            continue
        try:
            decisions[number] = DecisionLine.model_validate(value)
        except ValidationError as error:
            faults.append((number, validation_messages(error)))
    return raw, decisions, faults


def _naming_faults(lines: Mapping[int, Mapping[str, Any]], context: ArticleContext) -> Iterator[tuple[int, str]]:
    """Yield which names of claims are wrong, each with the number of its line."""
    line_of_name: dict[str, int] = {}
    for number, line in lines.items():
        for name in named_claims(line):
            if name not in context.claims:
                yield number, f"{name} is not a claim of any layer; write ANNOTATOR/ID"
            elif name in line_of_name:
                yield number, f"{name} is named on line {line_of_name[name]} already; decide on a claim once"
            else:
                line_of_name[name] = number


def _require_rule(context: ArticleContext, decision: DecisionLine, claim: ClaimBase | None) -> None:
    """Raise `ClaimwireError` if a line names a rule that does not take the claim that the line makes."""
    if decision.rule is None:
        return
    rule = rule_named(decision.rule)
    group = context.group(sources_of(context, decision))
    taken = rule.taken(group)
    not_asked = map(context.not_asked, sources_of(context, decision))
    wanted = None if claim is None else without_not_asked(comparable_fields(claim), not_asked)
    if taken is None or group.claims[taken] != wanted:
        raise ClaimwireError(
            f"the rule {rule.rule_id} does not take this claim (it takes {rule.description}); leave `rule` out and "
            "write your own reason"
        )


def _record(
    context: ArticleContext, decision: DecisionLine, claim: ClaimBase | None, number: int, adjudicator_id: str
) -> Adjudication:
    sources = sources_of(context, decision)
    return Adjudication(
        adjudication_id=f"{context.article.article_id}_d{number:03d}",
        article_id=context.article.article_id,
        claim_id=claim.claim_id if claim else None,
        layer_claim_ids=tuple(source.claim_id for source in sources),
        **told_of([context.reading(source) for source in sources], None if claim is None else comparable_fields(claim)),
        rule=decision.rule,
        reason=decision.reason,
        ruling_ids=tuple(decision.rulings),
        note=decision.note,
        adjudicator_id=decision.adjudicator or adjudicator_id,
        confidence=decision.confidence,
    )


def _references_to_nothing(claims: Iterable[ClaimBase]) -> Iterator[str]:
    known = {claim.claim_id for claim in claims}
    for claim in claims:
        for field_name, claim_id in references(claim).items():
            if claim_id not in known:
                yield f"{claim.claim_id}: {field_name} names {claim_id}, which is not a claim that this file makes"
