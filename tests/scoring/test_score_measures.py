"""The measures of scores against scikit-learn, and by hand at their edges."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.calibration import calibration_curve
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from claimwire.ranges import Flags, Floats
from claimwire.scoring.calibration import BINS, calibration, reliability_bins
from claimwire.scoring.measures import at_prevalence, average_precision, by_rank, figure


def drawn(rows: int = 300, seed: int = 5) -> tuple[Floats, Flags, Floats]:
    """Return scores with many ties, truth, and weights of rows: one of each, then three draws of rows."""
    rng = np.random.default_rng(seed)
    truth = rng.random(rows) < 0.25
    scores = np.round(np.clip(truth * 0.25 + rng.random(rows) * 0.8, 0, 1), 1)
    draws = [np.bincount(rng.integers(0, rows, rows), minlength=rows) for _ in range(3)]
    return scores, truth, np.array([np.ones(rows), *draws], dtype=np.float64)


def test_ranking_and_calibration_are_those_of_scikit_learn_for_every_weighting() -> None:
    scores, truth, weights = drawn()
    found = by_rank(scores, truth, weights) | calibration(scores, truth, weights)
    for number, own in enumerate(weights):
        expected = {
            "auc": roc_auc_score(truth, scores, sample_weight=own),
            "average_precision": average_precision_score(truth, scores, sample_weight=own),
            "brier": brier_score_loss(truth, scores, sample_weight=own),
        }
        for name, value in expected.items():
            assert found[name][number] == pytest.approx(value, abs=1e-12), (name, number)


def test_bins_are_those_of_scikit_learn_and_the_calibration_error_is_their_mean_gap() -> None:
    _, truth, weights = drawn()
    scores = np.random.default_rng(7).random(len(truth))
    bins = reliability_bins(scores, truth)
    shares, means = calibration_curve(truth, scores, n_bins=BINS)
    assert [own.share for own in bins] == pytest.approx(shares.tolist())
    assert [own.mean_score for own in bins] == pytest.approx(means.tolist())
    gap = sum(own.rows * abs(own.share - own.mean_score) for own in bins) / len(scores)
    assert calibration(scores, truth, weights)["calibration_error"][0] == pytest.approx(gap)


@pytest.mark.parametrize(
    ("score", "low"), [(0.0, 0.0), (0.0999, 0.0), (0.1, 0.1), (0.95, 0.9), (1.0, 0.9)], ids=["0", "u", "b", "95", "1"]
)
def test_a_score_at_a_bound_is_in_the_bin_that_begins_there_and_one_in_the_last(score: float, low: float) -> None:
    (own,) = reliability_bins(np.array([score]), np.array([True]))
    assert (own.low, own.high, own.rows) == (low, pytest.approx(low + 0.1), 1)


def test_average_precision_at_a_prevalence_is_that_of_repeated_rows() -> None:
    """One positive counts as nine times as rare as in the sample if each negative stands there nine times."""
    scores, truth, weights = drawn(60)
    repeated = np.concatenate([np.repeat(scores[~truth], 9), scores[truth]])
    labels = np.concatenate([np.zeros(9 * (~truth).sum()), np.ones(truth.sum())])
    prevalence = labels.mean()
    assert at_prevalence(scores, truth, weights[:1], prevalence)[0] == pytest.approx(
        average_precision_score(labels, repeated)
    )
    own = at_prevalence(scores, truth, weights, float(truth.mean()))
    assert own[0] == pytest.approx(by_rank(scores, truth, weights)["average_precision"][0])


def test_positives_without_a_score_lower_average_precision_and_no_row_at_all_gives_none() -> None:
    one = np.ones((1, 2))
    # the first of two is right: precision 1 at a recall of 1 of 4
    assert average_precision(np.array([0.9, 0.2]), np.array([True, False]), one, np.array([4.0]))[0] == 0.25
    empty = average_precision(np.zeros(0), np.zeros(0, dtype=bool), np.ones((1, 0)), np.array([3.0]))
    assert empty[0] == 0.0
    none = average_precision(np.array([0.9, 0.2]), np.array([False, False]), one, np.array([0.0]))
    assert math.isnan(none[0])


def test_an_interval_is_of_the_draws_alone_and_of_those_where_the_value_is_defined() -> None:
    found = figure(np.array([5.0, 1.0, np.nan, 3.0]))
    assert (found.value, found.low, found.high) == (5.0, pytest.approx(1.05), pytest.approx(2.95))
    assert figure(np.array([np.nan])) == figure(np.array([np.nan, np.nan]))
    alone = figure(np.array([0.5]))
    assert (alone.value, alone.low, alone.high) == (0.5, None, None)


def test_average_precision_at_a_prevalence_is_undefined_without_positives_or_negatives() -> None:
    scores, weights = np.array([0.9, 0.8, 0.1]), np.array([[1.0, 1.0, 1.0], [1.0, 1.0, 0.0], [0.0, 0.0, 2.0]])
    found = at_prevalence(scores, np.array([True, True, False]), weights, 0.2)
    assert found[0] == pytest.approx(1.0)
    assert np.isnan(found[1:]).all()
    assert figure(found).low is None
