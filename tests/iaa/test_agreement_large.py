"""What is done otherwise for very large studies gives the numbers of the ordinary way."""

from __future__ import annotations

import gc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_study import STATEMENT, mark, study

from claimwire.garbage import collection_paused
from claimwire.iaa import Options, Study, measure_agreement
from claimwire.iaa.arrays import index as ground
from claimwire.iaa.arrays.index import Words, joined_words
from claimwire.iaa.arrays.measures import nominal_alpha
from claimwire.ranges import Ints

ROLES = st.lists(st.tuples(st.integers(0, 3), *[st.integers(-1, 7)] * 3), min_size=1, max_size=60)


def small_study() -> Study:
    layers = {
        who: {
            f"d{d}": [
                mark(f"{who}{d}", STATEMENT, (20, 50 + shift), source_spans=[(0, 8)], cue_spans=[(9, 12 + shift)])
            ]
            for d in range(4 if who != "c" else 3)
        }
        for shift, who in enumerate("abc")
    }
    return study(layers, tokens=tuple((at, at + 4) for at in range(0, 100, 5)))


def test_words_made_one_give_the_same_report(monkeypatch: pytest.MonkeyPatch) -> None:
    every = [
        row for row in measure_agreement(small_study(), Options(resamples=50)).measurements if row.section == "words"
    ]
    monkeypatch.setattr(ground, "MANY_WORDS", 0)
    fewer = [
        row for row in measure_agreement(small_study(), Options(resamples=50)).measurements if row.section == "words"
    ]
    assert len(every) == len(fewer) > 20
    for one, other in zip(every, fewer, strict=True):
        assert (one.group, one.about, one.measure) == (other.group, other.about, other.measure)
        assert vars(one.estimate) == pytest.approx(vars(other.estimate), abs=1e-12), one


@given(ROLES, st.booleans())
def test_words_made_one_count_as_often_as_before(rows: list[tuple[int, ...]], sized: bool) -> None:
    table: Ints = np.array(sorted(rows), dtype=np.int64)
    owner, size = table[:, 0], (np.arange(len(table)) % 5 + 1 if sized else None)
    words = Words(owner, size, {name: table[:, n + 1] for n, name in enumerate("abc")})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ground, "MANY_WORDS", 0)
        fewer = joined_words(words)
    assert fewer.size is not None
    assert fewer.size.sum() == (len(table) if size is None else size.sum())
    kinds = {(d, *roles) for d, *roles in zip(fewer.owner, *fewer.roles.values(), strict=True)}
    assert kinds == set(map(tuple, table.tolist()))
    assert len(fewer.owner) == len(kinds)
    before = nominal_alpha(table[:, 1:], owner, 4, size)
    after = nominal_alpha(np.stack(list(fewer.roles.values()), axis=1), fewer.owner, 4, fewer.size)
    assert np.allclose(before.pairable, after.pairable)
    assert np.allclose(before.agreeing, after.agreeing)


@pytest.mark.parametrize("searching", [True, False])
def test_the_search_for_cycles_is_as_it_was_afterwards(searching: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if searching else gc.disable)()
        with collection_paused():
            assert not gc.isenabled()
        with pytest.raises(ZeroDivisionError):
            collection_paused()(lambda: 1 // 0)()
        assert gc.isenabled() is searching
        measure_agreement(small_study(), Options(resamples=0))
        assert gc.isenabled() is searching
    finally:
        (gc.enable if was else gc.disable)()
