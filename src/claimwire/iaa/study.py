"""What agreement is measured on, wherever it was read from: documents, annotators, and their layers of marks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import ClaimwireError
from ..formats.mark import SPANS, Mark
from ..pieces import Pieces
from ..schema import Annotator
from .predicted import PredictedCount

__all__ = ["SPANS", "Mark", "Study", "StudyDocument", "tokens"]

TOKEN = re.compile(r"\w+|[^\w\s]")
"""A token is a run of letters, digits and underscores, or any other single character that is not white space."""


@dataclass(frozen=True)
class StudyDocument:
    """A text that was annotated; offsets are code points, `tokens` is None if the text is not available."""

    document_id: str
    length: int
    sentences: Pieces
    tokens: Pieces | None = None


@dataclass(frozen=True)
class Study:
    """What is compared: documents, and the layers by annotator and document.

    An annotator without a layer of a document did not annotate it; one with an empty layer found nothing in it. `notes`
    says what was left out and why, `problems` which lines could not be read, `predicted` how many claims were
    predictions, where that can be recorded.

    Raises `ClaimwireError` if two documents have the same id.
    """

    name: str
    documents: tuple[StudyDocument, ...]
    annotators: tuple[Annotator, ...]
    layers: Mapping[str, Mapping[str, tuple[Mark, ...]]]
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    predicted: PredictedCount | None = None
    more_layers: str = "annotate the same documents again"
    """What to do where there are too few layers to be compared."""

    def __post_init__(self) -> None:
        ids = [document.document_id for document in self.documents]
        duplicates = sorted({name for name in ids if ids.count(name) > 1}) if len(set(ids)) < len(ids) else []
        if duplicates:
            raise ClaimwireError(f"{self.name}: duplicate document id {duplicates[0]!r}; ids are unique in a study")

    @property
    def has_tokens(self) -> bool:
        """Whether the tokens of every document are known; if not, words are compared by code point."""
        return all(document.tokens is not None for document in self.documents)


def tokens(text: str) -> Pieces:
    """Return where the tokens of a text are."""
    return tuple(map(re.Match.span, TOKEN.finditer(text)))
