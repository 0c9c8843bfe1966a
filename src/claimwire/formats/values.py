"""A claim as plain values, as formats write it that can hold anything: no field with its default, short ids."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from ..corpus.records import validation_messages
from ..errors import AnchorError, FormatError
from ..schema import CLAIM_ADAPTER, Article, ClaimBase, reference_fields, references, slots_missing, span_slots
from .contract import ArticleLayer, ReadInto
from .quotes import model_labelled

ID = "id"
"""The key of a claim's short id."""


def values_of_claim(claim: ClaimBase, layer: ArticleLayer) -> dict[str, Any]:
    """Return a claim's values as JSON has them: `id`, `label`, and every field that is not as if it were left out.

    The claims that it names are named by their short ids, too. Raises `FormatError` if one is not of the layer.
    """
    values = claim.model_dump(mode="json", exclude_defaults=True, exclude={"claim_id", "article_id"})
    known = {one.claim_id for one in layer.claims}
    for name, reference in references(claim).items():
        if reference not in known:
            raise FormatError(f"{claim.claim_id}: {name} names {reference}, which is no claim of what is exported")
        values[name] = layer.short_id(reference)
    return {ID: layer.short_id(claim.claim_id)} | values


def claim_of_values(values: Mapping[str, Any], article: Article, into: ReadInto) -> ClaimBase:
    """Return the claim of values as `values_of_claim` gives them, in a layer whose ids have a prefix of their own.

    Raises `FormatError` if they make no claim, one beyond the text, one with a value that is not listed, or one that
    the codebook takes for unfinished.
    """
    prefix = into.prefix(article.article_id)
    try:
        model = model_labelled(values.get("label"))
    except AnchorError as error:
        raise FormatError(str(error)) from error
    fields = {name: value for name, value in values.items() if name != ID}
    for name in reference_fields(model):
        if fields.get(name) is not None:
            fields[name] = f"{prefix}{fields[name]}"
    fields |= {"claim_id": f"{prefix}{values.get(ID)}", "article_id": article.article_id}
    try:
        claim = CLAIM_ADAPTER.validate_json(json.dumps(fields))
    except ValidationError as error:
        raise FormatError(validation_messages(error)) from error
    for name in span_slots(model):
        for span in getattr(claim, name):
            if not span.start < span.end <= article.text_length:
                raise FormatError(
                    f"{name}: {span.start} to {span.end} is no range of the text, which has {article.text_length} "
                    "code points"
                )
    for unlisted in into.questions.unlisted(claim):
        raise FormatError(str(unlisted))
    if missing := () if into.codebook is None else slots_missing(claim, into.codebook):
        raise FormatError(f"without {', '.join(missing)}, which codebook {into.codebook} needs")
    return claim


def dangling(claims: Mapping[str, ClaimBase]) -> list[tuple[str, str]]:
    """Return the short ids of claims by which name a claim that is not among them, and what is wrong."""
    known = {claim.claim_id for claim in claims.values()}
    return [
        (key, f"{field} names {reference}, which is no claim of the file")
        for key, claim in claims.items()
        for field, reference in references(claim).items()
        if reference not in known
    ]
