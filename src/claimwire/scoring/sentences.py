"""The task `sentences`: which labels the claims in a sentence have.

Of casualties two things are scored: any mention, and figures with a quantity (`casualty_counted`), which most other
datasets count alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from ..errors import GoldError, PredictionError
from ..naming import alternatives
from ..ranges import Ints
from ..tables.columns import STANDOFF
from .built import build_documents, require_rows, table_rows
from .claim_gold import require_places
from .claims import read_article_claims
from .counting import Counted, MeanOf, YesNo
from .gold import GoldBase, GoldDocument
from .lines import by_id, has_key, read_lines
from .measures import AT_PREVALENCE
from .sentence_lines import COUNTED, SENTENCE_LABELS, SentenceLine, SentencePlaces, lines_of_claims
from .task import ScoringTask

MEAN = "mean of labels"
"""What the means over the labels are about; `casualty_counted`, which is within `casualty_figure`, is none of them."""


@dataclass(frozen=True)
class GoldSentence:
    """The labels of a sentence, and those it was annotated for."""

    document_id: str
    labels: frozenset[str]
    annotated: frozenset[str] = frozenset(SENTENCE_LABELS)
    place: tuple[int, int] | None = None
    """Where it is in its document, in code points; None in a gold of lines."""


@dataclass(frozen=True)
class SentenceGold(GoldBase):
    """Sentences by id. `prevalence` has shares of positives, by label, that sentences drawn by label do not show."""

    sentences: Mapping[str, GoldSentence] = field(default_factory=dict)
    prevalence: Mapping[str, float] = field(default_factory=dict)

    def at_prevalence(self, prevalence: Mapping[str, float]) -> SentenceGold:
        """Return the gold with natural shares of positives; raises `GoldError` unless each is between 0 and 1."""
        for label, share in prevalence.items():
            if label not in SENTENCE_LABELS:
                raise GoldError(f"{label!r} is not a label of sentences; {alternatives(label, SENTENCE_LABELS)}")
            if not 0 < share < 1:
                raise GoldError(f"the prevalence of {label} is a share between 0 and 1, found {share}")
        return replace(self, prevalence=dict(prevalence))


def read_gold(path: Path, split: str) -> SentenceGold:
    """Return the sentences of a split of a build, or of a file of lines.

    Raises `GoldError` if there is none, and `PredictionError` about a line that is none.
    """
    return _gold_of_build(path, split) if path.is_dir() else _gold_of_lines(path)


def _gold_of_build(folder: Path, split: str) -> SentenceGold:
    documents = {document_id: document for document_id, (document, _) in build_documents(folder, split).items()}
    config = f"sentences{STANDOFF}"
    require_rows(folder, config, split, "sentences")
    sentences = {
        row["sentence_id"]: GoldSentence(
            row["article_id"],
            frozenset(label for label in SENTENCE_LABELS if row[label]),
            place=(row["start"], row["end"]),
        )
        for row in table_rows(folder, config, split, ("sentence_id", "article_id", "start", "end", *SENTENCE_LABELS))
    }
    used = {sentence.document_id for sentence in sentences.values()}
    return SentenceGold(
        str(folder), split, {key: x for key, x in documents.items() if key in used}, sentences=sentences
    )


def _gold_of_lines(path: Path) -> SentenceGold:
    documents: dict[str, GoldDocument] = {}
    sentences: dict[str, GoldSentence] = {}
    for place, line in read_lines(path, SentenceLine):
        if line.sentence_id in sentences:
            raise PredictionError(f"{place}: a second line about {line.sentence_id}; leave one out")
        document_id = line.article_id or document_of(line.sentence_id)
        documents.setdefault(
            document_id,
            GoldDocument(document_id, line.corpus_id, line.outlet_id, line.text_origin, line.episode_id),
        )
        labels = frozenset(label for label in SENTENCE_LABELS if line.says(label))
        annotated = frozenset(SENTENCE_LABELS if line.annotated is None else line.annotated)
        if not labels <= annotated:
            raise PredictionError(f"{place}: labels {sorted(labels - annotated)} are not among those annotated")
        sentences[line.sentence_id] = GoldSentence(document_id, labels, annotated)
    if not sentences:
        raise GoldError(f"{path} has no sentence")
    return SentenceGold(str(path), None, documents, sentences=sentences)


def document_of(sentence_id: str) -> str:
    """Return the document that an id tells, what stands before its last `#`; the id itself if it tells none."""
    return sentence_id.rpartition("#")[0] or sentence_id


def read_predictions(path: Path, gold: SentenceGold) -> dict[str, SentenceLine]:
    """Return what a file predicts, by sentence: lines about sentences, or about articles with their claims.

    Of claims, those that reach into a sentence give it their labels, and the surest one the score. An article that the
    gold lacks stands by its own id. Raises `PredictionError` about a line that is none, or a second one, about scores
    that contradict labels, and about claims if the gold does not say where its sentences are.
    """
    if has_key(path, "claims"):
        return _lines_of_articles(path, gold)
    found = by_id(path, SentenceLine, lambda line: line.sentence_id)
    _require_one_order(found)
    return {sentence_id: line for sentence_id, (_, line) in found.items()}


def _lines_of_articles(path: Path, gold: SentenceGold) -> dict[str, SentenceLine]:
    found = read_article_claims(path)
    places: dict[str, list[tuple[str, int, int]]] = {}
    for sentence_id, sentence in gold.sentences.items():
        if sentence.place is None:
            raise PredictionError(
                f"{path} has the claims of articles, and {gold.source} does not say where its sentences are; score "
                "against a build, or write lines about sentences (docs/scoring.md)"
            )
        places.setdefault(sentence.document_id, []).append((sentence_id, *sentence.place))
    for article_id, own in found.items():
        require_places(own, gold.documents[article_id].length if article_id in gold.documents else None)
    known = SentencePlaces({article_id: tuple(own) for article_id, own in places.items()})
    lines = lines_of_claims(known, {article_id: own.claims for article_id, own in found.items()})
    alone = {key: SentenceLine(sentence_id=key, labels=()) for key in found if key not in places}
    return lines | alone


def _require_one_order(found: Mapping[str, tuple[str, SentenceLine]]) -> None:
    """Raise `PredictionError` if a label is given at a lower score than one at which it is not given."""
    for label in SENTENCE_LABELS:
        both = [
            (line.scores[label], label in line.labels, place)
            for place, line in found.values()
            if line.scores is not None and line.labels is not None and label in line.scores
        ]
        lowest = min((one for one in both if one[1]), default=None)
        highest = max((one for one in both if not one[1]), default=None)
        if lowest is not None and highest is not None and lowest[0] < highest[0]:
            raise PredictionError(
                f"{lowest[2]}: labels has {label} at a score of {lowest[0]:g}, and {highest[2]} lacks it at "
                f"{highest[0]:g}; a label is given from some score on: leave out labels, or scores that fit"
            )


def count(gold: SentenceGold, predictions: Mapping[str, SentenceLine]) -> list[Counted]:
    """Return the counts of each label that was annotated and that predictions are about, and the means of labels."""
    known = [line for sentence_id, line in predictions.items() if sentence_id in gold.sentences]
    named = _named(known)
    places = gold.place_of(sentence.document_id for sentence in gold.sentences.values())
    counted = [_of_label(gold, predictions, known, label, places) for label in SENTENCE_LABELS if label in named]
    found: list[Counted] = [own for own in counted if own is not None]
    means = [own for own in found if own.about != COUNTED]
    names = ("average_precision", "macro_f1", "f1", "precision", "recall", "auc", "brier", "calibration_error")
    return [*found, MeanOf(MEAN, means, names)] if len(means) > 1 else found


def _named(lines: Sequence[SentenceLine]) -> set[str]:
    """Return the labels that predictions are about: every one if some line has `labels`, else those with scores."""
    if any(line.labels is not None for line in lines):
        return set(SENTENCE_LABELS)
    return {label for line in lines for label in line.scores or ()}


def _of_label(
    gold: SentenceGold,
    predictions: Mapping[str, SentenceLine],
    known: Sequence[SentenceLine],
    label: str,
    places: Ints,
) -> YesNo | None:
    wanted = np.array([label in sentence.annotated for sentence in gold.sentences.values()], dtype=np.bool_)
    if not wanted.any():
        return None
    lines = [predictions.get(sentence_id) for sentence_id in gold.sentences]
    truth = np.array([label in sentence.labels for sentence in gold.sentences.values()], dtype=np.bool_)
    said = np.array([line is not None and line.says(label) for line in lines], dtype=np.bool_)
    scores = None
    if all(line.scores is not None for line in known):
        given = [0.0 if line is None else (line.scores or {}).get(label, 0.0) for line in lines]
        scores = np.array(given, dtype=np.float64)[wanted]
    return YesNo(label, places[wanted], truth[wanted], said[wanted], scores, gold.prevalence.get(label))


def trivial(gold: SentenceGold) -> dict[str, dict[str, SentenceLine]]:
    """Return always-yes, and majority, which gives a label to every sentence if most have it, else to none."""
    majority = {}
    for label in SENTENCE_LABELS:
        own = [label in x.labels for x in gold.sentences.values() if label in x.annotated]
        majority[label] = float(2 * sum(own) > len(own))
    constant = {"always-yes": dict.fromkeys(SENTENCE_LABELS, 1.0), "majority": majority}
    return {
        name: {key: SentenceLine.model_construct(sentence_id=key, scores=scores) for key in gold.sentences}
        for name, scores in constant.items()
    }


def not_scored(gold: SentenceGold, predictions: Mapping[str, SentenceLine]) -> list[str]:
    """Return which labels are not scored because no prediction names them, and whether there are scores."""
    known = [line for sentence_id, line in predictions.items() if sentence_id in gold.sentences]
    lacking = [label for label in SENTENCE_LABELS if label not in _named(known)]
    notes = [f"no prediction has a score of {', '.join(lacking)}: not scored"] if lacking else []
    if not all(line.scores is not None for line in known):
        notes.append("not every prediction has scores: no average precision, AUC and calibration")
    return notes


SENTENCES = ScoringTask(
    name="sentences",
    what="the labels of the claims in each sentence",
    unit="sentences",
    headline=("average_precision", "macro_f1"),
    shown=(AT_PREVALENCE, "f1", "precision", "recall", "auc", "brier", "calibration_error"),
    read_gold=read_gold,
    read_predictions=read_predictions,
    units=lambda gold: gold.sentences,
    count=count,
    trivial=trivial,
    not_scored=not_scored,
)
