"""Sentences: against scikit-learn, what is trivial, what is missing, groups and folds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, brier_score_loss, f1_score, roc_auc_score

from claimwire.errors import GoldError, PredictionError
from claimwire.scoring import GoldDocument, Scores, folds, score_files
from claimwire.scoring.sentence_lines import SENTENCE_LABELS, SentenceLine
from claimwire.scoring.sentences import MEAN, count, read_gold

LABEL = "historical_background"
Line = dict[str, Any]


def write(path: Path, lines: list[Line]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def drawn(rows: int = 120) -> tuple[list[Line], list[Line]]:
    """Return lines of gold, ten sentences a document, and predictions with scores."""
    rng = np.random.default_rng(3)
    gold, said = [], []
    for n in range(rows):
        labels = [label for label in SENTENCE_LABELS if rng.random() < 0.3]
        scores = {x: round(float(np.clip(0.3 * (x in labels) + 0.7 * rng.random(), 0, 1)), 2) for x in SENTENCE_LABELS}
        outlet = f"outlet_{n // 10 % 3}"
        gold.append({"sentence_id": f"d{n // 10}#s{n}", "labels": labels, "outlet_id": outlet})
        said.append({"sentence_id": f"d{n // 10}#s{n}", "scores": scores})
    return gold, said


def scored(tmp_path: Path, gold: list[Line], said: list[Line], **options: Any) -> Scores:
    places = write(tmp_path / "gold.jsonl", gold), write(tmp_path / "said.jsonl", said)
    return score_files(*places, "sentences", **{"resamples": 0} | options)


def test_each_label_is_measured_as_scikit_learn_does(tmp_path: Path) -> None:
    gold, said = drawn()
    found = scored(tmp_path, gold, said)
    for label in SENTENCE_LABELS:
        truth = np.array([label in line["labels"] for line in gold])
        scores = np.array([line["scores"][label] for line in said])
        expected = {
            "f1": f1_score(truth, scores >= 0.5),
            "macro_f1": f1_score(truth, scores >= 0.5, average="macro"),
            "average_precision": average_precision_score(truth, scores),
            "auc": roc_auc_score(truth, scores),
            "brier": brier_score_loss(truth, scores),
        }
        for name, value in expected.items():
            assert found.value(label, name) == pytest.approx(value), (label, name)
    parts = [found.value(label, "average_precision") for label in SENTENCE_LABELS[:3]]
    assert found.value("mean of labels", "average_precision") == pytest.approx(np.mean(parts))


def test_the_trivial_rows_are_what_the_prevalence_says(tmp_path: Path) -> None:
    gold, said = drawn()
    found = scored(tmp_path, gold, said)
    share = np.mean([LABEL in line["labels"] for line in gold])
    assert found.value(LABEL, "average_precision", "always-yes") == pytest.approx(share)
    assert found.value(LABEL, "f1", "always-yes") == pytest.approx(2 * share / (1 + share))
    assert found.value(LABEL, "f1", "majority") == 0
    assert found.value(LABEL, "macro_f1", "majority") == pytest.approx((1 - share) / (2 - share))


def test_at_half_positives_always_yes_is_not_better_than_chance_by_the_headline(tmp_path: Path) -> None:
    """Its F1 of .667 is; the measures to compare by are .5 and .333."""
    gold = [{"sentence_id": f"d#{n}", "labels": [LABEL] * (n % 2)} for n in range(40)]
    found = scored(tmp_path, gold, [{"sentence_id": "d#1", "labels": [LABEL]}], prevalence={LABEL: 0.1})
    assert found.value(LABEL, "f1", "always-yes") == pytest.approx(2 / 3)
    assert found.value(LABEL, "average_precision", "always-yes") == 0.5
    assert found.value(LABEL, "macro_f1", "always-yes") == pytest.approx(1 / 3)
    assert found.value(LABEL, "average_precision_at_prevalence", "always-yes") == pytest.approx(0.1)


def test_what_is_missing_counts_as_nothing_predicted_and_what_is_unknown_is_told(tmp_path: Path) -> None:
    gold, said = drawn()
    found = scored(tmp_path, gold, [*said[:100], {"sentence_id": "elsewhere", "labels": [LABEL]}])
    assert found.coverage.given == 100
    assert found.coverage.missing == tuple(line["sentence_id"] for line in gold[100:])
    assert found.coverage.unknown == ("elsewhere",)
    whole = [*said[:100], *({**line, "scores": dict.fromkeys(SENTENCE_LABELS, 0.0)} for line in said[100:])]
    full = scored(tmp_path, gold, whole)
    assert [(row.about, row.figures) for row in found.rows] == [(row.about, row.figures) for row in full.rows]


def test_predictions_of_nothing_in_the_gold_are_refused(tmp_path: Path) -> None:
    gold, _ = drawn(20)
    with pytest.raises(PredictionError, match=r"none of the 1 predictions is about one of the 20 sentences .* d0#s0"):
        scored(tmp_path, gold, [{"sentence_id": "x", "labels": []}])


def test_a_label_without_scores_is_not_scored_and_lines_with_labels_are_about_all(tmp_path: Path) -> None:
    gold, said = drawn(40)
    some = [{"sentence_id": line["sentence_id"], "scores": {LABEL: 0.25 * (n % 4)}} for n, line in enumerate(said)]
    found = scored(tmp_path, gold, some)
    assert {row.about for row in found.rows} == {LABEL}
    assert any(note.startswith("no prediction has a score of attributed_statement, casualty") for note in found.notes)
    lines = [{"sentence_id": line["sentence_id"], "labels": [LABEL] * (n % 2)} for n, line in enumerate(said)]
    found = scored(tmp_path, gold, lines)
    assert {row.about for row in found.rows} == {*SENTENCE_LABELS, MEAN}
    assert "average_precision" not in found.rows[0].figures
    assert found.value("attributed_statement", "f1") == 0.0
    assert found.value(MEAN, "f1") == pytest.approx(found.value(LABEL, "f1") / 3)  # type: ignore[operator]


def test_labels_that_are_nowhere_given_have_an_f1_of_nothing(tmp_path: Path) -> None:
    gold, said = drawn(40)
    found = scored(tmp_path, gold, [{"sentence_id": line["sentence_id"], "labels": []} for line in said])
    assert {found.value(label, "f1") for label in SENTENCE_LABELS} == {0.0}


def test_labels_say_what_is_yes_where_a_line_has_both(tmp_path: Path) -> None:
    line = SentenceLine(sentence_id="a", scores={LABEL: 0.4, "casualty_figure": 0.9}, labels=(LABEL,))
    assert (line.says(LABEL), line.says("casualty_figure")) == (True, False)
    none = SentenceLine(sentence_id="a", scores={LABEL: 0.9}, labels=())
    assert not none.says(LABEL)
    bare = SentenceLine(sentence_id="a", scores={LABEL: 0.5, "casualty_figure": 0.4999})
    assert (bare.says(LABEL), bare.says("casualty_figure")) == (True, False)


def test_sentences_count_for_the_labels_that_they_were_annotated_for(tmp_path: Path) -> None:
    lines = [
        {"sentence_id": "a#1", "labels": [LABEL], "annotated": [LABEL]},
        {"sentence_id": "a#2", "labels": [], "annotated": ["casualty_figure"]},
        {"sentence_id": "b#1", "labels": []},
    ]
    gold = read_gold(write(tmp_path / "gold.jsonl", lines), "test")
    said = {key: SentenceLine(sentence_id=key, labels=SENTENCE_LABELS) for key in gold.sentences}
    rows = {one.about: one.numbers(np.array([True, True])).get("rows") for one in count(gold, said)}
    assert (rows[LABEL], rows["casualty_figure"], rows["attributed_statement"]) == (2, 2, 1)


def test_groups_add_up_to_the_whole_and_are_measured_on_their_documents_alone(tmp_path: Path) -> None:
    gold, said = drawn()
    found = scored(tmp_path, gold, said, by=("outlet",), resamples=50)
    rows = [row for row in found.rows if (row.about, row.predictions) == (LABEL, "given")]
    assert [row.group for row in rows] == ["all", "outlet: outlet_0", "outlet: outlet_1", "outlet: outlet_2"]
    assert rows[0].numbers["rows"] == sum(row.numbers["rows"] for row in rows[1:]) == 120
    own = [n for n, line in enumerate(gold) if line["outlet_id"] == "outlet_1"]
    alone = scored(tmp_path, [gold[n] for n in own], [said[n] for n in own])
    assert rows[2].figures["auc"].value == pytest.approx(alone.value(LABEL, "auc"))
    low, value, high = rows[2].figures["auc"].low, rows[2].figures["auc"].value, rows[2].figures["auc"].high
    assert low is not None and value is not None and high is not None  # noqa: PT018
    assert low <= value <= high


def test_the_same_seed_gives_the_same_intervals_and_another_does_not(tmp_path: Path) -> None:
    gold, said = drawn()
    one, again, other = (scored(tmp_path, gold, said, resamples=30, seed=seed) for seed in (1, 1, 2))
    assert one.to_json() == again.to_json()
    assert one.to_json()["rows"][0]["figures"] != other.to_json()["rows"][0]["figures"]
    json.dumps(one.to_json(), allow_nan=False)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", r"said\.jsonl:2: it is not JSON"),
        ('{"sentence_id": "d0#s1"}', r"said\.jsonl:2: .*neither scores nor labels"),
        ('{"sentence_id": "d0#s1", "labels": ["casualty"]}', r"said\.jsonl:2: .*casualty_figure"),
        ('{"sentence_id": "d0#s1", "scores": {"casualty_figure": 1.01}}', r"said\.jsonl:2: .*expected at most 1"),
        ('{"sentence_id": "d0#s0", "labels": []}', r"said\.jsonl:2: a second line about d0#s0, the first is .*:1"),
        ('{"sentence_id": "d0#s1", "labels": [], "label": 1}', r"said\.jsonl:2: no field is called label"),
    ],
    ids=["json", "nothing", "label", "score", "twice", "field"],
)
def test_a_line_that_does_not_fit_is_named_with_its_place(tmp_path: Path, line: str, message: str) -> None:
    gold = write(tmp_path / "gold.jsonl", drawn(20)[0])
    said = tmp_path / "said.jsonl"
    said.write_text(f'{{"sentence_id": "d0#s0", "labels": []}}\n{line}\n')
    with pytest.raises(PredictionError, match=message):
        score_files(gold, said, "sentences", resamples=0)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": ("outlets",)}, "not broken down by 'outlets'.*outlet"),
        ({"prevalence": {LABEL: 1.0}}, "between 0 and 1, found 1.0"),
        ({"prevalence": {"casualty": 0.1}}, "is not a label of sentences"),
    ],
    ids=["by", "share", "label"],
)
def test_an_option_that_means_nothing_is_refused(tmp_path: Path, options: dict[str, Any], message: str) -> None:
    gold, said = drawn(20)
    with pytest.raises(GoldError, match=message):
        scored(tmp_path, gold, said, **options)


def test_a_gold_without_a_sentence_and_one_with_labels_it_was_not_annotated_for_are_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="has no sentence"):
        read_gold(write(tmp_path / "gold.jsonl", []), "test")
    with pytest.raises(PredictionError, match=r"gold\.jsonl:1: labels .* not among those annotated"):
        read_gold(write(tmp_path / "gold.jsonl", [{"sentence_id": "a", "labels": [LABEL], "annotated": []}]), "test")


def test_folds_leave_one_out_each_and_keep_what_is_not_known_for_training() -> None:
    documents = [
        GoldDocument("a", corpus="heron", episode="ferry"),
        GoldDocument("b", corpus="rook"),
        GoldDocument("c", corpus="heron", episode="clash"),
    ]
    assert [(x.held, x.train, x.score) for x in folds(documents)] == [
        ("heron", ("b",), ("a", "c")),
        ("rook", ("a", "c"), ("b",)),
    ]
    assert [(x.held, x.train, x.score) for x in folds(documents, "episode")] == [
        ("clash", ("a", "b"), ("c",)),
        ("ferry", ("b", "c"), ("a",)),
    ]
    assert folds(documents[:1]) == []


def test_documents_are_drawn_and_not_sentences(tmp_path: Path) -> None:
    """Of one document nothing varies; that its sentences differ is no reason for an interval."""
    gold, said = drawn(30)
    for line in (*gold, *said):
        line["article_id"] = "one"
    found = scored(tmp_path, gold, said, resamples=50).rows[0].figures["f1"]
    assert found.value is not None
    assert (found.low, found.high) == (None, None)


def test_a_file_without_a_line_is_told(tmp_path: Path) -> None:
    gold, _ = drawn(20)
    with pytest.raises(PredictionError, match="there is no prediction: the file has no line"):
        scored(tmp_path, gold, [])
