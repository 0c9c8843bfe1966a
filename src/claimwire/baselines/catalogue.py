"""What classifiers and models there are, as people read it: what each reads, is, and needs."""

from __future__ import annotations

from dataclasses import dataclass

from .classifiers import CLASSIFIERS
from .models import DEFAULT, MODELS

SKLEARN = "scikit-learn (extra `baselines`)"
TORCH = "torch and a model, in an environment of their own"
SENTENCES, ARTICLES = "sentences", "articles"
TOLD: dict[tuple[str, str], tuple[str, str]] = {
    (SENTENCES, "tfidf"): ("words and pairs of words by TF-IDF, logistic regression: the floor", SKLEARN),
    (SENTENCES, "tfidf-characters"): ("the same with two to five characters within words", SKLEARN),
    (SENTENCES, "handmade"): ("about a hundred features made by hand, logistic regression", f"{SKLEARN} to fit"),
    (SENTENCES, "handmade-boosting"): ("the same features, boosted trees", f"{SKLEARN} to fit"),
    (SENTENCES, "handmade-mean"): ("the mean of the log odds of both", f"{SKLEARN} to fit"),
    (SENTENCES, "minilm"): ("MiniLM fine-tuned on the CPU, one head for all labels", TORCH),
    (SENTENCES, "minilm-embeddings"): ("its embeddings as they come, logistic regression", f"{TORCH}; {SKLEARN}"),
    (SENTENCES, "transformer"): (
        "any encoder of `transformers` that `CLAIMWIRE_TRANSFORMER` names, fine-tuned, on a GPU if there is one",
        TORCH,
    ),
    (ARTICLES, "rules"): ("the rule annotator; scores are shares of claims that were right", "nothing"),
    (ARTICLES, "spans"): ("conditional random fields over tokens", "nothing"),
    (ARTICLES, "pipeline"): ("features, rules and tagger together, scored", f"{SKLEARN} to fit"),
    (ARTICLES, DEFAULT): ("the pipeline as it comes trained with the package", "nothing"),
}
"""By what it reads and its name: what it is, and what it needs beside this package."""


@dataclass(frozen=True)
class Entry:
    """A classifier or model for people."""

    name: str
    reads: str
    describes: str
    needs: str


def catalogue() -> list[Entry]:
    """Return every classifier of sentences, then every model of articles, the one that comes trained first."""
    kinds = [(SENTENCES, name) for name in CLASSIFIERS] + [(ARTICLES, name) for name in (DEFAULT, *MODELS)]
    return [Entry(name, reads, *TOLD[reads, name]) for reads, name in kinds]
