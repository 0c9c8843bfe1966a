"""Lines of predicted claims: what is written of a claim is read as that claim, and what cannot be is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import any_claims

from claimwire.errors import GoldError, PredictionError
from claimwire.schema import LABELS, ClaimBase
from claimwire.schema.claims import reference_fields
from claimwire.scoring import claim_to_score, prediction_line, score_files, task_named
from claimwire.scoring.claim_gold import LONGEST, read_claim_gold
from claimwire.scoring.claims import NEEDED, read_article_claims
from claimwire.scoring.entities import NameTable
from claimwire.scoring.slot_kinds import SlotContext, scored_slots


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(any_claims(), st.none() | st.floats(0, 1)), max_size=2))
def test_a_claim_that_is_written_is_read_as_the_same(
    tmp_path: Path, claims: list[tuple[ClaimBase, float | None]]
) -> None:
    path = tmp_path / "lines.jsonl"
    claims = [
        (claim.model_copy(update={"claim_id": f"c{n}"} | dict.fromkeys(reference_fields(type(claim)), "c0")), score)
        for n, (claim, score) in enumerate(claims)
    ]
    path.write_text(json.dumps(prediction_line("a", claims)) + "\n", encoding="utf-8")
    found = read_article_claims(path)["a"].claims
    context = SlotContext("a", NameTable(), {})
    assert len(found) == len(claims)
    for own, (claim, score) in zip(found, claims, strict=True):
        expected = claim_to_score(claim, score)
        assert (own.label, own.pieces, own.claim_id) == (expected.label, expected.pieces, expected.claim_id)
        assert own.score == score
        for slot in scored_slots():
            if slot.label == own.label:
                assert slot.value(own, context) == slot.value(expected, context), slot.about


@pytest.mark.parametrize("label", [declaration.label.value for declaration in LABELS])
def test_label_and_spans_are_enough(label: str, tmp_path: Path) -> None:
    assert NEEDED == ("label", "spans")
    path = tmp_path / "lines.jsonl"
    claim = {"label": label, "spans": [{"start": 0, "end": 1}]}
    path.write_text(json.dumps({"article_id": "a", "claims": [claim]}), encoding="utf-8")
    (own,) = read_article_claims(path)["a"].claims
    assert (own.pieces, own.score, own.claim_id) == (((0, 1),), None, None)
    for name in NEEDED:
        lacking = {key: value for key, value in claim.items() if key != name}
        path.write_text(json.dumps({"article_id": "a", "claims": [lacking]}), encoding="utf-8")
        with pytest.raises(PredictionError, match=rf"lines\.jsonl:1: .*{name if name == 'spans' else 'label'}"):
            read_article_claims(path)


@pytest.mark.parametrize("end", [LONGEST + 1, 10**30], ids=["one_past", "huge"])
def test_no_text_is_so_long(end: int, tmp_path: Path) -> None:
    """A number that no array holds is told, and does not stop the program; in gold as in predictions."""
    path = tmp_path / "lines.jsonl"
    claim = {"label": "casualty_figure", "spans": [{"start": 0, "end": end}]}
    path.write_text(json.dumps({"article_id": "a", "claims": [claim]}), encoding="utf-8")
    with pytest.raises(PredictionError, match=r"lines\.jsonl:1: .* reaches beyond the text: no text has 1000000000"):
        read_claim_gold(path, "test")
    claim["spans"] = [{"start": 0, "end": LONGEST}]
    path.write_text(json.dumps({"article_id": "a", "claims": [claim]}), encoding="utf-8")
    assert score_files(path, path, "slots", resamples=0).coverage.given == 1


def test_a_gold_of_lines_without_a_claim_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text('{"article_id": "a", "claims": []}\n', encoding="utf-8")
    with pytest.raises(GoldError, match="has no claim"):
        read_claim_gold(path, "test")


SPAN = [{"start": 0, "end": 4}]
FIGURE = {"label": "casualty_figure", "spans": SPAN}


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        ([FIGURE | {"lower": 5, "upper": 4}], "claims.0: lower 5 is above upper 4; give the smaller number first"),
        (
            [FIGURE | {"claim_id": "p1"}, FIGURE | {"claim_id": "p1"}],
            "claims.1: claim_id p1 is that of claims.0",
        ),
        (
            [FIGURE | {"claim_id": "p1", "voice_id": "p2"}],
            "claims.0: voice_id is p2, the claim_id of no",
        ),
        (
            [FIGURE, FIGURE | {"part_of_id": "p1"}],
            "claims.1: part_of_id is p1, the claim_id of no",
        ),
    ],
    ids=["bounds", "ids", "voice", "part"],
)
def test_claims_that_contradict_themselves_are_refused(claims: list[object], told: str, tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(json.dumps({"article_id": "a", "claims": claims}), encoding="utf-8")
    with pytest.raises(PredictionError, match=f"lines.jsonl:1: {told}"):
        read_article_claims(path)


def test_equal_bounds_equal_ids_of_two_articles_and_a_claim_of_its_own_are_no_contradiction(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    claims = [
        FIGURE | {"claim_id": "p1", "lower": 4, "upper": 4},
        FIGURE | {"claim_id": "p2", "part_of_id": "p1"},
        FIGURE,
    ]
    lines = [{"article_id": key, "claims": claims} for key in "ab"]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert {key: len(found.claims) for key, found in read_article_claims(path).items()} == {"a": 3, "b": 3}


@pytest.mark.parametrize(
    ("task", "line", "of"),
    [
        ("spans", {"sentence_id": "a#1", "labels": []}, "sentence_id, as lines of the task sentences have"),
        ("slots", {"toll_id": "a", "hour": 6}, "toll_id, as lines of the task tolls have"),
        ("spans", {"claim_id": "a", "verdict": "supported"}, "verdict, as lines of the task verdicts have"),
        ("verdicts", {"article_id": "a", "claims": []}, "claims, as lines of the task spans or slots have"),
    ],
    ids=["sentences", "tolls", "verdicts", "claims"],
)
def test_a_line_of_another_task_is_told_as_one(task: str, line: object, of: str, tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    with pytest.raises(PredictionError, match=rf"lines.jsonl:1: it has {of}; name that with --task"):
        task_named(task).read_predictions(path, None)


def sentence_file(path: Path, *lines: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


FIGURES = "casualty_figure"


def test_scores_that_contradict_labels_are_refused(tmp_path: Path) -> None:
    gold = sentence_file(tmp_path / "gold.jsonl", *({"sentence_id": f"a#{n}", "labels": [FIGURES]} for n in (1, 2)))
    low = {"sentence_id": "a#1", "scores": {FIGURES: 0.3}, "labels": [FIGURES]}
    for score, is_refused in ((0.31, True), (0.3, False)):
        high = {"sentence_id": "a#2", "scores": {FIGURES: score}, "labels": []}
        path = sentence_file(tmp_path / "lines.jsonl", low, high)
        if is_refused:
            with pytest.raises(PredictionError, match=r"lines.jsonl:1: labels has casualty_figure at a score of 0.3"):
                score_files(gold, path, "sentences", resamples=0)
        else:
            assert score_files(gold, path, "sentences", resamples=0).coverage.given == 2


def test_a_label_without_the_score_that_others_have_is_refused(tmp_path: Path) -> None:
    line = {"sentence_id": "a#1", "scores": {FIGURES: 0.3}, "labels": ["attributed_statement"]}
    path = sentence_file(tmp_path / "lines.jsonl", line)
    with pytest.raises(PredictionError, match=r"labels has attributed_statement, of which scores has no score"):
        score_files(path, path, "sentences", resamples=0)


def test_claims_need_a_gold_that_tells_where_sentences_are(tmp_path: Path) -> None:
    gold = sentence_file(tmp_path / "gold.jsonl", {"sentence_id": "a#1", "labels": []})
    path = sentence_file(tmp_path / "lines.jsonl", {"article_id": "a", "claims": []})
    with pytest.raises(PredictionError, match=r"does not say where its sentences are; score against a build"):
        score_files(gold, path, "sentences", resamples=0)
