"""The task `tolls`: in which interval the last figure of a toll will lie. The scores are those of `claimwire.tolls`."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ..errors import GoldError
from ..schema import CasualtyFigure, Link
from ..schema.article import told_since
from ..schema.vocab import Label, Split
from ..tables.columns import STANDOFF
from ..tables.row import Row
from ..tolls import (
    BASELINES,
    Interval,
    Question,
    interval_score,
    question_sets,
    questions_of,
    read_predictions,
    tellings_of,
    tolls_of,
)
from .built import build_documents, splits_with, table_rows
from .claim_gold import claim_columns
from .counting import Counted, Means
from .gold import GoldBase, GoldDocument
from .task import ScoringTask


@dataclass(frozen=True)
class DatedArticle:
    """What has to be known of the article of a telling."""

    as_of: str | None
    first_text: bool | None
    earlier_id: str | None
    told_since: str
    episode_id: str | None


@dataclass(frozen=True)
class TollGold(GoldBase):
    """The questions of a split by key, and those of train, which the baselines learn from."""

    questions: Mapping[str, Question] = field(default_factory=dict)
    train: tuple[Question, ...] = ()


def key_of(question: Question) -> str:
    """Return by what a question is named here."""
    return f"{question.toll_id} at hour {question.hour}"


def read_gold(path: Path, split: str) -> TollGold:
    """Return the questions about the tolls of a split of a build.

    Raises `GoldError` if there is none: a file of lines has none, as the answers come from dated figures.
    """
    if not path.is_dir():
        raise GoldError(
            f"{path} is not a folder; tolls are scored on a build alone, which has figures with their moments"
        )
    documents = build_documents(path, split)
    questions = {key_of(question): question for question in _questions(path, split)}
    if not questions:
        others = splits_with(path, "tolls")
        raise GoldError(f"{path} has no question about a toll in split {split}; splits with tolls: {', '.join(others)}")
    train = _questions(path, Split.TRAIN.value) if splits_with(path, f"articles{STANDOFF}").count(Split.TRAIN) else []
    events = {}
    for question in questions.values():
        document, _ = documents[question.told[0].article_id]
        events[_event(question)] = GoldDocument(
            _event(question), document.corpus, document.outlet, document.origin, question.told[0].event_id
        )
    return TollGold(str(path), split, events, questions=questions, train=tuple(train))


def _event(question: Question) -> str:
    """Return the event of a toll: tolls of one event are not independent, and are drawn together."""
    return question.told[0].event_id or question.toll_id


def _questions(folder: Path, split: str) -> list[Question]:
    articles = {key: _dated(row) for key, (_, row) in build_documents(folder, split).items()}
    figures = [
        CasualtyFigure.model_validate_json(json.dumps(_record(row)))
        for row in table_rows(folder, f"claims{STANDOFF}", split, claim_columns())
        if row["label"] == Label.CASUALTY_FIGURE
    ]
    columns = tuple(Link.model_fields)
    links = [Link.model_validate_json(json.dumps(_given(row))) for row in table_rows(folder, "links", split, columns)]
    return questions_of(tolls_of(tellings_of(figures, articles), links))


def _dated(row: Row) -> DatedArticle:
    since = told_since(row["publication_date"], row["as_of"], row["first_text"], row["earlier_id"])
    return DatedArticle(row["as_of"], row["first_text"], row["earlier_id"], since, row["episode_id"])


def _record(row: Row) -> Row:
    """Return the fields of a figure that a row has."""
    return {name: value for name, value in _given(row).items() if name in CasualtyFigure.model_fields}


def _given(row: Row) -> Row:
    return {name: value for name, value in row.items() if value is not None}


def read_interval_predictions(path: Path, gold: TollGold) -> dict[str, Interval]:
    """Return the intervals that a file predicts, by question; raises `PredictionError` as `tolls.read_predictions`."""
    found = read_predictions(path, list(gold.questions.values()))
    return {key: found[question.key] for key, question in gold.questions.items()}


def count(gold: TollGold, predictions: Mapping[str, Interval]) -> list[Counted]:
    """Return the means of each set of questions; questions without an interval are left out of them."""
    found: list[Counted] = []
    for name, belongs in question_sets():
        own = [question for key, question in gold.questions.items() if key in predictions and belongs(question)]
        if own:
            found.append(_means(gold, name, own, [predictions[key_of(question)] for question in own]))
    return found


def _means(gold: TollGold, name: str, questions: Sequence[Question], intervals: Sequence[Interval]) -> Means:
    rows = [
        (
            interval_score(x.lower, x.upper, question.answer),
            interval_score(math.log1p(x.lower), math.log1p(x.upper), math.log1p(question.answer)),
            float(x.lower <= question.answer <= x.upper),
            x.upper - x.lower,
        )
        for question, x in zip(questions, intervals, strict=True)
    ]
    columns = dict(zip(("interval_score", "log_score", "coverage", "width"), np.array(rows).T, strict=True))
    return Means(name, gold.place_of(map(_event, questions)), columns)


def trivial(gold: TollGold) -> dict[str, dict[str, Interval]]:
    """Return what the baselines of `claimwire.tolls` predict; they learn from the split train."""
    asked = list(gold.questions.values())
    return {
        name: dict(zip(gold.questions, baseline(gold.train, asked), strict=True))
        for name, baseline in BASELINES.items()
    }


TOLLS = ScoringTask(
    name="tolls",
    what="in which interval the last figure of a toll will lie",
    unit="questions",
    headline=("log_score", "coverage"),
    shown=("interval_score", "width"),
    read_gold=read_gold,
    read_predictions=read_interval_predictions,
    units=lambda gold: gold.questions,
    count=count,
    trivial=trivial,
    not_scored=lambda gold, predictions: [],
)
