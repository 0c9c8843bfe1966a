"""The floor: words, or words and characters, by TF-IDF, one logistic regression a label. Needs scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np

from ..ranges import Flags, Floats
from .contract import SentenceRow
from .heads import LinearHeads, checked, not_fitted
from .store import opened_model, save_model

STRENGTH = 10.0
WORDS_IN_A_ROW = (1, 2)
CHARACTERS_IN_A_ROW = (2, 5)
FEWEST_SENTENCES = 2


class TfidfClassifier:
    """TF-IDF of words and pairs of words with sublinear counts, and class-balanced logistic regressions."""

    name: ClassVar[str] = "tfidf"

    def __init__(self) -> None:
        self._vectorizer: Any = None
        self._heads: LinearHeads | None = None

    def fit(self, rows: Sequence[SentenceRow], labels: Flags, seed: int) -> Self:
        """Learn the words and their weights; nothing is drawn, so that every seed gives the same."""
        flags = checked(rows, labels)
        self._vectorizer = self._unfitted()
        columns = self._vectorizer.fit_transform([row.text for row in rows])
        self._heads = LinearHeads.fit(columns, flags, STRENGTH)
        return self

    def predict_proba(self, rows: Sequence[SentenceRow]) -> Floats:
        """Return probabilities, a row per sentence and a column per label."""
        if self._heads is None:
            raise not_fitted(self.name)
        if not rows:
            return np.zeros((0, len(self._heads.bias)))
        return self._heads.probabilities(self._vectorizer.transform([row.text for row in rows]))

    def save(self, folder: Path) -> None:
        """Write words, their inverse document frequencies and weights."""
        if self._heads is None:
            raise not_fitted(self.name)
        words = self._vectorizer.get_feature_names_out().tolist()
        save_model(folder, self.name, {"words": words}, self._heads.arrays() | {"idf": self._vectorizer.idf_})

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Return the model that a folder holds."""
        with opened_model(folder, cls.name) as saved:
            words = saved.strings("words")
            model = cls()
            model._vectorizer = _vectorizer(words)
            model._vectorizer.idf_ = saved.floats("idf", len(words))
            model._heads = LinearHeads.of(saved, len(words))
        return model

    @staticmethod
    def _unfitted() -> Any:
        return _vectorizer()


class TfidfWithCharacters(TfidfClassifier):
    """The same with two to five characters within words, too; those of one sentence alone are left out."""

    name: ClassVar[str] = "tfidf-characters"

    def save(self, folder: Path) -> None:
        """Write words and characters, their inverse document frequencies and weights."""
        if self._heads is None:
            raise not_fitted(self.name)
        (_, words), (_, characters) = self._vectorizer.transformer_list
        names = {"words": words, "characters": characters}
        known = {name: one.get_feature_names_out().tolist() for name, one in names.items()}
        arrays = {f"idf_{name}": one.idf_ for name, one in names.items()}
        save_model(folder, self.name, known, self._heads.arrays() | arrays)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Return the model that a folder holds."""
        with opened_model(folder, cls.name) as saved:
            known = {name: saved.strings(name) for name in ("words", "characters")}
            model = cls()
            model._vectorizer = _both(**known)
            for name, one in model._vectorizer.transformer_list:
                one.idf_ = saved.floats(f"idf_{name}", len(known[name]))
            model._heads = LinearHeads.of(saved, sum(map(len, known.values())))
        return model

    @staticmethod
    def _unfitted() -> Any:
        return _both()


def _both(words: list[str] | None = None, characters: list[str] | None = None) -> Any:
    from sklearn.pipeline import FeatureUnion

    return FeatureUnion([("words", _vectorizer(words)), ("characters", _characters(characters))])


def _vectorizer(words: list[str] | None = None) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(ngram_range=WORDS_IN_A_ROW, sublinear_tf=True, vocabulary=words)


def _characters(known: list[str] | None = None) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    fewest = 1 if known is not None else FEWEST_SENTENCES
    return TfidfVectorizer(
        analyzer="char_wb", ngram_range=CHARACTERS_IN_A_ROW, sublinear_tf=True, min_df=fewest, vocabulary=known
    )
