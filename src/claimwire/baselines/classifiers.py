"""Which classifiers there are. A new one is a module that keeps the contract, and an entry here."""

from __future__ import annotations

from pathlib import Path

from .contract import SentenceClassifier
from .named_classes import NamedClasses

CLASSIFIERS: dict[str, tuple[str, str]] = {
    "tfidf": ("tfidf", "TfidfClassifier"),
    "tfidf-characters": ("tfidf", "TfidfWithCharacters"),
    "handmade": ("handmade", "HandmadeClassifier"),
    "handmade-boosting": ("handmade", "HandmadeBoosting"),
    "handmade-mean": ("handmade", "HandmadeMean"),
    "minilm": ("minilm", "MiniLmClassifier"),
    "minilm-embeddings": ("minilm", "MiniLmEmbeddings"),
    "transformer": ("transformer", "TransformerClassifier"),
}
"""By their names, the module and class of each; it is imported when it is asked for."""


CLASSES: NamedClasses[SentenceClassifier] = NamedClasses("classifier", CLASSIFIERS)


def classifier_class(name: str) -> type[SentenceClassifier]:
    """Return the class of a classifier; raises `BaselineError` if there is none of that name."""
    return CLASSES.named(name)


def new_classifier(name: str) -> SentenceClassifier:
    """Return a classifier that has learnt nothing yet; raises `BaselineError` as `classifier_class` does."""
    return classifier_class(name)()


def load_classifier(folder: Path) -> SentenceClassifier:
    """Return the classifier that a folder holds; raises `BaselineError` if it holds none."""
    return CLASSES.load(folder)
