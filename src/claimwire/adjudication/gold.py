"""Making the gold claim that a decision describes: fields of layers' claims, taken, set and left out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..errors import AnchorError
from ..formats.quotes import located_spans, model_labelled
from ..schema import (
    CLAIM_ADAPTER,
    LABELS,
    Article,
    ClaimBase,
    claim_fields_in_role,
    fields_of_layers,
    reference_fields,
    span_slots,
)
from .context import ArticleContext
from .decisions import DecisionLine

NOT_DECIDED = claim_fields_in_role("identity") | fields_of_layers()
"""Fields that no decision gives a gold claim: ids, and what layers alone have."""

EVENT_NAME = "event_name"
"""The field that a claim with an `event_id` does not have: the event has the name."""


def gold_claim(context: ArticleContext, decision: DecisionLine) -> ClaimBase | None:
    """Return the claim that a decision makes; None if it rejects.

    It has the fields of the first claim named in `from`, but for those that layers alone have, then what `unset`,
    `take` and `set` change; the id of an event stands for its name. A comment that is about other values than the claim
    has is to be taken out with `unset`.
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
    sources = sources_of(context, decision)
    fields = context.fields(sources[0]) if sources else {}
    for name in (*decision.unset, *fields_of_layers()):
        fields.pop(name, None)
    fields |= _taken_fields(context, decision)
    fields |= _set_fields(context, decision, fields.get("label"))
    fields |= {"claim_id": context.gold_id(decision.id), "article_id": context.article.article_id}
    if decision.event_id is not None:
        fields["event_id"] = decision.event_id
    if fields.get("event_id") is not None:
        fields.pop(EVENT_NAME, None)
    return claim_of(fields)


def claim_of(fields: Mapping[str, Any]) -> ClaimBase:
    """Return the claim that has these fields, None standing for a field left out; raises `ValidationError`."""
    return CLAIM_ADAPTER.validate_json(json.dumps({name: v for name, v in fields.items() if v is not None}))


def sources_of(context: ArticleContext, decision: DecisionLine) -> list[ClaimBase]:
    """Return the layers' claims that a decision names."""
    return [context.claims[name] for name in (*decision.taken_from, *decision.reject) if name in context.claims]


def _taken_fields(context: ArticleContext, decision: DecisionLine) -> dict[str, Any]:
    """Return the fields of `take`, from the claims it names; None for a field that the claim leaves out."""
    fields: dict[str, Any] = {}
    for field_name, name in decision.take.items():
        if name not in decision.taken_from or name not in context.claims:
            raise AnchorError(f"`take` takes {field_name} from {name}, which `from` does not name")
        claim = context.claims[name]
        if field_name not in type(claim).model_fields or field_name in NOT_DECIDED:
            raise AnchorError(f"`take` names {field_name}, which is not a field of {name} that can be taken")
        fields[field_name] = context.fields(claim).get(field_name)
    return fields


def _set_fields(context: ArticleContext, decision: DecisionLine, label: Any) -> dict[str, Any]:
    """Return the fields of `set` as a claim has them: gold claims' ids for ids of lines, offsets for quotes.

    `label` is the claim's label if `set` does not change it.
    """
    wrong = sorted(fields_of_layers() & decision.set.keys())
    if wrong:
        raise AnchorError(f"`set` names {', '.join(wrong)}, which only claims of layers have")
    changes = dict(decision.set)
    model = model_labelled(changes.get("label", label))
    for name in reference_fields(model):
        if changes.get(name) is not None:
            changes[name] = context.gold_id(changes[name])
    return with_offsets(changes, model, context.article, decision.sentences)


def with_offsets(
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
