"""Which articles to annotate first: F1 over the number of annotated articles, at random and by uncertainty.

A simulation: the articles of the split train are annotated one after another in some order, a model is fitted on the
first of them, and measured on the split test. At random and by uncertainty begin with the same articles; from then on
the uncertain order takes those of which the model fitted so far is most uncertain, by the measure of `push --order`.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import numpy as np

from claimwire.baselines.classifiers import new_classifier
from claimwire.baselines.contract import LabelledArticle, SentenceRow
from claimwire.baselines.matching import hits
from claimwire.baselines.models import new_model
from claimwire.baselines.predictions import uncertainty
from claimwire.ranges import Flags, Floats
from claimwire.schema import Article
from claimwire.schema.vocab import Label

RANDOM, UNCERTAIN = "random", "uncertain"
LABELS = tuple(Label)
HALF = 0.5


@dataclass(frozen=True)
class Point:
    """The macro-F1 of a model fitted on so many articles with so many sentences, in an order drawn by a seed."""

    model: str
    order: str
    seed: int
    articles: int
    sentences: int
    macro_f1: float


class Learning(Protocol):
    """Something that learns from articles, tells how sure it is, and is measured."""

    name: str

    def fit(self, articles: Sequence[LabelledArticle]) -> None:
        """Learn from articles alone, and forget what was learnt before."""
        ...

    def uncertainty(self, article: Article) -> float:
        """Return how uncertain it is about an article, in bits per 1,000 code points."""
        ...

    def macro_f1(self, articles: Sequence[LabelledArticle]) -> float:
        """Return the mean F1 of the labels."""
        ...


class ClaimLearning:
    """A model of articles: a claim is right if a decided one of its label shares half of the words."""

    def __init__(self, name: str, seed: int = 1) -> None:
        self.name, self._seed = name, seed
        self._model = new_model(name)

    def fit(self, articles: Sequence[LabelledArticle]) -> None:
        """Learn from articles."""
        self._model = new_model(self.name).fit(articles, self._seed)

    def uncertainty(self, article: Article) -> float:
        """Return how uncertain the model is."""
        return uncertainty((x.score for x in self._model.predict(article, "x_")), len(article.text or ""))

    def macro_f1(self, articles: Sequence[LabelledArticle]) -> float:
        """Return the mean F1 over claims."""
        right, proposed, decided = (dict.fromkeys(LABELS, 0) for _ in range(3))
        for labelled in articles:
            found = [x.claim for x in self._model.predict(labelled.article, "x_")]
            for claim, hit in zip(found, hits(found, labelled.claims), strict=True):
                right[claim.label] += hit
                proposed[claim.label] += 1
            for claim in labelled.claims:
                decided[claim.label] += 1
        return _mean_f1([(right[x], proposed[x], decided[x]) for x in LABELS])


class SentenceLearning:
    """A classifier of sentences: a sentence has a label if a claim of that label has words in it."""

    def __init__(self, name: str, seed: int = 1) -> None:
        self.name, self._seed = name, seed
        self._classifier = new_classifier(name)

    def fit(self, articles: Sequence[LabelledArticle]) -> None:
        """Learn from the sentences of articles."""
        rows = [row for labelled in articles for row in sentence_rows(labelled.article)]
        labels = np.concatenate([sentence_labels(labelled) for labelled in articles])
        self._classifier = new_classifier(self.name).fit(rows, labels, self._seed)

    def uncertainty(self, article: Article) -> float:
        """Return how uncertain the classifier is about the labels of all sentences."""
        probable: Floats = self._classifier.predict_proba(sentence_rows(article))
        return uncertainty(map(float, probable.ravel()), len(article.text or ""))

    def macro_f1(self, articles: Sequence[LabelledArticle]) -> float:
        """Return the mean F1 over sentences, at a probability of a half."""
        said = np.concatenate([self._classifier.predict_proba(sentence_rows(x.article)) >= HALF for x in articles])
        true = np.concatenate([sentence_labels(labelled) for labelled in articles])
        both = said & true
        counts = zip(both.sum(axis=0).tolist(), said.sum(axis=0).tolist(), true.sum(axis=0).tolist(), strict=True)
        return _mean_f1(list(counts))


def sentence_rows(article: Article) -> list[SentenceRow]:
    """Return the sentences of an article with their neighbours."""
    texts = [span.of(article.text or "") for span in article.sentences]
    around = zip([None, *texts[:-1]], texts, [*texts[1:], None], strict=True)
    return [SentenceRow(text, before, after) for before, text, after in around]


def sentence_labels(labelled: LabelledArticle) -> Flags:
    """Return which labels each sentence has: a row a sentence, a column a label."""
    return np.array(
        [
            [
                any(
                    claim.label is label and any(p.start < span.end and span.start < p.end for p in claim.spans)
                    for claim in labelled.claims
                )
                for label in LABELS
            ]
            for span in labelled.article.sentences
        ]
    )


def curve(
    learning: Learning,
    order: str,
    train: Sequence[LabelledArticle],
    test: Sequence[LabelledArticle],
    steps: Sequence[int],
    seed: int,
) -> list[Point]:
    """Return the points of one order: after each number of articles in `steps`, as far as there are so many."""
    left = list(train)
    random.Random(seed).shuffle(left)
    chosen: list[LabelledArticle] = []
    points = []
    for step in sorted({min(step, len(train)) for step in steps}):
        if chosen and order == UNCERTAIN:
            unsure = {one.article.article_id: learning.uncertainty(one.article) for one in left}
            left.sort(key=lambda one: -unsure[one.article.article_id])
        take = step - len(chosen)
        chosen, left = [*chosen, *left[:take]], left[take:]
        learning.fit(chosen)
        sentences = sum(len(one.article.sentences) for one in chosen)
        f1 = round(learning.macro_f1(test), 4)
        points.append(Point(learning.name, order, seed, len(chosen), sentences, f1))
    return points


def points_json(points: Sequence[Point]) -> list[dict[str, Any]]:
    """Return points as plain values for JSON."""
    return [asdict(point) for point in points]


def _mean_f1(counts: Sequence[tuple[int, int, int]]) -> float:
    f1 = [2 * right / (said + true) if said + true else 0.0 for right, said, true in counts]
    return sum(f1) / len(f1)
