"""Making one layer of several: aligning annotators' claims, and applying an adjudicator's decisions.

A decisions file is a JSON Lines file of one article. A line that makes a claim has `id`, `from` (the layers' claims it
was made of, as `ANNOTATOR/ID`, the one taken as it stands first), `reason`, and if need be `set` (fields with another
value, spans as quotes like in a quoted layer), `unset` (fields to leave out), `borderline`, `confidence` (of the
adjudicator) and `event_id`. A line without `from` gives a whole quoted claim in `set` that no layer has. A line
`{"reject": [...], "reason": ...}` says that the named claims are not in the gold layer. What sort of decision it was,
and in which fields the layers differed, is computed, not written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .errors import AnchorError
from .quotes import located_spans, model_labelled
from .records import canonical_json, validation_messages
from .schema import CLAIM_ADAPTER, LABELS, Adjudication, Annotation, Article, ClaimBase, reference_fields, span_slots
from .schema.vocab import Confidence, Decision

NOT_COMPARED = frozenset({"claim_id", "statement", "comment", "confidence", "event_id", "review"})
"""Fields in which layers may differ and still agree: ids, free wording, and what only adjudication fills in."""

OVERLAP = 0.3
"""Share of code points, of those either claim covers, that two layers' claims must have in common to be aligned."""


class DecisionLine(BaseModel):
    """A line of a decisions file."""

    model_config = ConfigDict(extra="forbid")

    id: str | None = None
    taken_from: list[str] = Field(default=[], alias="from")
    reject: list[str] = []
    set: dict[str, Any] = {}
    unset: list[str] = []
    sentences: list[int] | None = None
    event_id: str | None = None
    reason: str = Field(min_length=1)
    borderline: bool = False
    confidence: Confidence = Confidence.HIGH


@dataclass(frozen=True)
class Adjudicated:
    """What a decisions file makes of an article's layers."""

    claims: list[ClaimBase]
    adjudications: list[Adjudication]
    problems: list[str]


def aligned(layers: Sequence[Annotation]) -> list[list[ClaimBase]]:
    """Return the claims of several layers in groups that mean the same, in text order; a claim is in one group.

    Claims of the same label whose spans overlap most are put together first; no group has two of one layer.
    """
    groups: list[dict[int, ClaimBase]] = [{0: claim} for claim in layers[0].claims] if layers else []
    for number, layer in enumerate(layers[1:], start=1):
        pairs = sorted(
            (
                (-_likeness(claim, next(iter(group.values()))), at, place)
                for place, claim in enumerate(layer.claims)
                for at, group in enumerate(groups)
                if _likeness(claim, next(iter(group.values()))) >= OVERLAP
            ),
        )
        done: set[int] = set()
        for _, at, place in pairs:
            if place not in done and number not in groups[at]:
                groups[at][number] = layer.claims[place]
                done.add(place)
        groups += [{number: claim} for place, claim in enumerate(layer.claims) if place not in done]
    found = [[group[key] for key in sorted(group)] for group in groups]
    return sorted(found, key=lambda group: (group[0].spans[0].start, -group[0].spans[-1].end))


def _likeness(one: ClaimBase, other: ClaimBase) -> float:
    """Return the share of code points in common, with a little for a common cue; 0 for different labels."""
    if one.label is not other.label:
        return 0.0
    first, second = (_points(claim, "spans") for claim in (one, other))
    same_cue = bool(_points(one, "cue_spans") & _points(other, "cue_spans"))
    return len(first & second) / len(first | second) + (0.5 if same_cue and first & second else 0.0)


def _points(claim: ClaimBase, field: str) -> set[int]:
    return {point for span in getattr(claim, field, ()) for point in range(span.start, span.end)}


def adjudicate(
    article: Article, layers: Sequence[Annotation], lines: Sequence[tuple[int, str]], adjudicator_id: str, place: str
) -> Adjudicated:
    """Return the claims and adjudications that a decisions file makes of an article's layers, and its problems.

    Every claim of every layer must be named once, in one line. A quote in `set` is a problem where the article has no
    text.
    """
    known = {f"{layer.annotator_id}/{_local(c.claim_id, layer)}": c for layer in layers for c in layer.claims}
    problems: list[str] = []
    parsed: list[tuple[int, DecisionLine]] = []
    for number, line in lines:
        try:
            parsed.append((number, DecisionLine.model_validate_json(line)))
        except ValidationError as error:
            problems.append(f"{place}:{number}: {validation_messages(error)}")
    gold_of = {known[name].claim_id: _gold_id(article, d) for _, d in parsed for name in d.taken_from if name in known}
    claims: list[ClaimBase] = []
    adjudications: list[Adjudication] = []
    named: dict[str, int] = {}
    made: dict[str, int] = {}
    for number, decision in parsed:
        for name in (*decision.taken_from, *decision.reject):
            if name not in known:
                problems.append(f"{place}:{number}: {name} is no claim of a layer; write ANNOTATOR/ID")
            elif name in named:
                problems.append(f"{place}:{number}: {name} was decided on at line {named[name]} already")
            else:
                named[name] = number
        sources = [known[name] for name in (*decision.taken_from, *decision.reject) if name in known]
        try:
            claim = _gold(article, decision, sources, gold_of)
        except (AnchorError, ValidationError) as error:
            text = validation_messages(error) if isinstance(error, ValidationError) else str(error)
            problems.append(f"{place}:{number}: {text}")
            continue
        if claim is not None:
            claims.append(claim)
            if made.setdefault(claim.claim_id, number) != number:
                problems.append(f"{place}:{number}: id {decision.id!r} stands on line {made[claim.claim_id]} already")
        adjudications.append(
            _record(article, decision, sources, claim, gold_of, adjudicator_id, len(adjudications) + 1)
        )
    problems += [f"{place}: nothing is decided on {name}" for name in known if name not in named]
    problems += [f"{place}: {c.claim_id} names {r}, which is no claim" for c, r in _dangling(claims)]
    return Adjudicated(claims, adjudications, problems)


def _local(claim_id: str, layer: Annotation) -> str:
    return claim_id.removeprefix(f"{layer.annotation_id}_")


def _gold_id(article: Article, decision: DecisionLine) -> str:
    return f"{article.article_id}_c{decision.id}"


def _gold(
    article: Article, decision: DecisionLine, sources: Sequence[ClaimBase], gold_of: Mapping[str, str]
) -> ClaimBase | None:
    """Return the claim a decision makes: the first source's fields, with those set and unset by the adjudicator.

    A line that rejects makes none. Raises `AnchorError` or pydantic's `ValidationError` where the line makes no claim.
    """
    if decision.reject:
        if decision.taken_from or decision.set or decision.unset:
            raise AnchorError("a line with `reject` makes no claim; give `from`, `set` and `unset` a line of their own")
        return None
    if decision.id is None:
        raise AnchorError("a line needs an `id`, or `reject`")
    unknown = [name for name in decision.unset if not any(name in x.model.model_fields for x in LABELS)]
    if unknown:
        raise AnchorError(f"`unset` names {', '.join(unknown)}, which no claim has")
    fields = _mapped(sources[0], gold_of) if sources else {}
    for field in ("comment", *decision.unset):
        fields.pop(field, None)
    changes = dict(decision.set)
    model = model_labelled((fields | changes).get("label"))
    for name in reference_fields(model):
        if changes.get(name) is not None:
            changes[name] = f"{article.article_id}_c{changes[name]}"
    fields |= located_spans(changes, model, article, decision.sentences)
    if "parent_id" in changes and "voice" not in changes:
        fields["voice"] = changes["parent_id"]
    fields |= {"claim_id": _gold_id(article, decision), "article_id": article.article_id}
    if decision.event_id is not None:
        fields["event_id"] = decision.event_id
    return CLAIM_ADAPTER.validate_json(json.dumps({k: v for k, v in fields.items() if v is not None}))


def _mapped(claim: ClaimBase, gold_of: Mapping[str, str]) -> dict[str, Any]:
    """Return a layer claim's fields with references to other layer claims turned into the gold claims they became."""
    fields = claim.model_dump(mode="json", exclude_defaults=True)
    for name in reference_fields(type(claim)):
        if name in fields:
            fields[name] = gold_of.get(fields[name])
    return fields


def _record(
    article: Article,
    decision: DecisionLine,
    sources: Sequence[ClaimBase],
    claim: ClaimBase | None,
    gold_of: Mapping[str, str],
    adjudicator_id: str,
    number: int,
) -> Adjudication:
    layers = [_compared(_mapped(source, gold_of)) for source in sources]
    gold = _compared(claim.model_dump(mode="json", exclude_defaults=True)) if claim else None
    return Adjudication(
        adjudication_id=f"{article.article_id}_d{number:03d}",
        article_id=article.article_id,
        claim_id=claim.claim_id if claim else None,
        layer_claim_ids=tuple(source.claim_id for source in sources),
        decision=decision_kind(layers, gold),
        differing=_differing(layers),
        changed=_differing([layers[0], gold]) if layers and gold else (),
        reason=decision.reason,
        borderline=decision.borderline,
        adjudicator_id=adjudicator_id,
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


def _compared(fields: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields that count in a comparison, as canonical JSON."""
    return {k: canonical_json(v) for k, v in fields.items() if k not in NOT_COMPARED and v is not None}


def _differing(claims: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    names = sorted({name for claim in claims for name in claim})
    return tuple(name for name in names if len({claim.get(name) for claim in claims}) > 1)


def _dangling(claims: Iterable[ClaimBase]) -> list[tuple[ClaimBase, str]]:
    known = {claim.claim_id for claim in claims}
    fields = [(claim, getattr(claim, name)) for claim in claims for name in reference_fields(type(claim))]
    return [(claim, value) for claim, value in fields if value is not None and value not in known]


def draft(article: Article, layers: Sequence[Annotation]) -> list[dict[str, Any]]:
    """Return a decisions file to begin with: aligned claims, the first layer's taken, with the fields that differ.

    Where the layers agree the line is complete; elsewhere `reason` is empty, which `adjudicate` refuses, and a key
    `differs` shows the values, which it refuses too: both are for the adjudicator to settle.
    """
    lines = []
    names = {c.claim_id: f"{layer.annotator_id}/{_local(c.claim_id, layer)}" for layer in layers for c in layer.claims}
    groups = aligned(layers)
    gold_of = {c.claim_id: f"{article.article_id}_c{n:02d}" for n, group in enumerate(groups, 1) for c in group}
    for number, group in enumerate(groups, start=1):
        line: dict[str, Any] = {"id": f"{number:02d}", "from": [names[claim.claim_id] for claim in group]}
        compared = [_compared(_mapped(claim, gold_of)) for claim in group]
        differing = _differing(compared)
        if len(group) == len(layers) and not differing:
            line["reason"] = "The layers agree."
        else:
            line["reason"] = ""
            line["differs"] = {
                name: [_shown(claim, name, article) for claim in group] for name in differing
            } or "only one layer has it"
        lines.append(line)
    return lines


def _shown(claim: ClaimBase, name: str, article: Article) -> Any:
    """Return a field's value as an adjudicator reads it: spans as quotes, where the text is at hand."""
    value = getattr(claim, name, None)
    if name in span_slots(type(claim)) and value is not None and article.text is not None:
        return [span.of(article.text) for span in value]
    return claim.model_dump(mode="json").get(name)
