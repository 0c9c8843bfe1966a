"""A person's answers as values of a claim's fields, in the form that a decisions file has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..dates import bounds
from ..errors import ClaimwireError
from ..formats.quotes import located_spans
from ..schema import REFERENCE_LABELS, Article, ClaimBase, claim_fields_in_role
from ..schema.fields import FieldShape, shapes
from .decisions import DecisionJson
from .review import ArticleReview, told

PIECE_SEPARATOR = re.compile(r"\s*…\s*")
"""What a person types between the pieces of a discontinuous span."""

MARKED_QUOTE = re.compile(r"(?P<prefix>.*)\[\[(?P<exact>.+)\]\](?P<suffix>.*)", re.DOTALL)
"""A quote with words around it that say which of several places is meant."""

NOT_EDITED = claim_fields_in_role("identity", "label", "origin", "adjudication")
"""Fields that a person does not change while deciding on a claim."""

Options = Sequence[tuple[str, str]]
"""Values to choose from, each with its meaning, which may be empty."""


def editable_fields(model: type[ClaimBase]) -> list[FieldShape]:
    """Return the fields of a label's claims that a person can give another value."""
    return [shape for shape in shapes(model) if shape.name not in NOT_EDITED]


def options_for(shape: FieldShape, review: ArticleReview, index: int) -> Options:
    """Return the values to choose from for a field of the case at an index; none if the value is to be typed.

    For a field that names a claim these are the ids of the other lines whose claims have the label that it refers to.
    """
    if shape.vocabulary is not None:
        return [(choice.value, choice.told) for choice in review.questions.choices(shape.vocabulary)]
    if shape.shape == "boolean":
        return [("yes", ""), ("no", "")]
    if shape.meaning == "claim_reference":
        return _claim_options(shape, review, index)
    return []


def _claim_options(shape: FieldShape, review: ArticleReview, index: int) -> Options:
    options = []
    for other, line in enumerate(review.lines):
        first = review.context.claims.get(next(iter(line.get("from") or ()), ""))
        if other != index and first is not None and first.label is REFERENCE_LABELS[shape.name]:
            options.append((str(line.get("id")), _statement(line, first, review.context.article)))
    return options


def _statement(line: DecisionJson, claim: ClaimBase, article: Article) -> str:
    return str((line.get("set") or {}).get("statement") or told(claim, article))


def chosen_option(answer: str, options: Options) -> str:
    """Return the value that an answer names, by its number from 1 or as it is; raises `ClaimwireError` if none."""
    values = [value for value, _ in options]
    chosen = values[int(answer) - 1] if answer.isdecimal() and 0 < int(answer) <= len(values) else answer
    if chosen not in values:
        raise ClaimwireError(f"{answer!r} is not one of the values; type a number from 1 to {len(values)}, or a value")
    return chosen


@dataclass(frozen=True)
class FieldEditor:
    """Makes values of what a person types for the claims of a label in an article.

    `sentences` are the numbers of the sentences in which quotes are looked for first.
    """

    model: type[ClaimBase]
    article: Article
    sentences: Sequence[int]

    def value(self, shape: FieldShape, answer: str, options: Options = ()) -> Any:
        """Return the value of a field that an answer means: one or several of the options, or what was typed.

        A span is a quote, or several with an ellipsis between them; names and options are separated by semicolons.
        Raises `ClaimwireError` if the field cannot have that value.
        """
        answer = answer.strip()
        if options and shape.many:
            return [chosen_option(part.strip(), options) for part in answer.split(";") if part.strip()]
        if options:
            chosen = chosen_option(answer, options)
            return chosen == "yes" if shape.shape == "boolean" else chosen
        if shape.shape == "spans":
            quotes = [_quote(piece) for piece in PIECE_SEPARATOR.split(answer) if piece]
            return located_spans({shape.name: quotes}, self.model, self.article, list(self.sentences))[shape.name]
        if shape.shape == "integer":
            if not answer.isdecimal():
                raise ClaimwireError(f"{answer!r} is not a whole number from 0 on")
            return int(answer)
        if shape.many:
            return [name.strip() for name in answer.split(";") if name.strip()]
        if shape.meaning == "edtf":
            bounds(answer)
        if not answer:
            raise ClaimwireError("an empty answer is not a value")
        return answer


def _quote(piece: str) -> Any:
    marked = MARKED_QUOTE.fullmatch(piece)
    return piece if marked is None else {name: text for name, text in marked.groupdict().items() if text}


def sentences_of(article: Article, claims: Iterable[ClaimBase]) -> list[int]:
    """Return the numbers of the sentences that the claims touch."""
    spans = [span for claim in claims for span in claim.spans]
    return [number for number, sentence in enumerate(article.sentences) if any(map(sentence.overlaps, spans))]
