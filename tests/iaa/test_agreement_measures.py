"""The measures against published worked examples, with the sums, and against the `krippendorff` package."""

from __future__ import annotations

import krippendorff
import numpy as np
import plain_agreement as plain
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from claimwire.iaa.arrays.measures import (
    FEW_VALUES,
    MISSING,
    Share,
    Statistic,
    interval_alpha,
    nominal_alpha,
    positive_agreement,
    prevalence,
)

# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", section D: 12 units, 4 observers A to D, values
# 1 to 5, missing data. Unit 12 has one value only and drops out, so n = 40 pairable values.
CANONICAL = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, MISSING, MISSING, MISSING],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, MISSING, 3],
        [MISSING, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, MISSING],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, MISSING],
    ]
).T
ONE_DOCUMENT = np.zeros(12, dtype=np.int64)


def value(statistic: Statistic, documents: int = 1) -> float:
    """Return the value over all documents."""
    once = np.ones((1, documents))
    return float(statistic.of(once @ statistic.columns, once)[0])


def numbers(table: np.ndarray) -> np.ndarray:
    return np.where(table == MISSING, np.nan, table.astype(float))


def by_the_package(values: np.ndarray, level: str) -> float:
    """Return alpha as the `krippendorff` package computes it; units are rows, NaN is a missing value."""
    return float(krippendorff.alpha(reliability_data=values.T, level_of_measurement=level))


def test_nominal_alpha_of_krippendorffs_data() -> None:
    # Coincidences: each unit gives its ordered pairs of values, by one less than its values. Unit 1 (1, 1, 1): 6 pairs
    # of 1-1 / 2 = 3; unit 2 (2, 2, 3, 2): 2-2 6/3 = 2, 2-3 and 3-2 3/3 = 1 each; unit 6 (1, 2, 3, 4): each pair 1/3;
    # and so on. The matrix's diagonal is o11 = 7, o22 = 10, o33 = 8, o44 = 4, o55 = 3, together 32, and the margins are
    # n1 = 9, n2 = 13, n3 = 10, n4 = 5, n5 = 3, n = 40.
    # alpha = ((n - 1) * sum of diagonal - sum of nc (nc - 1)) / (n (n - 1) - sum of nc (nc - 1))
    #       = (39 * 32 - (9*8 + 13*12 + 10*9 + 5*4 + 3*2)) / (40 * 39 - 344) = (1248 - 344) / (1560 - 344) = 904 / 1216
    statistic = nominal_alpha(CANONICAL, ONE_DOCUMENT, 1)
    assert statistic.pairable.tolist() == [40]
    assert statistic.agreeing.tolist() == pytest.approx([32])
    assert sorted(statistic.count.tolist()) == [3, 5, 9, 10, 13]
    assert value(statistic) == pytest.approx(904 / 1216, abs=1e-12)
    assert value(statistic) == pytest.approx(0.743, abs=5e-4)


def test_interval_alpha_of_krippendorffs_data() -> None:
    # Observed: off the diagonal of the coincidence matrix stand o12 = 4/3, o13 = 1/3, o14 = 1/3, o23 = 4/3, o24 = 1/3,
    # o34 = 1/3, each twice. Sum of o * distance^2 above the diagonal:
    # 4/3*1 + 1/3*4 + 1/3*9 + 4/3*1 + 1/3*4 + 1/3*1 = 26/3.
    # Expected: sum of nc nk (c - k)^2 above the diagonal: 9*13*1 + 9*10*4 + 9*5*9 + 9*3*16 + 13*10*1 + 13*5*4 + 13*3*9
    # + 10*5*1 + 10*3*4 + 5*3*1 = 117 + 360 + 405 + 432 + 130 + 260 + 351 + 50 + 120 + 15 = 2240.
    # alpha = 1 - (n - 1) * (26/3) / 2240 = 1 - 39 * 26 / 6720
    statistic = interval_alpha([numbers(CANONICAL)], ONE_DOCUMENT, 1)
    assert statistic.distances.tolist() == pytest.approx([2 * 26 / 3])
    assert value(statistic) == pytest.approx(1 - 39 * 26 / 6720, abs=1e-12)
    assert value(statistic) == pytest.approx(0.849, abs=5e-4)


@pytest.mark.parametrize(("level", "published"), [("nominal", 0.743), ("interval", 0.849)])
def test_the_package_gives_the_published_values(level: str, published: float) -> None:
    assert by_the_package(numbers(CANONICAL), level) == pytest.approx(published, abs=5e-4)


def test_the_package_is_right_at_the_distances_that_are_not_used_here_too() -> None:
    # That the package may serve as an oracle rests on this: 0.815 ordinal and 0.797 ratio in the same paper.
    assert by_the_package(numbers(CANONICAL), "ordinal") == pytest.approx(0.815, abs=5e-4)
    assert by_the_package(numbers(CANONICAL), "ratio") == pytest.approx(0.797, abs=5e-4)


def test_binary_alpha_of_krippendorffs_two_observers() -> None:
    # Krippendorff (2011), section A: 10 units, two observers, n = 20, coincidences o00 = 10, o01 = o10 = 4, o11 = 2,
    # n0 = 14, n1 = 6. alpha = 1 - (n - 1) * o01 / (n0 * n1) = 1 - 19 * 4 / (14 * 6) = 0.095
    meg = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    owen = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    table = np.array([meg, owen]).T
    assert value(nominal_alpha(table, np.zeros(10, dtype=np.int64), 1)) == pytest.approx(1 - 19 * 4 / 84, abs=1e-12)


def fourfold(a: int, b: int, c: int, d: int) -> np.ndarray:
    """Return units of two annotators: a both say yes, b the first alone, c the second alone, d neither."""
    return np.array([(1, 1)] * a + [(1, 0)] * b + [(0, 1)] * c + [(0, 0)] * d)


@pytest.mark.parametrize(
    ("table", "positive", "negative"),
    [
        # Feinstein and Cicchetti (1990): both tables agree in 85 of 100, kappa is 0.70 and 0.32.
        ((40, 9, 6, 45), 80 / 95, 90 / 105),  # 2*40 / (49 + 46), 2*45 / (51 + 54)
        ((80, 10, 5, 5), 160 / 175, 10 / 25),  # 2*80 / (90 + 85), 2*5 / (10 + 15)
    ],
)
def test_positive_agreement_of_cicchetti_and_feinstein(
    table: tuple[int, int, int, int], positive: float, negative: float
) -> None:
    units, home = fourfold(*table), np.zeros(100, dtype=np.int64)
    assert value(positive_agreement(units, home, 1)) == pytest.approx(positive, abs=1e-12)
    assert value(positive_agreement(1 - units, home, 1)) == pytest.approx(negative, abs=1e-12)
    assert value(prevalence(units, home, 1)) == pytest.approx((2 * table[0] + table[1] + table[2]) / 200)


def test_specific_agreement_of_many_raters_on_fleiss_data() -> None:
    # Fleiss (1971): 30 patients, 6 psychiatrists; how many called each patient's disorder a depression.
    depressions = [0, 0, 0, 0, 0, 2, 0, 2, 2, 0, 1, 1, 0, 1, 0, 0, 3, 5, 0, 1, 0, 0, 0, 2, 1, 0, 4, 0, 1, 0]
    units = np.array([[1] * n + [0] * (6 - n) for n in depressions])
    home = np.zeros(30, dtype=np.int64)
    # 26 of the 180 assignments are depressions: p = .144. Agreeing pairs: sum of n (n - 1) = 2 * 4 + 3 * 2 + 5 * 4 +
    # 4 * 3 = 46, of 26 * 5 = 130: .354, the chance that a second rater calls a depression what a first one did.
    # Its chance-corrected form, (.354 - .144) / (1 - .144) = .245, is the kappa Fleiss gives for the category.
    assert value(prevalence(units, home, 1)) == pytest.approx(26 / 180, abs=1e-12)
    assert value(positive_agreement(units, home, 1)) == pytest.approx(46 / 130, abs=1e-12)
    assert pytest.approx(0.245, abs=5e-4) == (46 / 130 - 26 / 180) / (1 - 26 / 180)


def test_undefined_where_nothing_varies() -> None:
    assert np.isnan(value(nominal_alpha(np.ones((5, 2), dtype=np.int64), np.zeros(5, dtype=np.int64), 1)))
    assert np.isnan(value(interval_alpha([np.full((5, 2), 0.1)], np.zeros(5, dtype=np.int64), 1)))
    assert np.isnan(value(Share(np.zeros(1), np.zeros(1))))
    assert np.isnan(value(nominal_alpha(np.array([[1, MISSING], [MISSING, 0]]), np.zeros(2, dtype=np.int64), 1)))


TABLES = st.integers(2, 4).flatmap(
    lambda coders: st_numpy.arrays(
        np.int64, st.tuples(st.integers(1, 25), st.just(coders)), elements=st.integers(-1, 4)
    )
)


@given(TABLES, st.integers(1, 5), st.data())
def test_nominal_alpha_is_that_of_the_package_and_of_the_definition(
    table: np.ndarray, documents: int, data: st.DataObject
) -> None:
    home = np.array(data.draw(st.lists(st.integers(0, documents - 1), min_size=len(table), max_size=len(table))))
    own = value(nominal_alpha(table, home, documents), documents)
    expected = plain.alpha([[int(x) for x in unit if x != MISSING] for unit in table], plain.nominal)
    if expected is None:
        assert np.isnan(own)
        return
    assert own == pytest.approx(expected, abs=1e-9)
    assert by_the_package(numbers(table), "nominal") == pytest.approx(expected, abs=1e-9)


@given(TABLES)
def test_interval_alpha_is_that_of_the_package_and_of_the_definition(table: np.ndarray) -> None:
    values = numbers(table) ** 3
    own = value(interval_alpha([values], np.zeros(len(table), dtype=np.int64), 1))
    expected = plain.alpha([[float(x) for x in unit if not np.isnan(x)] for unit in values], plain.squared)
    if expected is None:
        assert np.isnan(own)
        return
    assert own == pytest.approx(expected, abs=1e-9)
    assert by_the_package(values, "interval") == pytest.approx(expected, abs=1e-9)


@given(TABLES)
def test_interval_alpha_of_two_coordinates_is_at_the_sum_of_their_distances(table: np.ndarray) -> None:
    pairs = [numbers(table), numbers(table[::-1]) * 3]
    own = value(interval_alpha(pairs, np.zeros(len(table), dtype=np.int64), 1))
    points = np.stack(pairs, axis=-1)
    units = [[tuple(map(float, x)) for x in unit if not np.isnan(x).any()] for unit in points]
    expected = plain.alpha(units, plain.squared)
    assert np.isnan(own) if expected is None else own == pytest.approx(expected, abs=1e-9)


@given(TABLES, st.permutations(range(5)))
def test_alpha_does_not_know_the_names_of_values_and_annotators(table: np.ndarray, names: list[int]) -> None:
    home = np.zeros(len(table), dtype=np.int64)
    renamed = np.where(table == MISSING, MISSING, np.array(names)[table])
    for other in (renamed, table[:, ::-1], np.repeat(table, 1, axis=0)):
        assert value(nominal_alpha(other, home, 1)) == pytest.approx(
            value(nominal_alpha(table, home, 1)), nan_ok=True, abs=1e-9
        )


@given(st.lists(st.integers(0, 4), min_size=2), st.integers(2, 4))
def test_equal_layers_agree_wholly(values: list[int], coders: int) -> None:
    table = np.array([values] * coders).T
    home = np.zeros(len(values), dtype=np.int64)
    expected = np.nan if len(set(values)) == 1 else 1
    assert value(nominal_alpha(table, home, 1)) == pytest.approx(expected, nan_ok=True)
    assert value(interval_alpha([table.astype(float)], home, 1)) == pytest.approx(expected, nan_ok=True)


@given(TABLES, st.data())
def test_a_row_that_stands_for_several_units_counts_as_often(table: np.ndarray, data: st.DataObject) -> None:
    home = np.zeros(len(table), dtype=np.int64)
    size = np.array(data.draw(st.lists(st.integers(1, 4), min_size=len(table), max_size=len(table))))
    repeated = np.repeat(table, size, axis=0)
    expected = value(nominal_alpha(repeated, np.zeros(len(repeated), dtype=np.int64), 1))
    assert value(nominal_alpha(table, home, 1, size)) == pytest.approx(expected, nan_ok=True, abs=1e-9)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 150), st.integers(0, 150)), min_size=2))
def test_many_different_values_are_counted_the_same_way(rows: list[tuple[int, int, int]]) -> None:
    rows = rows + [(0, n, n) for n in range(FEW_VALUES + 5)]
    home = np.array([document for document, _, _ in rows])
    table = np.array([pair for _, *pair in rows])
    statistic = nominal_alpha(table, home, 4)
    assert statistic.values > FEW_VALUES
    weights = np.array([[1.0, 1, 1, 1], [2, 0, 3, 1]])
    expected = [plain.alpha([pair for d, *pair in rows for _ in range(int(row[d]))], plain.nominal) for row in weights]
    assert statistic.of(weights @ statistic.columns, weights).tolist() == pytest.approx(expected, abs=1e-9)
