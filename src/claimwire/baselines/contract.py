"""What a classifier of sentences is, and what an annotator of articles: the contracts that every entry keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from ..ranges import Flags, Floats
from ..schema import Article, ClaimBase


@dataclass(frozen=True)
class SentenceRow:
    """A sentence to be classified, and those before and after it in its article, where they are known."""

    text: str
    before: str | None = None
    after: str | None = None


class SentenceClassifier(Protocol):
    """Says of sentences how probable each of several labels is. The same rows, labels and seed give the same model.

    What `save` writes is JSON, npz or safetensors, never pickle; `load` gives a classifier with the same probabilities.
    """

    name: str

    def fit(self, rows: Sequence[SentenceRow], labels: Flags, seed: int) -> Self:
        """Learn from sentences and return itself; `labels` has a row per sentence and a column per label.

        Raises `BaselineError` if there is no row, or not as many rows of labels as sentences.
        """
        ...

    def predict_proba(self, rows: Sequence[SentenceRow]) -> Floats:
        """Return probabilities, a row per sentence and a column per label; raises `BaselineError` before `fit`."""
        ...

    def save(self, folder: Path) -> None:
        """Write the model to a folder, in the place of what is there; raises `BaselineError` before `fit`."""
        ...

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Return the model that a folder holds; raises `BaselineError` if it holds none of this kind."""
        ...


class ArticleAnnotator(Protocol):
    """Makes the claims of one layer over an article from its text, the same each time."""

    name: str
    version: str

    def annotate(self, article: Article, prefix: str) -> tuple[ClaimBase, ...]:
        """Return the claims of an article, in text order; their ids begin with `prefix`.

        Raises `BaselineError` if the article has no text.
        """
        ...
