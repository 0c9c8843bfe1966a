"""Claims as they are scored: label, pieces and slots, wherever they come from; and the lines that hold predicted ones.

A predicted claim has the fields of a claim record, of which only label and spans have to be there, and a score. The
models of the lines are made from the models of the claims, so that a new slot is one here, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Union

from pydantic import Field, create_model

from ..errors import PredictionError
from ..pieces import Pieces, merge_pieces
from ..schema import LABELS, ClaimBase
from ..schema.base import Name, Record
from ..schema.claims import reference_fields
from .lines import DocumentLine, Probability, by_id

NEEDED = ("label", "spans")
"""The fields that a predicted claim cannot do without."""
REFERENCES = {declaration.label.value: reference_fields(declaration.model) for declaration in LABELS}
"""By label, the fields of a claim that name another claim of its article."""


@dataclass(frozen=True)
class ClaimToScore:
    """A claim, of gold or predicted: its label, pieces of code points, slots as JSON values; and a score if it has one.

    `not_asked` are slots that nobody was asked for in this claim; they are not scored on it.
    """

    label: str
    pieces: Pieces
    slots: Mapping[str, Any]
    claim_id: str | None = None
    score: float | None = None
    not_asked: frozenset[str] = frozenset()

    def spans_of(self, slot: str) -> Pieces:
        """Return the pieces of a span slot; none if it has no value."""
        return pieces_of_json(self.slots.get(slot) or ())


def pieces_of_json(spans: Iterable[Mapping[str, int]]) -> Pieces:
    """Return spans given as JSON objects as pieces."""
    return merge_pieces((span["start"], span["end"]) for span in spans)


def claim_of_values(values: Mapping[str, Any], score: float | None = None) -> ClaimToScore:
    """Return the claim that JSON values of a record, or the row of a table, tell."""
    return ClaimToScore(
        label=values["label"],
        pieces=pieces_of_json(values["spans"]),
        slots=values,
        claim_id=values.get("claim_id"),
        score=score,
        not_asked=frozenset(values.get("slots_not_asked") or ()),
    )


def claim_to_score(claim: ClaimBase, score: float | None = None) -> ClaimToScore:
    """Return a claim record as it is scored."""
    return claim_of_values(claim.model_dump(mode="json"), score)


def prediction_line(article_id: str, claims: Iterable[tuple[ClaimBase, float | None]]) -> dict[str, Any]:
    """Return the line of predictions for an article as JSON values; slots without a value are left out."""
    rows = []
    for claim, score in claims:
        row = json.loads(claim.model_dump_json(exclude_none=True))
        kept = {name: value for name, value in row.items() if value != []}
        rows.append(kept if score is None else kept | {"score": score})
    return {"article_id": article_id, "claims": rows}


def _optional(model: type[ClaimBase]) -> type[Record]:
    """Return the model of a predicted claim of one label: every field but label and spans may be absent, or null."""
    fields: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        kind: Any = field.rebuild_annotation()
        given = Field(description=field.description)
        fields[name] = (kind, given) if name in NEEDED else (kind | None, Field(None, description=field.description))
    fields["score"] = (Probability | None, Field(None, description="how probable the claim is taken to be"))
    return create_model(f"Predicted{model.__name__}", __base__=Record, **fields)


if TYPE_CHECKING:

    class PredictedClaim(Record):
        """A predicted claim of any label."""

else:
    PredictedClaim = Annotated[
        Union[tuple(_optional(declaration.model) for declaration in LABELS)],  # noqa: UP007
        Field(discriminator="label"),
    ]
"""A predicted claim of any label."""


class ArticleClaims(DocumentLine):
    """The claims that are predicted in an article, or a gold of lines has there."""

    article_id: Name = Field(description="the article")
    claims: tuple[PredictedClaim, ...] = Field(description="its claims; empty if there is none")


@dataclass(frozen=True)
class ArticleFound:
    """The line of an article: where it stands, what it says of its document, and its claims."""

    place: str
    line: DocumentLine
    claims: tuple[ClaimToScore, ...]


def read_article_claims(path: Path) -> dict[str, ArticleFound]:
    """Return the lines of a file by article.

    Raises `PredictionError` about a line that is none, a second one, and one whose claims contradict themselves: two of
    one id, a reference to none, a lower bound above the upper one.
    """
    found = by_id(path, ArticleClaims, lambda line: line.article_id)
    read = {
        article_id: ArticleFound(place, line, tuple(map(_claim, line.claims)))
        for article_id, (place, line) in found.items()
    }
    for own in read.values():
        _require_sense(own)
    return read


def _require_sense(found: ArticleFound) -> None:
    ids: dict[str, int] = {}
    for number, claim in enumerate(found.claims):
        shown = f"{found.place}: claims.{number}"
        if claim.claim_id is not None and ids.setdefault(claim.claim_id, number) != number:
            raise PredictionError(
                f"{shown}: claim_id {claim.claim_id} is that of claims.{ids[claim.claim_id]} already; "
                "give each claim of an article an id of its own, or none"
            )
        lower, upper = claim.slots.get("lower"), claim.slots.get("upper")
        if lower is not None and upper is not None and lower > upper:
            raise PredictionError(f"{shown}: lower {lower} is above upper {upper}; give the smaller number first")
    for number, claim in enumerate(found.claims):
        for name in REFERENCES[claim.label]:
            other = claim.slots.get(name)
            if other is not None and other not in ids:
                raise PredictionError(
                    f"{found.place}: claims.{number}: {name} is {other}, the claim_id of no claim of the article; "
                    "add that claim, or leave the slot out"
                )


def _claim(claim: Record) -> ClaimToScore:
    values = claim.model_dump(mode="json")
    return claim_of_values(values, values.pop("score"))
