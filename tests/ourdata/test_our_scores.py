"""Scoring on the published data: its tolls are those of the corpus, and what it may be scored on is there."""

from __future__ import annotations

import pytest
from repository import ROOT

from claimwire.corpus.workspace import Workspace
from claimwire.scoring import score, task_named
from claimwire.scoring.slot_kinds import scored_slots
from claimwire.scoring.slots import graded_slots
from claimwire.tolls import BASELINES, questions_of, score_predictions, tellings_of, tolls_of

RELEASE = ROOT / "dataset" / "0.3.0"


def test_the_baselines_of_tolls_have_on_the_release_the_scores_that_they_have_on_the_corpus() -> None:
    gold = task_named("tolls").read_gold(RELEASE, "test")
    workspace = Workspace(ROOT)
    data = workspace.corpus("tolls")
    splits = {row.record.article_id: row.record.split.value for row in workspace.splits()[0]}
    tolls = tolls_of(tellings_of(data.claims.values(), data.articles), data.links.values())
    questions = {
        split: questions_of(toll for toll in tolls if {splits.get(x.article_id) for x in toll.tellings} == {split})
        for split in ("train", "test")
    }
    assert [x.key for x in gold.questions.values()] == [x.key for x in questions["test"]]
    given = task_named("tolls").trivial(gold)
    for name, baseline in BASELINES.items():
        own = baseline(questions["train"], questions["test"])
        keys = {question.key: interval for question, interval in zip(questions["test"], own, strict=True)}
        expected = score_predictions(questions["test"], keys)
        found = score("tolls", gold, given[name], resamples=0, trivial=False)
        assert found.value("all", "interval_score") == pytest.approx(expected.score)
        assert found.value("all", "log_score") == pytest.approx(expected.log_score)
        assert found.value("all", "coverage") == pytest.approx(expected.coverage)
        assert found.value("all", "width") == pytest.approx(expected.width)


def test_the_slots_of_the_task_are_not_experimental_in_the_release() -> None:
    gold = task_named("slots").read_gold(RELEASE, "test")
    kept = {slot.about for slot in graded_slots(gold)}
    assert len(kept) < len(scored_slots())
    assert kept >= {
        "attributed_statement.source+cue+content",
        "attributed_statement.source_name",
        "casualty_figure.bounds",
        "casualty_figure.harm",
        "historical_background.time",
    }
    itself = score("slots", gold, gold.claims, resamples=0, trivial=False)
    assert {value.value for row in itself.rows for value in row.figures.values()} == {1.0}
