"""How far the annotators agree, as card and `croissant.json` say it: without intervals, which the documents have.

Agreement needs the layers of many articles at once. So that memory does not grow with a corpus, it is measured on at
most `ARTICLES` articles of each corpus and batch, drawn by the hashes of their ids; what is printed says so.
"""

from __future__ import annotations

import hashlib
import heapq
import json
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..corpus.corpus import Corpus
from ..corpus.records import record_json
from ..iaa import Options, Report, Study, corpus_study, measure_agreement
from ..iaa.annotator_groups import AnnotatorGroup
from ..iaa.arrays.bootstrap import Estimate
from ..iaa.tables import number
from ..regions import table
from ..schema import Annotation, Annotator, Article
from ..schema.vocab import Label

ARTICLES = 200
"""Articles of a corpus and batch on which agreement is measured at the most."""


@dataclass
class _Batch:
    """The articles of a corpus and batch that two or more annotators finished."""

    articles: int = 0
    drawn: list[tuple[int, bytes]] = field(default_factory=list)
    """A heap of the drawn articles with the smallest hashes: minus the hash, and article and layers as JSON."""


@dataclass(frozen=True)
class DrawnReport:
    """A report, on how many of the articles that two or more annotators finished."""

    report: Report
    drawn: int
    articles: int

    @property
    def note(self) -> str:
        """What has to be said where not all articles were measured; empty else."""
        if self.drawn == self.articles:
            return ""
        return f"Measured on {self.drawn} of the {self.articles} articles with two or more layers, drawn by their ids."


class AgreementSample:
    """Gathers the articles on which agreement is measured, as they come."""

    def __init__(self, limit: int = ARTICLES) -> None:
        self._limit = limit
        self._batches: dict[tuple[str, str], _Batch] = {}

    def add(self, corpus: Corpus, programs: Collection[str] = frozenset()) -> None:
        """Add the corpus of one article; layers of `programs`, annotators that are rule programs, are no opinions."""
        for article in corpus.articles.values():
            layers = corpus.layers_of_article[article.article_id]
            complete = [layer for layer in layers if layer.complete and layer.annotator_id not in programs]
            for batch in sorted({layer.batch or "" for layer in complete}):
                layers = [layer for layer in complete if (layer.batch or "") == batch]
                if len({layer.annotator_id for layer in layers}) > 1:
                    self._add(corpus.corpus_id, batch, article, layers)

    def _add(self, corpus_id: str, batch: str, article: Article, layers: list[Annotation]) -> None:
        own = self._batches.setdefault((corpus_id, batch), _Batch())
        own.articles += 1
        key = -int.from_bytes(hashlib.sha256(article.article_id.encode()).digest()[:8])
        content = json.dumps([record_json(article), *map(record_json, layers)]).encode()
        (heapq.heappush if len(own.drawn) < self._limit else heapq.heappushpop)(
            own.drawn, (key, zlib.compress(content))
        )

    def reports(self, annotators: Iterable[Annotator], corpus_ids: Sequence[str]) -> list[DrawnReport]:
        """Return how far annotators agree: a report for each corpus, in that order, and each batch of it."""
        known = list(annotators)
        measured = []
        for corpus_id, batch in sorted(self._batches, key=lambda key: (corpus_ids.index(key[0]), key[1])):
            own = self._batches[corpus_id, batch]
            articles, layers = [], []
            for _, content in own.drawn:
                first, *rest = json.loads(zlib.decompress(content))
                articles.append(Article.model_validate_json(first))
                layers += [Annotation.model_validate_json(line) for line in rest]
            layers.sort(key=lambda layer: (layer.article_id, layer.annotator_id))
            title = f"{corpus_id}, batch {batch}" if batch else corpus_id
            report = measure_agreement(_study(title, articles, layers, known), Options(resamples=0))
            measured.append(DrawnReport(report, len(own.drawn), own.articles))
        return measured


def _study(title: str, articles: list[Article], layers: list[Annotation], known: list[Annotator]) -> Study:
    """Return what agreement is measured on for a card: predictions that were left untouched are no part of it."""
    return corpus_study(title, articles, layers, known, without_predictions=True)


def agreement_table(measured: Iterable[DrawnReport]) -> str:
    """Return how far every group of annotators agrees, one row each, with whose agreement it is, as Markdown.

    A cell has Krippendorff's alpha over sentences and the F1 of exact spans.
    """
    rows, notes = [], []
    for item in measured:
        report = item.report
        for group in report.groups:
            sentences, spans = report.of(group.name, "sentences"), report.of(group.name, "spans")
            cells = (
                f"{_value(sentences.get((label, 'alpha')))} · {_value(spans.get((label, 'exact F1')))}"
                for label in Label.names()
            )
            documents = report.documents[group.name]
            rows.append((f"`{report.name}`", group.name, group.statement, documents, *cells))
        notes += [f"`{report.name}`: {item.note}"] if item.note else []
    if not rows:
        return "No article has two layers.\n"
    header = ("corpus", "annotators", "whose agreement", "documents", *(f"`{label}`" for label in Label.names()))
    return "\n\n".join([table(header, rows).rstrip(), *notes]) + "\n"


def _value(estimate: Estimate | None) -> str:
    return number(None if estimate is None else estimate.value)


@dataclass(frozen=True)
class Range:
    """The lowest and the highest of some measured values."""

    low: float
    high: float

    def __str__(self) -> str:
        one, other = number(self.low), number(self.high)
        return one if one == other else f"{one} to {other}"


MEASURES = {"sentence alpha": ("sentences", "alpha"), "exact F1": ("spans", "exact F1")}
"""What the card says of agreement in short: the name of a measure, and its section and name in a report."""


def agreement_values(measured: Iterable[DrawnReport]) -> Iterator[tuple[str, AnnotatorGroup, str, str, float]]:
    """Yield what was measured and is defined: corpus, group, label, name of the measure, and the value."""
    for item in measured:
        report = item.report
        for group in report.groups:
            for name, (section, measure) in MEASURES.items():
                estimates = report.of(group.name, section)
                for label in report.labels:
                    estimate = estimates.get((label, measure))
                    if estimate is not None and estimate.value is not None:
                        yield report.name, group, label, name, estimate.value


def agreement_ranges(measured: Iterable[DrawnReport]) -> dict[str, dict[str, Range]]:
    """Return the lowest and the highest agreement over corpora and labels, by whose agreement it is and by measure."""
    found: dict[str, dict[str, list[float]]] = {}
    for _, group, _, name, value in agreement_values(measured):
        found.setdefault(group.statement, {}).setdefault(name, []).append(value)
    return {
        whose: {name: Range(min(values), max(values)) for name, values in own.items()} for whose, own in found.items()
    }


def sentence_alphas(measured: Iterable[DrawnReport]) -> str:
    """Return the sentence alphas in words, each set with whose agreement it is."""
    parts = []
    for item in measured:
        report = item.report
        for group in report.groups:
            estimates = report.of(group.name, "sentences")
            alphas = {
                label: estimates[label, "alpha"].value for label in report.labels if (label, "alpha") in estimates
            }
            numbers = [f"{label} {number(value)}" for label, value in alphas.items()]
            parts.append(f"{report.name}, {group.name} ({group.statement}): {', '.join(numbers)}.")
            parts += [item.note] if item.note else []
    return " ".join(parts)


def layers_per_article(counts: Counter[int]) -> str:
    """Return how many complete layers the annotated articles have, such as `2` or `1 to 3`; empty if none has any."""
    present = sorted(count for count in counts if count)
    if not present:
        return ""
    return str(present[0]) if present[0] == present[-1] else f"{present[0]} to {present[-1]}"
