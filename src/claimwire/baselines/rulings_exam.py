"""The examples of rulings, answered by a model of articles: which rulings it fails."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..ingest.unlisted import article_of_text
from ..rulings import ExampleAnswer, ExampleScore, score, sheet
from ..schema import ClaimBase, Ruling
from ..schema.fields import shapes
from .contract import ArticleModel


def examined(model: ArticleModel, rulings: Sequence[Ruling]) -> list[ExampleScore]:
    """Return what is wrong with what a model finds in each example of some rulings, as for people who annotate.

    An example is read as a text of its own. Raises `BaselineError` as `predict` does.
    """
    return score(rulings, [_answered(model, question) for question in sheet(rulings)])


def _answered(model: ArticleModel, question: ExampleAnswer) -> ExampleAnswer:
    # an empty line before it, so that a short example is not taken for a headline
    text = f"\n{question.text}"
    found = model.predict(article_of_text(text), "p_")
    return question.model_copy(update={"claims": [quoted(one.claim, text) for one in found]})


def quoted(claim: ClaimBase, text: str) -> dict[str, Any]:
    """Return the fields of a claim that have a value as JSON values, spans as the words that they are."""
    spans = {shape.name for shape in shapes(type(claim)) if shape.shape == "spans"}
    given = claim.model_dump(mode="json", exclude_defaults=True)
    return {
        name: [text[span["start"] : span["end"]] for span in value] if name in spans else value
        for name, value in given.items()
    }
