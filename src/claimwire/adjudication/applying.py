"""Applying an adjudicator's decisions: the gold claims they make, and records of what was decided."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from pydantic import ValidationError

from ..corpus.records import validation_messages
from ..errors import AnchorError, ClaimwireError
from ..formats.quotes import located_spans, model_labelled
from ..schema import (
    CLAIM_ADAPTER,
    LABELS,
    Adjudication,
    Annotation,
    Article,
    ClaimBase,
    reference_fields,
    references,
    span_slots,
)
from ..schema.fields import fields_in_role
from ..schema.vocab import Decision
from .comparison import comparable_fields, differing_fields
from .context import ArticleContext
from .decisions import DecisionLine, is_decided, named_claims
from .rules import rule_named

IDENTITY = fields_in_role(ClaimBase, "identity")
REMARKS = fields_in_role(ClaimBase, "remark")


@dataclass(frozen=True)
class Adjudicated:
    """What decisions make of layers: gold claims, a record of every decision, and what is wrong with the decisions."""

    claims: list[ClaimBase] = field(default_factory=list)
    adjudications: list[Adjudication] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def adjudicate(
    article: Article, layers: Sequence[Annotation], lines: Sequence[tuple[int, str]], adjudicator_id: str, place: str
) -> Adjudicated:
    """Return the claims and adjudications that the lines of a decisions file make of an article's layers, and problems.

    Every claim of every layer must be named once, in one line. `lines` have their numbers in the file that problems
    call `place`. `adjudicator_id` is who decided if a line does not say. A quote in `set` is a problem if the article
    has no text.
    """
    made = Adjudicated()
    raw, decisions, faults = _parsed(lines)
    context = ArticleContext(article, layers, [(d.id, d.taken_from) for d in decisions.values() if d.id is not None])
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
            made.claims.append(claim)
            first = line_of_claim.setdefault(claim.claim_id, number)
            if first != number:
                faults.append((number, f"duplicate id {decision.id!r}: line {first} has it too; use another"))
    named = {name for line in raw.values() for name in named_claims(line)}
    made.problems.extend(f"{place}:{number}: {fault}" for number, fault in sorted(faults, key=itemgetter(0)))
    made.problems.extend(f"{place}: no line decides on {name}" for name in context.claims if name not in named)
    made.problems.extend(f"{place}: {fault}" for fault in _references_to_nothing(made.claims))
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
            value = json.loads(text)
        except json.JSONDecodeError as error:
            faults.append((number, f"not JSON: {error}"))
            continue
        if not isinstance(value, dict):
            faults.append((number, f"{text:.60} is not an object; write a decision in braces"))
            continue
        raw[number] = value
        if not is_decided(value):
            faults.append((number, "not decided yet: write a `reason` and take out `differs`, or decide with --review"))
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


def gold_claim(context: ArticleContext, decision: DecisionLine) -> ClaimBase | None:
    """Return the claim that a decision makes; None if it rejects.

    It has the fields of the first claim named in `from`, without comment, then what `unset`, `take` and `set` change.
    Raises `ClaimwireError` or pydantic's `ValidationError` if the decision makes no valid claim.
    """
    if decision.reject:
        if decision.taken_from or decision.set or decision.unset or decision.take or decision.rule:
            raise AnchorError("a line with `reject` makes no claim; put `from`, `set` and `unset` on a line of its own")
        return None
    if decision.id is None:
        raise AnchorError("a line needs an `id`, or `reject`")
    unknown = [name for name in decision.unset if not any(name in label.model.model_fields for label in LABELS)]
    if unknown:
        raise AnchorError(f"`unset` names {', '.join(unknown)}, which no claim has")
    sources = _sources(context, decision)
    fields = context.fields(sources[0]) if sources else {}
    for name in (*REMARKS, *decision.unset):
        fields.pop(name, None)
    fields |= _taken_fields(context, decision)
    fields |= _set_fields(context, decision, fields.get("label"))
    fields |= {"claim_id": context.gold_id(decision.id), "article_id": context.article.article_id}
    if decision.event_id is not None:
        fields["event_id"] = decision.event_id
    return CLAIM_ADAPTER.validate_json(json.dumps({name: v for name, v in fields.items() if v is not None}))


def _sources(context: ArticleContext, decision: DecisionLine) -> list[ClaimBase]:
    """Return the layers' claims that a decision names."""
    return [context.claims[name] for name in (*decision.taken_from, *decision.reject) if name in context.claims]


def _taken_fields(context: ArticleContext, decision: DecisionLine) -> dict[str, Any]:
    """Return the fields of `take`, from the claims it names; None for a field that the claim leaves out."""
    fields: dict[str, Any] = {}
    for field_name, name in decision.take.items():
        if name not in decision.taken_from or name not in context.claims:
            raise AnchorError(f"`take` takes {field_name} from {name}, which `from` does not name")
        claim = context.claims[name]
        if field_name not in type(claim).model_fields or field_name in IDENTITY:
            raise AnchorError(f"`take` names {field_name}, which is not a field of {name} that can be taken")
        fields[field_name] = context.fields(claim).get(field_name)
    return fields


def _set_fields(context: ArticleContext, decision: DecisionLine, label: Any) -> dict[str, Any]:
    """Return the fields of `set` as a claim has them: gold claims' ids for ids of lines, offsets for quotes.

    `label` is the claim's label if `set` does not change it.
    """
    changes = dict(decision.set)
    model = model_labelled(changes.get("label", label))
    for name in reference_fields(model):
        if changes.get(name) is not None:
            changes[name] = context.gold_id(changes[name])
    if "parent_id" in changes:
        changes.setdefault("voice", changes["parent_id"])
    return _with_offsets(changes, model, context.article, decision.sentences)


def _with_offsets(
    changes: Mapping[str, Any], model: type[ClaimBase], article: Article, sentences: list[int] | None
) -> dict[str, Any]:
    """Return changed fields with every span as offsets: offsets as they are, quotes as they are found in the text.

    Raises `AnchorError` if offsets are not in the article, or a quote is not there exactly once.
    """
    offsets = {name: changes[name] for name in span_slots(model) if _are_offsets(changes.get(name))}
    for name, spans in offsets.items():
        for span in spans:
            if not 0 <= span["start"] < span["end"] <= article.text_length:
                raise AnchorError(
                    f"{name}: {span['start']} to {span['end']} is not a span of a text of {article.text_length} "
                    "code points"
                )
    quotes = {name: value for name, value in changes.items() if name not in offsets}
    return located_spans(quotes, model, article, sentences) | offsets


def _are_offsets(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(span, dict) and set(span) == {"start", "end"} and all(type(n) is int for n in span.values())
        for span in value
    )


def _require_rule(context: ArticleContext, decision: DecisionLine, claim: ClaimBase | None) -> None:
    """Raise `ClaimwireError` if a line names a rule that does not take the claim that the line makes."""
    if decision.rule is None:
        return
    rule = rule_named(decision.rule)
    group = context.group(_sources(context, decision))
    taken = rule.taken(group)
    if claim is None or taken is None or group.claims[taken] != comparable_fields(claim):
        raise ClaimwireError(
            f"the rule {rule.rule_id} does not take this claim (it takes {rule.description}); leave `rule` out and "
            "write your own reason"
        )


def _record(
    context: ArticleContext, decision: DecisionLine, claim: ClaimBase | None, number: int, adjudicator_id: str
) -> Adjudication:
    sources = _sources(context, decision)
    compared = [context.comparable(source) for source in sources]
    gold = None if claim is None else comparable_fields(claim)
    return Adjudication(
        adjudication_id=f"{context.article.article_id}_d{number:03d}",
        article_id=context.article.article_id,
        claim_id=claim.claim_id if claim else None,
        layer_claim_ids=tuple(source.claim_id for source in sources),
        decision=decision_kind(compared, gold),
        differing=differing_fields(compared),
        changed=differing_fields([compared[0], gold]) if compared and gold else (),
        rule=decision.rule,
        reason=decision.reason,
        note=decision.note,
        borderline=decision.borderline,
        adjudicator_id=decision.adjudicator or adjudicator_id,
        confidence=decision.confidence,
    )


def decision_kind(layers: Sequence[Mapping[str, str]], gold: Mapping[str, str] | None) -> Decision:
    """Return what kind of decision it was, from the comparable fields of the layers' claims and of the gold claim.

    `gold` is None if the layers' claims were rejected; `layers` has one entry per claim that the decision is about.
    """
    if gold is None:
        return Decision.REJECTED
    if not layers:
        return Decision.ADDED
    if gold in layers:
        return Decision.AGREED if len(layers) > 1 and all(layer == gold for layer in layers) else Decision.CHOSEN
    names = set(gold) | {name for layer in layers for name in layer}
    from_layers = all(any(layer.get(name) == gold.get(name) for layer in layers) for name in names)
    return Decision.MERGED if from_layers else Decision.CHANGED


def _references_to_nothing(claims: Iterable[ClaimBase]) -> Iterator[str]:
    known = {claim.claim_id for claim in claims}
    for claim in claims:
        for field_name, claim_id in references(claim).items():
            if claim_id not in known:
                yield f"{claim.claim_id}: {field_name} names {claim_id}, which is not a claim that this file makes"
