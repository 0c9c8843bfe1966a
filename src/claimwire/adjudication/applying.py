"""Applying an adjudicator's decisions: claims and records of what was decided."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from ..corpus.records import validation_messages
from ..errors import AnchorError, ClaimwireError
from ..formats.quotes import located_spans, model_labelled
from ..schema import CLAIM_ADAPTER, LABELS, Adjudication, Annotation, Article, ClaimBase, reference_fields, span_slots
from ..schema.vocab import Decision
from .alignment import compared, differing, gold_claim_id, gold_claims, layer_names, mapped
from .decisions import DecisionLine
from .rules import Group, rule_named


@dataclass(frozen=True)
class Adjudicated:
    """What a decisions file makes of an article's layers."""

    claims: list[ClaimBase]
    adjudications: list[Adjudication]
    problems: list[str]


@dataclass(frozen=True)
class _Bench:
    """What every decision on an article is made with: its layers' claims by name, and which claims they become."""

    article: Article
    layers: int
    known: Mapping[str, ClaimBase]
    gold_of: Mapping[str, str]
    adjudicator_id: str

    def sources(self, decision: DecisionLine) -> list[ClaimBase]:
        """Return the layers' claims that a decision names."""
        return [self.known[name] for name in (*decision.taken_from, *decision.reject) if name in self.known]


def adjudicate(
    article: Article, layers: Sequence[Annotation], lines: Sequence[tuple[int, str]], adjudicator_id: str, place: str
) -> Adjudicated:
    """Return the claims and adjudications that a decisions file makes of an article's layers, and its problems.

    Every claim of every layer must be named once, in one line. `adjudicator_id` is who decided where a line does not
    say. A quote in `set` is a problem where the article has no text.
    """
    problems: list[str] = []
    parsed: list[tuple[int, DecisionLine]] = []
    for number, line in lines:
        try:
            parsed.append((number, DecisionLine.model_validate_json(line)))
        except ValidationError as error:
            problems.append(f"{place}:{number}: {validation_messages(error)}")
    bench = _bench(article, layers, [(decision.id, decision.taken_from) for _, decision in parsed], adjudicator_id)
    problems += (f"{place}:{fault}" for fault in _naming_faults(parsed, bench.known))
    claims: list[ClaimBase] = []
    adjudications: list[Adjudication] = []
    made: dict[str, int] = {}
    for number, decision in parsed:
        try:
            claim = _gold(bench, decision)
            record = _record(bench, decision, claim, len(adjudications) + 1)
            _require_rule(bench, decision, claim)
        except (ClaimwireError, ValidationError) as error:
            text = validation_messages(error) if isinstance(error, ValidationError) else str(error)
            problems.append(f"{place}:{number}: {text}")
            continue
        if claim is not None:
            claims.append(claim)
            if made.setdefault(claim.claim_id, number) != number:
                problems.append(f"{place}:{number}: id {decision.id!r} stands on line {made[claim.claim_id]} already")
        adjudications.append(record)
    named = {name for _, decision in parsed for name in (*decision.taken_from, *decision.reject)}
    problems += [f"{place}: nothing is decided on {name}" for name in bench.known if name not in named]
    problems += [f"{place}: {c.claim_id} names {r}, which is no claim" for c, r in _dangling(claims)]
    return Adjudicated(claims, adjudications, problems)


def made_claim(
    article: Article, layers: Sequence[Annotation], made: Iterable[tuple[str, list[str]]], decision: DecisionLine
) -> ClaimBase | None:
    """Return the claim that one decision makes; None where it rejects.

    `made` are the other lines' ids with the layers' claims they are made of. Raises `ClaimwireError` or pydantic's
    `ValidationError` where the decision makes no claim.
    """
    lines = [*made, (decision.id or "", decision.taken_from)]
    return _gold(_bench(article, layers, lines, ""), decision)


def _bench(
    article: Article, layers: Sequence[Annotation], made: Iterable[tuple[str | None, list[str]]], adjudicator_id: str
) -> _Bench:
    names = layer_names(layers)
    known = {names[claim.claim_id]: claim for layer in layers for claim in layer.claims}
    gold_of = gold_claims(article.article_id, names, made)
    return _Bench(article, len(layers), known, gold_of, adjudicator_id)


def _naming_faults(parsed: Sequence[tuple[int, DecisionLine]], known: Mapping[str, ClaimBase]) -> Iterator[str]:
    """Yield which names of claims are wrong, each with the number of its line."""
    named: dict[str, int] = {}
    for number, decision in parsed:
        for name in (*decision.taken_from, *decision.reject):
            if name not in known:
                yield f"{number}: {name} is no claim of a layer; write ANNOTATOR/ID"
            elif name in named:
                yield f"{number}: {name} was decided on at line {named[name]} already"
            else:
                named[name] = number


def _gold(bench: _Bench, decision: DecisionLine) -> ClaimBase | None:
    """Return the claim a decision makes: the first source's fields, with those taken, set and unset.

    A line that rejects makes none. Raises `AnchorError` or pydantic's `ValidationError` where the line makes no claim.
    """
    article = bench.article
    if decision.reject:
        if decision.taken_from or decision.set or decision.unset or decision.take or decision.rule:
            raise AnchorError("a line with `reject` makes no claim; give `from`, `set` and `unset` a line of their own")
        return None
    if decision.id is None:
        raise AnchorError("a line needs an `id`, or `reject`")
    unknown = [name for name in decision.unset if not any(name in x.model.model_fields for x in LABELS)]
    if unknown:
        raise AnchorError(f"`unset` names {', '.join(unknown)}, which no claim has")
    sources = bench.sources(decision)
    fields = mapped(sources[0], bench.gold_of) if sources else {}
    for field in ("comment", *decision.unset):
        fields.pop(field, None)
    fields |= _taken(bench, decision)
    changes = dict(decision.set)
    model = model_labelled((fields | changes).get("label"))
    for name in reference_fields(model):
        if changes.get(name) is not None:
            changes[name] = gold_claim_id(article.article_id, changes[name])
    fields |= _placed(changes, model, article, decision.sentences)
    if "parent_id" in changes and "voice" not in changes:
        fields["voice"] = changes["parent_id"]
    fields |= {"claim_id": gold_claim_id(article.article_id, decision.id), "article_id": article.article_id}
    if decision.event_id is not None:
        fields["event_id"] = decision.event_id
    return CLAIM_ADAPTER.validate_json(json.dumps({k: v for k, v in fields.items() if v is not None}))


def _taken(bench: _Bench, decision: DecisionLine) -> dict[str, Any]:
    """Return the fields that a decision takes from another claim than the first; None for one that it has not."""
    found: dict[str, Any] = {}
    for field, name in decision.take.items():
        if name not in decision.taken_from or name not in bench.known:
            raise AnchorError(f"`take` takes {field} from {name}, which `from` does not name")
        claim = bench.known[name]
        if field not in type(claim).model_fields or field in ("claim_id", "article_id"):
            raise AnchorError(f"`take` names {field}, which is no field of {name} to be taken")
        found[field] = mapped(claim, bench.gold_of).get(field)
    return found


def _placed(
    changes: Mapping[str, Any], model: type[ClaimBase], article: Article, sentences: list[int] | None
) -> dict[str, Any]:
    """Return changed fields with every span as offsets: those that are, as they stand, quotes as they are found.

    Raises `AnchorError` where offsets mark nothing in the article, or a quote does not stand there once.
    """
    given = {name: changes[name] for name in span_slots(model) if _are_offsets(changes.get(name))}
    for name, spans in given.items():
        for span in spans:
            if not 0 <= span["start"] < span["end"] <= article.text_length:
                raise AnchorError(
                    f"{name}: {span['start']} to {span['end']} marks nothing in a text of {article.text_length}"
                )
    return located_spans({k: v for k, v in changes.items() if k not in given}, model, article, sentences) | given


def _are_offsets(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, dict) and set(item) == {"start", "end"} and all(type(x) is int for x in item.values())
        for item in value
    )


def _require_rule(bench: _Bench, decision: DecisionLine, claim: ClaimBase | None) -> None:
    """Raise `ClaimwireError` where a line names a rule that does not take the claim that the line makes."""
    if decision.rule is None:
        return
    rule = rule_named(decision.rule)
    values = tuple(compared(mapped(source, bench.gold_of)) for source in bench.sources(decision))
    taken = rule.taken(Group(values, bench.layers))
    if claim is None or taken is None or values[taken] != _compared_gold(claim):
        raise ClaimwireError(
            f"by the rule {rule.rule_id} the claim would not be taken so ({rule.description}); leave `rule` out and "
            "give your own reason"
        )


def _compared_gold(claim: ClaimBase) -> dict[str, str]:
    return compared(claim.model_dump(mode="json", exclude_defaults=True))


def _record(bench: _Bench, decision: DecisionLine, claim: ClaimBase | None, number: int) -> Adjudication:
    sources = bench.sources(decision)
    layers = [compared(mapped(source, bench.gold_of)) for source in sources]
    gold = None if claim is None else _compared_gold(claim)
    return Adjudication(
        adjudication_id=f"{bench.article.article_id}_d{number:03d}",
        article_id=bench.article.article_id,
        claim_id=claim.claim_id if claim else None,
        layer_claim_ids=tuple(source.claim_id for source in sources),
        decision=decision_kind(layers, gold),
        differing=differing(layers),
        changed=differing([layers[0], gold]) if layers and gold else (),
        rule=decision.rule,
        reason=decision.reason,
        note=decision.note,
        borderline=decision.borderline,
        adjudicator_id=decision.adjudicator or bench.adjudicator_id,
        confidence=decision.confidence,
    )


def decision_kind(layers: Sequence[Mapping[str, str]], gold: Mapping[str, str] | None) -> Decision:
    """Return what sort of decision it was, from the compared fields of the layers' claims and of the gold claim."""
    if gold is None:
        return Decision.REJECTED
    if not layers:
        return Decision.ADDED
    if gold in layers:
        return Decision.AGREED if len(layers) > 1 and all(layer == gold for layer in layers) else Decision.CHOSEN
    names = set(gold) | {name for layer in layers for name in layer}
    from_layers = all(any(layer.get(name) == gold.get(name) for layer in layers) for name in names)
    return Decision.MERGED if from_layers else Decision.CHANGED


def _dangling(claims: Iterable[ClaimBase]) -> list[tuple[ClaimBase, str]]:
    known = {claim.claim_id for claim in claims}
    fields = [(claim, getattr(claim, name)) for claim in claims for name in reference_fields(type(claim))]
    return [(claim, value) for claim, value in fields if value is not None and value not in known]
