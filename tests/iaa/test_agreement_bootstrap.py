"""Intervals: what a resample is, and that the same documents and seed give the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_study import FIGURE, STATEMENT, mark, study

from claimwire.iaa import Mark, Options, Study, measure_agreement
from claimwire.iaa.arrays.bootstrap import Estimator, draw_weights, estimates
from claimwire.iaa.arrays.measures import Share

ROW = st.tuples(st.sampled_from((STATEMENT, FIGURE)), st.integers(0, 60), st.integers(1, 20))
DOCUMENT = st.tuples(st.lists(ROW, max_size=4), st.lists(ROW, max_size=4))


def layer(rows: list[tuple[str, int, int]]) -> list[Mark]:
    return [mark(f"m{n}", label, (start, start + size)) for n, (label, start, size) in enumerate(rows)]


def two(documents: list[tuple[list[tuple[str, int, int]], list[tuple[str, int, int]]]]) -> Study:
    return study(
        {
            name: {f"d{n:03d}": layer(document[side]) for n, document in enumerate(documents)}
            for side, name in enumerate(("a", "b"))
        }
    )


def test_documents_are_drawn_with_replacement_from_those_that_count() -> None:
    weights = draw_weights(np.array([True, False, True, True]), 50, 1)
    assert weights.shape == (51, 4)
    assert weights[0].tolist() == [1, 0, 1, 1]
    assert (weights[:, 1] == 0).all()
    assert (weights.sum(axis=1) == 3).all()
    assert (weights[1:].max(axis=1) > 1).any()


def test_one_document_has_no_interval() -> None:
    weights = draw_weights(np.array([False, True]), 50, 1)
    assert weights.tolist() == [[0, 1]]
    (estimate,) = estimates(weights, [Estimator(Share(np.array([0.0, 1]), np.array([0.0, 2])), 2)])
    assert (estimate.value, estimate.low, estimate.high, estimate.resamples) == (0.5, None, None, 0)


def test_an_interval_is_of_percentiles_of_the_resampled_values() -> None:
    hits, trials = np.array([1.0, 5, 2, 9]), np.array([10.0, 10, 10, 10])
    weights = draw_weights(np.ones(4, dtype=bool), 200, 7)
    (estimate,) = estimates(weights, [Estimator(Share(hits, trials), 40)])
    values = sorted(float(row @ hits / (row @ trials)) for row in weights[1:])
    assert estimate.value == 17 / 40
    # the 2.5th percentile of 200 values is 0.975 of the way from the 5th to the 6th
    assert estimate.low == pytest.approx(values[4] + 0.975 * (values[5] - values[4]))
    assert estimate.high == pytest.approx(values[194] + 0.025 * (values[195] - values[194]))


@given(st.lists(DOCUMENT, min_size=2, max_size=4), st.integers(0, 5))
@settings(deadline=None, max_examples=30)
def test_a_resample_is_the_measure_of_the_documents_draw_weights(documents: list, seed: int) -> None:  # type: ignore[type-arg]
    if not any(rows for document in documents for rows in document):
        return
    once = draw_weights(np.ones(len(documents), dtype=bool), 1, seed)[1].astype(int)
    copies = [document for document, times in zip(documents, once, strict=True) for _ in range(times)]
    if not any(rows for document in copies for rows in document):
        return
    resampled = {
        (r.section, r.about, r.measure): r.estimate
        for r in measure_agreement(two(documents), Options(1, seed)).measurements
    }
    direct = {
        (r.section, r.about, r.measure): r.estimate for r in measure_agreement(two(copies), Options(0)).measurements
    }
    for key, estimate in direct.items():
        # where the study itself has no value, none of its resamples is looked at
        if estimate.value is not None and resampled[key].value is not None:
            assert resampled[key].low == pytest.approx(estimate.value, abs=1e-9), key


def test_the_same_seed_gives_the_same_intervals_and_another_other_ones() -> None:
    documents = [([(STATEMENT, n, 5)], [(STATEMENT, n + n % 3, 5)]) for n in range(12)]
    one, same, other = (measure_agreement(two(documents), Options(100, seed)) for seed in (1, 1, 2))
    assert one.measurements == same.measurements
    assert one.measurements != other.measurements
    assert [row.estimate.value for row in one.measurements] == [row.estimate.value for row in other.measurements]
