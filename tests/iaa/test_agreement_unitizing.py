"""Unitizing alpha against Krippendorff's worked examples, with the sums, and against the plain formulas."""

from __future__ import annotations

import numpy as np
import plain_agreement as plain
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_study import BACKGROUND, STATEMENT, mark, study

from claimwire.iaa import Mark, Study
from claimwire.iaa.arrays.layout import Layout, lay_out
from claimwire.iaa.arrays.unitizing import PooledUnitizing, UnitizingAlpha, unitizing_alpha

C, K = STATEMENT, BACKGROUND


def unit(label: str, begin: int, length: int) -> Mark:
    return mark(f"{label}_{begin}_{length}", label, (begin, begin + length))


def on_line(own: Study) -> Layout:
    return lay_out(own, (C, K))


def alpha(*parts: UnitizingAlpha) -> float:
    columns = PooledUnitizing(parts).columns
    once = np.ones((1, len(columns)))
    return float(PooledUnitizing(parts).of(once @ columns, once)[0])


def disagreements(part: UnitizingAlpha, length: int) -> tuple[float, float]:
    """Return observed and expected disagreement as published, which divides both by the continuum's length."""
    observed, expected = part.disagreements(np.ones((1, len(part.extent))) @ part.columns)
    return float(observed[0]) / length, float(expected[0]) / length


def test_krippendorffs_example_of_two_observers_and_two_categories() -> None:
    # Krippendorff, Content Analysis, 2nd edition (2004), p. 254: a continuum from 150, of length 300 (here from 0).
    # c of observer i: 225 + 70, 370 + 30; of j: 220 + 80, 355 + 20, 400 + 20. k of both: 180 + 60, 300 + 50.
    i = [unit(C, 75, 70), unit(C, 220, 30), unit(K, 30, 60), unit(K, 150, 50)]
    j = [unit(C, 70, 80), unit(C, 205, 20), unit(C, 250, 20), unit(K, 30, 60), unit(K, 150, 50)]
    line = on_line(study({"i": {"d": i}, "j": {"d": j}}, length=300))
    c, k = (unitizing_alpha(line, ("i", "j"), label) for label in (0, 1))
    # Differences of c: 70 against 80 long, overlapping: 5^2 + 5^2 = 50; 30 against 20: 15^2 + 25^2 = 850; j's unit of
    # 20 in i's gap: 20^2 = 400. Both orders: 2 * 1300. Observed: 2600 / (2 * 1 * 300^2) = .0144.
    assert c.observed.tolist() == [2600]
    observed, expected = disagreements(c, 300)
    assert observed == pytest.approx(2600 / 180_000, abs=1e-12)
    # Expected: N = 5 units of 70, 30, 80, 20, 20, gaps of i 75, 75, 50 and of j 70, 55, 25, 30.
    # For a unit l: (N - 1)/3 (2 l^3 - 3 l^2 + l) + l^2 * sum of (g - l + 1) over gaps g >= l, e.g. for 80, which fits
    # no gap: 4/3 * (1,024,000 - 19,200 + 80) = 1,339,840. The sum over the five, times 2/300, by
    # 600 * 599 - (70*69 + 30*29 + 80*79 + 20*19 + 20*19) = 359,400 - 12,780: .0532.
    gaps = [75, 75, 50, 70, 55, 25, 30]
    inner = sum(
        4 / 3 * (2 * u**3 - 3 * u**2 + u) + u**2 * sum(g - u + 1 for g in gaps if g >= u) for u in (70, 30, 80, 20, 20)
    )
    assert expected == pytest.approx(2 / 300 * inner / (359_400 - 12_780), abs=1e-12)
    assert expected == pytest.approx(0.0532, abs=5e-5)
    assert disagreements(k, 300) == pytest.approx((0, 0.0490), abs=5e-5)
    # The book rounds before it divides: 1 - .0144 / .0532 = .7286 (exact .7286), together 1 - .0144 / (.0532 + .0490)
    # = .8591 (exact .8587).
    assert alpha(c) == pytest.approx(0.7286, abs=5e-5)
    assert alpha(k) == 1
    assert alpha(c, k) == pytest.approx(0.8591, abs=5e-4)


def test_krippendorffs_example_of_differing_units() -> None:
    # Krippendorff (1995), p. 57, continuum of 24, observed disagreements of the pairs A, B and C.
    # A: 8 from 2 and 6 from 14 against 4 from 4 and 2 from 15: 2^2 + 2^2 + 1^2 + 3^2 = 18, twice, by 2 * 24^2: .03125
    # B: one unit of 18 against seven within it: each gives the squares at both ends, twice, by 2 * 24^2: 2.26736
    # C: 2-8 against 4-8: 4; 10-12 against 10-14: 4; 14-18 against 16-18: 4; 0-2 in a gap: 4; 20-22 the same: 0;
    #    together 16, twice, by 1152: .02777
    pairs = {
        "A": ([(2, 8), (14, 6)], [(4, 4), (15, 2)], 0.03125),
        "B": ([(0, 18)], [(0, 2), (2, 1), (3, 1), (4, 1), (5, 1), (6, 3), (9, 1)], 2.26736),
        "C": ([(2, 6), (10, 2), (14, 4), (20, 2)], [(0, 2), (4, 4), (10, 4), (16, 2), (20, 2)], 0.02777),
    }
    for name, (one, other, published) in pairs.items():
        layers = {"i": {"d": [unit(C, *u) for u in one]}, "j": {"d": [unit(C, *u) for u in other]}}
        part = unitizing_alpha(on_line(study(layers, length=24)), ("i", "j"), 0)
        assert disagreements(part, 24)[0] == pytest.approx(published, abs=1e-5), name


UNITS = st.lists(
    st.tuples(st.integers(0, 58), st.integers(1, 8)).map(lambda u: (u[0], min(u[0] + u[1], 60))), max_size=6
)
LAYERS = st.integers(2, 3).flatmap(
    lambda coders: st.lists(st.lists(UNITS, min_size=coders, max_size=coders), min_size=1, max_size=3)
)


def study_of(documents: list[list[list[tuple[int, int]]]]) -> Study:
    """Return a study of documents, each with the units of every annotator."""
    coders = len(documents[0])
    return study(
        {
            f"coder{c}": {
                f"d{d}": [mark(f"m{n}", C, u) for n, u in enumerate(own[c])] for d, own in enumerate(documents)
            }
            for c in range(coders)
        },
        length=60,
    )


@given(LAYERS)
@settings(deadline=None)
def test_it_is_the_plain_formula_for_any_units(documents: list[list[list[tuple[int, int]]]]) -> None:
    line = on_line(study_of(documents))
    part = unitizing_alpha(line, tuple(sorted(line.annotators)), 0)
    continua = [
        (60, [plain.merged([[{"start": s, "end": e}] for s, e in units]) for units in own]) for own in documents
    ]
    observed, expected = plain.disagreements(continua)
    length = 60 * len(documents)
    assert disagreements(part, length)[0] == pytest.approx(observed, rel=1e-9, abs=1e-12)
    if expected:
        assert disagreements(part, length)[1] == pytest.approx(expected, rel=1e-9)
        assert alpha(part) == pytest.approx(1 - observed / expected, abs=1e-9)
    else:
        assert np.isnan(alpha(part))


@given(LAYERS)
@settings(deadline=None)
def test_it_does_not_know_the_order_of_annotators(documents: list[list[list[tuple[int, int]]]]) -> None:
    line = on_line(study_of(documents))
    names = tuple(sorted(line.annotators))
    forward, backward = (alpha(unitizing_alpha(line, order, 0)) for order in (names, names[::-1]))
    assert forward == pytest.approx(backward, nan_ok=True, abs=1e-9)


@given(st.lists(UNITS, min_size=1, max_size=3).filter(any))
@settings(deadline=None)
def test_equal_layers_agree_wholly(documents: list[list[tuple[int, int]]]) -> None:
    line = on_line(study_of([[units, units] for units in documents]))
    assert alpha(unitizing_alpha(line, ("coder0", "coder1"), 0)) == pytest.approx(1)


def test_a_document_that_one_annotated_alone_does_not_count() -> None:
    both = {"d": [unit(C, 5, 10)]}
    alone = study({"i": both | {"e": [unit(C, 0, 50)]}, "j": both})
    part = unitizing_alpha(on_line(alone), ("i", "j"), 0)
    assert part.units.tolist() == [2, 0]
    assert part.extent.tolist() == [200, 0]
