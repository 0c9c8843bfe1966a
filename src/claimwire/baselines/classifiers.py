"""Which classifiers there are. A new one is a module that keeps the contract, and an entry here."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from ..errors import BaselineError
from ..naming import alternatives
from .contract import SentenceClassifier
from .store import kind_of

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


def classifier_class(name: str) -> type[SentenceClassifier]:
    """Return the class of a classifier; raises `BaselineError` if there is none of that name."""
    if name not in CLASSIFIERS:
        raise BaselineError(f"no classifier is called {name!r}; {alternatives(name, list(CLASSIFIERS))}")
    module, class_name = CLASSIFIERS[name]
    found: type[SentenceClassifier] = getattr(import_module(f".{module}", __package__), class_name)
    return found


def new_classifier(name: str) -> SentenceClassifier:
    """Return a classifier that has learnt nothing yet; raises `BaselineError` as `classifier_class` does."""
    return classifier_class(name)()


def load_classifier(folder: Path) -> SentenceClassifier:
    """Return the classifier that a folder holds; raises `BaselineError` if it holds none."""
    return classifier_class(kind_of(folder)).load(folder)
