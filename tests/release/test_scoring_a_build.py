"""Predictions scored on a release of the small repository: what is read of it, every task, and the command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

import claimwire
from claimwire.cli import group
from claimwire.corpus.corpus import Corpus
from claimwire.corpus.workspace import Workspace
from claimwire.errors import GoldError, PredictionError
from claimwire.iaa.grades import EXPERIMENTAL, grades_of_card
from claimwire.release.build import Built
from claimwire.schema.vocab import Label
from claimwire.scoring import TASKS, folds, prediction_line, read_documents, score_files, task_named
from claimwire.scoring.sentence_lines import SENTENCE_LABELS
from claimwire.tolls import BASELINES, questions_of, tellings_of, tolls_of

SPLIT = "validation"


@pytest.fixture(scope="module")
def folder(built: Built) -> Path:
    """The release; only to be read."""
    return built.folder


@pytest.fixture(scope="module")
def heron(small_built: Workspace) -> Corpus:
    """The corpus that the release is of, but for two articles."""
    return small_built.corpus("heron")


def rows(folder: Path, config: str, split: str = SPLIT) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / config / f"{split}-00000-of-00001.parquet").to_pylist()
    return found


def write(path: Path, lines: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def perfect(folder: Path, heron: Corpus, path: Path, task: str, split: str = SPLIT) -> Path:
    """Write predictions that say what the release says."""
    articles = [row["article_id"] for row in rows(folder, "articles_standoff", split)]
    lines: dict[str, list[dict[str, Any]]] = {
        "sentences": [
            {"sentence_id": row["sentence_id"], "scores": {x: float(row[x]) for x in SENTENCE_LABELS}}
            for row in rows(folder, "sentences_standoff", split)
        ],
        "verdicts": [
            {
                "claim_id": row["claim_id"],
                "verdict": row["review_verdict"],
                "evidence_ids": row["review_evidence_ids"],
                "score": 1,
            }
            for row in rows(folder, "claims_standoff", split)
            if row["review_verdict"]
        ],
        "tolls": [
            {"toll_id": x.toll_id, "hour": x.hour, "lower": x.answer, "upper": x.answer}
            for x in task_named("tolls").read_gold(folder, split).questions.values()
        ],
        "spans": [
            prediction_line(key, [(x, 1.0) for x in heron.claims.values() if x.article_id == key]) for key in articles
        ],
    }
    return write(path, lines.get(task, lines["spans"]))


@pytest.mark.parametrize("task", [task.name for task in TASKS])
def test_predictions_that_say_what_the_release_says_are_perfect(
    task: str, folder: Path, heron: Corpus, tmp_path: Path
) -> None:
    found = score_files(folder, perfect(folder, heron, tmp_path / "said.jsonl", task), task, split=SPLIT, resamples=0)
    given = [row for row in found.rows if row.predictions == "given"]
    assert given
    assert found.coverage.missing == found.coverage.unknown == ()
    best = {"brier": 0, "calibration_error": 0, "interval_score": 0, "log_score": 0, "width": 0}
    for row in given:
        for name, figure in row.figures.items():
            assert figure.value in (None, pytest.approx(best.get(name, 1))), (row.about, name)
    assert all(any(name in row.figures for row in given) for name in found.headline)


@pytest.mark.parametrize("task", [task.name for task in TASKS])
def test_trivial_predictions_stand_beside_and_are_worse(task: str, folder: Path, heron: Corpus, tmp_path: Path) -> None:
    found = score_files(folder, perfect(folder, heron, tmp_path / "said.jsonl", task), task, split=SPLIT, resamples=20)
    names = {row.predictions for row in found.rows} - {"given"}
    assert names
    headline = found.headline[0]
    values = [row.figures[headline].value for row in found.rows if headline in row.figures and row.predictions in names]
    assert any(value is not None and (value > 0 if task == "tolls" else value < 1) for value in values)


def test_slots_that_the_card_of_the_release_calls_experimental_have_no_row(
    folder: Path, heron: Corpus, tmp_path: Path
) -> None:
    grades = grades_of_card((folder / "README.md").read_text(encoding="utf-8"))
    low = {f"{label}.{slot}" for (label, slot), grade in grades.items() if grade == EXPERIMENTAL}
    found = score_files(
        folder, perfect(folder, heron, tmp_path / "s.jsonl", "slots"), "slots", split=SPLIT, resamples=0
    )
    scored = {row.about for row in found.rows}
    assert low
    assert len(scored) > 10
    assert not scored & low
    assert "attributed_statement.source+cue+content" in scored


def test_tolls_of_a_release_are_those_of_the_corpus(folder: Path, heron: Corpus) -> None:
    gold = task_named("tolls").read_gold(folder, "train")
    tolls = tolls_of(tellings_of(heron.claims.values(), heron.articles), heron.links.values())
    articles = {row["article_id"] for row in rows(folder, "articles_standoff", "train")}
    own = questions_of(toll for toll in tolls if {x.article_id for x in toll.tellings} <= articles)
    assert list(gold.questions.values()) == own
    assert len(own) > 3
    assert set(task_named("tolls").trivial(gold)) == set(BASELINES)


def test_spans_are_scored_without_any_text(folder: Path, heron: Corpus, tmp_path: Path) -> None:
    """The articles of test are of a stand-off corpus: the release has no text of theirs."""
    assert {row["text_redistributable"] for row in rows(folder, "articles_standoff", "test")} == {False}
    said = write(tmp_path / "said.jsonl", [{"article_id": "rook_a", "claims": []}])
    found = score_files(folder, said, "spans", resamples=0)
    assert found.coverage.missing == ("rook_b",)
    assert found.value("all labels", "exact_f1") == 0
    assert found.value("all labels", "overlap_f1", "always-yes") > 0  # type: ignore[operator]


@pytest.mark.parametrize(
    ("spans", "message"),
    [
        ([{"start": 3, "end": 3}], r"said\.jsonl:1: claims\.0\.spans: 3 to 3 is empty"),
        ([{"start": 3, "end": 10**6}], r"said\.jsonl:1: claims\.0\.spans: .* beyond the text: the text has \d+"),
        ([], r"said\.jsonl:1: claims\.0\.casualty_figure\.spans"),
    ],
    ids=["empty", "beyond", "none"],
)
def test_a_span_that_cannot_be_is_refused(
    folder: Path, tmp_path: Path, spans: list[dict[str, int]], message: str
) -> None:
    claim = {"label": "casualty_figure", "spans": spans}
    said = write(tmp_path / "said.jsonl", [{"article_id": "heron_e", "claims": [claim]}])
    with pytest.raises(PredictionError, match=message):
        score_files(folder, said, "spans", split=SPLIT)


def test_a_span_may_end_where_the_text_does(folder: Path, tmp_path: Path) -> None:
    length = next(x["text_length"] for x in rows(folder, "articles_standoff") if x["article_id"] == "heron_e")
    claim = {"label": "casualty_figure", "spans": [{"start": 0, "end": length}]}
    said = write(tmp_path / "said.jsonl", [{"article_id": "heron_e", "claims": [claim]}])
    assert score_files(folder, said, "spans", split=SPLIT, resamples=0).coverage.given == 1


def test_a_split_without_verdicts_is_told_with_those_that_have_facts(folder: Path, tmp_path: Path) -> None:
    said = write(tmp_path / "said.jsonl", [{"claim_id": "x", "verdict": "supported"}])
    with pytest.raises(GoldError, match="no claim with a verdict in split test; choose --split train or validation"):
        score_files(folder, said, "verdicts")


def test_a_verdict_needs_facts_that_there_are_and_all_of_the_evidence(
    folder: Path, heron: Corpus, tmp_path: Path
) -> None:
    path = perfect(folder, heron, tmp_path / "said.jsonl", "verdicts")
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    bare = write(tmp_path / "bare.jsonl", [line | {"evidence_ids": []} for line in lines])
    found = score_files(folder, bare, "verdicts", split=SPLIT, resamples=0)
    assert (found.value("all verdicts", "right"), found.value("all verdicts", "with_evidence")) == (1, 0)
    assert found.value("all verdicts", "evidence_recall") == 0
    wrong = write(tmp_path / "wrong.jsonl", [lines[0] | {"evidence_ids": ["heron_f99"]}])
    with pytest.raises(PredictionError, match=r"wrong\.jsonl:1: no fact is called heron_f99"):
        score_files(folder, wrong, "verdicts", split=SPLIT)


def test_what_is_no_build_is_named(folder: Path, tmp_path: Path) -> None:
    said = write(tmp_path / "said.jsonl", [{"sentence_id": "x", "labels": []}])
    with pytest.raises(GoldError, match=r"has no manifest\.json"):
        score_files(tmp_path, said, "sentences")
    (tmp_path / "manifest.json").write_text('{"schema_version": "1.0.0"}')
    with pytest.raises(GoldError, match=r"schema 1\.0\.0.*newer"):
        score_files(tmp_path, said, "sentences")
    with pytest.raises(GoldError, match="tolls are scored on a build alone"):
        score_files(said, said, "tolls")
    with pytest.raises(PredictionError, match=r"no task is called 'span'; .*spans"):
        score_files(folder, said, "span")


def test_the_command_prints_a_table_or_every_number(
    folder: Path, heron: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    said = str(perfect(folder, heron, tmp_path / "said.jsonl", "sentences"))
    options = ["--task", "sentences", "--split", SPLIT, "--resamples", "20", "--by", "outlet"]
    shown = CliRunner().invoke(group, ["score", str(folder), said, *options, "--prevalence", "casualty_figure=0.1"])
    assert shown.exit_code == 0, shown.output
    sentences = len(rows(folder, "sentences_standoff"))
    assert f"{sentences} of {sentences} sentences have a prediction" in shown.output
    assert "outlet: quay_radio" in shown.output
    assert "prevalence" in shown.output.partition("━┓")[2].partition("━┩")[0]
    printed = CliRunner().invoke(group, ["score", str(folder), said, *options, "--json"])
    own = json.loads(printed.output)
    assert (own["task"], own["split"], own["resamples"]) == ("sentences", SPLIT, 20)
    again = claimwire.score(folder, said, "sentences", split=SPLIT, by=["outlet"], resamples=20)
    assert own == json.loads(json.dumps(again.to_json()))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--task", "span"], "did you mean 'spans'"),
        (["--task", "spans", "--prevalence", "casualty_figure"], "write it as LABEL=SHARE"),
    ],
    ids=["task", "prevalence"],
)
def test_the_command_tells_what_it_does_not_take(
    folder: Path, tmp_path: Path, options: list[str], message: str
) -> None:
    said = str(write(tmp_path / "said.jsonl", []))
    result = CliRunner().invoke(group, ["score", str(folder), said, *options])
    assert result.exit_code == 2
    assert message in result.output


def test_the_documents_of_several_splits_make_folds(folder: Path) -> None:
    documents = read_documents(folder, ["train", "validation"])
    assert [x.document_id for x in documents] == [
        x["article_id"] for split in ("train", "validation") for x in rows(folder, "articles_standoff", split)
    ]
    assert {x.corpus for x in documents} == {"heron"}
    outlets = folds(documents, "outlet")
    assert {x.held for x in outlets} == {x["outlet_id"] for x in rows(folder, "articles_standoff", "train")} | {
        x["outlet_id"] for x in rows(folder, "articles_standoff")
    }
    for fold in outlets:
        assert sorted((*fold.train, *fold.score)) == sorted(x.document_id for x in documents)
    assert "ferry_sinking_2031" in {x.held for x in folds(documents, "episode")}


def test_the_claims_of_articles_are_scored_as_labels_of_their_sentences(folder: Path, tmp_path: Path) -> None:
    by_article: dict[str, list[dict[str, Any]]] = {row["article_id"]: [] for row in rows(folder, "articles_standoff")}
    for row in rows(folder, "claims_standoff"):
        label = list(Label)[row["label"]].value if isinstance(row["label"], int) else row["label"]
        claim = {"label": label, "spans": [{"start": x["start"], "end": x["end"]} for x in row["spans"]], "score": 0.8}
        by_article[row["article_id"]].append(claim | ({"quantity_form": "digits"} if row["casualty_counted"] else {}))
    path = write(tmp_path / "p.jsonl", [{"article_id": key, "claims": own} for key, own in by_article.items()])
    scores = score_files(folder, path, "sentences", split=SPLIT, resamples=0)
    assert not scores.coverage.missing
    for label in SENTENCE_LABELS:
        if scores.value(label, "recall") is not None:
            assert (scores.value(label, "f1"), scores.value(label, "average_precision")) == (1.0, 1.0), label


def test_predictions_of_another_split_are_told_where_they_belong(folder: Path, tmp_path: Path) -> None:
    other = [{"article_id": row["article_id"], "claims": []} for row in rows(folder, "articles_standoff", "train")]
    path = write(tmp_path / "p.jsonl", other)
    for task in ("spans", "sentences"):
        with pytest.raises(PredictionError, match=r"they are of split train, and validation is scored: say"):
            score_files(folder, path, task, split=SPLIT)
    path = write(tmp_path / "p.jsonl", [{"article_id": "nowhere", "claims": []}])
    with pytest.raises(PredictionError, match=r"no split of .* has them: take the build that they were made on"):
        score_files(folder, path, "spans", split=SPLIT)
