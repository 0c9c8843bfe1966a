"""The task, its baselines and its score."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from told import Telling, at, bridge

from claimwire.errors import PredictionError
from claimwire.schema.vocab import Qualifier
from claimwire.tolls import (
    BASELINES,
    Interval,
    Question,
    interval_score,
    questions_of,
    read_predictions,
    score_predictions,
)

NUMBERS = st.floats(0, 1e6)
ALPHAS = st.floats(0.01, 0.99)


def told_bridge() -> list[Question]:
    told = bridge()
    told.link("a_dead", "b_dead", "c_dead")
    return questions_of(told.tolls().values())


# the interval score


@pytest.mark.parametrize(
    ("lower", "upper", "value", "score"),
    [
        (10, 20, 15, 10),  # inside: the width
        (10, 20, 10, 10),  # at either end: inside
        (10, 20, 20, 10),
        (10, 20, 9, 10 + 10 * 1),  # 2 / 0.2 = 10 for each below
        (10, 20, 23, 10 + 10 * 3),
        (7, 7, 7, 0),
        (7, 7, 9, 20),
    ],
)
def test_the_score_is_the_width_and_ten_times_the_distance(
    lower: float, upper: float, value: float, score: float
) -> None:
    assert interval_score(lower, upper, value, 0.2) == pytest.approx(score)


@given(NUMBERS, NUMBERS, NUMBERS, ALPHAS)
def test_the_score_is_never_less_than_the_width_and_0_only_for_the_value_itself(
    one: float, other: float, value: float, alpha: float
) -> None:
    lower, upper = sorted((one, other))
    score = interval_score(lower, upper, value, alpha)
    assert score >= upper - lower
    assert (score == 0) == (lower == upper == value)


@given(NUMBERS, NUMBERS, NUMBERS, ALPHAS)
def test_an_interval_that_is_stretched_to_the_value_never_scores_worse(
    one: float, other: float, value: float, alpha: float
) -> None:
    """Outside, each person costs 2 / alpha > 2, and to reach them one."""
    lower, upper = sorted((one, other))
    stretched = interval_score(min(lower, value), max(upper, value), value, alpha)
    assert stretched <= interval_score(lower, upper, value, alpha) + 1e-6


@given(st.lists(st.integers(0, 50), min_size=1, max_size=40), st.integers(0, 50), st.integers(0, 50))
def test_no_interval_beats_the_quantiles_of_the_values(values: list[int], one: int, other: int) -> None:
    """The score is proper: the best interval goes from the 10 % to the 90 % quantile (Gneiting and Raftery 2007)."""
    ranked = sorted(values)
    lowest, highest = (ranked[max(0, math.ceil(share * len(ranked) - 1e-9) - 1)] for share in (0.1, 0.9))
    lower, upper = sorted((one, other))

    def mean(low: float, high: float) -> float:
        return sum(interval_score(low, high, value, 0.2) for value in values) / len(values)

    assert mean(lowest, highest) <= mean(lower, upper) + 1e-6


@given(NUMBERS, NUMBERS, NUMBERS, st.floats(-1e3, 1e3))
def test_the_score_does_not_depend_on_where_zero_is(one: float, other: float, value: float, shift: float) -> None:
    lower, upper = sorted((one, other))
    moved = interval_score(lower + shift, upper + shift, value + shift)
    assert moved == pytest.approx(interval_score(lower, upper, value), abs=1e-3)


@pytest.mark.parametrize("alpha", [0, 1, -0.1, 1.5, math.nan])
def test_alpha_is_between_0_and_1(alpha: float) -> None:
    with pytest.raises(ValueError, match="alpha is between 0 and 1"):
        interval_score(1, 2, 3, alpha)


def test_ends_that_are_swapped_have_no_score() -> None:
    with pytest.raises(ValueError, match=r"the lower end 2 is above the upper end 1"):
        interval_score(2, 1, 3)


# questions


def test_a_question_has_what_was_told_by_its_hour_and_not_more() -> None:
    """Told at hours 0 (3 dead), 2 (5) and 30 (at least 9)."""
    found = [(q.hour, [x.lower for x in q.told], q.answer, q.changes) for q in told_bridge()]
    assert found == [
        (1, [3], 9.0, True),
        (6, [3, 5], 9.0, True),
        (24, [3, 5], 9.0, True),
        (72, [3, 5, 9], 9.0, False),
    ]


def test_what_is_told_at_the_hour_itself_is_known() -> None:
    told = bridge()
    told.link("a_dead", "b_dead", "c_dead")
    by_hour = {q.hour: len(q.told) for q in questions_of(told.tolls().values(), hours=(1, 2, 29, 30))}
    assert by_hour == {1: 1, 2: 2, 29: 2, 30: 3}


def test_there_is_no_question_without_a_first_report_or_a_last_number() -> None:
    told = Telling()
    told.text("a", at(0), first=None)
    told.text("b", at(1))
    told.text("c", at(2))
    told.dead("a", 3)
    told.dead("b", 4)
    told.figure("c", Qualifier.DOZENS, None, None)
    told.link("b_dead", "c_dead")
    assert questions_of(told.tolls().values()) == []


# baselines


def predicted(name: str, train: list[Question], asked: list[Question]) -> list[tuple[float, float]]:
    return [(x.lower, x.upper) for x in BASELINES[name](train, asked)]


def test_as_is_repeats_the_newest_bounds_and_closes_an_open_end_at_its_number() -> None:
    assert predicted("as-is", [], told_bridge()) == [(3, 3), (5, 5), (5, 5), (9, 9)]


def grown(*last: int) -> list[Question]:
    """Return the questions of hour 1 about tolls of 10 that ended so."""
    told = Telling()
    for number, dead in enumerate(last):
        told.text(f"a{number}", at(0))
        told.text(f"b{number}", at(5))
        told.dead(f"a{number}", 10)
        told.dead(f"b{number}", dead)
        told.link(f"a{number}_dead", f"b{number}_dead")
    return questions_of(told.tolls().values(), hours=(1,))


def test_the_median_growth_of_train_stretches_the_newest_number() -> None:
    """Growths 1.0, 2.0 and 4.0: 3 becomes 3 to 6."""
    asked = told_bridge()[:1]
    assert predicted("median-growth", grown(10, 20, 40), asked) == [(3, 6)]
    assert predicted("median-growth", grown(5, 5, 40), asked) == [(1.5, 3)]  # tolls that were corrected downwards
    assert predicted("median-growth", [], asked) == [(3, 3)]


def test_deciles_of_growth_make_the_interval() -> None:
    """Eleven growths of 1.0, 1.1, ... 2.0: the first decile is 1.1, the ninth 1.9."""
    asked = grown(10)
    ((lower, upper),) = predicted("growth-quantiles", grown(*range(10, 21)), asked)
    assert (lower, upper) == (pytest.approx(11), pytest.approx(19))
    assert predicted("growth-quantiles", grown(30), asked) == [(30, 30)]
    assert predicted("growth-quantiles", [], asked) == [(10, 10)]


def test_a_baseline_predicts_without_the_answer() -> None:
    for name in BASELINES:
        first, second = (predicted(name, grown(10, 20), grown(dead)) for dead in (10, 500))
        assert first == second


# predictions in a file, and their score


def file_of(folder: Path, *lines: object) -> Path:
    path = folder / "predictions.jsonl"
    path.write_text("".join((x if isinstance(x, str) else json.dumps(x)) + "\n" for x in lines), encoding="utf-8")
    return path


def line(hour: object = 1, lower: object = 3, upper: object = 9, toll: object = "a_dead") -> dict[str, object]:
    return {"toll_id": toll, "hour": hour, "lower": lower, "upper": upper}


def test_predictions_are_read_and_scored(tmp_path: Path) -> None:
    """Answer 9: 3 to 9 scores 6, 5 to 8 scores 3 + 10, 9 to 9 scores 0, 10 to 12 scores 2 + 10."""
    questions = told_bridge()
    path = file_of(tmp_path, line(1), line(6, 5, 8), "", line(24, 9, 9.0), line(72, 10, 12))
    found = read_predictions(path, questions)
    assert found["a_dead", 6] == Interval(5, 8)
    score = score_predictions(questions, found)
    assert (score.questions, score.score, score.coverage, score.width) == (4, 31 / 4, 0.5, 11 / 4)
    logs = [
        interval_score(math.log1p(low), math.log1p(high), math.log1p(9))
        for low, high in ((3, 9), (5, 8), (9, 9), (10, 12))
    ]
    assert score.log_score == pytest.approx(sum(logs) / 4)


def test_no_questions_have_no_score() -> None:
    score = score_predictions([], {})
    assert (score.questions, score.score, score.coverage) == (0, None, None)


@pytest.mark.parametrize(
    ("faulty", "message"),
    [
        ("{", "jsonl:1: it is not JSON"),
        ("[1]", "expected an object with toll_id, hour, lower and upper"),
        ({"toll_id": "a_dead", "hour": 1, "lower": 1}, "expected an object with toll_id, hour, lower and upper"),
        (line() | {"more": 1}, "expected an object with toll_id, hour, lower and upper"),
        (line(hour="1"), "hour a whole number"),
        (line(hour=True), "hour a whole number"),
        (line(toll=7), "toll_id is a string"),
        (line(lower=-1), "numbers of people, 0 or more"),
        (line(upper="9"), "numbers of people, 0 or more"),
        (line(upper=None), "numbers of people, 0 or more"),
        (line(lower=9, upper=3), "lower is 9, above upper, which is 3; swap them"),
        (line(hour=2), "no question is about a_dead at hour 2"),
        (line(toll="b_dead"), "no question is about b_dead at hour 1"),
        (line(), "has 1 of 4 predictions, and lacks a_dead at hour 6, a_dead at hour 24, a_dead at hour 72"),
    ],
)
def test_a_faulty_line_is_named_with_what_to_do(tmp_path: Path, faulty: object, message: str) -> None:
    with pytest.raises(PredictionError) as raised:
        read_predictions(file_of(tmp_path, faulty), told_bridge())
    assert message in str(raised.value)


def test_a_second_line_for_a_question_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PredictionError, match=r":2: a second line about a_dead at hour 1"):
        read_predictions(file_of(tmp_path, line(), line()), told_bridge())


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "predictions.jsonl"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(PredictionError, match="cannot be read as text in UTF-8"):
        read_predictions(path, told_bridge())
