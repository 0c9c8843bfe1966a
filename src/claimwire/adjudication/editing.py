"""Answers of a person as values of a claim's fields, as a decisions file holds them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..dates import bounds
from ..errors import ClaimwireError
from ..formats.quotes import located_spans
from ..schema import REFERENCE_LABELS, Article, ClaimBase
from ..schema.fields import FieldShape, fields_in_role, shapes
from .alignment import layer_names
from .decisions import Line
from .review import Sheet

PIECES = re.compile(r"\s*…\s*")
"""What stands between the pieces of a discontinuous span where somebody types it."""

MARKED = re.compile(r"(?P<prefix>.*)\[\[(?P<exact>.+)\]\](?P<suffix>.*)", re.DOTALL)
"""A quote with words around it that tell which of several places is meant."""

NOT_EDITED = fields_in_role(ClaimBase, "identity", "label", "adjudication")
"""Fields that a person does not change while deciding on a claim."""


def editable(model: type[ClaimBase]) -> list[FieldShape]:
    """Return the fields of a label's claims that a person can give another value."""
    return [shape for shape in shapes(model) if shape.name not in NOT_EDITED]


def offered(shape: FieldShape, sheet: Sheet, number: int) -> list[tuple[str, str]]:
    """Return the values to choose from, each with its meaning; none where the value is to be typed.

    Of a field that names a claim these are the ids of the other lines whose claims have the label it wants.
    """
    if shape.vocabulary is not None:
        return [(value.value, value.description) for value in shape.vocabulary]
    if shape.shape == "boolean":
        return [("yes", ""), ("no", "")]
    if shape.meaning == "claim_reference":
        return _claims_offered(shape, sheet, number)
    return []


def _claims_offered(shape: FieldShape, sheet: Sheet, number: int) -> list[tuple[str, str]]:
    names = layer_names(sheet.layers)
    known = {names[claim.claim_id]: claim for layer in sheet.layers for claim in layer.claims}
    found = []
    for at, line in enumerate(sheet.lines):
        first = known.get(next(iter(line.get("from") or ()), ""))
        if at != number and first is not None and first.label is REFERENCE_LABELS[shape.name]:
            found.append((str(line.get("id")), _statement(line, first)))
    return found


def _statement(line: Line, claim: ClaimBase) -> str:
    changes = line.get("set")
    return str(changes.get("statement", claim.statement)) if isinstance(changes, Mapping) else claim.statement


def value_of(
    shape: FieldShape,
    answer: str,
    options: Sequence[tuple[str, str]],
    model: type[ClaimBase],
    article: Article,
    sentences: list[int],
) -> Any:
    """Return the value that an answer gives a field: of offered ones by number or as it is, else what was typed.

    Spans are quotes, pieces parted by an ellipsis; `sentences` are where they are looked for first. Names are parted
    by semicolons. Raises `ClaimwireError` where the field cannot have that value.
    """
    answer = answer.strip()
    if options:
        values = [value for value, _ in options]
        chosen = values[int(answer) - 1] if answer.isdecimal() and 0 < int(answer) <= len(values) else answer
        if chosen not in values:
            raise ClaimwireError(f"{answer!r} is none of these; give the number of one of {len(values)}")
        return chosen == "yes" if shape.shape == "boolean" else chosen
    if shape.shape == "spans":
        pieces = [_quote(piece) for piece in PIECES.split(answer) if piece]
        return located_spans({shape.name: pieces}, model, article, sentences)[shape.name]
    if shape.shape == "integer":
        if not answer.isdecimal():
            raise ClaimwireError(f"{answer!r} is no whole number from 0 on")
        return int(answer)
    if shape.many:
        return [name.strip() for name in answer.split(";") if name.strip()]
    if shape.meaning == "edtf":
        bounds(answer)
    if not answer:
        raise ClaimwireError("an empty answer is no value")
    return answer


def _quote(piece: str) -> Any:
    found = MARKED.fullmatch(piece)
    return piece if found is None else {name: text for name, text in found.groupdict().items() if text}


def sentences_of(article: Article, claims: Sequence[ClaimBase]) -> list[int]:
    """Return the numbers of the sentences that the claims touch."""
    spans = [span for claim in claims for span in claim.spans]
    return [number for number, found in enumerate(article.sentences) if any(found.overlaps(span) for span in spans)]
