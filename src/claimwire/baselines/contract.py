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


@dataclass(frozen=True)
class ScoredClaim:
    """A claim that a model proposes, and how probable the model takes it to be that a reader would mark it, 0 to 1."""

    claim: ClaimBase
    score: float


@dataclass(frozen=True)
class LabelledArticle:
    """An article with its text, and the claims that were decided on it."""

    article: Article
    claims: tuple[ClaimBase, ...]


@dataclass(frozen=True)
class WeighedClaims:
    """The claims that a model gives, and the scores of all that it weighed, which no threshold changes."""

    claims: tuple[ScoredClaim, ...]
    scores: tuple[float, ...]


class ArticleModel(Protocol):
    """Finds the claims of articles: spans, labels and slots, each with a score. The same input gives the same model.

    What `save` writes is JSON or npz, never pickle; `load` gives a model with the same predictions.
    """

    name: str
    version: str
    threshold: float | None = None
    """The score that a claim is asked to have at least; None for what the model gives of itself.

    A model that knows claims of lower scores gives them down to it. It may give others too: whoever asks leaves them
    out.
    """

    def fit(self, articles: Sequence[LabelledArticle], seed: int) -> Self:
        """Learn from articles and return itself; raises `BaselineError` if none has a text."""
        ...

    def predict(self, article: Article, prefix: str) -> tuple[ScoredClaim, ...]:
        """Return the claims of an article with their scores, in text order; their ids begin with `prefix`.

        Raises `BaselineError` if the article has no text, and before `fit`.
        """
        ...

    def weighed(self, article: Article, prefix: str) -> WeighedClaims:
        """Return what `predict` does with the scores of all candidates; raises as it does."""
        claims = self.predict(article, prefix)
        return WeighedClaims(claims, tuple(one.score for one in claims))

    def save(self, folder: Path) -> None:
        """Write the model to a folder, in the place of what is there; raises `BaselineError` before `fit`."""
        ...

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Return the model that a folder holds; raises `BaselineError` if it holds none of this kind."""
        ...
